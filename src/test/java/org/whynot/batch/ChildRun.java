package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.whynot.util.Wait;

/** {@code whynot explain-folder} in a Java of its own, that can be killed. */
final class ChildRun {

    /** How often it is looked how far the child is, milliseconds. */
    private static final int POLL = 5;

    private final Process process;
    private final Path said;
    private final Path complained;

    private ChildRun(Process process, Path said, Path complained) {
        this.process = process;
        this.said = said;
        this.complained = complained;
    }

    /**
     * Starts it.
     *
     * @param before words of a shell before the Java command, such as a limit; or empty
     * @param scratch where its words go
     */
    static ChildRun start(String before, Path model, Path input, Path output, Path scratch) throws IOException {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Duser.home=" + System.getProperty("user.home"),
                "-cp",
                System.getProperty("java.class.path"),
                "org.whynot.frontend.cli.Main",
                "explain-folder",
                "--model=" + model,
                "--input=" + input,
                "--output=" + output,
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2");
        List<String> command = new ArrayList<>(java);
        if (!before.isEmpty()) {
            command = new ArrayList<>(List.of("sh", "-c", before + " exec \"$@\"", "sh"));
            command.addAll(java);
        }
        Path said = Files.createTempFile(scratch, "said", ".txt");
        Path complained = Files.createTempFile(scratch, "complained", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectOutput(said.toFile()).redirectError(complained.toFile());
        return new ChildRun(builder.start(), said, complained);
    }

    /** Kills it (kill -9) when so many videos are explained in the output folder and the files of the next are being written. */
    void killAt(int explained, Path output) throws IOException, InterruptedException {
        try {
            while (process.isAlive() && Results.explained(output).size() < explained) Thread.sleep(POLL);
            while (process.isAlive() && !Results.isHalfWritten(output)) Thread.onSpinWait();
            if (!process.isAlive()) throw new AssertionError("It ended by itself: " + complaints());
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Waits until it ends by itself; its exit code. */
    int end() throws InterruptedException {
        return Wait.forEnd(process);
    }

    /** How often each video was said to be explained. */
    Map<String, Integer> explained() throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        for (String line : Files.readAllLines(said))
            if (line.contains(": mitosis, not apoptosis"))
                times.merge(line.substring(0, line.indexOf(": mitosis, not ")), 1, Integer::sum);
        return times;
    }

    String results() throws IOException {
        return Files.readString(said);
    }

    String complaints() throws IOException {
        return Files.readString(complained);
    }
}
