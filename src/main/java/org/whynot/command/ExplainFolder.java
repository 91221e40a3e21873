package org.whynot.command;

import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderReport;
import org.whynot.explain.Answer;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.MacroLine;
import org.whynot.model.Model;

/** Plugins &gt; WhyNot &gt; Explain Folder...: the same as Explain Video... for every video of a folder. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Explains every video of a folder and of the folders in it. A run that was stopped can be started"
                + " again: what is done is left as it is.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Explain Folder...", weight = 1.5)})
public class ExplainFolder extends ExplainCommand {

    @Parameter(
            label = "Input",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of the videos; the folders in it are searched too.")
    private File input;

    @Parameter(
            label = "Output",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder for the results and summary.csv, which has one row per video; made if missing.")
    private File output;

    @Override
    void work(FrontEnd to) throws IOException {
        Map<String, Object> asked = new LinkedHashMap<>(values());
        asked.keySet().removeAll(List.of("input", "output"));
        String macro = MacroLine.run("Explain Video...", asked);
        // The results themselves tell which weights and device they were made with.
        asked.keySet().removeAll(List.of("model", "device"));
        Map<String, String> words = new LinkedHashMap<>();
        asked.forEach((name, value) -> words.put(name, String.valueOf(value)));
        FolderExplainer.Settings settings = new FolderExplainer.Settings(question(), timeAxis(), gif(), words, macro);
        try (Model opened = openModel()) {
            FolderReport report =
                    new FolderExplainer(opened, settings).explain(input.toPath(), output.toPath(), new Told(to), to);
            to.written(report.summary());
            to.result(report.sentence());
            if (report.failed() > 0)
                throw new CommandException(report.failed() + " of " + (report.explained() + report.failed())
                        + " videos could not be explained. The column 'problem' of " + report.summary()
                        + " states why.");
        }
    }

    /** Passes on what becomes of each video. */
    private record Told(FrontEnd to) implements FolderExplainer.Listener {

        @Override
        public void explained(String video, Answer answer) {
            to.result(video + ": " + answer.sentence());
        }

        @Override
        public void failed(String video, String reason) {
            to.note(video + ": " + reason);
        }

        @Override
        public void note(String video, String note) {
            to.note(video + ": " + note);
        }
    }
}
