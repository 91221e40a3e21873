package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.whynot.util.Wait;

/** {@code whynot-spark} in a Java of its own, with executors of their own where the master has them. */
final class SparkChild {

    /** Settings with which small executors also start copies of tasks that are not slow at all. */
    static final List<String> SPECULATION = List.of(
            "spark.executor.memory=512m",
            "spark.speculation=true",
            "spark.speculation.multiplier=1.1",
            "spark.speculation.quantile=0.1",
            "spark.speculation.interval=100ms");

    private static final long LIMIT_SECONDS = 1800;

    private final Process process;
    private final Path said;
    private final Path complained;

    private SparkChild(Process process, Path said, Path complained) {
        this.process = process;
        this.said = said;
        this.complained = complained;
    }

    /**
     * Starts it.
     *
     * @param scratch where its words go, and what executors need
     * @param settings of Spark, as {@code spark.speculation=true}
     * @param words of the command line
     */
    static SparkChild start(Path scratch, List<String> settings, String... words) throws IOException {
        return start(scratch, Main.class, settings, words);
    }

    /** The same for another program with a command line. */
    static SparkChild start(Path scratch, Class<?> program, List<String> settings, String... words) throws IOException {
        Path java = Path.of(System.getProperty("java.home"));
        // Executors run in folders of their own.
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin/java").toString());
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.add("-Djava.awt.headless=true");
        command.add("-Dai.djl.offline=true");
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        // Spark logs with a stack trace what it also throws.
        command.add("-Dorg.slf4j.simpleLogger.log.org.apache.spark.SparkContext=off");
        command.add("-Dspark.ui.enabled=false");
        command.add("-Dspark.driver.host=localhost");
        command.add("-Dspark.driver.bindAddress=127.0.0.1");
        command.add("-Dspark.executor.extraClassPath=" + classPath);
        command.add("-Dspark.executor.extraJavaOptions=-Djava.awt.headless=true -Dai.djl.offline=true"
                + " -Dorg.slf4j.simpleLogger.defaultLogLevel=error -Dwhynot.scratch=" + scratch);
        for (String setting : settings) command.add("-D" + setting);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(List.of(words));
        Path said = Files.createTempFile(scratch, "said", ".txt");
        Path complained = Files.createTempFile(scratch, "complained", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        // What starts executors looks for a folder of Spark's; their class path is set above.
        Files.createDirectories(scratch.resolve("spark/jars"));
        builder.environment().put("SPARK_HOME", scratch.resolve("spark").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", java.toString());
        builder.redirectOutput(said.toFile()).redirectError(complained.toFile());
        return new SparkChild(builder.start(), said, complained);
    }

    /** Waits until it ends by itself; its exit code. */
    int end() throws InterruptedException {
        if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) return process.exitValue();
        kill();
        throw Wait.timedOut("the end of Spark");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends the driver at once (kill -9); its executors notice and end. */
    void kill() throws InterruptedException {
        List<ProcessHandle> executors = executors();
        process.destroyForcibly().waitFor();
        for (ProcessHandle executor : executors) executor.destroyForcibly();
    }

    /**
     * Kills an executor (kill -9) once the first video is explained, and one whenever another is, three times; then the driver.
     *
     * @param explained how many videos are explained by now
     */
    void killThreeExecutorsAndTheDriver(IntSupplier explained) throws Exception {
        for (int kills = 0; kills < 3; kills++) {
            int before = kills == 0 ? 0 : explained.getAsInt();
            Wait.until("the next video", () -> explained.getAsInt() > before || !isAlive());
            if (!isAlive()) break;
            // What they have explained may be told after both have ended, and before others are there.
            Wait.until("an executor", () -> !executors().isEmpty() || !isAlive());
            executors().stream().findFirst().ifPresent(ProcessHandle::destroyForcibly);
        }
        int before = explained.getAsInt();
        Wait.until("the next video", () -> explained.getAsInt() > before || !isAlive());
        assertTrue(isAlive(), "It ended too soon: " + complaints());
        kill();
    }

    /** The processes that run tasks for it, the oldest first. */
    List<ProcessHandle> executors() {
        try (Stream<ProcessHandle> all = process.children()) {
            return all.filter(ProcessHandle::isAlive)
                    .filter(handle -> handle.info().command().orElse("").endsWith("java"))
                    .sorted(Comparator.comparing(
                            handle -> handle.info().startInstant().orElseThrow()))
                    .toList();
        }
    }

    String results() throws IOException {
        return Files.readString(said);
    }

    String complaints() throws IOException {
        return Files.readString(complained);
    }
}
