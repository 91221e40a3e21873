package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.io.Opener;
import ij.plugin.frame.RoiManager;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Region;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.imagej.RoiFiles;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Tubes as ROIs: to the ROI Manager and back, saved and opened again, edited, and made regions again. */
@NeedsDisplay
class RoiLifeWindowTest {

    private static final int FRAMES = 24;
    /** Boxes at the right and lower edge of the image are drawn a pixel smaller, so that the line is seen. */
    private static final double EDGE = 1.01;

    @TempDir
    Path folder;

    private final Answer answer = TestAnswers.following(320, 240, FRAMES, false);
    private ImagePlus image;

    @BeforeEach
    void show() {
        image = new ImagePlus("clip", ImageStack.create(320, 240, FRAMES, 8));
        image.setDimensions(1, 1, FRAMES);
        image.setOpenAsHyperStack(true);
        ExplanationOverlay.show(answer, image, false);
    }

    /** Everything that must survive. */
    private record Life(
            String name, String color, int position, int c, int z, int t, List<Long> bounds, List<String> properties) {
        static Life of(Roi roi) {
            Properties properties = roi.getProperties() == null ? new Properties() : new Properties();
            if (roi.getProperties() != null)
                for (String line : roi.getProperties().split("\n"))
                    if (line.contains(":")) properties.put(line.substring(0, line.indexOf(':')), line);
            return new Life(
                    roi.getName(),
                    String.valueOf(roi.getStrokeColor()),
                    roi.hasHyperStackPosition() ? 0 : roi.getPosition(),
                    roi.getCPosition(),
                    roi.getZPosition(),
                    roi.getTPosition(),
                    hundredths(roi.getFloatBounds()),
                    properties.values().stream()
                            .map(String::valueOf)
                            .map(String::strip)
                            .sorted()
                            .toList());
        }

        /** ROIs are saved in single precision. */
        private static List<Long> hundredths(Rectangle2D r) {
            return Stream.of(r.getX(), r.getY(), r.getWidth(), r.getHeight())
                    .map(d -> Math.round(100 * d))
                    .toList();
        }

        static List<Life> of(Roi[] rois) {
            return Arrays.stream(rois).map(Life::of).toList();
        }
    }

    private List<Roi> boxes() {
        return Arrays.stream(image.getOverlay().toArray())
                .filter(ExplanationOverlay::isBox)
                .toList();
    }

    @Test
    void throughTheManagerAndAZipNothingIsLost() {
        RoiManager manager = new RoiManager(false);
        // As Image > Overlay > To ROI Manager does.
        for (Roi roi : boxes()) manager.add(image, roi, -1);
        String zip = folder.resolve("rois.zip").toString();
        assertTrue(manager.save(zip));
        RoiManager again = new RoiManager(false);
        assertTrue(again.open(zip));
        List<Life> before = Life.of(manager.getRoisAsArray());
        List<Life> after = Life.of(again.getRoisAsArray());
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            // The manager makes names of equal ROIs different in the file, nothing else.
            Life b = before.get(i);
            Life a = after.get(i);
            assertEquals(new Life(a.name, b.color, b.position, b.c, b.z, b.t, b.bounds, b.properties), a);
            assertTrue(a.name.startsWith(b.name.substring(0, 8)), a.name + " was " + b.name);
            assertTrue(a.properties.stream().anyMatch(p -> p.startsWith("whynot.score")), a.properties::toString);
        }
        assertTubesAre(answer.explanations(), RoiRegions.all(List.of(again.getRoisAsArray()), image, false), EDGE);
    }

    @Test
    void savedAsATiffAndOpenedAgainNothingIsLost() {
        String file = folder.resolve("clip.tif").toString();
        assertTrue(new FileSaver(image).saveAsTiffStack(file));
        ImagePlus opened = new Opener().openImage(file);
        assertEquals(
                Life.of(image.getOverlay().toArray()),
                Life.of(opened.getOverlay().toArray()));
        assertTubesAre(
                answer.explanations(),
                RoiRegions.all(List.of(opened.getOverlay().toArray()), opened, false),
                EDGE);
    }

    @Test
    void theFileOfBoxesMakesTheTubesAgain() throws IOException {
        TestVideo video = TestVideo.grey(320, 240, FRAMES);
        AnswerFiles.write(TestAnswers.on(video, answer), video, folder, "", Progress.SILENT);
        assertTubesAre(
                answer.explanations(),
                RoiRegions.all(RoiFiles.read(folder.resolve("clip.rois.zip")), image, false),
                0.01);
    }

    @Test
    void editedAndDrawnBoxesAreRegionsToo() {
        List<Roi> rois = new ArrayList<>(boxes());
        Roi edited = rois.stream()
                .filter(roi -> ExplanationOverlay.tubeName(roi).startsWith("WhyNot 2"))
                .findFirst()
                .orElseThrow();
        edited.setLocation(3, 4);
        edited.setName("mine");
        Roi drawn = new Roi(10, 20, 30, 40);
        drawn.setPosition(0, 0, 5);
        rois.add(drawn);
        List<Region> regions = RoiRegions.all(rois, image, false);
        assertEquals(answer.explanations().size() + 1, regions.size());
        Region second = regions.stream()
                .filter(region -> region.name().startsWith("WhyNot 2"))
                .findFirst()
                .orElseThrow();
        int frame = answer.explanations().get(1).firstFrame();
        assertEquals(3, second.boxAt(frame).orElseThrow().x());
        assertEquals(4, second.boxAt(frame).orElseThrow().y());
        Region last = regions.get(regions.size() - 1);
        assertEquals(Region.UNNAMED, last.name());
        assertEquals(new Box(10, 20, 30, 40), last.boxAt(4).orElseThrow());
        List<Roi> labels = Arrays.stream(image.getOverlay().toArray())
                .filter(roi -> !ExplanationOverlay.isBox(roi))
                .toList();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> RoiRegions.all(labels, image, false))
                .getMessage()
                .contains("There is no region"));
    }

    private static void assertTubesAre(List<Explanation> explanations, List<Region> regions, double tolerance) {
        assertEquals(explanations.size(), regions.size());
        for (int i = 0; i < regions.size(); i++) {
            Explanation e = explanations.get(i);
            Region region = regions.stream()
                    .filter(r -> r.name().equals(ExplanationStyle.name(e.evidence(), e.rank(), e.attribute())))
                    .findFirst()
                    .orElseThrow();
            assertEquals(e.firstFrame(), region.firstFrame());
            assertEquals(e.lastFrame(), region.lastFrame());
            for (int frame = e.firstFrame(); frame <= e.lastFrame(); frame++) {
                Box expected = e.boxAt(frame).orElseThrow();
                Box actual = region.boxAt(frame).orElseThrow();
                assertEquals(expected.x(), actual.x(), tolerance);
                assertEquals(expected.y(), actual.y(), tolerance);
                assertEquals(expected.width(), actual.width(), tolerance);
                assertEquals(expected.height(), actual.height(), tolerance);
            }
        }
    }
}
