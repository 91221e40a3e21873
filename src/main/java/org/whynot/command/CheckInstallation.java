package org.whynot.command;

import java.util.Set;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Plugin;
import org.whynot.classifier.Engine;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.model.ModelFolders;

/** Plugins &gt; WhyNot &gt; Check Installation: reports whether everything needed is there. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Reports whether everything that is needed is there and works.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Check Installation", weight = 20)})
public class CheckInstallation extends WhyNotCommand {

    /** Long videos and training need about this much, in bytes. */
    private static final long COMFORTABLE = 1L << 30;

    @Override
    void work(FrontEnd to) {
        to.report(0, "Starting the deep-learning engine");
        Engine.Report report = Engine.report();
        Set<String> models = ModelFolders.known().keySet();
        Runtime java = Runtime.getRuntime();
        long free = java.maxMemory() - (java.totalMemory() - java.freeMemory());
        String version = getClass().getPackage().getImplementationVersion();
        to.result("WhyNot " + (version == null ? "(not packaged)" : version) + " on Java "
                + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " ("
                + System.getProperty("os.arch") + ")");
        to.result("Engine: " + (report.usable() ? report.version() : "does not start"));
        if (report.usable()) {
            to.result("It can compute on: " + String.join(", ", report.devices()) + "; " + report.threads()
                    + " processor thread" + (report.threads() == 1 ? "" : "s"));
            to.result("Native libraries: " + report.natives());
        }
        to.result("Models: " + (models.isEmpty() ? "none found" : String.join(", ", models)));
        to.result("Free memory: " + (free >> 20) + " MB"
                + (free < COMFORTABLE
                        ? ", enough for short videos only; give Java more for long ones or training"
                        : ""));
        if (!report.usable()) throw new CommandException(report.verdict());
        if (models.isEmpty())
            throw new CommandException(
                    "The engine works, but no model was found. Copy the folder 'models' that comes with"
                            + " WhyNot beside the plugin, or give a model's folder as the model.");
        to.result("Verdict: all is well. " + report.verdict());
    }
}
