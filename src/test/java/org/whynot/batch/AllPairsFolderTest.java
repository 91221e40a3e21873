package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.explain.PairMatrix;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.overlay.PairTable;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

class AllPairsFolderTest {

    private static final int WHOLE_CLIPS = 3;
    private static final AllPairsQuestion QUESTION = new AllPairsQuestion(TimeAxis.AUTO);

    @TempDir
    static Path folder;

    private static Model model;
    private static FolderOfClips clips;
    /** What one run writes. */
    private static Map<String, String> expected;

    @TempDir
    Path scratch;

    private Path output;
    private final List<String> explained = new ArrayList<>();

    private final FolderExplainer.Listener listener = new FolderExplainer.Listener() {
        @Override
        public void explained(String video, String sentence) {
            explained.add(video);
            assertTrue(sentence.startsWith("12 pairs of classes. "), sentence);
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
        new FolderExplainer(model, QUESTION)
                .explain(clips.folder(), whole, new AllPairsFolderTest().listener, Progress.SILENT);
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

    private FolderReport run(AllPairsQuestion question, Shard shard, Progress progress) throws IOException {
        explained.clear();
        return new FolderExplainer(model, question).explain(clips.folder(), output, shard, listener, progress);
    }

    private FolderReport run() throws IOException {
        return run(QUESTION, Shard.WHOLE, Progress.SILENT);
    }

    private Path result(int clip, String ending) {
        return output.resolve(clips.whole().get(clip).replace(".avi", ending));
    }

    @Test
    void everyTableIsThatOfTheVideoAlone() throws IOException {
        FolderReport report = run();
        assertEquals(
                new FolderReport(WHOLE_CLIPS, 0, FolderOfClips.KINDS_OF_BROKEN, output.resolve("pairs-summary.csv")),
                report);
        assertEquals(expected, Results.digests(output));
        assertEquals(2 * WHOLE_CLIPS + 1, expected.size());
        for (int i = 0; i < WHOLE_CLIPS; i++)
            try (Video video =
                            VideoFiles.open(clips.folder().resolve(clips.whole().get(i)));
                    ClassifiedVideo alone = new Explainer(model).classify(video, Progress.SILENT)) {
                String table = PairTable.csv(PairMatrix.of(alone, cell -> {}, Progress.SILENT));
                assertArrayEquals(table.getBytes(StandardCharsets.UTF_8), Files.readAllBytes(result(i, ".pairs.csv")));
            }
        List<String> rows = Files.readAllLines(report.summary());
        assertEquals("video,status,prediction,probability,pairs,results,problem,warnings", rows.get(0));
        assertEquals(1 + WHOLE_CLIPS + FolderOfClips.KINDS_OF_BROKEN, rows.size());
        for (String video : clips.whole())
            assertEquals(
                    1,
                    rows.stream()
                            .filter(row -> row.startsWith(video + ",explained,") && row.contains(",12,"))
                            .count(),
                    rows.toString());
    }

    @Test
    void onlyWhatIsNotDoneOrNotWholeIsDone() throws IOException {
        run();
        run();
        assertEquals(List.of(), explained);
        Files.delete(result(0, ".pairs.csv"));
        Files.writeString(result(1, ".pairs.json"), "{\"schema\": 1");
        assertEquals(1, run().earlier());
        assertEquals(clips.whole().subList(0, 2), explained);
        assertEquals(expected, Results.digests(output));
        run(new AllPairsQuestion(TimeAxis.FRAMES), Shard.WHOLE, Progress.SILENT);
        assertEquals(clips.whole(), explained, "another question");
    }

    @Test
    void cancelledAndStartedAgainGoesOn() throws IOException {
        Progress cancelling = new Progress() {
            @Override
            public void report(double fraction, String message) {
                if (!explained.isEmpty() && message.contains("Looking for reasons")) throw new CancellationException();
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
        assertThrows(CancellationException.class, () -> run(QUESTION, Shard.WHOLE, cancelling));
        assertEquals(1, explained.size());
        assertTrue(Files.readString(output.resolve("pairs-summary.csv")).contains(",waiting,"));
        assertEquals(1, run().earlier());
        assertEquals(expected, Results.digests(output));
    }

    /** Beside the explanations of the same videos, in shards too. */
    @Test
    void explanationsAndPairsShareAFolder() throws IOException {
        FolderExplainer.Settings settings = ShardedFolderTest.settings("no");
        new FolderExplainer(model, settings).explain(clips.folder(), output, listener(), Progress.SILENT);
        Map<String, String> explanations = Results.digests(output);
        for (String shard : List.of("2/2", "1/2")) {
            run(QUESTION, Shard.of(shard), Progress.SILENT);
            new FolderExplainer(model, settings)
                    .explain(clips.folder(), output, Shard.of(shard), listener(), Progress.SILENT);
        }
        assertEquals(List.of(ResultKind.EXPLANATIONS, ResultKind.ALL_PAIRS), SummaryMerge.waiting(output));
        for (ResultKind kind : SummaryMerge.waiting(output))
            assertEquals(
                    WHOLE_CLIPS,
                    SummaryMerge.merge(output, kind, Progress.SILENT).explained());
        assertEquals(List.of(), SummaryMerge.waiting(output));
        Map<String, String> found = Results.digests(output);
        assertTrue(found.entrySet().containsAll(expected.entrySet()));
        assertTrue(found.entrySet().containsAll(explanations.entrySet()));
        assertEquals(expected.size() + explanations.size(), found.size());
        assertFalse(found.keySet().stream().anyMatch(name -> name.contains("-of-")), found.toString());
    }

    /** Takes whatever is said. */
    private static FolderExplainer.Listener listener() {
        return new FolderExplainer.Listener() {
            @Override
            public void explained(String video, String sentence) {}

            @Override
            public void failed(String video, String reason) {}

            @Override
            public void note(String video, String note) {}
        };
    }
}
