package org.whynot.command;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.classifier.Engine;
import org.whynot.classifier.onnx.OnnxRuntime;
import org.whynot.frontend.AsksNothing;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.installation.EngineNatives;
import org.whynot.installation.ForumReport;
import org.whynot.model.ModelFolders;

/**
 * Plugins &gt; WhyNot &gt; Check Installation: reports whether everything needed is there, in lines that can be published, and
 * installs the engine's native libraries if they are missing and the user agrees.
 */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Reports whether everything that is needed is there and works; downloads the engine if you agree.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Check Installation", weight = 20)})
public class CheckInstallation extends WhyNotCommand implements AsksNothing {

    /** Long videos and training need about this much, in bytes. */
    private static final long COMFORTABLE = 1L << 30;

    @Parameter(
            label = "Download",
            persist = false,
            required = false,
            choices = {"ask", "yes", "no"},
            description =
                    "Whether the engine's native libraries, 40 to 107 MB, are downloaded from Maven Central if they are missing.")
    private String download = "ask";

    @Parameter(
            label = "Natives",
            persist = false,
            required = false,
            style = "directory",
            description = "A folder with the jar of the engine's native libraries, where there is no network.")
    private File natives;

    @Parameter(
            label = "Device",
            persist = false,
            required = false,
            choices = {"auto", "cpu", "gpu"},
            description =
                    "What the engine has to be able to compute on; gpu fails with the reason if the card can't be used.")
    private String device = "auto";

    @Override
    void work(FrontEnd to) {
        boolean copied = natives != null && !natives.getPath().isEmpty();
        if (copied || Engine.nativesMissing()) installEngine(copied ? natives.toPath() : null, to);
        to.report(0.95, "Starting the deep-learning engine");
        Engine.Report report = Engine.report();
        Set<String> models = ModelFolders.known().keySet();
        new ForumReport(lines(report, models)).published().forEach(to::result);
        if (!report.usable()) throw new CommandException(report.verdict());
        if (models.isEmpty())
            throw new CommandException(
                    "The engine works, but no model was found. Copy the folder 'models' that comes with"
                            + " WhyNot beside the plugin, or give a model's folder as the model.");
        if (device.equals("gpu")) Engine.device(device);
        to.result("Verdict: all is well. " + report.verdict());
    }

    private List<String> lines(Engine.Report report, Set<String> models) {
        Runtime java = Runtime.getRuntime();
        long free = java.maxMemory() - (java.totalMemory() - java.freeMemory());
        String version = getClass().getPackage().getImplementationVersion();
        List<String> lines = new ArrayList<>();
        lines.add("WhyNot " + (version == null ? "(not packaged)" : version) + " on Java "
                + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + " (" + System.getProperty("os.arch") + ")");
        lines.add(
                "Engine: " + (report.usable() ? report.version() + ", flavour " + report.flavor() : "does not start"));
        if (report.usable()) {
            lines.add("Processor: " + report.threads() + " thread" + (report.threads() == 1 ? "" : "s"));
            lines.add("Graphics card: " + report.card().text());
            lines.add("Native libraries: " + report.natives());
        }
        lines.add("ONNX Runtime: " + onnx());
        for (String variable :
                List.of("PYTORCH_LIBRARY_PATH", "PYTORCH_FLAVOR", "DJL_CACHE_DIR", "CUDA_VISIBLE_DEVICES"))
            if (System.getenv(variable) != null) lines.add(variable + " is set to " + System.getenv(variable));
        lines.add("Models: " + (models.isEmpty() ? "none found" : String.join(", ", models)));
        lines.add("Free memory: " + (free >> 20) + " MB"
                + (free < COMFORTABLE
                        ? ", enough for short videos only; give Java more for long ones or training"
                        : ""));
        return lines;
    }

    private static String onnx() {
        if (!OnnxRuntime.isInstalled()) return "not installed; only classifiers in ONNX files need it";
        OnnxRuntime.Report report = OnnxRuntime.report();
        return report.isUsable() ? report.version() : report.verdict();
    }

    private void installEngine(Path copied, FrontEnd to) {
        EngineNatives engine = EngineNatives.here()
                .orElseThrow(() -> new CommandException(Engine.report().verdict()));
        Path cache = Engine.cacheFolder();
        if (copied != null) {
            to.written(engine.installFrom(copied, cache, to));
            return;
        }
        boolean agreed = download.equals("yes")
                || download.equals("ask")
                        && to.agrees(
                                "The deep-learning engine is not installed yet. Download " + engine.megabytes()
                                        + " MB from " + EngineNatives.MAVEN_CENTRAL.getHost() + " to " + cache
                                        + " now?",
                                "Download");
        if (!agreed)
            throw new CommandException(
                    "The deep-learning engine is not installed. Run Check Installation with download=yes to fetch "
                            + engine.megabytes() + " MB from " + EngineNatives.MAVEN_CENTRAL.getHost() + ", or copy "
                            + engine.jar()
                            + " to a folder and name that folder as natives=….");
        to.written(engine.download(EngineNatives.MAVEN_CENTRAL, cache, to));
    }
}
