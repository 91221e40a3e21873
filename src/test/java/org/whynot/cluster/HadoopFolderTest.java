package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Sha256;
import org.whynot.util.Wait;

/** Videos and results in a real HDFS. */
@Tag("slow")
class HadoopFolderTest {

    private static final int WHOLE_CLIPS = 4;

    @TempDir
    static java.nio.file.Path folder;

    private static MiniDFSCluster cluster;
    private static FileSystem system;
    private static java.nio.file.Path model;
    private static FolderOfClips clips;

    @TempDir
    java.nio.file.Path scratch;

    @BeforeAll
    static void prepare() throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitActive();
        system = cluster.getFileSystem();
        model = UntrainedModel.write(folder.resolve("untrained"));
        clips = FolderOfClips.write(folder.resolve("clips"), WHOLE_CLIPS);
        system.mkdirs(new Path("/videos"));
        List<String> videos = new ArrayList<>(clips.whole());
        videos.addAll(clips.broken().keySet());
        for (String video : videos) {
            java.nio.file.Path file = clips.folder().resolve(video);
            // HDFS knows no links, and a folder without files is no video there.
            if (Files.isRegularFile(file))
                system.copyFromLocalFile(new Path(file.toUri()), new Path("/videos/" + video));
        }
    }

    @AfterAll
    static void close() throws IOException {
        if (system != null) system.close();
        if (cluster != null) cluster.shutdown();
    }

    private SparkChild start(String input, String output, String... more) throws IOException {
        return start("local[2]", List.of(), input, output, more);
    }

    private SparkChild start(String master, List<String> settings, String input, String output, String... more)
            throws IOException {
        return SparkChild.start(scratch, settings, line(master, input, output, more));
    }

    /** Words that explain a folder or a list. */
    private static String[] line(String master, String input, String output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "explain-folder",
                "--master=" + master,
                "--model=" + model,
                "--input=" + input,
                "--output=" + output,
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2"));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    private static String address(String path) {
        return system.getUri() + path;
    }

    /** All files of a folder by their paths in it, each with the digest of its bytes. */
    private static Map<String, String> digests(String path) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        RemoteIterator<LocatedFileStatus> files = system.listFiles(new Path(path), true);
        while (files.hasNext()) {
            LocatedFileStatus file = files.next();
            String name = file.getPath().toUri().getPath().substring(path.length() + 1);
            digests.put(name, Sha256.of(bytes(file.getPath())));
        }
        return digests;
    }

    private static byte[] bytes(Path file) throws IOException {
        try (FSDataInputStream in = system.open(file)) {
            return in.readAllBytes();
        }
    }

    @Test
    @Tag("cluster")
    void fromHdfsToHdfs() throws Exception {
        SparkChild run = start(address("/videos"), address("/results/all"));
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.results().contains("12 videos: 4 explained, 8 not."), run.results() + run.complaints());
        Map<String, String> found = digests("/results/all");
        assertFalse(found.keySet().stream().anyMatch(name -> name.contains(".whynot")), found.toString());
        assertEquals(1 + WHOLE_CLIPS * 5, found.size(), found.toString());
        String summary = new String(bytes(new Path("/results/all/summary.csv")), StandardCharsets.UTF_8);
        assertTrue(
                summary.contains(address("/videos/broken empty.avi")), "a reason names the place that the user knows");
        assertFalse(summary.contains("whynot-video"), summary);

        // From there to a folder of this machine: the same files, whose receipts name the same dates.
        java.nio.file.Path local = scratch.resolve("local");
        SparkChild toLocal = start(address("/videos"), local.toString());
        assertEquals(1, toLocal.end(), toLocal.complaints());
        assertEquals(found, Results.digests(local));

        SparkChild again = start(address("/videos"), address("/results/all"));
        assertEquals(1, again.end(), again.complaints());
        assertTrue(again.results().contains("4 explained (4 of them earlier), 8 not."), again.results());
        assertEquals(found, digests("/results/all"));

        // One file less, another content, other settings: that much is done again.
        system.delete(new Path("/results/all/" + stem(0) + ".rois.zip"), false);
        SparkChild repaired = start(address("/videos"), address("/results/all"));
        assertEquals(1, repaired.end(), repaired.complaints());
        assertTrue(repaired.results().contains("(3 of them earlier)"), repaired.results());
        assertEquals(found, digests("/results/all"));
    }

    @Test
    @Tag("cluster")
    void allPairsFromHdfsToHdfs() throws Exception {
        String[] words = {
            "all-pairs",
            "--master=local[2]",
            "--model=" + model,
            "--input=" + address("/videos"),
            "--output=" + address("/results/pairs")
        };
        java.nio.file.Path local = scratch.resolve("local pairs");
        String[] toLocal = words.clone();
        toLocal[4] = "--output=" + local;
        String[] otherAxis = Arrays.copyOf(words, words.length + 1);
        otherAxis[words.length] = "--time-axis=frames";
        List<SparkLines.Said> all = SparkLines.run(scratch, List.of(), List.of(words, toLocal, words, otherAxis));
        assertTrue(all.get(0).ended(1).results().contains("12 videos: 4 explained, 8 not."), all.toString());
        all.get(1).ended(1);
        assertTrue(all.get(2).ended(1).results().contains("4 explained (4 of them earlier), 8 not."), all.toString());
        assertTrue(all.get(3).ended(1).results().contains("4 explained, 8 not."), all.toString());
        Map<String, String> found = digests("/results/pairs");
        assertEquals(1 + WHOLE_CLIPS * 2, found.size(), found.toString());
        Map<String, String> expected = Results.digests(local);
        assertEquals(expected.keySet(), found.keySet());
        expected.keySet().removeIf(name -> name.endsWith(".pairs.json"));
        found.keySet().removeIf(name -> name.endsWith(".pairs.json"));
        assertEquals(expected, found, "the receipts alone tell of another axis");
    }

    private static String stem(int clip) {
        return clips.whole().get(clip).replace(".avi", "");
    }

    @Test
    void fromThisMachineToHdfs() throws Exception {
        String here = clips.folder().toString();
        java.nio.file.Path whole = scratch.resolve("whole");
        List<SparkLines.Said> all = SparkLines.run(
                scratch,
                List.of(),
                List.of(
                        line("local[2]", here, address("/results/from here"), "--gif=yes"),
                        line("local[2]", here, whole.toString(), "--gif=yes"),
                        line("local[2]", here, address("/results/plain"), "--gif=yes"),
                        line("local[2]", here, address("/results/plain"))));
        for (SparkLines.Said said : all) said.ended(1);
        assertEquals(Results.digests(whole), digests("/results/from here"));
        // Results without a GIF leave none behind.
        assertFalse(digests("/results/plain").keySet().stream().anyMatch(name -> name.endsWith(".gif")));
    }

    @Test
    @Tag("cluster")
    void killedExecutorsAndDriversLeaveNothingHalfWritten() throws Exception {
        FolderOfClips many = FolderOfClips.write(scratch.resolve("many"), 3 * WHOLE_CLIPS);
        for (String video : many.whole())
            system.copyFromLocalFile(new Path(many.folder().resolve(video).toUri()), new Path("/many/" + video));
        SparkChild whole = start(address("/many"), address("/results/whole"));
        assertEquals(0, whole.end(), whole.complaints());

        String results = address("/results/killed");
        SparkChild killed = start("local-cluster[2,1,512]", SparkChild.SPECULATION, address("/many"), results);
        killed.killThreeExecutorsAndTheDriver(() -> explained("/results/killed"));
        SparkChild run = start("local-cluster[2,1,512]", SparkChild.SPECULATION, address("/many"), results);
        assertEquals(0, run.end(), run.complaints());
        assertTrue(run.results().contains(" of them earlier)."), run.results());
        assertEquals(digests("/results/whole"), digests("/results/killed"));
        for (FileStatus status : system.listStatus(new Path("/results/killed")))
            assertFalse(status.getPath().getName().startsWith("."), status.toString());
    }

    /** Lines on their way, killed, continued, and a part of them that is not right any more. */
    @Test
    @Tag("cluster")
    void packedResultsSurviveTheDriver() throws Exception {
        // Enough that the run is not at its end before it is killed.
        int videos = 12 * WHOLE_CLIPS;
        FolderOfClips many = FolderOfClips.write(scratch.resolve("many"), videos);
        for (String video : many.whole())
            system.copyFromLocalFile(new Path(many.folder().resolve(video).toUri()), new Path("/packed/" + video));
        String packed = "--results=json-lines";
        java.nio.file.Path local = scratch.resolve("local");
        SparkChild whole = start(address("/packed"), local.toString(), packed);
        assertEquals(0, whole.end(), whole.complaints());

        String results = address("/results/packed");
        SparkChild killed =
                start("local-cluster[2,1,512]", SparkChild.SPECULATION, address("/packed"), results, packed);
        killed.killThreeExecutorsAndTheDriver(() -> announced(killed));
        assertFalse(system.exists(new Path("/results/packed/explanations.jsonl")));
        SparkChild run = start("local-cluster[2,1,512]", SparkChild.SPECULATION, address("/packed"), results, packed);
        assertEquals(0, run.end(), run.complaints());
        assertTrue(run.results().contains(" of them earlier)."), run.results());
        assertEquals(Results.digests(local), digests("/results/packed"));
        for (FileStatus status : system.listStatus(new Path("/results/packed")))
            assertFalse(status.getPath().getName().startsWith("."), status.toString());

        // Another content of one: that much is done again.
        String other = many.whole().get(0);
        system.copyFromLocalFile(
                false,
                true,
                new Path(many.folder().resolve(many.whole().get(1)).toUri()),
                new Path("/packed/" + other));
        SparkChild again = start(address("/packed"), results, packed);
        assertEquals(0, again.end(), again.complaints());
        assertTrue(
                again.results().contains(videos + " explained (" + (videos - 1) + " of them earlier)."),
                again.results());
        SparkChild files = start(address("/packed"), results);
        assertEquals(1, files.end());
        assertTrue(files.complaints().contains("the results of results=json-lines"), files.complaints());
    }

    /** How many videos the driver has received explanations of; the first ones are copied at once. */
    private static int announced(SparkChild run) {
        try {
            return (int) run.results()
                    .lines()
                    .filter(line -> line.contains(": mitosis, not apoptosis"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int explained(String path) {
        int explained = 0;
        try {
            RemoteIterator<LocatedFileStatus> files = system.listFiles(new Path(path), true);
            while (files.hasNext()) {
                String file = files.next().getPath().toString();
                if (file.endsWith(AnswerFiles.JSON) && !file.contains("/.")) explained++;
            }
        } catch (IOException changedMeanwhile) {
            // Counted anew the next time.
        }
        return explained;
    }

    @Test
    void aListNamesVideosHereAndThere() throws Exception {
        String here = clips.folder().resolve(clips.whole().get(1)).toUri().toString();
        write(
                "/lists/chosen.txt",
                "../videos/" + clips.whole().get(2) + "\n" + here + "\n"
                        + address("/videos/" + clips.whole().get(0)) + "\n");
        java.nio.file.Path list = Files.writeString(
                scratch.resolve("list.txt"), address("/videos/" + clips.whole().get(0)) + "\n");
        write("/lists/twice.csv", "path\n../videos/a.avi\n" + address("/videos/a.avi") + "\n");
        List<SparkLines.Said> all = SparkLines.run(
                scratch,
                List.of(),
                List.of(
                        line("local[2]", address("/lists/chosen.txt"), address("/results/chosen")),
                        line("local[2]", list.toString(), address("/results/of local list")),
                        line("local[2]", address("/lists/twice.csv"), address("/results/twice"))));
        String chosen = all.get(0).ended(0).results();
        assertTrue(chosen.contains("3 videos: 3 explained."), chosen);
        List<String> rows = new String(bytes(new Path("/results/chosen/summary.csv")), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertTrue(rows.get(1).startsWith("videos/" + clips.whole().get(2) + ","), rows.toString());
        String place = clips.folder().resolve(clips.whole().get(1)).toString();
        assertTrue(rows.get(2).startsWith(place.substring(1) + ","), rows.toString());
        assertTrue(rows.get(3).startsWith("videos/" + clips.whole().get(0) + ","), rows.toString());
        assertEquals(1 + 3 * 5, digests("/results/chosen").size());

        all.get(1).ended(0);
        String host = system.getUri().getAuthority().replace(':', '_');
        assertEquals(
                1,
                digests("/results/of local list/" + host + "/videos").keySet().stream()
                        .filter(name -> name.endsWith(AnswerFiles.JSON))
                        .count());

        String twice = all.get(2).ended(1).complaints();
        assertTrue(twice.contains("line 3: the video " + address("/videos/a.avi") + " is in line 2"), twice);
        assertFalse(system.exists(new Path("/results/twice")));
    }

    @Test
    void whatCanNotBeReadThereIsARowAndTheOthersAreExplained() throws Exception {
        String lost = "/videos/lost.avi";
        system.copyFromLocalFile(
                new Path(clips.folder().resolve(clips.whole().get(0)).toUri()), new Path(lost));
        cluster.corruptBlockOnDataNodesByDeletingBlockFile(DFSTestUtil.getFirstBlock(system, new Path(lost)));
        String missing = "/videos/missing.avi";
        String whole = "/videos/" + clips.whole().get(1);
        write("/lists/unreadable.txt", address(missing) + "\n" + address(lost) + "\n" + address(whole) + "\n");
        // Where no video can be read the run ends.
        write("/lists/unreachable.txt", "hdfs://localhost:1/videos/a.avi\n");
        List<SparkLines.Said> all;
        try {
            all = SparkLines.run(
                    scratch,
                    List.of("spark.hadoop.ipc.client.connect.max.retries=0"),
                    List.of(
                            line(
                                    "local[2]",
                                    address("/lists/unreadable.txt"),
                                    address("/results/unreadable"),
                                    "--results=json-lines"),
                            line(
                                    "local[2]",
                                    address("/lists/unreachable.txt"),
                                    scratch.resolve("unreachable").toString())));
            String said = all.get(0).ended(1).results();
            assertTrue(said.contains("3 videos: 1 explained, 2 not."), said);
            List<String> rows = new String(bytes(new Path("/results/unreadable/summary.csv")), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertTrue(rows.get(1).contains("There is no file " + address(missing) + "."), rows.toString());
            assertTrue(rows.get(2).contains(address(lost) + " can't be read: "), rows.toString());
            assertEquals(
                    List.of("explanations.jsonl", "summary.csv"),
                    List.copyOf(digests("/results/unreadable").keySet()));
            String line = new String(bytes(new Path("/results/unreadable/explanations.jsonl")), StandardCharsets.UTF_8);
            assertEquals(1, line.lines().count(), line);
            assertTrue(line.startsWith("{\"video\":\"videos/" + clips.whole().get(1) + "\","), line);
        } finally {
            system.delete(new Path(lost), false);
        }

        String unreachable = all.get(1).ended(1).complaints();
        assertTrue(unreachable.contains("On the machine "), unreachable);
    }

    @Test
    @Tag("cluster")
    void aKilledExecutorLeavesNoCopyOfAVideoBehind() throws Exception {
        java.nio.file.Path temporary = Files.createDirectory(scratch.resolve("temporary"));
        java.nio.file.Path local = Files.createDirectory(scratch.resolve("local"));
        SparkChild run = start(
                "local-cluster[1,1,512]",
                List.of(
                        "spark.executor.memory=512m",
                        "spark.local.dir=" + local,
                        "spark.executor.defaultJavaOptions=-Djava.io.tmpdir=" + temporary),
                address("/videos"),
                scratch.resolve("results").toString());
        Wait.until("a copy", () -> copies(temporary) + copies(local) > 0 || !run.isAlive());
        run.executors().get(0).destroyForcibly();
        assertEquals(1, run.end(), run.complaints());
        assertTrue(run.results().contains("12 videos: 4 explained, 8 not."), run.results() + run.complaints());
        assertEquals(0, copies(temporary));
        assertEquals(0, copies(local));
    }

    /** How many folders with a video for a task there are. */
    private static long copies(java.nio.file.Path folder) {
        try (Stream<java.nio.file.Path> all = Files.walk(folder)) {
            return all.filter(file -> file.getFileName().toString().startsWith("whynot-video"))
                    .count();
        } catch (IOException | UncheckedIOException changing) {
            return 0;
        }
    }

    private static void write(String path, String text) throws IOException {
        try (FSDataOutputStream out = system.create(new Path(path))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        system.mkdirs(new Path("/empty"));
        List<String[]> lines = new ArrayList<>();
        for (String input : List.of("/nowhere", "/empty"))
            lines.add(new String[] {
                "explain-folder",
                "--master=local[2]",
                "--model=" + model,
                "--input=" + address(input),
                "--output=" + address("/results/none")
            });
        List<SparkLines.Said> all = SparkLines.run(scratch, List.of(), lines);
        String none = all.get(0).ended(1).complaints();
        assertTrue(none.contains("There is no folder " + address("/nowhere")), none);
        String empty = all.get(1).ended(1).complaints();
        assertTrue(empty.contains("There are no videos in "), empty);
        assertFalse(system.exists(new Path("/results/none")));
    }
}
