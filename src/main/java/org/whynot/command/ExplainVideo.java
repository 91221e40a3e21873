package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.explain.Answer;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.frontend.FrontEnd;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.ExplanationTable;
import org.whynot.overlay.LastAnswer;
import org.whynot.ui.ExplanationBrowsers;

/** Plugins &gt; WhyNot &gt; Explain Video...: why the model calls the active image one class and not another. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Why is the video of one class and not of another? Answers with attributes, and boxes that show them.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Explain Video...", weight = 1)})
public class ExplainVideo extends ExplainCommand {

    /** The share of the work that is done before the files are written. */
    private static final double EXPLAINED = 0.8;

    @Parameter
    private ImagePlus image;

    @Parameter(
            label = "Save to",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "A folder for the results as files; nothing is written if it is empty.")
    private File save_to;

    @Parameter(type = ItemIO.OUTPUT)
    private Answer answer;

    @Parameter(type = ItemIO.OUTPUT)
    private ResultsTable table;

    @Override
    void work(FrontEnd to) throws IOException {
        Question question = question();
        try (ImagePlusVideo video = ImagePlusVideo.of(image, timeAxis(), to::note);
                Model opened = openModel(to)) {
            answer = new Explainer(opened).explain(video, question, to.part(0, EXPLAINED));
            table = ExplanationTable.of(answer);
            if (save_to != null) save(video, to);
            ExplanationOverlay.show(answer, image, video.timeOnSlices());
            if (image.getWindow() != null) ExplanationOverlay.showTube(answer, image, video.timeOnSlices());
            LastAnswer last = new LastAnswer(answer, video.timeOnSlices(), modelFolder(), device());
            LastAnswer.keep(image, last);
            show(last, to);
        }
    }

    /** The browser has everything that a person wants to see; a macro continues, and leaves a table. */
    private void show(LastAnswer last, FrontEnd to) {
        if (ExplanationBrowsers.isWanted(image)) {
            to.displayed(answer.sentence());
            ExplanationBrowsers.dock(image, last);
            return;
        }
        to.result(answer.sentence());
        if (IJ.getInstance() != null && !Interpreter.isBatchMode()) table.show("Explanations of " + image.getTitle());
    }

    private void save(ImagePlusVideo video, FrontEnd to) throws IOException {
        AnswerFiles.Saving saving = AnswerFiles.Saving.of(answer, macro(), gif());
        List<Path> files = AnswerFiles.write(answer, video, save_to.toPath(), saving, to.part(EXPLAINED, 1));
        files.forEach(to::written);
        if (files.stream().noneMatch(file -> file.toString().endsWith(".mp4")))
            to.note("There is no video encoder for this platform, so no .mp4 file was written.");
    }
}
