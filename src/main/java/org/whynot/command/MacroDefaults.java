package org.whynot.command;

import ij.Macro;
import java.util.Map;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.whynot.frontend.AsksNothing;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.FrontEndCommand;
import org.whynot.frontend.MacroLine;
import org.whynot.frontend.UsageException;
import org.whynot.frontend.Values;

/**
 * Gives a command of ours that a macro runs with options the defaults of all parameters that the macro does not name, as ImageJ's
 * own commands do. Otherwise Fiji would stop the macro and ask for them in a dialog.
 *
 * <p>What has no default and must be given is still asked for, and so is everything if a macro gives no options at all. A click in
 * the menu has none, so its dialog opens. Comes after Fiji has read the macro's options and SciJava has filled in the defaults.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH - 1)
public final class MacroDefaults extends AbstractPreprocessorPlugin {

    /** For SciJava, which makes one for every run of a command. */
    public MacroDefaults() {}

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof FrontEndCommand)) return;
        String options = Macro.getOptions();
        if (options == null || options.isBlank()) {
            if (module.getDelegateObject() instanceof AsksNothing) resolve(module);
            return;
        }
        try {
            // Fiji itself ignores a name that is not known, and the macro would continue with the default.
            Map<String, String> words = MacroLine.parse(options);
            words.remove(CommandCatalog.imageParameter(module.getInfo()));
            Values.of(module.getInfo(), words);
        } catch (UsageException e) {
            cancel(SciJavaFrontEnd.abortMacro(e.getMessage()) ? null : e.getMessage());
            return;
        }
        resolve(module);
    }

    private static void resolve(Module module) {
        for (ModuleItem<?> item : CommandCatalog.parameters(module.getInfo()).values())
            if (!item.isRequired() || Values.defaultValue(item) != null) module.resolveInput(item.getName());
    }
}
