package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.UntrainedModel;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;

class CliTest {

    @TempDir
    static Path folder;

    private static String model;
    private static List<String> clips;

    private ByteArrayOutputStream out;
    private ByteArrayOutputStream err;

    @BeforeAll
    static void prepare() throws IOException {
        model = UntrainedModel.write(folder.resolve("untrained")).toString();
        new CellSimulator(new SimulationSettings(4, 12, 7)).write(folder.resolve("cells"), Progress.SILENT);
        clips = DataSet.read(folder.resolve("cells")).samples().stream()
                .map(sample -> sample.path().toString())
                .toList();
    }

    @BeforeEach
    void clear() {
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
    }

    private int run(String... args) {
        return run(() -> false, args);
    }

    private int run(BooleanSupplier cancelled, String... args) {
        return new Cli(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        cancelled)
                .run(args);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertOneLineOfError(String start) {
        assertTrue(err().startsWith("whynot: " + start), err());
        assertEquals(1, err().lines().count(), err());
        assertEquals("", out());
    }

    @Test
    void wrongUsageIsTwo() {
        assertEquals(2, run("expalin"));
        assertOneLineOfError("whynot has no command 'expalin'. Did you mean 'explain'? Known: explain, ");
    }

    @Test
    void unknownParametersNameTheNearest() {
        assertEquals(2, run("explain", "--whynot", "apoptosis", clips.get(0)));
        assertOneLineOfError("'explain' has no parameter '--whynot'. Did you mean '--why-not'? Known: --why-not, ");
    }

    @Test
    void aValueThatIsMissingOrNoNumberIsWrongUsage() {
        assertEquals(2, run("simulate-cells", "--videos"));
        assertOneLineOfError("");
        clear();
        assertEquals(2, run("simulate-cells", "--videos", "many"));
        assertOneLineOfError("videos='many' is not a whole number.");
        clear();
        assertEquals(2, run("simulate-cells"));
        assertOneLineOfError("'output' is missing.");
        clear();
        assertEquals(2, run("explain"));
        assertOneLineOfError("No video given.");
        clear();
        assertEquals(2, run("simulate-cells", clips.get(0)));
        assertOneLineOfError("'simulate-cells' takes no videos");
        clear();
        assertEquals(2, run());
        assertTrue(err().contains("train-classifier"), err());
        assertEquals("", out());
    }

    @Test
    void helpIsAResult() {
        assertEquals(0, run("explain", "--help"));
        for (String word : List.of("--why-not", "--save-to", "--time-axis", "VIDEO", "runner-up"))
            assertTrue(out().contains(word), out());
        assertEquals("", err());
        clear();
        assertEquals(0, run("--version"));
        assertTrue(out().startsWith("whynot "), out());
    }

    @Test
    void badValuesAreOne() {
        assertEquals(1, run("explain", "--model", model, "--explanations", "0", clips.get(0)));
        assertOneLineOfError("explanations=0 is out of range. Use 1 to 20.");
        clear();
        assertEquals(1, run("explain", "--model", model, "--why_not", "apotosis", clips.get(0)));
        assertTrue(err().contains("apoptosis"), err());
        assertOneLineOfError("");
        clear();
        assertEquals(1, run("explain", folder.resolve("no such.avi").toString()));
        assertOneLineOfError("There is no file ");
        clear();
        assertEquals(1, run("explain", "--model", "nowhere", clips.get(0)));
        assertOneLineOfError("model='nowhere' is not known.");
    }

    @Test
    void explainPrintsTheSentenceAndTheFiles() throws IOException {
        Path output = folder.resolve("explained here");
        int code = run(
                "explain",
                "--model=" + model,
                "--positive",
                "mitosis",
                "--why-not",
                "apoptosis",
                "--save-to",
                output.toString(),
                clips.get(0));
        assertEquals(0, code, err());
        List<String> lines = out().lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("mitosis, not apoptosis, because of: ")), out());
        try (Stream<Path> files = Files.list(output)) {
            assertEquals(
                    files.map(Path::toString).sorted().toList(),
                    lines.stream()
                            .filter(line -> line.startsWith(output.toString()))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void oneBadVideoDoesNotStopTheOthers() {
        int code = run("explain", "--model", model, "--positive", "mitosis", clips.get(0), "missing.avi", clips.get(1));
        assertEquals(1, code);
        assertTrue(err().startsWith("whynot: missing.avi: There is no file"), err());
        assertEquals(1, err().lines().count(), err());
        assertEquals(2, out().lines().count(), out());
        assertTrue(out().startsWith(clips.get(0) + ": mitosis, not "), out());
    }

    @Test
    void interruptedIs130AndLeavesNothing() {
        Path output = folder.resolve("interrupted");
        AtomicInteger questions = new AtomicInteger();
        int code = run(
                () -> questions.incrementAndGet() > 3,
                "simulate-cells",
                "--output",
                output.toString(),
                "--videos",
                "200");
        assertEquals(130, code);
        assertOneLineOfError("Cancelled.");
        assertFalse(Files.exists(output));
    }

    @Test
    void theInstallationIsCheckedInWords() {
        int code = run("check-installation");
        assertTrue(out().contains("Engine: PyTorch "), out());
        // Whether models lie beside the plugin depends on where the tests run.
        assertEquals(code == 0, out().contains("Verdict: all is well."), out() + err());
    }

    @Test
    void aPluginsFolderIsMadeForImageJ() throws IOException {
        Path jar = Files.writeString(folder.resolve("WhyNot_-1.jar"), "jar");
        Path home = ImageJWindow.pluginsFolder(jar);
        assertEquals("jar", Files.readString(home.resolve("plugins/WhyNot_.jar")));
        Files.writeString(jar, "newer");
        assertEquals("newer", Files.readString(ImageJWindow.pluginsFolder(jar).resolve("plugins/WhyNot_.jar")));
    }
}
