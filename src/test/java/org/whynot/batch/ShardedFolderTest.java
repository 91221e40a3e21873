package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.Shard;

class ShardedFolderTest {

    private static final int WHOLE_CLIPS = 5;

    @TempDir
    static Path folder;

    private static Model model;
    private static FolderOfClips clips;
    private static Map<String, String> expected;

    @TempDir
    Path scratch;

    private Path output;
    private final List<String> explained = new ArrayList<>();

    private final FolderExplainer.Listener listener = new FolderExplainer.Listener() {
        @Override
        public void explained(String video, String sentence) {
            explained.add(video);
        }

        @Override
        public void failed(String video, String reason) {}

        @Override
        public void note(String video, String note) {}
    };

    @BeforeAll
    static void prepare() throws IOException {
        model = Model.open(UntrainedModel.write(folder.resolve("untrained")), "cpu");
        clips = FolderOfClips.write(folder.resolve("clips"), WHOLE_CLIPS);
        Path whole = folder.resolve("whole");
        new FolderExplainer(model, settings("no")).explain(clips.folder(), whole, silent(), Progress.SILENT);
        expected = Results.digests(whole);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @BeforeEach
    void choose() {
        output = scratch.resolve("out");
    }

    static FolderExplainer.Settings settings(String verify) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("model", "untrained");
        values.put("device", "cpu");
        values.put("positive", "mitosis");
        values.put("why_not", "apoptosis");
        values.put("explanations", 2);
        values.put("evidence", "for");
        values.put("verify", verify);
        values.put("window", "0");
        values.put("tubes", 1);
        values.put("confidence", 0);
        values.put("time_axis", "auto");
        values.put("gif", "no");
        return FolderExplainer.Settings.of(values);
    }

    private static FolderExplainer.Listener silent() {
        return new ShardedFolderTest().listener;
    }

    private FolderReport run(String shard) throws IOException {
        return run(shard, "no");
    }

    private FolderReport run(String shard, String verify) throws IOException {
        explained.clear();
        return new FolderExplainer(model, settings(verify))
                .explain(clips.folder(), output, Shard.of(shard), listener, Progress.SILENT);
    }

    private String refused() {
        return assertThrows(
                        IOException.class, () -> SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT))
                .getMessage();
    }

    @Test
    void shardsMergedAreWhatOneRunWouldHaveWritten() throws Exception {
        int videos = 0;
        for (String shard : List.of("3/4", "1/4", "4/4", "2/4")) {
            FolderReport report = run(shard);
            assertEquals(report.explained(), explained.size());
            videos += report.explained() + report.failed();
            assertTrue(Files.exists(report.summary()));
        }
        assertEquals(WHOLE_CLIPS + FolderOfClips.KINDS_OF_BROKEN, videos);
        assertFalse(Files.exists(output.resolve("summary.csv")), "no shard writes for the others");
        assertEquals(List.of(ResultKind.EXPLANATIONS), SummaryMerge.waiting(output));
        FolderReport report = SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(
                new FolderReport(WHOLE_CLIPS, 0, FolderOfClips.KINDS_OF_BROKEN, output.resolve("summary.csv")), report);
        assertEquals(expected, Results.digests(output));
        Results.assertComplete(clips, output);
        assertEquals(List.of(), SummaryMerge.waiting(output));
        assertTrue(refused().startsWith("There is no table of a shard in "), refused());
    }

    @Test
    void shardsOfAListKeepItsOrder() throws Exception {
        List<String> paths = new ArrayList<>(clips.whole());
        Collections.reverse(paths);
        Path list = scratch.resolve("list.txt");
        StringBuilder text = new StringBuilder();
        for (String path : paths) text.append(clips.folder().resolve(path)).append('\n');
        Files.writeString(list, text);
        Path whole = scratch.resolve("whole");
        FolderExplainer explainer = new FolderExplainer(model, settings("no"));
        explainer.explain(list, whole, listener, Progress.SILENT);
        for (int number = 1; number <= 3; number++)
            explainer.explain(list, output, new Shard(number, 3), listener, Progress.SILENT);
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(Results.digests(whole), Results.digests(output));
        assertTrue(Files.readAllLines(output.resolve("summary.csv")).get(1).contains(paths.get(0)));
    }

    /** Another division of the work, after the first one is merged, does nothing again. */
    @Test
    void moreShardsThanVideosAndAnotherDivisionDoNothingTwice() throws Exception {
        run("1/1");
        assertEquals(WHOLE_CLIPS, explained.size());
        for (int number = 1; number <= 17; number++) {
            run(number + "/17");
            assertEquals(List.of(), explained);
        }
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
    }

    @Test
    void whatIsMissingOrNotDoneIsNamed() throws Exception {
        assertTrue(refused().startsWith("There is no folder "), refused());
        assertFalse(Files.exists(output), "asking makes nothing");
        run("2/3");
        assertEquals("Of the shards in " + output + " these are missing: 1/3, 3/3. Run them first.", refused());
        run("1/3");
        Progress cancelling = new Progress() {
            @Override
            public void report(double fraction, String message) {
                if (message.contains("frame 5")) throw new CancellationException();
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        assertThrows(CancellationException.class, () -> new FolderExplainer(model, settings("no"))
                .explain(clips.folder(), output, Shard.of("3/3"), listener, cancelling));
        assertTrue(refused().startsWith("The shard 3/3 in " + output + " was stopped before it was done."), refused());
        run("3/3");
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
    }

    @Test
    void whatDoesNotBelongTogetherIsNotMerged() throws Exception {
        run("1/2");
        run("2/2", "yes");
        assertTrue(refused().contains("differ in the value of verify ('no', not 'yes')"), refused());
        run("2/2");
        Path table = output.resolve("summary.2-of-2.json");
        String text = Files.readString(table);
        String[][] changes = {
            {"\"whynot\": \"", "\"whynot\": \"9.", "differ in the version"},
            {"\"model\": \"", "\"model\": \"other ", "differ in the model"},
            {"\"model_sha256\": \"", "\"model_sha256\": \"0", "differ in the weights of the model"},
            {"\"device\": \"cpu", "\"device\": \"gpu", "differ in the device ('cpu', not 'gpu')"},
            {"\"videos\": 1", "\"videos\": 2", "differ in the number of videos in the folder"},
            {"\"videos_sha256\": \"", "\"videos_sha256\": \"0", "differ in the list of videos"},
            {"\"schema\": 1,", "\"schema\": 1,,", "can't be read"},
            {"\"shard\": \"2/2\"", "\"shard\": \"5/4\"", "can't be read"},
        };
        for (String[] change : changes) {
            assertTrue(text.contains(change[0]), change[0]);
            Files.writeString(table, text.replace(change[0], change[1]));
            assertTrue(refused().contains(change[2]), refused());
        }
        Files.writeString(table, text);
        run("3/5");
        assertTrue(refused().contains("has the tables of two divisions, "), refused());
        Files.delete(output.resolve("summary.3-of-5.json"));
        assertFalse(Files.exists(output.resolve("summary.csv")));
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
    }

    /** Shards may run side by side; the whole, the merge and the same shard may not run beside them. */
    @Test
    void onlyOtherShardsMayRunAtTheSameTime() throws Exception {
        List<String> refused = new ArrayList<>();
        FolderExplainer explainer = new FolderExplainer(model, settings("no"));
        Progress meanwhile = new Progress() {
            private boolean done;

            @Override
            public void report(double fraction, String message) {
                if (done || !message.startsWith("Video ")) return;
                done = true;
                for (String other : List.of("1/2", "1/1"))
                    refused.add(
                            assertThrows(IOException.class, () -> run(other)).getMessage());
                refused.add(refused());
                try {
                    run("2/2");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        explainer.explain(clips.folder(), output, Shard.of("1/2"), listener, meanwhile);
        assertEquals(3, refused.size());
        refused.forEach(message -> assertTrue(message.startsWith("Another run is writing to " + output), message));
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
    }
}
