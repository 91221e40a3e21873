package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.OtherVideoException;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.explain.TubeBox;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Tests {@link Montage}, {@link KeyFrames} and {@link FigureFormat}. */
@Tag("slow")
class MontageTest {

    private static final int FRAMES = 24;

    @TempDir
    Path folder;

    private static Montage montage(int width, int height, int count) throws IOException {
        TestVideo video = TestVideo.colored(width, height, FRAMES);
        Answer answer = TestAnswers.on(video, TestAnswers.following(width, height, FRAMES, true));
        return Montage.of(answer, video, count, Progress.SILENT);
    }

    @Test
    void strongestFramesComeFirstAndTheOthersLieFarApart() {
        Answer answer = TestAnswers.following(128, 128, FRAMES, false);
        List<Integer> strongest =
                answer.explanations().stream().map(Explanation::strongestFrame).toList();
        assertEquals(List.of(strongest.get(0)), KeyFrames.of(answer, 1));
        List<Integer> six = KeyFrames.of(answer, 6);
        assertEquals(6, six.size());
        assertTrue(six.containsAll(strongest), six + " without one of " + strongest);
        assertEquals(six.stream().sorted().distinct().toList(), six);
        int first = answer.explanations().get(0).firstFrame();
        int last = answer.explanations().get(0).lastFrame();
        assertTrue(six.get(0) >= first && six.get(5) <= last, six::toString);
        // More than there are: all of them.
        assertEquals(last - first + 1, KeyFrames.of(answer, 100).size());
    }

    @Test
    void withoutExplanationsTheWholeVideoIsSampled() {
        Answer answer = TestAnswers.answer("clip", 64, 64, FRAMES, List.of());
        assertEquals(List.of(0, 11, 23), KeyFrames.of(answer, 3));
    }

    @ParameterizedTest
    @CsvSource({"128, 128, 1", "128, 128, 4", "640, 360, 6", "360, 640, 5", "64, 48, 16", "2000, 1100, 2"})
    void everyKeyFrameIsThereAtTheSizeOfAJournalsPage(int width, int height, int count) throws IOException {
        Montage montage = montage(width, height, count);
        // The tubes last for 15 frames.
        assertEquals(Math.min(count, 15), montage.frames().size());
        assertTrue(montage.width() <= 510, "width " + montage.width());
        BufferedImage image = montage.image();
        assertEquals(Math.round(montage.width() * 300 / 72.0), image.getWidth());
        // The caption is within the figure, and does not end at its edge.
        for (int x = 0; x < image.getWidth(); x++) assertEquals(0xFFFFFFFF, image.getRGB(x, image.getHeight() - 1));
    }

    @Test
    void theCaptionSaysWhatIsSeen() throws IOException {
        String caption = montage(128, 128, 4).caption();
        for (String part : List.of(
                "Why mitosis, not apoptosis, because of: dividing nucleus (frames",
                "dashed: what contradicts it",
                "With 1 erased, mitosis has 0.41.",
                "Video clip, model ",
                "frames are counted from 1")) assertTrue(caption.contains(part), () -> part + " is not in: " + caption);
    }

    @ParameterizedTest
    @EnumSource(FigureFormat.class)
    void theSameFigureGivesTheSameBytesAndAReaderSeesIt(FigureFormat format) throws Exception {
        Path file = montage(320, 240, 4).write(folder, format);
        assertEquals("clip.montage." + format.ending(), file.getFileName().toString());
        byte[] bytes = Files.readAllBytes(file);
        montage(320, 240, 4).write(folder, format);
        assertArrayEquals(bytes, Files.readAllBytes(file));
        switch (format) {
            case PNG -> assertTrue(ImageIO.read(file.toFile()).getWidth() > 1000);
            case SVG -> {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
                Document document = factory.newDocumentBuilder().parse(file.toFile());
                assertEquals(4, document.getElementsByTagName("image").getLength());
                assertTrue(document.getDocumentElement().getTextContent().contains("dividing nucleus 0.98"));
            }
            case PDF -> {
                try (PDDocument document = Loader.loadPDF(file.toFile())) {
                    assertEquals(1, document.getNumberOfPages());
                    assertTrue(new PDFTextStripper().getText(document).contains("dividing nucleus 0.98"));
                    BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 300);
                    BufferedImage same = montage(320, 240, 4).image();
                    assertEquals(same.getWidth(), page.getWidth(), 1);
                    assertTrue(difference(same, page) < 0.1, "difference " + difference(same, page));
                }
            }
        }
    }

    /** The mean difference of grey values, 0 to 1. */
    private static double difference(BufferedImage a, BufferedImage b) {
        double sum = 0;
        int width = Math.min(a.getWidth(), b.getWidth());
        int height = Math.min(a.getHeight(), b.getHeight());
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++) sum += Math.abs((a.getRGB(x, y) & 0xFF) - (b.getRGB(x, y) & 0xFF)) / 255.0;
        return sum / width / height;
    }

    @ParameterizedTest
    @EnumSource(FigureFormat.class)
    void anyWordsCanBeDrawn(FigureFormat format) throws IOException {
        List<TubeBox> tube = List.of(new TubeBox(3, new Box(10, 10, 30, 30), 1));
        Explanation explanation = new Explanation(
                1,
                Evidence.FOR,
                "\u5206\u88c2 <&> \u00e9t\u00e9 \u03b2-catenin",
                1,
                0.7,
                0,
                2,
                2,
                tube,
                Optional.empty());
        Answer answer = TestAnswers.answer("clip", 64, 64, FRAMES, List.of(explanation));
        TestVideo video = TestVideo.colored(64, 64, FRAMES);
        Montage montage = Montage.of(TestAnswers.on(video, answer), video, 1, Progress.SILENT);
        assertTrue(Files.size(montage.write(folder, format)) > 1000);
    }

    @Test
    void manyExplanationsFitToo() throws IOException {
        Answer answer = TestAnswers.random(new Random(5), 320, 240, FRAMES, 20);
        TestVideo video = TestVideo.colored(320, 240, FRAMES);
        Montage montage = Montage.of(TestAnswers.on(video, answer), video, 16, Progress.SILENT);
        assertTrue(montage.height() < 800, "height " + montage.height());
    }

    @Test
    void anAnswerOnAnotherVideoAndACountOutOfRangeAreRefused() {
        Answer answer = TestAnswers.following(128, 128, FRAMES, false);
        TestVideo other = TestVideo.colored(64, 64, FRAMES);
        assertThrows(OtherVideoException.class, () -> Montage.of(answer, other, 4, Progress.SILENT));
        TestVideo same = TestVideo.colored(128, 128, FRAMES);
        Answer onColors = TestAnswers.on(same, answer);
        assertEquals(
                4,
                assertDoesNotThrow(() -> Montage.of(onColors, same, 4, Progress.SILENT))
                        .frames()
                        .size());
        TestVideo grey = TestVideo.grey(128, 128, FRAMES);
        assertThrows(OtherVideoException.class, () -> Montage.of(onColors, grey, 4, Progress.SILENT));
        assertThrows(IllegalArgumentException.class, () -> Montage.of(answer, other, 0, Progress.SILENT));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FigureFormat.of("gif"))
                .getMessage()
                .contains("png, svg, pdf"));
        assertEquals(0, folder.toFile().list().length);
    }
}
