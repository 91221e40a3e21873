package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.model.TrainedOn;
import org.whynot.util.Progress;
import org.whynot.video.Display;
import org.whynot.video.FrameSampling;
import org.whynot.video.PixelStatistics;
import org.whynot.video.Video;
import org.whynot.video.Warning;
import org.whynot.video.Warning.Kind;

/** Tests {@link AnswerWarnings}: each kind on both sides of its limit, and on its way into an answer and its file. */
class AnswerWarningsTest {

    private static final TrainedOn TRAINED = new TrainedOn(
            100,
            new TrainedOn.Range(160, 176),
            new TrainedOn.Range(120, 132),
            new TrainedOn.Range(0.04, 0.08),
            new TrainedOn.Range(0.2, 0.5),
            new TrainedOn.Features(List.of(List.of(0.0, 0.0), List.of(10.0, 0.0)), List.of(1.0, 2.0), 1.5, 50, 0.02));

    @TempDir
    Path folder;

    /** What is odd about a grey video, one kind after the other. */
    private static List<Kind> kinds(
            int width, int height, double interval, int brightness, TrainedOn trained, double[] features, double lead) {
        byte[] frame = new byte[3 * width * height];
        Arrays.fill(frame, (byte) brightness);
        PixelStatistics pixels = new PixelStatistics();
        pixels.add(frame);
        try (Video video =
                new Video("clip", ArrayImgs.unsignedBytes(width, height, 20), new Display.Range(0, 255), interval)) {
            return AnswerWarnings.of(
                            video,
                            new FrameSampling(20, 1, 16),
                            pixels,
                            trained,
                            features,
                            List.of(
                                    new ClassProbability("a", 0.5 + lead / 2),
                                    new ClassProbability("b", 0.5 - lead / 2)))
                    .stream()
                    .map(Warning::kind)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "160, 120, 0.04, 90, 0, 0, 0.5, ''",
        "120, 90, 0.08, 90, 0, 0, 0.5, ''",
        "100, 75, 0.08, 90, 0, 0, 0.5, RESOLUTION",
        "264, 198, 0.08, 90, 0, 0, 0.5, ''",
        "280, 210, 0.08, 90, 0, 0, 0.5, RESOLUTION",
        "120, 160, 0.08, 90, 0, 0, 0.5, RESOLUTION",
        "160, 120, 0.11, 90, 0, 0, 0.5, ''",
        "160, 120, 0.13, 90, 0, 0, 0.5, FRAME_RATE",
        "160, 120, 0.02, 90, 0, 0, 0.5, FRAME_RATE",
        "160, 120, NaN, 90, 0, 0, 0.5, ''",
        "160, 120, 0.04, 41, 0, 0, 0.5, ''",
        "160, 120, 0.04, 35, 0, 0, 0.5, BRIGHTNESS",
        "160, 120, 0.04, 180, 0, 0, 0.5, BRIGHTNESS",
        "160, 120, 0.04, 19, 0, 0, 0.5, DARK BRIGHTNESS",
        "160, 120, 0.04, 253, 0, 0, 0.5, BRIGHTNESS",
        "160, 120, 0.04, 254, 0, 0, 0.5, SATURATED BRIGHTNESS",
        "160, 120, 0.04, 90, 12, 0, 0.5, ''",
        "160, 120, 0.04, 90, 5, 0, 0.5, UNLIKE_TRAINING",
        "160, 120, 0.04, 90, 10, 5, 0.5, UNLIKE_TRAINING",
        "160, 120, 0.04, 90, 0, 0, 0.11, ''",
        "160, 120, 0.04, 90, 0, 0, 0.09, CLOSE_CALL",
        "80, 60, 1, 254, 5, 5, 0, SATURATED RESOLUTION FRAME_RATE BRIGHTNESS UNLIKE_TRAINING CLOSE_CALL"
    })
    void eachKindHasItsLimit(
            int width,
            int height,
            double interval,
            int brightness,
            double first,
            double second,
            double lead,
            String kinds) {
        List<Kind> expected = kinds.isEmpty()
                ? List.of()
                : Arrays.stream(kinds.split(" ")).map(Kind::valueOf).toList();
        assertEquals(expected, kinds(width, height, interval, brightness, TRAINED, new double[] {first, second}, lead));
    }

    /** A card of an earlier version says nothing about its training videos, and that is no reason for doubt. */
    @Test
    void whatTheCardDoesNotStateIsNotCompared() {
        assertEquals(List.of(), kinds(20, 400, 9, 250, null, new double[] {99, 99}, 0.5));
        TrainedOn some = new TrainedOn(100, TRAINED.width(), TRAINED.height(), null, TRAINED.brightness(), null);
        assertEquals(List.of(), kinds(160, 120, 9, 90, some, new double[] {99, 99}, 0.5));
    }

    @Test
    void warningsOfTheFileComeFirstAndOfAView() throws IOException {
        Warning odd = new Warning(Kind.VARIABLE_RATE, "The rate varies.");
        try (Video video = new Video("clip", ArrayImgs.unsignedBytes(160, 120, 20), new Display.Range(0, 255), 0.04) {
            @Override
            public List<Warning> warnings() {
                return List.of(odd);
            }
        }) {
            assertEquals(List.of(odd), video.cut(0, 10).mirror().warnings());
        }
    }

    /** A dark, short video, explained by the bundled model: in the answer, in the notes, in the file, and in what is read from it. */
    @Test
    void anAnswerHasItsWarnings() throws IOException {
        List<String> notes = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                Video video = TestVideo.grey(160, 120, 12).brighten(0.05f)) {
            Answer answer = new Explainer(model).explain(video, Question.DEFAULT, progress);
            List<Kind> kinds = answer.warnings().stream().map(Warning::kind).toList();
            assertTrue(kinds.containsAll(List.of(Kind.DARK, Kind.PADDING)), kinds::toString);
            assertEquals(answer.warnings().stream().map(Warning::message).toList(), notes);
            Path file = Files.writeString(folder.resolve("a.json"), AnswerJson.write(answer, ""));
            assertEquals(answer, AnswerJson.read(file));
            try (ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
                assertEquals(answer.warnings(), classified.warnings());
            }
        }
    }

    @Test
    void anAnswerWithoutWarningsHasNoSuchKeyAndAnUnknownKindIsRefusedByName() {
        Answer answer = TestAnswers.following(96, 80, 10, false);
        assertFalse(AnswerJson.write(answer, "").contains("warnings"));
        Answer odd = new Answer(
                answer.video(),
                answer.model(),
                answer.prediction(),
                answer.positive(),
                answer.negative(),
                answer.explanations(),
                answer.settings(),
                List.of(new Warning(Kind.DARK, "It is dark.")));
        String json = AnswerJson.write(odd, "");
        assertEquals(odd, AnswerJson.parse(json));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> AnswerJson.parse(json.replace("\"dark\"", "\"gloomy\"")))
                .getMessage();
        assertTrue(message.contains("gloomy"), message);
    }

    /** Of a large frame not all pixels are counted; what is counted stands for it. */
    @ParameterizedTest
    @CsvSource({"1, 1", "640, 480", "1000, 1000", "1920, 1080", "4096, 64"})
    void largeFramesAreCountedInPart(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        int plane = width * height;
        for (int p = 0; p < plane; p++) {
            boolean left = p % width < (width + 1) / 2;
            for (int c = 0; c < 3; c++) rgb[c * plane + p] = (byte) (left ? c == 1 ? 255 : 0 : 60);
        }
        PixelStatistics pixels = new PixelStatistics();
        pixels.add(rgb);
        double half = width == 1 ? 1 : 0.5;
        assertEquals(half, pixels.saturated(), 0.02);
        assertEquals(half * 85 / 255 + (1 - half) * 60 / 255, pixels.mean(), 0.01);
        assertEquals(255, pixels.exceededBy(0.001));
        if (width > 1) assertEquals(60, pixels.exceededBy(0.55));
    }
}
