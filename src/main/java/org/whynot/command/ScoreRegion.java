package org.whynot.command;

import ij.IJ;
import ij.gui.Roi;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Question;
import org.whynot.explain.Region;
import org.whynot.explain.RegionScore;
import org.whynot.explain.RegionScorer;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.Role;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.RoiFiles;
import org.whynot.overlay.RegionTable;
import org.whynot.overlay.RoiRegions;
import org.whynot.ui.RegionWindow;

/** Plugins &gt; WhyNot &gt; Score My Region...: the score of the region that the user drew, as each attribute. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Which of two classes does the region that you drew support? Its score as each attribute, beside the best"
                        + " box of the video and random ones. Dragging the region updates the scores.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Score My Region...", weight = 1.4)})
public class ScoreRegion extends ImageCommand {

    @Parameter(
            label = "Positive",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.POSITIVE),
            persist = false,
            description = "The class to ask about: 'predicted' for the most probable one, or a class of the model.")
    private String positive = Question.PREDICTED;

    @Parameter(
            label = "Why not",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.WHY_NOT),
            persist = false,
            description =
                    "The class to compare it with: 'runner-up' for the most probable other one, a class, or 'all'.")
    private String why_not = Question.RUNNER_UP;

    @Parameter(
            label = "Check",
            persist = false,
            choices = {"no", "yes"},
            description = "Whether the region is erased and the video classified again.")
    private String check = "no";

    @Parameter(
            label = "ROIs",
            attrs = @Attr(name = Role.ATTRIBUTE, value = Role.FOLDED),
            persist = false,
            required = false,
            description =
                    "A file of ROIs (.roi, .zip), for example the boxes of an explanation. If empty: the ROIs selected in"
                            + " the ROI Manager, else the one drawn on the image.")
    private File rois;

    private List<Roi> drawn;
    private List<Region> regions;
    private final List<RegionScore> scores = new ArrayList<>();

    @Override
    void prepare(ImagePlusVideo video) throws IOException {
        drawn = rois == null ? RoiRegions.selected(image) : RoiFiles.read(rois.toPath());
        regions = RoiRegions.all(drawn, image, video.timeOnSlices());
    }

    @Override
    void ask(ClassifiedVideo classified, ImagePlusVideo video, FrontEnd to) throws IOException {
        RegionScorer scorer = new RegionScorer(classified);
        for (Region region : regions) {
            List<RegionScore> some = scorer.scores(region, positive, why_not, to.part(CLASSIFIED, 0.9));
            some.forEach(score -> to.result(score.sentence()));
            scores.addAll(some);
            if (check.equals("yes")) to.result(scorer.erasedWords(region, to.part(0.9, 1)));
        }
        save(RegionTable.fileName(video.name()), RegionTable.csv(scores), to);
    }

    @Override
    void show(ImagePlusVideo video, Path model) {
        if (IJ.getInstance() == null) return;
        if (!IJ.isMacro() && drawn.size() == 1 && drawn.get(0) == image.getRoi())
            RegionWindow.open(image, video.timeOnSlices(), model, device, scores.get(0));
        else RegionTable.of(scores).show("Region of " + image.getTitle());
    }
}
