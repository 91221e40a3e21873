package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.model.Model;
import org.whynot.model.RegionShape;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;
import org.whynot.util.ProcessTags;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** A training whose process is killed in the middle of an epoch and started again ends with the weights of an unbroken one. */
@Tag("slow")
class KilledTrainingTest {

    private static final int EPOCHS = 4;
    private static final int STEPS = 8;
    private static final int PATIENCE_SECONDS = 600;
    private static final int PAUSE_MILLISECONDS = 100;
    /** In the file the state is plain text. */
    private static final Pattern PLACE = Pattern.compile("\"place\":\\{\"epoch\":(\\d+),\"step\":(\\d+)");

    @TempDir
    static Path folder;

    private static Path cells;

    @BeforeAll
    static void simulate() throws IOException {
        cells = folder.resolve("data");
        new CellSimulator(new SimulationSettings(16, 10, 64, 64, 3, 0)).write(cells, Progress.SILENT);
    }

    /** What the other processes run: {@code pace data output [classifier]}. A checkpoint is written after every step. */
    public static void main(String[] arguments) throws IOException {
        Progress progress = arguments[0].equals("slow") ? SLOW : Progress.SILENT;
        DataSet data = DataSet.read(Path.of(arguments[1]));
        Path output = Path.of(arguments[2]);
        if (arguments.length == 3) classifier(data, output, 0, progress);
        else explainer(data, Path.of(arguments[3]), output, 0, progress);
    }

    /** Leaves time to be killed, once the first epoch is done. */
    private static final Progress SLOW = new Progress() {
        @Override
        public void report(double fraction, String message) {
            if (fraction <= 1.0 / EPOCHS) return;
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    };

    private static void classifier(DataSet data, Path output, double checkpointMinutes, Progress progress)
            throws IOException {
        ClassifierSettings settings = new ClassifierSettings(
                "tiny",
                new Architecture(new int[] {4, 4, 4, 6, 8}, 1),
                ClassifierSettings.input(4, 32, 2, "stretch"),
                new SgdSettings(EPOCHS, 2, 0.02, Schedule.ONE_CYCLE, 0.9, 1e-3, 0),
                Augmentation.DEFAULT,
                null,
                1,
                checkpointMinutes,
                5,
                "cpu");
        new ClassifierTrainer(settings).train(data, output, progress);
    }

    private static void explainer(
            DataSet data, Path classifier, Path output, double checkpointMinutes, Progress progress)
            throws IOException {
        ExplainerSettings settings = new ExplainerSettings(
                new SgdSettings(EPOCHS, 2, 0.01, Schedule.ONE_CYCLE, 0.9, 1e-3, 5),
                1,
                Objective.PUBLISHED,
                ExplainerSettings.ClassKernels.LEARNED,
                ExplainerSettings.Attributes.ALL,
                RegionShape.ALL,
                0,
                Gradient.POOLED,
                Augmentation.DEFAULT,
                checkpointMinutes,
                5,
                "cpu");
        new ExplainerTrainer(settings).train(data, classifier, output, progress);
    }

    /** A process that is asked to end while the engine computes would crash in it if nothing waited for the step. */
    @Test
    void endsInPeaceWhenAskedToWhileItComputes() throws Exception {
        Path asked = folder.resolve("asked");
        Process process = start("fast", asked);
        Path checkpoint = folder.resolve("asked.checkpoint");
        Wait.until("a checkpoint", () -> Files.exists(checkpoint) || !process.isAlive());
        process.destroy();
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        // 143: ended by the signal, or done before it came; never 134, a crash.
        assertTrue(List.of(143, 0, 1).contains(process.exitValue()), "exit code " + process.exitValue());
    }

    @Test
    void goesOnInTheMiddleOfAnEpochAndEndsTheSameBitForBit() throws Exception {
        Path unbroken = folder.resolve("unbroken");
        classifier(DataSet.read(cells), unbroken, 10, Progress.SILENT);
        Path broken = folder.resolve("broken");
        kill(broken);
        finish(broken);
        assertSame(unbroken, broken, Model.CLASSIFIER_FILE, "classifier-training.csv");

        Path head = folder.resolve("head");
        explainer(DataSet.read(cells), unbroken, head, 10, Progress.SILENT);
        Path brokenHead = folder.resolve("broken-head");
        kill(brokenHead, unbroken);
        finish(brokenHead, unbroken);
        assertSame(head, brokenHead, Model.EXPLAINER_FILE, "explainer-training.csv");
    }

    /** A limit for the size of files stands for a full disk: the operating system refuses to write, in the middle of a file. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDiskThatTakesNoMoreLeavesTheCheckpointBefore() throws Exception {
        Path output = folder.resolve("filled");
        kill(output);
        Path checkpoint = output.resolveSibling("filled.checkpoint");
        byte[] before = Files.readAllBytes(checkpoint);
        // 8 blocks of 512 or 1024 bytes are less than a checkpoint.
        assertTrue(before.length > 8 * 1024);
        Process process = start("ulimit -f 8;", "fast", output);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        String said = Files.readString(log(output));
        assertTrue(said.contains("The checkpoint '" + checkpoint + "' could not be written: "), said);
        assertTrue(said.contains("The one before it is kept. Make room on the disk"), said);
        assertArrayEquals(before, Files.readAllBytes(checkpoint));
        assertFalse(Files.exists(output));
        finish(output);
        Path unbroken = folder.resolve("never-filled");
        classifier(DataSet.read(cells), unbroken, 10, Progress.SILENT);
        assertSame(unbroken, output, Model.CLASSIFIER_FILE, "classifier-training.csv");
    }

    /** Kills a training when its checkpoint is of the middle of an epoch. */
    private static void kill(Path output, Path... more) throws Exception {
        Process process = start("slow", output, more);
        Path checkpoint = output.resolveSibling(output.getFileName() + ".checkpoint");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        int[] place = {0, 0};
        while (!(place[0] >= 1 && place[1] >= 1 && place[1] <= STEPS / 2)) {
            if (!process.isAlive())
                fail("The training ended before it could be killed: " + Files.readString(log(output)));
            assertTrue(System.nanoTime() < end, "The training wrote no checkpoint.");
            Thread.sleep(5);
            place = place(checkpoint);
        }
        process.destroyForcibly().waitFor();
        place = place(checkpoint);
        assertTrue(place[0] >= 1 && place[0] < EPOCHS && place[1] > 0, "It was not killed in the middle of an epoch.");
        assertFalse(Files.exists(output), "A killed training makes no model folder.");
        // As if it had been killed while it wrote the next one.
        Files.writeString(
                output.resolveSibling(".whynot-" + output.getFileName() + ".checkpoint-" + ProcessTags.of(process.pid())
                        + "-9.partial"),
                "half a checkpoint");
    }

    private static int[] place(Path checkpoint) throws IOException {
        try {
            Matcher place = PLACE.matcher(new String(Files.readAllBytes(checkpoint), StandardCharsets.ISO_8859_1));
            assertTrue(place.find(), "The checkpoint is not whole.");
            return new int[] {Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2))};
        } catch (NoSuchFileException notYet) {
            return new int[] {0, 0};
        }
    }

    private static void finish(Path output, Path... more) throws Exception {
        Process process = start("fast", output, more);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), Files.readString(log(output)));
        assertFalse(Files.exists(output.resolveSibling(output.getFileName() + ".checkpoint")));
        try (Stream<Path> beside = Files.list(output.resolveSibling("."))) {
            assertEquals(
                    List.of(),
                    beside.map(path -> path.getFileName().toString())
                            .filter(name -> name.startsWith("."))
                            .toList(),
                    "nothing half-written is left");
        }
    }

    private static Process start(String pace, Path output, Path... more) throws IOException {
        return start("", pace, output, more);
    }

    /** @param before words of a shell before the Java command, such as a limit; or empty */
    private static Process start(String before, String pace, Path output, Path... more) throws IOException {
        List<String> command = before.isEmpty()
                ? new ArrayList<>()
                : new ArrayList<>(List.of("sh", "-c", before + " exec \"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KilledTrainingTest.class.getName(),
                pace,
                cells.toString(),
                output.toString()));
        for (Path path : more) command.add(path.toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(output).toFile())
                .start();
    }

    private static Path log(Path output) {
        return output.resolveSibling(output.getFileName() + ".log");
    }

    private static void assertSame(Path expected, Path actual, String... files) throws IOException {
        for (String file : files)
            assertArrayEquals(
                    Files.readAllBytes(expected.resolve(file)), Files.readAllBytes(actual.resolve(file)), file);
    }
}
