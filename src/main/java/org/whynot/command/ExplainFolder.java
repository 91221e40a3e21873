package org.whynot.command;

import java.io.File;
import java.io.IOException;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.batch.FolderExplainer;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.model.Model;
import org.whynot.util.Shard;

/** Plugins &gt; WhyNot &gt; Explain Folder...: the same as Explain Video... for every video of a folder. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Explains every video of a folder and of the folders in it. A run that was stopped can be started"
                + " again: what is done is left as it is.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Explain Folder...", weight = 1.5)})
public class ExplainFolder extends ExplainCommand {

    @Parameter(label = "Input", persist = false, style = FileWidget.DIRECTORY_STYLE, description = FolderRun.INPUT)
    private File input;

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder for the results and summary.csv, which has one row per video; made if missing.")
    private File output;

    @Parameter(
            label = "Results",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            choices = {"files", "json-lines"},
            description = "What is written: 'files' for all result files of each video, or 'json-lines' for the"
                    + " explanations alone, a line each of one file, for very many videos.")
    private String results = "files";

    @Parameter(
            label = "Shard",
            persist = false,
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            description = FolderRun.SHARD)
    private String shard = Shard.WHOLE.toString();

    @Override
    void work(FrontEnd to) throws IOException {
        Shard part = Shard.of(shard);
        FolderExplainer.Settings settings = FolderExplainer.Settings.of(values());
        try (Model opened = openModel(to)) {
            FolderRun.run(new FolderExplainer(opened, settings), input, output, part, to);
        }
    }
}
