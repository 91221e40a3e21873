package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Precision;
import org.whynot.explain.Evidence;
import org.whynot.explain.Question;
import org.whynot.explain.Window;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.util.Progress;

class FolderExplainerTest {

    private static final Question QUESTION = new Question("mitosis", "apoptosis", 2, Evidence.FOR, false);

    @TempDir
    static Path folder;

    private static Model model;
    private static FolderOfClips clips;

    @TempDir
    Path scratch;

    private Path input;
    private Path output;
    private final List<String> explained = new ArrayList<>();
    private final Map<String, String> failed = new HashMap<>();

    @BeforeAll
    static void prepare() throws IOException {
        model = Model.open(UntrainedModel.write(folder.resolve("untrained")), "cpu");
        clips = FolderOfClips.write(folder.resolve("clips"), 4);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Three clips, one of them in a folder. */
    @BeforeEach
    void copy() throws IOException {
        input = Files.createDirectories(scratch.resolve("in put"));
        output = scratch.resolve("out");
        Files.createDirectory(input.resolve("b"));
        Files.copy(clip(0), input.resolve("a.avi"));
        Files.copy(clip(1), input.resolve("b/a.avi"));
        Files.copy(clip(2), input.resolve("c.avi"));
    }

    private static Path clip(int n) {
        return clips.folder().resolve(clips.whole().get(n));
    }

    private FolderReport run() throws IOException {
        return run(QUESTION, false, Progress.SILENT);
    }

    private FolderReport run(Question question, boolean gif, Progress progress) throws IOException {
        return run(input, question, gif, progress);
    }

    private FolderReport run(Path from, Question question, boolean gif, Progress progress) throws IOException {
        explained.clear();
        failed.clear();
        FolderExplainer.Settings settings = new FolderExplainer.Settings(
                question, TimeAxis.AUTO, gif, Map.of("question", question.toString(), "gif", "" + gif), "");
        return new FolderExplainer(model, settings)
                .explain(
                        from,
                        output,
                        new FolderExplainer.Listener() {
                            @Override
                            public void explained(String video, String sentence) {
                                explained.add(video);
                            }

                            @Override
                            public void failed(String video, String reason) {
                                failed.put(video, reason);
                            }

                            @Override
                            public void note(String video, String note) {}
                        },
                        progress);
    }

    /** What the receipt and the macro line say was asked is what is asked. */
    @Test
    void everyParameterReachesTheQuestion() {
        Map<String, Object> values = new HashMap<>(Map.of(
                "model", "cells",
                "device", "cpu",
                "positive", "mitosis",
                "why_not", "apoptosis",
                "explanations", 5,
                "evidence", "both",
                "verify", "yes",
                "window", "2 s",
                "tubes", 2,
                "confidence", 19));
        values.putAll(Map.of("time_axis", "slices", "gif", "yes", "refine", "yes", "precision", "fast"));
        FolderExplainer.Settings settings = FolderExplainer.Settings.of(values);
        assertEquals(
                new Question("mitosis", "apoptosis", 5, Evidence.BOTH, true, Window.of("2 s"), 2, 19, true),
                settings.question());
        assertEquals(TimeAxis.SLICES, settings.timeAxis());
        assertTrue(settings.gif());
        assertEquals(Precision.FAST, settings.precision());
        assertEquals(settings, FolderExplainer.Settings.of(settings.words(), settings.macro()));
        // What earlier versions did not have is not named where it is not used: their results count.
        values.put("refine", "no");
        values.put("precision", "exact");
        FolderExplainer.Settings usual = FolderExplainer.Settings.of(values);
        assertFalse(usual.words().containsKey("refine"));
        assertFalse(usual.words().containsKey("precision"));
        assertEquals(Precision.EXACT, usual.precision());
        assertEquals(settings.question().withRefinement(false), usual.question());
    }

    @Test
    void aListOfVideosStandsForTheFolder() throws Exception {
        assertEquals(3, run().explained());
        Map<String, String> whole = Results.digests(output);
        Path list = Files.writeString(input.resolve("list.txt"), "a.avi\nb/a.avi\nc.avi\n");
        output = scratch.resolve("of list");
        assertEquals(3, run(list, QUESTION, false, Progress.SILENT).explained());
        assertEquals(whole, Results.digests(output));

        Files.writeString(list, "c.avi\nnowhere.avi\nb/a.avi\n");
        output = scratch.resolve("of another");
        FolderReport report = run(list, QUESTION, false, Progress.SILENT);
        assertEquals(2, report.explained());
        assertEquals(List.of("c.avi", "b/a.avi"), explained);
        assertTrue(failed.get("nowhere.avi").contains("There is no file"), failed.toString());
        List<String> rows = Files.readAllLines(report.summary());
        assertEquals(4, rows.size());
        assertTrue(rows.get(1).startsWith("c.avi,") && rows.get(2).startsWith("nowhere.avi,"), rows.toString());
    }

    @Test
    void aListWithAVideoTwiceWritesNothing() throws Exception {
        Path list = Files.writeString(input.resolve("list.csv"), "path\na.avi\nc.avi\na.avi\n");
        IOException e = assertThrows(IOException.class, () -> run(list, QUESTION, false, Progress.SILENT));
        assertTrue(e.getMessage().contains("line 4: the video a.avi is in line 2 already"), e.getMessage());
        assertFalse(Files.exists(output));
    }

    @Test
    void explainsWhatCanBeAndNamesTheOthers() throws Exception {
        FolderReport report = run(clips.folder(), QUESTION, false, Progress.SILENT);
        assertEquals(new FolderReport(4, 0, 10, output.resolve("summary.csv")), report);
        assertEquals("14 videos: 4 explained, 10 not.", report.sentence());
        assertEquals(clips.whole(), explained);
        assertEquals(clips.broken().keySet(), failed.keySet());
        Results.assertComplete(clips, output);
        Map<String, String> before = Results.stamps(output);
        byte[] summary = Files.readAllBytes(report.summary());
        assertEquals(4, run(clips.folder(), QUESTION, false, Progress.SILENT).earlier());
        assertEquals(List.of(), explained);
        Map<String, String> after = Results.stamps(output);
        assertArrayEquals(summary, Files.readAllBytes(report.summary()));
        before.remove("summary.csv");
        after.remove("summary.csv");
        assertEquals(before, after);
    }

    @Test
    void onlyWhatIsNotDoneOrNotWholeIsDone() throws Exception {
        run();
        assertEquals(List.of("a.avi", "b/a.avi", "c.avi"), explained);
        run();
        assertEquals(List.of(), explained);

        // Another date alone is no other video.
        Files.setLastModifiedTime(input.resolve("c.avi"), FileTime.fromMillis(0));
        run();
        assertEquals(List.of(), explained);
        // Another content of the same length is.
        byte[] bytes = Files.readAllBytes(input.resolve("c.avi"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(input.resolve("c.avi"), bytes);
        run();
        assertEquals(List.of("c.avi"), explained);

        Path mp4 = output.resolve("b/a.explained.mp4");
        Files.write(mp4, Arrays.copyOf(Files.readAllBytes(mp4), 1000));
        run();
        assertEquals(List.of("b/a.avi"), explained);
        Files.delete(output.resolve("a.csv"));
        Files.writeString(output.resolve("c.explanation.json"), "{\"schema\": 1");
        run();
        assertEquals(List.of("a.avi", "c.avi"), explained);
        Files.writeString(output.resolve("c.explanation.json"), "{\"receipt\": {\"file\": [1]}}");
        run();
        assertEquals(List.of("c.avi"), explained);
        Results.assertEveryFileIsWhole(output);
    }

    /** Two stacks of one size change their names; all have the date of the archive that they came in. */
    @Test
    void anotherVideoOfTheSameLengthAndDateIsExplained() throws Exception {
        Path stack = input.resolve("stack.tif");
        FileTime date = FileTime.fromMillis(1_000_000_000_000L);
        for (int seed = 0; seed < 2; seed++) {
            IJ.saveAsTiff(FolderOfClips.clip(48, seed), stack.toString());
            Files.setLastModifiedTime(stack, date);
            run();
            assertTrue(explained.contains("stack.tif"), "seed " + seed + ": " + explained);
        }
        run();
        assertEquals(List.of(), explained);
    }

    @Test
    void otherSettingsAreOtherResults() throws Exception {
        run();
        run(QUESTION, true, Progress.SILENT);
        assertEquals(3, explained.size());
        assertTrue(Files.size(output.resolve("b/a.explained.gif")) > 0);
        run(QUESTION, true, Progress.SILENT);
        assertEquals(0, explained.size());
        run(new Question("mitosis", "apoptosis", 1, Evidence.FOR, false), false, Progress.SILENT);
        assertEquals(3, explained.size());
        assertFalse(Files.exists(output.resolve("b/a.explained.gif")), "a GIF of another answer must not stay");
    }

    @Test
    void videosOfOneNameAreKeptApart() throws Exception {
        Files.copy(clip(3), input.resolve("A.AVI.avi"));
        Files.copy(clip(3), input.resolve("b/A.avi.tif"));
        IJ.saveAsTiff(FolderOfClips.clip(32, 5), input.resolve("a.tif").toString());
        run();
        Set<String> results = new HashSet<>();
        for (Map<String, String> row : Results.summary(output).values())
            if (row.get("status").equals("explained")) assertTrue(results.add(row.get("results")), row.toString());
        assertEquals(Set.of("A.AVI", "a.avi-2", "a.tif", "b/a", "c"), results);
        assertEquals(Set.of("b/A.avi.tif"), failed.keySet());
    }

    @Test
    void resultsAreNotTakenForVideos() throws Exception {
        output = input;
        run();
        run();
        assertEquals(List.of(), explained);
        assertEquals(Map.of(), failed);
        output = input.resolve("explained");
        run();
        output = input.resolve("again");
        run();
        assertEquals(List.of("a.avi", "b/a.avi", "c.avi"), explained);
        assertEquals(Map.of(), failed);
    }

    @Test
    void cancelledAndStartedAgainGoesOn() throws Exception {
        Progress cancelling = new Told(message -> {
            if (message.startsWith("Video 2 of 3") && message.contains("frame 5")) throw new CancellationException();
        });
        assertThrows(CancellationException.class, () -> run(QUESTION, false, cancelling));
        assertEquals(List.of("a.avi"), explained);
        Results.assertEveryFileIsWhole(output);
        assertEquals("waiting", Results.summary(output).get("b/a.avi").get("status"));
        assertEquals("explained", Results.summary(output).get("a.avi").get("status"));
        run();
        assertEquals(List.of("b/a.avi", "c.avi"), explained);
    }

    /** Replaced while it is looked at, and while its results are written. */
    @Test
    void aVideoThatChangesInTheMiddleIsNamedAndDoneNextTime() throws Exception {
        for (String step : List.of("Classifying frame 5", "Drawing the tubes, frame 5")) {
            Progress replacing = new Told(message -> {
                if (!message.startsWith("Video 2 of 3") || !message.contains(step)) return;
                Path other = Files.copy(clip(3), input.resolve("other"));
                Files.move(other, input.resolve("b/a.avi"), StandardCopyOption.REPLACE_EXISTING);
            });
            FolderReport report = run(QUESTION, false, replacing);
            assertEquals(Set.of("b/a.avi"), failed.keySet(), step);
            assertTrue(failed.get("b/a.avi").contains("was changed, moved or removed"), failed.toString());
            assertEquals(1, report.failed());
            assertFalse(Files.exists(output.resolve("b/a.explanation.json")));
            Results.assertEveryFileIsWhole(output);
            run();
            assertEquals(List.of("b/a.avi"), explained);
            Files.write(input.resolve("b/a.avi"), Files.readAllBytes(clip(1)));
            removeTree(output);
        }
    }

    @Test
    void aVideoThatIsRemovedInTheMiddleIsNamed() throws Exception {
        Progress removing = new Told(message -> {
            if (message.startsWith("Video 2 of 3") && message.endsWith("frame 5"))
                Files.deleteIfExists(input.resolve("b/a.avi"));
        });
        assertEquals(1, run(QUESTION, false, removing).failed());
        assertTrue(failed.get("b/a.avi").contains("was changed, moved or removed"), failed.toString());
        Results.assertEveryFileIsWhole(output);
    }

    /** Removed while a video is looked at, and while its results are written. */
    @Test
    void anOutputFolderThatIsRemovedInTheMiddleEndsTheRun() throws Exception {
        for (String step : List.of("Classifying frame 5", "Drawing the tubes, frame 5")) {
            Progress removing = new Told(message -> {
                if (message.startsWith("Video 2 of 3") && message.contains(step)) removeTree(output);
            });
            String message = assertThrows(IOException.class, () -> run(QUESTION, false, removing))
                    .getMessage();
            assertTrue(message.contains(output + " was moved or removed"), message);
            run();
            assertEquals(List.of("a.avi", "b/a.avi", "c.avi"), explained);
            Results.assertEveryFileIsWhole(output);
            removeTree(output);
        }
    }

    @Test
    void aSecondRunIntoTheSameFolderIsRefused() throws Exception {
        List<String> refused = new ArrayList<>();
        run(QUESTION, false, new Told(message -> {
            if (!refused.isEmpty() || !message.startsWith("Video 2")) return;
            FolderExplainer.Settings same = new FolderExplainer.Settings(QUESTION, TimeAxis.AUTO, false, Map.of(), "");
            refused.add(assertThrows(IOException.class, () -> new FolderExplainer(model, same)
                            .explain(input, output, null, Progress.SILENT))
                    .getMessage());
        }));
        assertTrue(refused.get(0).contains("Another run is writing to"), refused.toString());
        assertEquals(3, explained.size());
    }

    @Test
    void whatCanNotWorkIsSaidBeforeAnythingIsWritten() throws IOException {
        Path empty = Files.createDirectory(scratch.resolve("empty"));
        Map<Path, String> inputs = Map.of(
                scratch.resolve("none"),
                "There is no folder ",
                input.resolve("a.avi"),
                "is neither a folder nor a list",
                empty,
                "There are no videos in ");
        inputs.forEach((from, reason) -> {
            String message = assertThrows(IOException.class, () -> run(from, QUESTION, false, Progress.SILENT))
                    .getMessage();
            assertTrue(message.contains(reason), message);
        });
        Question unknown = new Question("mitosis", "apotosis", 2, Evidence.FOR, false);
        String message = assertThrows(IllegalArgumentException.class, () -> run(unknown, false, Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("apoptosis"), message);
        assertFalse(Files.exists(output));
        Files.writeString(output, "mine");
        message = assertThrows(IOException.class, this::run).getMessage();
        assertTrue(message.contains(output.toString()), message);
        assertEquals("mine", Files.readString(output));
    }

    @Test
    void progressTellsWhichVideoAndNeverGoesBack() throws Exception {
        List<Double> fractions = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        run(QUESTION, false, new Progress() {
            @Override
            public void report(double fraction, String message) {
                fractions.add(fraction);
                messages.add(message);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        });
        assertEquals(fractions.stream().sorted().toList(), fractions);
        assertEquals(1, fractions.get(fractions.size() - 1), 1e-9);
        for (int i = 1; i <= 3; i++) {
            String video = "Video " + i + " of 3";
            assertTrue(messages.stream().anyMatch(message -> message.startsWith(video)), video);
        }
    }

    private static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    /** Does something when a message comes. */
    private record Told(Action action) implements Progress {

        interface Action {
            void on(String message) throws IOException;
        }

        @Override
        public void report(double fraction, String message) {
            try {
                action.on(message);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
