package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Receipt;
import org.whynot.frontend.UntrainedModel;
import org.whynot.frontend.UsageException;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.Shard;

/** Explanations as lines of one file. */
class PackedResultsTest {

    private static final int WHOLE_CLIPS = 5;
    private static final FolderExplainer.Settings PACKED = settings("json-lines", "no");

    @TempDir
    static Path folder;

    private static Model model;
    private static FolderOfClips clips;
    /** What one run writes. */
    private static Map<String, String> expected;

    private static List<String> expectedLines;

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
        new FolderExplainer(model, PACKED)
                .explain(clips.folder(), whole, new PackedResultsTest().listener, Progress.SILENT);
        expected = Results.digests(whole);
        expectedLines = Files.readAllLines(whole.resolve(PackedFiles.FILE));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @BeforeEach
    void choose() {
        output = scratch.resolve("out");
    }

    private static FolderExplainer.Settings settings(String results, String gif) {
        Map<String, Object> values =
                new TreeMap<>(ShardedFolderTest.settings("no").words());
        values.put("model", "untrained");
        values.put("device", "cpu");
        values.put("gif", gif);
        values.put("results", results);
        return FolderExplainer.Settings.of(values);
    }

    private FolderReport run(String shard) throws IOException {
        return run(PACKED, clips.folder(), shard, Progress.SILENT);
    }

    private FolderReport run(FolderExplainer.Settings settings, Path input, String shard, Progress progress)
            throws IOException {
        explained.clear();
        return new FolderExplainer(model, settings).explain(input, output, Shard.of(shard), listener, progress);
    }

    private Path file() {
        return output.resolve(PackedFiles.FILE);
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> all = Files.walk(output)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("."))
                    .toList();
        }
    }

    @Test
    void aRunWritesOneLinePerExplainedVideoAndNothingElse() throws Exception {
        assertEquals(List.of("explanations.jsonl", "summary.csv"), List.copyOf(expected.keySet()));
        assertEquals(WHOLE_CLIPS, expectedLines.size());
        for (int i = 0; i < WHOLE_CLIPS; i++)
            assertTrue(expectedLines
                    .get(i)
                    .startsWith("{\"video\":\"" + clips.whole().get(i) + "\","));
        // The rows are those of a run that writes files.
        run(settings("files", "no"), clips.folder(), "1/1", Progress.SILENT);
        assertEquals(
                Files.readString(output.resolve(ResultKind.EXPLANATIONS.table())),
                Files.readString(folder.resolve("whole").resolve(ResultKind.EXPLANATIONS.table())));
    }

    @Test
    void unpackedFilesAreTheAnswersToTheLastByte() throws Exception {
        run(settings("files", "no"), clips.folder(), "1/1", Progress.SILENT);
        Path unpacked = scratch.resolve("unpacked");
        assertEquals(WHOLE_CLIPS, PackedReader.unpack(folder.resolve("whole"), unpacked, Progress.SILENT));
        assertEquals(Results.explained(output), Results.explained(unpacked));
        for (String name : Results.explained(output)) {
            Path own = unpacked.resolve(name + ".explanation.json");
            Path other = output.resolve(name + ".explanation.json");
            assertEquals(AnswerJson.read(other), AnswerJson.read(own));
            // All that differs are the files and the settings that the receipt names.
            Receipt receipt = AnswerJson.readReceipt(own).orElseThrow();
            assertEquals(Map.of(), receipt.files());
            String text = Files.readString(own);
            assertTrue(text.contains(",\n      \"results\": \"json-lines\""), text);
            String withFiles = text.replace(",\n      \"results\": \"json-lines\"", "")
                    .replace("\"files\": {}", filesOf(Files.readString(other)));
            assertEquals(Files.readString(other), withFiles);
        }
        Map<String, String> stamps = Results.stamps(unpacked);
        assertEquals(WHOLE_CLIPS, PackedReader.unpack(folder.resolve("whole"), unpacked, Progress.SILENT));
        assertEquals(stamps, Results.stamps(unpacked), "what is there is left as it is");
        Path first = unpacked.resolve(Results.explained(output).get(0) + ".explanation.json");
        Files.writeString(first, "Something of the user's own.");
        assertTrue(refused(folder.resolve("whole"), unpacked).contains(first + " is there already"));
        assertEquals("Something of the user's own.", Files.readString(first));
    }

    private static String filesOf(String json) {
        int start = json.indexOf("\"files\": {");
        return json.substring(start, json.indexOf('}', start) + 1);
    }

    private static String refused(Path packed, Path unpacked) {
        return assertThrows(IOException.class, () -> PackedReader.unpack(packed, unpacked, Progress.SILENT))
                .getMessage();
    }

    @Test
    void whatIsDoneIsLeftAsItIs() throws Exception {
        run("1/1");
        Map<String, String> before = Results.stamps(output);
        FolderReport again = run("1/1");
        assertEquals(WHOLE_CLIPS, again.earlier());
        assertEquals(List.of(), explained);
        assertEquals(before.get(PackedFiles.FILE), Results.stamps(output).get(PackedFiles.FILE));
        assertEquals(expected, Results.digests(output));
        assertEquals(List.of(), hidden());
    }

    /** Other content of one, a line that is damaged, one that somebody has changed: these three are explained again. */
    @Test
    void onlyWhatIsNotRightAnyMoreIsExplainedAgain() throws Exception {
        Path input = scratch.resolve("videos");
        for (String clip : clips.whole()) {
            Files.createDirectories(input.resolve(clip).getParent());
            Files.copy(clips.folder().resolve(clip), input.resolve(clip));
        }
        run(PACKED, input, "1/1", Progress.SILENT);
        List<String> lines = Files.readAllLines(file());
        FolderOfClips.writeClip(input.resolve(clips.whole().get(0)), 12, 99);
        lines.set(1, lines.get(1).substring(0, 30));
        lines.set(2, lines.get(2).replace("\"rank\":1", "\"rank\":2"));
        Files.write(file(), lines);
        assertEquals(2, run(PACKED, input, "1/1", Progress.SILENT).earlier());
        assertEquals(clips.whole().subList(0, 3), explained);
        List<String> now = Files.readAllLines(file());
        assertEquals(WHOLE_CLIPS, now.size());
        assertEquals(lines.subList(3, WHOLE_CLIPS), now.subList(3, WHOLE_CLIPS));
        PackedReader.unpack(file(), scratch.resolve("unpacked"), Progress.SILENT);
        // A video that can't be read now keeps its line, as it would keep its files.
        Files.delete(input.resolve(clips.whole().get(4)));
        Path list = Files.writeString(
                scratch.resolve("list.txt"), input.resolve(clips.whole().get(3)) + "\n");
        run(PACKED, list, "1/1", Progress.SILENT);
        assertTrue(Files.readAllLines(file()).containsAll(now));
    }

    /** Cancelled in the middle of a video, then killed in the middle of a line: as if nothing had happened. */
    @Test
    void aRunThatWasStoppedGoesOn() throws Exception {
        assertThrows(CancellationException.class, () -> run(PACKED, clips.folder(), "1/1", cancelAt(12)));
        int first = explained.size();
        assertTrue(first > 0 && first < WHOLE_CLIPS, "" + first);
        assertFalse(Files.exists(file()));
        Path log = output.resolve(PackedFiles.LOG);
        assertEquals(first, Files.readAllLines(log).size());
        assertEquals(first, PackedReader.unpack(output, scratch.resolve("so far"), Progress.SILENT));
        byte[] next = expectedLines.get(first).getBytes(StandardCharsets.UTF_8);
        Files.write(log, Arrays.copyOf(next, next.length / 2), StandardOpenOption.APPEND);
        FolderReport report = run("1/1");
        assertEquals(first, report.earlier());
        assertEquals(WHOLE_CLIPS - first, explained.size());
        assertEquals(expected, Results.digests(output));
        assertEquals(List.of(), hidden());
    }

    private static Progress cancelAt(int video) {
        return new Progress() {
            @Override
            public void report(double fraction, String message) {
                if (message.startsWith("Video " + video + " ") && message.contains("frame 5"))
                    throw new CancellationException();
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    @Test
    void shardsMergedAreWhatOneRunWouldHaveWritten() throws Exception {
        for (String shard : List.of("3/4", "1/4", "4/4", "2/4")) run(shard);
        assertFalse(Files.exists(file()));
        assertTrue(Files.exists(output.resolve("explanations.2-of-4.jsonl")));
        assertEquals(WHOLE_CLIPS, PackedReader.unpack(output, scratch.resolve("before"), Progress.SILENT));
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
        assertEquals(List.of(), hidden());
        // Another division does nothing again, and leaves nothing twice.
        for (int number = 1; number <= 3; number++) {
            run(number + "/3");
            assertEquals(List.of(), explained);
        }
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
        // So does a run over all that finds the shards' files.
        for (String shard : List.of("1/2", "2/2")) run(shard);
        run("1/1");
        assertEquals(List.of(), explained);
        assertEquals(expectedLines, Files.readAllLines(file()));
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
    }

    @Test
    void aMergeFromWhichLinesAreMissingChangesNothing() throws Exception {
        for (String shard : List.of("1/2", "2/2")) run(shard);
        Path part = output.resolve("explanations.2-of-2.jsonl");
        List<String> lines = Files.readAllLines(part);
        Files.write(part, lines.subList(1, lines.size()));
        Map<String, String> before = Results.stamps(output);
        String refused = assertThrows(
                        IOException.class, () -> SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT))
                .getMessage();
        assertTrue(refused.startsWith("The explanation of ") && refused.contains(" is in none of the files "), refused);
        assertEquals(before, Results.stamps(output));
        run("2/2");
        assertEquals(1, explained.size());
        SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
        assertEquals(expected, Results.digests(output));
    }

    @Test
    void filesAndLinesAreNotMixedInOneFolder() throws Exception {
        run("1/2");
        String refused = assertThrows(
                        IOException.class, () -> run(settings("files", "no"), clips.folder(), "2/2", Progress.SILENT))
                .getMessage();
        assertTrue(refused.contains("the results of results=json-lines"), refused);
        output = scratch.resolve("other");
        run(settings("files", "no"), clips.folder(), "1/1", Progress.SILENT);
        Map<String, String> before = Results.stamps(output);
        refused = assertThrows(IOException.class, () -> run("1/1")).getMessage();
        assertTrue(refused.contains("they are those of results=files"), refused);
        assertEquals(before, Results.stamps(output));
        assertThrows(UsageException.class, () -> settings("json-lines", "yes"));
        assertFalse(PACKED.macro().contains("results"), PACKED.macro());
        assertEquals(PACKED, FolderExplainer.Settings.of(PACKED.words(), PACKED.macro()));
    }

    @Test
    void whatCanNotBeUnpackedIsNamedWithItsLine() throws Exception {
        Path unpacked = scratch.resolve("unpacked");
        Path packed = Files.createDirectory(scratch.resolve("packed"));
        assertTrue(refused(packed, unpacked).startsWith("There is no file explanations*.jsonl in " + packed));
        assertTrue(refused(scratch.resolve("none"), unpacked).startsWith("There is no folder or file "));
        Path lines = packed.resolve(PackedFiles.FILE);
        String line = expectedLines.get(0);
        String results = "\"results\":\"" + clips.whole().get(0).replace(".avi", "") + "\"";
        assertTrue(line.contains(results), line);
        String[][] wrong = {
            {line.substring(0, line.length() - 1), ", line 2: it is damaged or cut short"},
            {line.replace("\"video\":", "\"film\":"), ", line 2: it has no key 'video'"},
            {line.replaceFirst("\"frame\":0", "\"frame\":1"), ", line 2: its explanation is not the one"},
            {line.replace(results, "\"results\":\"../../evil\""), "'../../evil' is no place in a folder"},
            {line.replace(results, "\"results\":\"/tmp/evil\""), "'/tmp/evil' is no place in a folder"},
        };
        for (String[] one : wrong) {
            assertFalse(one[0].equals(line), one[1]);
            Files.write(lines, List.of(expectedLines.get(1), one[0]));
            String refused = refused(packed, unpacked);
            assertTrue(refused.contains(one[1]), refused);
        }
        Files.writeString(lines, line);
        assertTrue(refused(packed, unpacked).contains("is cut short"), refused(packed, unpacked));
        assertFalse(Files.exists(scratch.resolve("evil.explanation.json")));
    }
}
