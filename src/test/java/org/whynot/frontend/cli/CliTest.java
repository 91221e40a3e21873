package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Engine;
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

    /** A card that is asked for is never replaced silently: it is used, or the reason is given. */
    @Test
    void aCardThatCanNotBeUsedIsNamedInsteadOfTheProcessor() {
        assumeFalse(Engine.card().usable(), "This machine has a card that works; skipped.");
        assertEquals(1, run("check-installation", "--device", "gpu"));
        assertTrue(err().contains(Engine.card().reason()), err());
        clear();
        assertEquals(1, run("explain", "--model", model, "--device", "gpu", clips.get(0)));
        assertOneLineOfError("device='gpu' was asked for, but the graphics card can't be used: "
                + Engine.card().reason());
    }

    @Test
    void theReportNamesNoFolderOfTheUser() {
        run("check-installation");
        assertTrue(out().contains("Native libraries: "), out());
        assertFalse(out().contains(System.getProperty("user.home")), out());
    }

    @Test
    void installingNeedsOneFolder() throws IOException {
        assertEquals(2, run("install-into-fiji"));
        assertOneLineOfError("Which Fiji?");
        clear();
        assertEquals(2, run("install-into-fiji", "a", "b"));
        assertOneLineOfError("Two folders were given: 'a' and 'b'.");
        clear();
        assertEquals(2, run("install-into-fiji", "--delete", "a"));
        assertOneLineOfError("'install-into-fiji' has no parameter '--delete'.");
        clear();
        assertEquals(1, run("install-into-fiji", folder.resolve("nowhere").toString()));
        assertOneLineOfError("'" + folder.resolve("nowhere") + "' is no Fiji folder");
        clear();
        Files.createDirectories(folder.resolve("Fiji/jars"));
        Files.createDirectories(folder.resolve("Fiji/plugins"));
        assertEquals(
                1, run("install-into-fiji", "--remove", folder.resolve("Fiji").toString()));
        assertOneLineOfError("WhyNot was not installed");
        clear();
        assertEquals(2, run("make-update-site"));
        assertOneLineOfError("Into which folder?");
    }

    /** A folder in quotes that ends with a backslash comes with the closing quote from a Windows prompt. */
    @Test
    void theQuoteAfterABackslashIsNoPartOfAFolder() {
        assertEquals("C:\\my Fiji\\", InstallCommand.unquoted("C:\\my Fiji\\\"", true));
        assertEquals("C:\\Fiji", InstallCommand.unquoted("C:\\Fiji", true));
        assertEquals("a \"", InstallCommand.unquoted("a \"", false));
    }

    @Test
    void aPluginsFolderIsMadeForImageJ() throws IOException {
        Path jar = Files.writeString(folder.resolve("WhyNot_-1.jar"), "jar");
        Path home = ImageJWindow.pluginsFolder(jar);
        assertEquals("jar", Files.readString(home.resolve("plugins/WhyNot_.jar")));
        Files.writeString(jar, "newer");
        assertEquals("newer", Files.readString(ImageJWindow.pluginsFolder(jar).resolve("plugins/WhyNot_.jar")));
    }

    @Test
    void shardsOfAFolderAreMerged() throws IOException {
        Path videos = folder.resolve("cells/videos");
        String whole = folder.resolve("explained whole").toString();
        String parts = folder.resolve("explained in parts").toString();
        assertEquals(0, run("explain-folder", "--model", model, "--input", "" + videos, "--output", whole), err());
        for (String shard : List.of("1/2", "2/2"))
            assertEquals(
                    0,
                    run(
                            "explain-folder",
                            "--model",
                            model,
                            "--input",
                            "" + videos,
                            "--output",
                            parts,
                            "--shard",
                            shard),
                    err());
        clear();
        assertEquals(0, run("merge-summaries", "--output", parts), err());
        assertTrue(out().endsWith("4 videos: 4 explained.\n"), out());
        assertEquals(Files.readString(Path.of(whole, "summary.csv")), Files.readString(Path.of(parts, "summary.csv")));
        clear();
        assertEquals(1, run("merge-summaries", "--output", parts));
        assertOneLineOfError("There is no table of a shard in " + parts);
        clear();
        assertEquals(2, run("merge-summaries"));
        assertOneLineOfError("Which folder? Name it with --output.");
        clear();
        assertEquals(
                1,
                run("explain-folder", "--model", model, "--input", "" + videos, "--output", parts, "--shard", "5/4"));
        assertOneLineOfError("shard='5/4' is no part of a whole.");
    }

    @Test
    void pairsOfAFolderAreThoseOfEveryVideo() throws IOException {
        Path videos = folder.resolve("cells/videos");
        Path whole = folder.resolve("pairs of a folder");
        Path parts = folder.resolve("pairs in parts");
        String[] words = {"all-pairs-in-folder", "--model", model, "--input", "" + videos, "--output", "" + whole};
        assertEquals(0, run(words), err());
        assertTrue(out().endsWith("4 videos: 4 explained.\n"), out());
        List<Path> tables;
        try (Stream<Path> files = Files.walk(whole)) {
            tables =
                    files.filter(file -> file.toString().endsWith(".pairs.csv")).toList();
        }
        assertEquals(4, tables.size());
        Path alone = folder.resolve("pairs alone");
        for (Path table : tables) {
            Path video = videos.resolve(whole.relativize(table).toString().replace(".pairs.csv", ".avi"));
            assertEquals(0, run("all-pairs", "--model", model, "--save-to", "" + alone, "" + video), err());
            assertEquals(
                    Files.readString(alone.resolve(table.getFileName())), Files.readString(table), table::toString);
        }
        words[6] = parts.toString();
        for (String shard : List.of("1/2", "2/2")) {
            String[] shared = Arrays.copyOf(words, words.length + 2);
            shared[words.length] = "--shard";
            shared[words.length + 1] = shard;
            assertEquals(0, run(shared), err());
        }
        clear();
        assertEquals(0, run("merge-summaries", "--output", "" + parts), err());
        assertTrue(out().endsWith("4 videos: 4 explained.\n"), out());
        assertEquals(
                Files.readString(whole.resolve("pairs-summary.csv")),
                Files.readString(parts.resolve("pairs-summary.csv")));
    }
}
