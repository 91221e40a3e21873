package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.FileSaver;
import ij.io.Opener;
import java.awt.geom.Rectangle2D;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TubeBox;
import org.whynot.video.Box;

class ExplanationOverlayTest {

    private static final int WIDTH = 128;
    private static final int HEIGHT = 96;
    private static final int FRAMES = 12;

    @TempDir
    Path folder;

    private final Answer answer = TestAnswers.following(WIDTH, HEIGHT, FRAMES, true);

    /**
     * What is drawn is what ImageJ itself draws: every plane of a black image is flattened, and has our colours exactly in
     * the frames of a tube.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 12, false",
        "3, 1, 12, false",
        "1, 4, 12, false",
        "2, 3, 12, false",
        "1, 12, 1, true",
        "3, 12, 1, true"
    })
    void everyPlaneOfAFrameShowsItsBoxes(int channels, int slices, int frames, boolean timeOnSlices) {
        ImagePlus image = image(channels, slices, frames);
        ExplanationOverlay.show(answer, image, timeOnSlices);
        assertPlanes(image, timeOnSlices);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 12, false", "2, 3, 12, false", "3, 1, 12, false", "1, 12, 1, true", "3, 12, 1, true"})
    void positionsNamesAndPropertiesSurviveATiffFile(int channels, int slices, int frames, boolean timeOnSlices) {
        ImagePlus image = image(channels, slices, frames);
        ExplanationOverlay.show(answer, image, timeOnSlices);
        String file = folder.resolve("image.tif").toString();
        assertTrue(new FileSaver(image).saveAsTiff(file));
        ImagePlus opened = new Opener().openImage(file);
        assertPlanes(opened, timeOnSlices);
        List<Roi> before = List.of(image.getOverlay().toArray());
        List<Roi> after = List.of(opened.getOverlay().toArray());
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            Roi expected = before.get(i);
            Roi actual = after.get(i);
            assertEquals(expected.getName(), actual.getName());
            assertEquals(expected.getProperties(), actual.getProperties());
            assertEquals(expected.getStrokeColor(), actual.getStrokeColor());
            assertEquals(expected.getStrokeWidth(), actual.getStrokeWidth(), 1e-6);
            assertEquals(
                    expected.getFloatBounds().getX(), actual.getFloatBounds().getX(), 1e-4);
            assertEquals(
                    expected.getFloatBounds().getHeight(),
                    actual.getFloatBounds().getHeight(),
                    1e-4);
            assertTrue(ExplanationOverlay.isOurs(actual));
            if (expected instanceof TextRoi text) assertEquals(text.getText(), ((TextRoi) actual).getText());
        }
        ExplanationOverlay.show(answer, opened, timeOnSlices);
        assertEquals(before.size(), opened.getOverlay().size(), "what came from the file is replaced, not doubled");
    }

    @Test
    void boxesAreTheTubesAndCarryTheirNumbers() {
        ImagePlus image = image(1, 1, FRAMES);
        ExplanationOverlay.show(answer, image, false);
        int boxes = 0;
        for (Roi roi : inFrames(image)) {
            if (roi instanceof TextRoi) continue;
            boxes++;
            assertEquals(Roi.RECTANGLE, roi.getType());
            int frame = Integer.parseInt(roi.getProperty("whynot.frame"));
            assertEquals(frame + 1, roi.getPosition());
            Explanation explanation = explanationOf(roi);
            assertEquals(explanation.score(), Double.parseDouble(roi.getProperty("whynot.score")));
            Box box = explanation.boxAt(frame).orElseThrow();
            // A box at the frame's edge gives way by up to the line's width.
            assertEquals(box.x(), roi.getXBase(), 1);
            assertEquals(box.right(), roi.getXBase() + roi.getFloatWidth(), 1);
            assertEquals(box.bottom(), roi.getYBase() + roi.getFloatHeight(), 1);
            String contribution = explanation.tube().stream()
                    .filter(b -> b.frame() == frame)
                    .map(b -> Double.toString(b.contribution()))
                    .findFirst()
                    .orElse(null);
            assertEquals(contribution, roi.getProperty("whynot.contribution"));
            assertEquals(
                    explanation.evidence() == Evidence.AGAINST, roi.getStroke().getDashArray() != null);
        }
        int expected = answer.explanations().stream()
                .mapToInt(e -> e.lastFrame() - e.firstFrame() + 1)
                .sum();
        assertEquals(expected, boxes, "a box in every frame, also between sampled ones");
    }

    @Test
    void anExplanationHasOneNameAndOneColor() {
        ImagePlus image = image(1, 1, FRAMES);
        ExplanationOverlay.show(answer, image, false);
        Set<String> names = new HashSet<>();
        Set<Object> pairs = new HashSet<>();
        for (Roi roi : inFrames(image)) {
            names.add(roi.getName());
            pairs.add(List.of(roi.getName(), roi.getStrokeColor()));
        }
        assertEquals(
                Set.of("WhyNot 1: dividing nucleus", "WhyNot 2: condensing nucleus", "WhyNot against 1: moving cell"),
                names);
        assertEquals(3, pairs.size());
        assertEquals(3, pairs.stream().map(p -> ((List<?>) p).get(1)).distinct().count());
    }

    private static List<String> texts(List<Roi> elements) {
        return elements.stream()
                .filter(TextRoi.class::isInstance)
                .map(roi -> ((TextRoi) roi).getText().replaceAll("\\s+", " ").strip())
                .toList();
    }

    @Test
    void onSmallPicturesNumbersStandAtTheBoxesAndTheLegendSaysWhatTheyAre() {
        ImagePlus image = image(1, 1, FRAMES);
        ExplanationOverlay.show(answer, image, false);
        assertEquals(Set.of("1", "2", "3"), Set.copyOf(texts(inFrames(image))));
        List<String> all = texts(List.of(image.getOverlay().toArray()));
        assertTrue(all.contains("1 dividing nucleus 0.98"), all::toString);
        assertTrue(all.contains("3 against: moving cell 0.08"), all::toString);
    }

    @Test
    void onLargerPicturesLabelsSayAttributeAndCounterfactuality() {
        Answer large = TestAnswers.following(640, 480, FRAMES, false);
        ImagePlus image = new ImagePlus("clip", ImageStack.create(640, 480, FRAMES, 8));
        image.setDimensions(1, 1, FRAMES);
        ExplanationOverlay.show(large, image, false);
        List<String> labels = texts(inFrames(image));
        assertTrue(labels.contains("dividing nucleus 0.98"), labels::toString);
        assertTrue(labels.contains("against: moving cell 0.08"), labels::toString);
    }

    /** From 64 to 2000 pixels wide, one to twelve explanations, anywhere. */
    @ParameterizedTest
    @CsvSource({"64, 48", "64, 200", "128, 128", "200, 90", "320, 240", "640, 360", "1080, 1920", "2000, 1100"})
    void labelsAndLegendNeverOverlapAndLieInsideAndThePictureStaysMostlyPicture(int width, int height) {
        Random random = new Random(width * 31L + height);
        for (int round = 0; round < 12; round++) {
            List<Explanation> explanations = new ArrayList<>();
            int count = 1 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                Evidence evidence = random.nextInt(3) == 0 ? Evidence.AGAINST : Evidence.FOR;
                List<TubeBox> tube = new ArrayList<>();
                for (int frame = random.nextInt(3); frame < 8; frame += 2) {
                    double w = width * (0.1 + 0.4 * random.nextDouble());
                    double h = height * (0.1 + 0.4 * random.nextDouble());
                    Box box = new Box(random.nextDouble() * (width - w), random.nextDouble() * (height - h), w, h);
                    tube.add(new TubeBox(frame, box, 1));
                }
                String name = "attribute " + "x".repeat(random.nextInt(14));
                explanations.add(new Explanation(i + 1, evidence, name, 1, 0.7, 0, 2, 2, tube, Optional.empty()));
            }
            ImagePlus image = new ImagePlus("clip", ImageStack.create(width, height, 8, 8));
            image.setDimensions(1, 1, 8);
            ExplanationOverlay.show(TestAnswers.answer("clip", width, height, 8, explanations), image, false);
            for (int frame = 1; frame <= 8; frame++) {
                List<Rectangle2D> texts = new ArrayList<>();
                double covered = 0;
                for (Roi roi : image.getOverlay()) {
                    if (!(roi instanceof TextRoi) || roi.getPosition() != 0 && roi.getPosition() != frame) continue;
                    Rectangle2D bounds = roi.getFloatBounds();
                    assertTrue(new Rectangle2D.Double(0, 0, width, height).contains(bounds), bounds::toString);
                    for (Rectangle2D other : texts) {
                        Rectangle2D common = other.createIntersection(bounds);
                        assertTrue(common.getWidth() <= 0 || common.getHeight() <= 0, bounds + " and " + other);
                    }
                    texts.add(bounds);
                    covered += bounds.getWidth() * bounds.getHeight();
                }
                double share = covered / (width * (double) height);
                assertTrue(share < 0.5, "words cover " + share + " of " + width + " x " + height);
            }
        }
    }

    @Test
    void aSigmoidIsNeverRoundedToOneOrZero() {
        assertEquals("cell >0.99", label(0.99999));
        assertEquals("cell 0.99", label(0.9949));
        assertEquals("cell <0.01", label(1e-9));
    }

    @Test
    void theUsersElementsStay() {
        ImagePlus image = image(1, 1, FRAMES);
        Roi mine = new Roi(3, 4, 5, 6);
        mine.setName("WhyNot 1: my own");
        mine.setPosition(2);
        Overlay overlay = new Overlay(mine);
        overlay.drawNames(true);
        image.setOverlay(overlay);
        ExplanationOverlay.show(answer, image, false);
        int size = image.getOverlay().size();
        ExplanationOverlay.show(answer, image, false);
        assertEquals(size, image.getOverlay().size());
        assertSame(mine, image.getOverlay().get(0));
        assertEquals(2, mine.getPosition());
        assertTrue(image.getOverlay().getDrawNames());
        ExplanationOverlay.remove(image);
        assertArrayEquals(new Roi[] {mine}, image.getOverlay().toArray());
    }

    @Test
    void anOverlayThatWasOnlyOursIsGoneAfterRemove() {
        ImagePlus image = image(1, 1, FRAMES);
        ExplanationOverlay.remove(image);
        ExplanationOverlay.show(answer, image, false);
        assertNotNull(image.getOverlay());
        ExplanationOverlay.remove(image);
        assertNull(image.getOverlay());
    }

    @Test
    void aBoxOverTheWholeFrameIsDrawnOnAllFourSides() {
        List<TubeBox> tube = List.of(new TubeBox(0, new Box(0, 0, WIDTH, HEIGHT), 1));
        Explanation whole = new Explanation(1, Evidence.FOR, "x", 1, 0.7, 0, 3, 3, tube, Optional.empty());
        ImagePlus image = image(1, 1, 1);
        ExplanationOverlay.show(TestAnswers.answer("clip", WIDTH, HEIGHT, 1, List.of(whole)), image, false);
        ImagePlus flat = image.flatten();
        int x = WIDTH / 2;
        int y = HEIGHT / 2;
        for (int[] p : new int[][] {{x, HEIGHT - 1}, {WIDTH - 1, y}, {0, y}, {WIDTH - 2, HEIGHT - 1}})
            assertTrue((flat.getProcessor().get(p[0], p[1]) & 0xffffff) != 0, "no line at " + p[0] + "," + p[1]);
    }

    @Test
    void anotherImageIsRefused() {
        ImagePlus image = image(1, 1, FRAMES - 1);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ExplanationOverlay.show(answer, image, false))
                .getMessage();
        assertTrue(message.contains("12 frames") && message.contains("11 frames"), message);
        assertNull(image.getOverlay());
        assertThrows(IllegalArgumentException.class, () -> ExplanationOverlay.show(answer, image(1, 1, FRAMES), true));
    }

    /** What belongs to frames: everything of ours but the legend. */
    private static List<Roi> inFrames(ImagePlus image) {
        return Arrays.stream(image.getOverlay().toArray())
                .filter(roi -> !ExplanationOverlay.LEGEND.equals(roi.getProperty(ExplanationOverlay.MARK)))
                .toList();
    }

    private void assertPlanes(ImagePlus shown, boolean timeOnSlices) {
        // The legend has all colours in every frame.
        ImagePlus image = shown.duplicate();
        image.setOverlay(new Overlay());
        inFrames(shown).forEach(image.getOverlay()::add);
        for (int c = 1; c <= image.getNChannels(); c++)
            for (int z = 1; z <= image.getNSlices(); z++)
                for (int t = 1; t <= image.getNFrames(); t++) {
                    image.setPosition(c, z, t);
                    int frame = (timeOnSlices ? z : t) - 1;
                    int[] pixels = (int[]) image.flatten().getProcessor().getPixels();
                    for (ExplanationStyle style : ExplanationStyle.of(answer)) {
                        int color = style.color().getRGB() & 0xffffff;
                        boolean drawn = Arrays.stream(pixels).anyMatch(p -> (p & 0xffffff) == color);
                        boolean expected = style.explanation().boxAt(frame).isPresent();
                        assertEquals(expected, drawn, style.name() + " at c=" + c + " z=" + z + " t=" + t);
                    }
                }
    }

    private Explanation explanationOf(Roi roi) {
        return answer.explanations().stream()
                .filter(e -> e.attribute().equals(roi.getProperty("whynot.attribute"))
                        && e.evidence().word().equals(roi.getProperty("whynot.evidence"))
                        && Integer.toString(e.rank()).equals(roi.getProperty("whynot.rank")))
                .findFirst()
                .orElseThrow();
    }

    private static String label(double counterfactuality) {
        Explanation e = new Explanation(
                1,
                Evidence.FOR,
                "cell",
                1,
                counterfactuality,
                0,
                2,
                2,
                List.of(new TubeBox(0, new Box(0, 0, 1, 1), 1)),
                Optional.empty());
        return ExplanationStyle.of(TestAnswers.answer("clip", 8, 8, 1, List.of(e)))
                .get(0)
                .label();
    }

    private static ImagePlus image(int channels, int slices, int frames) {
        ImagePlus image = new ImagePlus("clip", ImageStack.create(WIDTH, HEIGHT, channels * slices * frames, 8));
        image.setDimensions(channels, slices, frames);
        if (channels > 1) return new CompositeImage(image, CompositeImage.GRAYSCALE);
        image.setOpenAsHyperStack(frames > 1);
        assertFalse(image.isDisplayedHyperStack());
        return image;
    }
}
