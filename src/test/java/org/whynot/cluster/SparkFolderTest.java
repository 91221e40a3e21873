package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.PackedFiles;
import org.whynot.batch.PackedReader;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** Spark itself, in processes of its own. */
@Tag("slow")
class SparkFolderTest {

    /** For twenty minutes of video on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private static final int WHOLE_CLIPS = 12;

    @TempDir
    static Path folder;

    private static Path model;
    private static FolderOfClips clips;
    /** What one machine writes, in all its bytes. */
    private static Map<String, String> expected;

    @TempDir
    Path scratch;

    @BeforeAll
    static void prepare() throws Exception {
        model = UntrainedModel.write(folder.resolve("untrained"));
        clips = FolderOfClips.write(folder.resolve("clips"), WHOLE_CLIPS);
        Path whole = folder.resolve("whole");
        assertEquals(1, laptop(words("explain-folder", whole)), "some clips are broken");
        expected = Results.digests(whole);
        Results.assertComplete(clips, whole);
    }

    /** Runs a command without Spark; returns its exit code. */
    private static int laptop(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("java.class.path"),
                "org.whynot.frontend.cli.Main"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return Wait.forEnd(process, PATIENCE);
    }

    private static String[] words(String command, Path output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                command,
                "--model=" + model,
                "--input=" + clips.folder(),
                "--output=" + output,
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2"));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    private static SparkChild start(String master, Path output, Path scratch, String... configuration)
            throws IOException {
        return SparkChild.start(scratch, List.of(configuration), words("explain-folder", output, "--master=" + master));
    }

    private static void assertSame(Path output, SparkChild run) throws IOException {
        Map<String, String> found = new TreeMap<>(Results.digests(output));
        assertEquals(expected, found, run.complaints());
    }

    @Test
    void twoThreadsWriteWhatOneMachineWrites() throws Exception {
        Path output = scratch.resolve("out");
        SparkChild run = start("local[2]", output, scratch);
        assertEquals(1, run.end(), run.complaints());
        assertSame(output, run);
        assertTrue(run.results().contains("22 videos: 12 explained, 10 not."), run.results());
        assertTrue(run.complaints().contains("10 of 22 videos could not be explained."), run.complaints());
        Map<String, String> before = Results.stamps(output);
        SparkChild again = start("local[2]", output, scratch);
        assertEquals(1, again.end(), again.complaints());
        assertTrue(again.results().contains("12 explained (12 of them earlier), 10 not."), again.results());
        Map<String, String> after = Results.stamps(output);
        before.remove("summary.csv");
        after.remove("summary.csv");
        assertEquals(before, after, "what is done is left as it is");
    }

    /** A process that runs out of memory takes two long videos with it that it was explaining at the same time. */
    @Test
    @Tag("cluster")
    void onlyTheVideoThatEndsItsProcessIsGivenUp() throws Exception {
        Path videos = Files.createDirectory(scratch.resolve("videos"));
        writeHugeTiff(videos.resolve("1.tif"));
        for (int i = 2; i <= 3; i++) FolderOfClips.writeClip(videos.resolve(i + ".avi"), 1500, i);
        Path output = scratch.resolve("out");
        String[] words = words("explain-folder", output, "--master=local-cluster[1,3,512]");
        words[2] = "--input=" + videos;
        SparkChild run = SparkChild.start(
                scratch,
                List.of(
                        "spark.executor.memory=512m",
                        "spark.task.maxFailures=2",
                        "spark.executor.defaultJavaOptions=-XX:+ExitOnOutOfMemoryError"),
                words);
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.results().contains("3 videos: 2 explained, 1 not."), run.results() + run.complaints());
        assertTrue(run.complaints().contains("1.tif: The process that explained it has ended 2 times"));
    }

    /** One page of 26000 x 26000 pixels, none of which is on the disk. */
    private static void writeHugeTiff(Path file) throws IOException {
        int side = 26_000;
        int start = 4096;
        int[][] tags = {
            {256, side},
            {257, side},
            {258, 8},
            {259, 1},
            {262, 1},
            {273, start},
            {277, 1},
            {278, side},
            {279, side * side}
        };
        ByteBuffer header = ByteBuffer.allocate(start).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
        for (int[] tag : tags)
            header.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        Files.write(file, header.array());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(start + (long) side * side);
        }
    }

    /** Executors of their own, killed three times, copies of slow tasks beside it, then the driver killed. */
    @ParameterizedTest
    @ValueSource(strings = {"files", "json-lines"})
    @Tag("cluster")
    void killedExecutorsAndDriversCostNothingButTime(String results) throws Exception {
        boolean isPacked = results.equals("json-lines");
        Path output = scratch.resolve("out");
        Path whole = scratch.resolve("whole");
        if (isPacked) assertEquals(1, laptop(words("explain-folder", whole, "--results=json-lines")));
        String[] words = words("explain-folder", output, "--master=local-cluster[2,1,512]", "--results=" + results);
        SparkChild killed = SparkChild.start(scratch, SparkChild.SPECULATION, words);
        killed.killThreeExecutorsAndTheDriver(() -> isPacked ? lines(output) : explained(output));
        SparkChild run = SparkChild.start(scratch, SparkChild.SPECULATION, words);
        assertEquals(1, run.end(), run.complaints());
        assertEquals(isPacked ? Results.digests(whole) : expected, Results.digests(output), run.complaints());
        assertTrue(run.results().contains(" of them earlier), 10 not."), run.results());
    }

    private static int lines(Path output) {
        Path log = output.resolve(PackedFiles.LOG);
        try {
            return Files.exists(log) ? Files.readAllLines(log).size() : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void longVideosAreClassifiedInParts() throws Exception {
        Path videos = Files.createDirectory(scratch.resolve("videos"));
        FolderOfClips.writeClip(videos.resolve("long.avi"), 150, 1);
        FolderOfClips.writeClip(videos.resolve("longer.avi"), 203, 2);
        FolderOfClips.writeClip(videos.resolve("short.avi"), 10, 3);
        Files.writeString(videos.resolve("broken.avi"), "This is no video.");
        // 150 frames are 19 clips, 9 passes: in 7 parts. 203 frames are 26 clips, 13 passes: in 9 parts.
        Path output = assertPartsAreTheWhole(videos, "json-lines", 24, 7 + 9, 1);
        assertEquals(
                List.of("explanations.jsonl", "summary.csv"),
                List.copyOf(Results.digests(output).keySet()));
        assertEquals(3, PackedReader.unpack(output, scratch.resolve("unpacked"), Progress.SILENT));
    }

    @Test
    @Tag("cluster")
    @Timeout(value = 40, unit = TimeUnit.MINUTES)
    void twentyMinutesInEightPartsAreTheWhole() throws Exception {
        Path videos = Files.createDirectory(scratch.resolve("videos"));
        int frames = 20 * 60 * 25;
        FolderOfClips.writeClip(videos.resolve("long.avi"), frames, 1);
        assertPartsAreTheWhole(videos, "files", frames / 8, 8, 0);
    }

    /** What one machine writes is what Spark writes from parts; returns the folder of the latter. */
    private Path assertPartsAreTheWhole(Path videos, String results, int framesOfPart, int parts, int end)
            throws Exception {
        String[] words = words("explain-folder", scratch.resolve("whole"), "--results=" + results);
        words[2] = "--input=" + videos;
        assertEquals(end, laptop(words));
        Path output = scratch.resolve("parts");
        words[3] = "--output=" + output;
        String[] inParts = Arrays.copyOf(words, words.length + 2);
        inParts[words.length] = "--part-frames=" + framesOfPart;
        inParts[words.length + 1] = "--master=local[2]";
        SparkChild run = SparkChild.start(scratch, List.of(), inParts);
        Set<String> seen = new HashSet<>();
        while (run.isAlive()) seen.addAll(names(output.resolve(SparkParts.FOLDER)));
        assertEquals(end, run.end(), run.complaints());
        seen.removeIf(name -> !name.matches("[0-9a-f]{64}-[0-9]+"));
        assertEquals(parts, seen.size(), seen + run.complaints());
        assertEquals(Results.digests(scratch.resolve("whole")), Results.digests(output));
        assertFalse(Files.exists(output.resolve(SparkParts.FOLDER)));
        return output;
    }

    private static List<String> names(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    /** A path that means another folder in every process: executors run in folders of their own. */
    @Test
    void whatExecutorsCanNotSeeIsSaidWithTheMachine() throws Exception {
        Path here = Path.of("/proc/self/cwd");
        assumeTrue(Files.exists(here), "Only Linux has such paths.");
        Path input = here.resolve("target");
        String[] words = words("explain-folder", scratch.resolve("out"), "--master=local-cluster[1,1,512]");
        words[2] = "--input=" + videosBelow(input);
        SparkChild run = SparkChild.start(scratch, List.of("spark.executor.memory=512m"), words);
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.complaints().contains("On the machine "), run.complaints());
        assertTrue(run.complaints().contains("There is no folder " + input), run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
    }

    /** A folder of one clip, below one of this program. */
    private static Path videosBelow(Path folder) throws IOException {
        Path videos = folder.resolve("videos of SparkFolderTest");
        Files.createDirectories(videos);
        FolderOfClips.writeClip(videos.resolve("clip.avi"), 10, 1);
        return videos;
    }

    @Test
    @Tag("cluster")
    void librariesForAnotherPlatformEndTheRunAtOnceWithASentence() throws Exception {
        SparkChild run = SparkChild.start(
                scratch,
                List.of("spark.executor.memory=512m", "spark.executor.defaultJavaOptions=-Dos.arch=riscv64"),
                words("explain-folder", scratch.resolve("out"), "--master=local-cluster[1,1,512]"));
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.complaints().contains("On the machine "), run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
    }

    private static int explained(Path output) {
        try {
            return Results.explained(output).size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatCanNotWorkEndsAtOnceWithASentence() throws Exception {
        Path output = scratch.resolve("out");
        Path broken = Files.createDirectory(scratch.resolve("broken"));
        Path list = Files.writeString(scratch.resolve("list.txt"), "s3b://bucket/clip.avi\n");
        Files.writeString(broken.resolve("model.json"), "{");
        String[][] wrong = {
            {"2", "'input' is missing.", "explain-folder", "--output=" + output},
            {"2", "no parameter '--mastr'", "explain-folder", "--mastr", "x"},
            {"2", "'shard' is for runs without Spark", "explain-folder", "--input=a", "--output=b", "--shard=1/4"},
            {"1", "master='nowhere'", "explain-folder", "--input=a", "--output=b", "--master=nowhere"},
            {"1", "model.json", "explain-folder", "--model=" + broken, "--input=" + clips.folder(), "--output=" + output
            },
            {
                "1",
                "There is no folder",
                "explain-folder",
                "--model=" + model,
                "--input=" + broken + "x",
                "--output=" + output
            },
            {"2", "part_frames=0 is no number of frames", "explain-folder", "--input=a", "--output=b", "--part-frames=0"
            },
            {
                "1",
                "For s3a: addresses that is org.apache.hadoop:hadoop-aws.",
                "explain-folder",
                "--model=" + model,
                "--input=s3a://bucket/videos",
                "--output=" + output
            },
            {
                "1",
                "Access to s3b://bucket/videos is denied: Hadoop was given no credentials for it. Set them up",
                "explain-folder",
                "--model=" + model,
                "--input=s3b://bucket/videos",
                "--output=" + output
            },
            {
                "1",
                "Access to s3b://bucket/list.txt is denied: Hadoop was given no credentials for it. Set them up",
                "all-pairs",
                "--model=" + model,
                "--input=s3b://bucket/list.txt",
                "--output=" + output
            },
            {
                "1",
                ": Access to s3b://bucket/clip.avi is denied: Hadoop was given no credentials for it. Set them up",
                "explain-folder",
                "--model=" + model,
                "--input=" + list,
                "--output=" + scratch.resolve("nothing")
            },
            {
                "1",
                "Access to s3b://bucket/results is denied: Hadoop was given no credentials for it. Set them up",
                "explain-folder",
                "--model=" + model,
                "--input=" + clips.folder(),
                "--output=s3b://bucket/results"
            },
            {
                "1",
                "a user or password in its address",
                "explain-folder",
                "--model=" + model,
                "--input=s3a://me:secret@b/v",
                "--output=b"
            },
        };
        List<String[]> lines = new ArrayList<>();
        for (String[] line : wrong) lines.add(Arrays.copyOfRange(line, 2, line.length));
        lines.add(words("explain-folder", output, "--master=local[2]", "--dry-run"));
        List<SparkLines.Said> all = SparkLines.run(
                scratch,
                List.of(
                        "spark.hadoop.fs.s3a.secret.key=secret",
                        "spark.hadoop.fs.s3a.access.key=secret",
                        "spark.hadoop.fs.s3b.impl=" + NoCredentialsFileSystem.class.getName()),
                lines);
        for (int i = 0; i < wrong.length; i++) {
            SparkLines.Said said = all.get(i).ended(Integer.parseInt(wrong[i][0]));
            assertTrue(said.complaints().contains(wrong[i][1]), said.complaints());
            assertFalse(said.complaints().contains("secret"), said.complaints());
            assertFalse(said.complaints().contains("\tat "), said.complaints());
        }
        assertFalse(Files.exists(output));
        SparkLines.Said dry = all.get(wrong.length).ended(0);
        assertTrue(dry.results().startsWith("22 videos of " + clips.folder()), dry.results());
        assertFalse(Files.exists(output));
    }

    /** Nobody answers at the address for a minute. */
    @Test
    @Tag("cluster")
    void aMasterThatDoesNotAnswerIsNamed() throws Exception {
        SparkChild run = start("spark://127.0.0.1:1", scratch.resolve("out"), scratch);
        assertEquals(1, run.end(), run.complaints());
        assertTrue(
                run.complaints().contains("Spark can't work on master='spark://127.0.0.1:1': no cluster answers"),
                run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
    }

    /**
     * Java 11 refuses the first class of Spark's own executors, which are made for 17; a program in its place does, too. Spark starts
     * them again without end.
     */
    @Test
    @Tag("cluster")
    void machinesWithAnOlderJavaAreSuspected() throws Exception {
        Path java = Files.createDirectories(scratch.resolve("java 11/bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\necho 'java.lang.UnsupportedClassVersionError: class file version 61.0' >&2\nexit 1\n");
        assumeTrue(java.toFile().setExecutable(true) && File.separatorChar == '/', "It is a script for sh.");
        SparkChild run = start(
                "local-cluster[1,1,512]",
                scratch.resolve("out"),
                scratch,
                "spark.executor.memory=512m",
                "spark.executorEnv.JAVA_HOME=" + java.getParent().getParent());
        Wait.until("a note", () -> complaints(run).contains("Every machine needs Java 17 or newer") || !run.isAlive());
        assertTrue(run.isAlive(), run.complaints());
        assertFalse(run.complaints().contains("\tat "), run.complaints());
        run.kill();
    }

    private static String complaints(SparkChild run) {
        try {
            return run.complaints();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
