package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
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
import org.whynot.dataset.LabelledVideos;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.ClipIndex;
import org.whynot.explain.Evidence;
import org.whynot.explain.EvidenceSwap;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.explain.Swap;
import org.whynot.frontend.FrontEnd;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.overlay.SwapPicture;
import org.whynot.video.Video;

/** Plugins &gt; WhyNot &gt; Swap Evidence...: with which part of a clip of the other class would it be that class. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "With which part of a real clip of the other class, in place of the strongest explanation's box, would the"
                        + " model call the video that class? Shows both side by side.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Swap Evidence...", weight = 1.42)})
public class SwapEvidence extends PairCommand {

    @Parameter(
            label = "Clips",
            persist = false,
            style = FileWidget.DIRECTORY_STYLE,
            description =
                    "Where clips of the other class are: a data set, a folder with a folder per class, or a folder of"
                            + " videos of that class.")
    private File clips;

    @Parameter(type = ItemIO.OUTPUT)
    private Answer answer;

    private ImagePlus picture;

    @Override
    void ask(ClassifiedVideo classified, ImagePlusVideo video, FrontEnd to) throws IOException {
        EvidenceSwap.requirePossible(classified);
        Question question = new Question(positive, why_not, 1, Evidence.FOR, false);
        answer = classified.answer(question, to.part(CLASSIFIED, CLASSIFIED + 0.01));
        List<ClipIndex.Source> videos =
                LabelledVideos.of(clips.toPath(), answer.negative(), to.part(CLASSIFIED + 0.01, CLASSIFIED + 0.02));
        ClipIndex index = ClipIndex.of(classified, answer.negative(), videos, to.part(CLASSIFIED + 0.02, 0.9));
        Explanation first = answer.explanations().get(0);
        Swap swap = new EvidenceSwap(classified, index).of(answer, first, to.part(0.9, 0.98));
        Explanation found = first.with(swap);
        answer = answer.with(List.of(found));
        to.result(swap.sentence(found, answer.negative()));
        to.result(swap.orderWords());
        ClipIndex.Source source = videos.stream()
                .filter(v -> v.name().equals(swap.clip()))
                .findFirst()
                .orElseThrow();
        try (Video other = source.opener().open()) {
            picture = SwapPicture.of(answer, found, video, other, to.part(0.98, 1));
        }
        save(SwapPicture.fileName(video.name(), "json"), AnswerJson.write(answer, macro()), to);
        save(SwapPicture.fileName(video.name(), "tif"), new FileSaver(picture).serialize(), to);
    }

    @Override
    void show(ImagePlusVideo video, Path model) {
        if (IJ.getInstance() != null) picture.show();
    }
}
