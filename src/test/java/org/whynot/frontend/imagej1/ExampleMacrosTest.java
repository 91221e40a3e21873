package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.frontend.UntrainedModel;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** The macros in scripts/, run by a plain ImageJ of its own without a display. */
@Tag("slow")
class ExampleMacrosTest {

    private static final Path SCRIPTS = Path.of("scripts");

    @TempDir
    static Path folder;

    private static final List<Path> CLIPS = new ArrayList<>();

    @BeforeAll
    static void prepare() throws IOException {
        assumeTrue(Files.isDirectory(SCRIPTS), "There is no scripts folder here; run from the project's. Skipped.");
        // Found through the environment where no trained model of this name lies beside the plugin.
        UntrainedModel.write(folder.resolve("models").resolve("cells"));
        Path videos = Files.createDirectory(folder.resolve("my videos"));
        new CellSimulator(new SimulationSettings(2, 12, 7)).write(folder.resolve("data"), Progress.SILENT);
        for (Sample sample : DataSet.read(folder.resolve("data")).samples())
            CLIPS.add(Files.copy(
                    sample.path(), videos.resolve(sample.path().getFileName().toString())));
    }

    private static String run(String macro, Path argument) throws IOException, InterruptedException {
        ProcessBuilder imagej = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Duser.home=" + System.getProperty("user.home"),
                "-cp",
                System.getProperty("java.class.path"),
                "ij.ImageJ",
                "-batch",
                SCRIPTS.resolve(macro).toString(),
                argument.toString());
        imagej.environment().put("WHYNOT_MODELS", folder.resolve("models").toString());
        imagej.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = imagej.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, Wait.forEnd(process), said);
        return said;
    }

    @Test
    void explainSaysWhy() throws Exception {
        String said = run("explain.ijm", CLIPS.get(0));
        assertTrue(said.contains(", because of: "), said);
    }

    @Test
    void explainSaysWhyNotWhenTheFileIsMissing() throws Exception {
        String said = run("explain.ijm", folder.resolve("none.avi"));
        assertTrue(said.contains("WhyNot: There is no file "), said);
        assertFalse(said.contains("Exception"), said);
    }

    @Test
    void explainFolderSavesEveryVideoOnce() throws Exception {
        Path videos = CLIPS.get(0).getParent();
        String said = run("explain-folder.ijm", videos);
        for (Path clip : CLIPS) {
            String name = clip.getFileName().toString();
            assertTrue(said.contains(name + ": "), said);
            assertTrue(Files.exists(videos.resolve("explained").resolve(name.replace(".avi", ".explanation.json"))));
        }
        try (Stream<Path> files = Files.list(videos.resolve("explained"))) {
            assertTrue(files.count() >= 4L * CLIPS.size());
        }
        assertFalse(run("explain-folder.ijm", videos).contains(", because of: "));
    }
}
