package org.whynot.command;

import ij.ImagePlus;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;
import org.whynot.frontend.FrontEndCommand;

/**
 * Keeps Fiji from opening a window for every output of our commands: answers, sentences and tables are for scripts, and our own
 * windows show them. Images are left to Fiji, which displays them.
 */
@Plugin(type = PostprocessorPlugin.class)
public final class Outputs extends AbstractPostprocessorPlugin {

    /** For SciJava, which makes one for every run of a command. */
    public Outputs() {}

    @Override
    public void process(Module module) {
        if (!(module.getDelegateObject() instanceof FrontEndCommand)) return;
        for (ModuleItem<?> item : module.getInfo().outputs())
            if (item.getType() != ImagePlus.class) module.resolveOutput(item.getName());
    }
}
