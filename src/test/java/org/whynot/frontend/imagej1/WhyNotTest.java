package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.macro.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej1.WhyNot;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** Real ImageJ macros, run by ImageJ's interpreter in batch mode, as a headless user does. */
class WhyNotTest {

    private static final String DONE = "did not stop";

    @TempDir
    static Path folder;

    private static String model;
    private static String clip;

    @BeforeAll
    static void prepare() throws IOException {
        model = UntrainedModel.write(folder.resolve("a model")).toString().replace('\\', '/');
        new CellSimulator(new SimulationSettings(4, 12, 7)).write(folder.resolve("cells"), Progress.SILENT);
        clip = DataSet.read(folder.resolve("cells"))
                .samples()
                .get(0)
                .path()
                .toString()
                .replace('\\', '/');
    }

    /** A macro that was aborted leaves ImageJ in batch mode, with its images. */
    @AfterEach
    void leaveBatchMode() {
        Interpreter.batchMode = false;
    }

    private static String macro(String... lines) {
        return IJ.runMacro("setBatchMode(true);\n" + String.join("\n", lines));
    }

    private static String call(String label, String options) {
        return "s = call(\"org.whynot.imagej1.WhyNot.run\", \"" + label + "\", \"" + options + "\");";
    }

    @Test
    void callExplainsTheActiveImageAndReturnsTheSentence() {
        String output = folder.resolve("call out").toString().replace('\\', '/');
        String result = macro(
                "call(\"org.whynot.imagej1.WhyNot.open\", \"" + clip + "\");",
                call(
                        "Explain Video...",
                        "model=[" + model + "] positive=mitosis why_not=apoptosis save_to=[" + output + "]"),
                "n = Overlay.size;",
                "return s + \" | \" + n;");
        assertTrue(result.startsWith("mitosis, not apoptosis, because of: "), result);
        assertFalse(result.endsWith("| 0"), result);
        String name = Path.of(clip).getFileName().toString().replace(".avi", "");
        assertTrue(Files.exists(Path.of(output, name + ".explanation.json")));
    }

    @Test
    void failureStopsTheMacroAndNothingIsWritten() {
        for (String options : new String[] {"model=nowhere", "modle=cells", "explanations=0", "model=[x"}) {
            Path output = folder.resolve("not made");
            String result = macro(
                    "call(\"org.whynot.imagej1.WhyNot.open\", \"" + clip + "\");",
                    call(
                            "Explain Video...",
                            options + " save_to=[" + output.toString().replace('\\', '/') + "]"),
                    "return \"" + DONE + "\";");
            assertFalse(DONE.equals(result), options);
            assertFalse(Files.exists(output));
        }
    }

    @Test
    void failureEndsLoopsAtOnce() throws IOException {
        String after = folder.resolve("after").toString().replace('\\', '/');
        macro(
                "for (i = 0; i < 3; i++) {",
                "  if (i >= 0) { " + call("Simulate Cells...", "frames=1 output=[" + after + "]") + " }",
                "  File.makeDirectory(\"" + after + "\" + i);",
                "}",
                "File.makeDirectory(\"" + after + "\");");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().startsWith("after"))
                            .toList());
        }
    }

    @Test
    void withoutAnImageTheMacroStops() {
        assertFalse(DONE.equals(macro("close(\"*\");", call("Explain Video...", ""), "return \"" + DONE + "\";")));
    }

    @Test
    void outsideAMacroTheSentenceIsThrown() {
        assertEquals(
                "There is no image: open a video first.",
                assertThrows(IllegalStateException.class, () -> WhyNot.run("Explain Video...", "model=cells"))
                        .getMessage());
        String message = assertThrows(IllegalStateException.class, () -> WhyNot.run("Simulate Cell", ""))
                .getMessage();
        assertTrue(message.startsWith("command='Simulate Cell' is not known. Known: Simulate Cells..., "), message);
    }

    @Test
    void callSimulates() {
        String output = folder.resolve("simulated").toString().replace('\\', '/');
        assertEquals(
                "Simulated 2 videos of 8 frames.",
                macro(call("Simulate Cells...", "output=[" + output + "] videos=2 frames=8 seed=4"), "return s;"));
        assertTrue(Files.exists(Path.of(output, "videos.csv")));
    }

    @Test
    void thePlugInTakesTheOptionsOfTheMacroThatRanIt() throws InterruptedException {
        Path output = folder.resolve("by options");
        // ImageJ keeps a macro's options for threads of this name.
        Thread macro = new Thread(
                () -> {
                    ij.Macro.setOptions("output=[" + output + "] videos=1 frames=8");
                    new WhyNot().run("Simulate Cells...");
                },
                "Run$_test");
        macro.start();
        Wait.forEnd(macro);
        assertTrue(Files.exists(output.resolve("videos.csv")));
    }
}
