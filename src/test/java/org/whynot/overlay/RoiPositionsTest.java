package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Region;
import org.whynot.explain.RegionScore;
import org.whynot.explain.RegionScorer;
import org.whynot.explain.TestAnswers;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.RoiFiles;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;

/** Positions of ROIs on stacks with channels, slices and frames: what is written, and what is read. */
class RoiPositionsTest {

    private static final int FRAMES = 24;

    @TempDir
    Path folder;

    private static Roi at(int c, int z, int t) {
        Roi roi = new Roi(10, 10, 20, 20);
        roi.setPosition(c, z, t);
        return saved(roi);
    }

    private static Roi at(int position) {
        Roi roi = new Roi(10, 10, 20, 20);
        roi.setPosition(position);
        return saved(roi);
    }

    /** As it comes back from a file. */
    private static Roi saved(Roi roi) {
        return RoiDecoder.openFromByteArray(RoiEncoder.saveAsByteArray(roi));
    }

    private static int frame(Roi roi, ImagePlus image, boolean timeOnSlices) {
        Region region = RoiRegions.of(List.of(roi, at0(image, timeOnSlices)), image, timeOnSlices);
        assertEquals(2, region.keys().size());
        return region.keys().get(1).frame();
    }

    /** A ROI on the first frame, so that the other one's frame is known to be read and not meant for all. */
    private static Roi at0(ImagePlus image, boolean timeOnSlices) {
        return timeOnSlices ? at(0, 1, 0) : at(0, 0, 1);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 24, false", "1, 3, 24, false", "2, 3, 24, false", "2, 24, 1, true", "1, 24, 2, true"})
    void theBoxesOfAnAnswerComeBackAtTheirFrames(int channels, int slices, int frames, boolean timeOnSlices)
            throws IOException {
        ImagePlus image = IJ.createHyperStack("clip", 64, 48, channels, slices, frames, 8);
        try (ImagePlusVideo video =
                ImagePlusVideo.of(image, timeOnSlices ? TimeAxis.SLICES : TimeAxis.FRAMES, note -> {})) {
            Answer answer = TestAnswers.on(video, TestAnswers.following(64, 48, FRAMES, false));
            AnswerFiles.write(answer, video, folder, "", Progress.SILENT);
            List<Roi> rois = RoiFiles.read(folder.resolve("clip.rois.zip"));
            for (Roi roi : rois) {
                int frame = Integer.parseInt(roi.getProperty("whynot.frame"));
                assertTrue(roi.hasHyperStackPosition(), "a plain position means a slice where there are several");
                assertEquals(
                        timeOnSlices ? List.of(0, frame + 1, 0) : List.of(0, 0, frame + 1),
                        List.of(roi.getCPosition(), roi.getZPosition(), roi.getTPosition()));
            }
            List<Region> regions = RoiRegions.all(rois, image, timeOnSlices);
            assertEquals(answer.explanations().size(), regions.size());
            for (int i = 0; i < regions.size(); i++) {
                Explanation explanation = answer.explanations().get(i);
                List<Region.Key> keys = regions.get(i).keys();
                assertEquals(explanation.firstFrame(), keys.get(0).frame());
                assertEquals(explanation.lastFrame(), keys.get(keys.size() - 1).frame());
            }
        }
    }

    @Test
    void boxesOfOursWithAPlainPositionKeepTheirFrame() {
        ImagePlus image = IJ.createHyperStack("clip", 64, 48, 2, 3, FRAMES, 8);
        Roi box = at(13);
        box.setProperty(ExplanationOverlay.FRAME, "12");
        assertEquals(12, frame(box, image, false));
        // Somebody gave it another position: the index in the stack, which is channel 1, slice 2, frame 10.
        box.setPosition(image.getStackIndex(1, 2, 10));
        assertEquals(9, frame(box, image, false));
    }

    @Test
    void aPlainPositionIsReadAsImageJShowsIt() {
        assertEquals(12, frame(at(13), IJ.createHyperStack("clip", 64, 48, 2, 1, FRAMES, 8), false));
        assertEquals(12, frame(at(13), IJ.createHyperStack("clip", 64, 48, 2, FRAMES, 1, 8), true));
        // No frame has this number, so that it must be an index.
        assertEquals(20, frame(at(41), IJ.createHyperStack("clip", 64, 48, 2, 1, FRAMES, 8), false));
    }

    @Test
    void timeOnTheOtherAxisIsStillTime() {
        ImagePlus slices = IJ.createHyperStack("clip", 64, 48, 1, FRAMES, 1, 8);
        assertEquals(12, frame(at(0, 0, 13), slices, true));
        ImagePlus frames = IJ.createHyperStack("clip", 64, 48, 1, 3, FRAMES, 8);
        assertEquals(12, frame(at(0, 13, 0), frames, false));
        // The second slice of three, in all frames.
        assertEquals(
                FRAMES,
                RoiRegions.of(List.of(at(0, 2, 0)), frames, false).keys().get(1).frame() + 1);
    }

    /** The ROI Manager goes to a ROI by this call, where the image is a hyperstack. */
    @Test
    void theRoiManagerGoesToTheRightFrame() {
        ImagePlus image = IJ.createHyperStack("clip", 64, 48, 2, 3, FRAMES, 8);
        Answer answer = TestAnswers.following(64, 48, FRAMES, false);
        ExplanationOverlay.show(answer, image, false);
        image.setPosition(2, 3, 1);
        int boxes = 0;
        for (Roi roi : image.getOverlay()) {
            if (!ExplanationOverlay.isBox(roi)) continue;
            image.setPosition(roi.getCPosition(), roi.getZPosition(), roi.getTPosition());
            assertEquals(Integer.parseInt(roi.getProperty("whynot.frame")) + 1, image.getT());
            assertEquals(List.of(2, 3), List.of(image.getC(), image.getZ()));
            boxes++;
        }
        assertEquals(ExplanationOverlay.boxes(answer).size(), boxes);
    }

    @Test
    void severalRoisOnOneFrameAreStillRefused() {
        ImagePlus image = IJ.createHyperStack("clip", 64, 48, 2, 1, FRAMES, 8);
        assertThrows(
                IllegalArgumentException.class, () -> RoiRegions.of(List.of(at(1, 1, 4), at(2, 1, 4)), image, false));
    }

    @ParameterizedTest
    @CsvSource({"ij_mitosis.rois.zip, 6, 18, 8.99", "box13.zip, 12, 12, 1.62"})
    void twoChannelsOfAnotherProgramScoreAsTheyWereExplained(String file, int first, int last, double score)
            throws IOException {
        Path inputs =
                Path.of(System.getProperty("whynot.data", "../shared/data")).resolve("inputs");
        Assumptions.assumeTrue(Files.exists(inputs.resolve(file)), "no data folder (set -Dwhynot.data)");
        ImagePlus image = IJ.openImage(inputs.resolve("ij_mitosis.tif").toString());
        List<Region> regions = RoiRegions.all(RoiFiles.read(inputs.resolve(file)), image, false).stream()
                .filter(region -> region.name().contains("dividing nucleus"))
                .toList();
        assertEquals(1, regions.size());
        List<Region.Key> keys = regions.get(0).keys();
        assertEquals(first, keys.get(0).frame());
        assertEquals(last, keys.get(keys.size() - 1).frame());
        List<RegionScore> scores = new ArrayList<>();
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
                Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            scores.addAll(new RegionScorer(classified).scores(regions.get(0), "mitosis", "apoptosis", Progress.SILENT));
        }
        assertEquals("dividing nucleus", scores.get(0).attributes().get(0).name());
        assertEquals(score, scores.get(0).attributes().get(0).score(), 0.005);
    }
}
