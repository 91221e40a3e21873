package org.whynot.frontend;

import org.scijava.module.ModuleInfo;

/** What a dialog's help button shows: a command's description and that of each of its parameters. */
public final class CommandHelp {

    private CommandHelp() {}

    /** The help for a command, as simple HTML. */
    public static String html(ModuleInfo info) {
        StringBuilder html = new StringBuilder("<html><h2>"
                + info.getMenuPath().getLeaf().getName() + "</h2><p>" + info.getDescription() + "</p><dl>");
        CommandCatalog.parameters(info).forEach((name, item) -> html.append("<dt><b>")
                .append(name)
                .append("</b></dt><dd>")
                .append(item.getDescription())
                .append("</dd>"));
        return html.append("</dl></html>").toString();
    }
}
