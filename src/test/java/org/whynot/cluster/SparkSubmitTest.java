package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;
import org.whynot.util.Wait;

/**
 * The jar for clusters, started by the class that Spark's own {@code spark-submit} starts, with nothing but Spark's libraries
 * beside it. Both are made by {@code mvn -P cluster verify}; without them these tests are skipped.
 */
@Tag("slow")
class SparkSubmitTest {

    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final int WHOLE_CLIPS = 3;
    /** What a distribution of Spark has as well; here other libraries of this program want them too, so they are not set apart. */
    private static final Pattern OF_SPARK_TOO = Pattern.compile(
            "(slf4j-api|slf4j-simple|jcl-over-slf4j|jul-to-slf4j|commons-(io|codec|compress|logging))-[0-9.]+jar");

    @TempDir
    static Path folder;

    private static Path jar;
    private static Path model;
    private static FolderOfClips clips;
    private static Map<String, String> expected;

    @TempDir
    Path scratch;

    @BeforeAll
    static void prepare() throws Exception {
        try (Stream<Path> files = Files.list(TARGET)) {
            jar = files.filter(file -> file.getFileName().toString().endsWith("-cluster.jar"))
                    .findFirst()
                    .orElse(null);
        }
        assumeTrue(jar != null && Files.isDirectory(TARGET.resolve("spark")), "There is no jar for clusters.");
        model = UntrainedModel.write(folder.resolve("untrained"));
        clips = FolderOfClips.write(folder.resolve("clips"), WHOLE_CLIPS);
        // The jar itself on one machine: the results name the version, which classes outside of a jar don't have.
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-cp",
                jar + File.pathSeparator + String.join(File.pathSeparator, alsoOfSpark()),
                "org.whynot.frontend.cli.Main"));
        command.addAll(List.of(words(folder.resolve("whole"))));
        ProcessBuilder laptop = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        assertEquals(1, Wait.forEnd(laptop.start()), "some clips are broken");
        expected = Results.digests(folder.resolve("whole"));
    }

    private static String[] words(Path output, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "explain-folder",
                "--model=" + model,
                "--input=" + clips.folder(),
                "--output=" + output,
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2"));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    /** A folder like that of a distribution of Spark, whose executors' class path is made of its jars. */
    private Path home() throws IOException {
        Path home = scratch.resolve("spark");
        Path jars = home.resolve("jars");
        if (Files.isDirectory(jars)) return home;
        Files.createDirectories(jars);
        try (Stream<Path> spark = Files.list(TARGET.resolve("spark"))) {
            for (Path library : spark.toList()) link(jars, library);
        }
        for (String library : alsoOfSpark()) link(jars, Path.of(library));
        return home;
    }

    private static List<String> alsoOfSpark() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> OF_SPARK_TOO
                        .matcher(Path.of(entry).getFileName().toString())
                        .matches())
                .toList();
    }

    private static void link(Path folder, Path library) throws IOException {
        Path link = folder.resolve(library.getFileName());
        if (Files.notExists(link)) Files.createSymbolicLink(link, library.toAbsolutePath());
    }

    /** One of Spark's own programs; its words go to a file. */
    private ProcessBuilder program(String name, Path said, String... words) throws IOException {
        Path home = home();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", home.resolve("jars") + File.separator + "*", "org.apache.spark.deploy." + name));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        return builder.redirectErrorStream(true).redirectOutput(said.toFile());
    }

    /** Runs spark-submit; returns its exit code and all that it wrote. */
    private Map.Entry<Integer, String> submit(String master, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("--master", master));
        for (String setting : List.of(
                "spark.ui.enabled=false",
                "spark.driver.host=localhost",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.executor.memory=512m")) all.addAll(List.of("--conf", setting));
        all.addAll(List.of("--class", Main.class.getName(), jar.toString()));
        all.addAll(List.of(words));
        Path said = scratch.resolve("said.txt");
        int code = Wait.forEnd(
                program("SparkSubmit", said, all.toArray(new String[0])).start());
        return Map.entry(code, Files.readString(said));
    }

    @Test
    void threadsOfThisMachine() throws Exception {
        requireSame("local[2]");
    }

    @Test
    void executorsInProcessesOfTheirOwn() throws Exception {
        requireSame("local-cluster[2,1,512]");
    }

    /** A cluster as it is set up on machines of one's own: a master, and two workers that start executors when they are asked to. */
    @Test
    void aStandaloneCluster() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String address = "spark://127.0.0.1:" + port;
        Path said = scratch.resolve("master.txt");
        List<Process> running = new ArrayList<>();
        try {
            running.add(program("master.Master", said, "--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0")
                    .start());
            for (int worker = 0; worker < 2; worker++)
                running.add(program(
                                "worker.Worker",
                                scratch.resolve("worker" + worker + ".txt"),
                                "--host",
                                "127.0.0.1",
                                "--cores",
                                "1",
                                "--memory",
                                "600m",
                                "--webui-port",
                                "0",
                                "--work-dir",
                                scratch.resolve("work" + worker).toString(),
                                address)
                        .start());
            Wait.until("two workers", () -> registered(said) == 2);
            requireSame(address);
        } finally {
            for (Process process : running) process.descendants().forEach(ProcessHandle::destroyForcibly);
            for (Process process : running) process.destroyForcibly().waitFor();
        }
    }

    private static long registered(Path said) {
        try (Stream<String> lines = Files.lines(said)) {
            return lines.filter(line -> line.contains("Registering worker")).count();
        } catch (IOException | UncheckedIOException notWrittenYet) {
            return 0;
        }
    }

    private void requireSame(String master) throws Exception {
        Path output = scratch.resolve("out");
        Map.Entry<Integer, String> end = submit(master, words(output));
        assertEquals(1, end.getKey(), end.getValue());
        assertTrue(end.getValue().contains("13 videos: 3 explained, 10 not."), end.getValue());
        assertEquals(expected, Results.digests(output), end.getValue());
    }

    @Test
    void aDryRunPrintsWhatWouldBeDone() throws Exception {
        Path output = scratch.resolve("out");
        Map.Entry<Integer, String> end = submit("local[2]", words(output, "--dry-run"));
        assertEquals(0, end.getKey(), end.getValue());
        assertTrue(end.getValue().contains("13 videos of " + clips.folder()), end.getValue());
        assertTrue(Files.notExists(output));
    }

    /** The jar has all of this program and nothing of Spark. */
    @Test
    void theJarHasNothingOfSpark() throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            assertTrue(open.stream()
                    .noneMatch(entry -> entry.getName().startsWith("org/apache/spark/")
                            || entry.getName().startsWith("org/apache/hadoop/")
                            || entry.getName().startsWith("scala/")));
            assertTrue(open.stream()
                    .anyMatch(entry -> entry.getName().endsWith("libtorch_cpu.so")
                            || entry.getName().contains("torch_cpu")));
        }
    }
}
