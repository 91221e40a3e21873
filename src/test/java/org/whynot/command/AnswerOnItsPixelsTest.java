package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.ImageFiles;

/** An answer is drawn on no other pixels than those it was made from. */
class AnswerOnItsPixelsTest {

    private static final int SIZE = 48;
    private static final int FRAMES = 10;

    @TempDir
    static Path folder;

    private static Context context;
    private static CommandService commands;
    private static Path model;

    @BeforeAll
    static void prepare() throws Exception {
        context = new Context(CommandService.class, TaskService.class);
        commands = context.service(CommandService.class);
        model = UntrainedModel.write(folder.resolve("untrained"));
    }

    @AfterAll
    static void dispose() {
        context.dispose();
    }

    private static CommandModule run(Class<? extends WhyNotCommand> command, Object... inputs) throws Exception {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < inputs.length; i += 2) values.put((String) inputs[i], inputs[i + 1]);
        return commands.run(command, true, values).get(2, TimeUnit.MINUTES);
    }

    /** A hyperstack whose slices and frames all differ. */
    private static ImagePlus clip(String title, int slices) {
        ImagePlus image = IJ.createHyperStack(title, SIZE, SIZE, 1, slices, FRAMES, 8);
        for (int i = 1; i <= image.getStackSize(); i++)
            for (int p = 0; p < SIZE * SIZE; p++)
                image.getStack().getProcessor(i).set(p, (p * 7 + i * 13) % 251);
        return image;
    }

    private static Path explained(ImagePlus image, String output) throws Exception {
        Path results = folder.resolve(output);
        CommandModule module = run(
                ExplainVideo.class,
                "image",
                image,
                "model",
                model.toString(),
                "explanations",
                1,
                "save_to",
                results.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        return results;
    }

    /** The montage of an image, with the answer of a file or, where that is null, the image's own; the reason if refused. */
    private static String montage(ImagePlus image, Path explanation, Path output) throws Exception {
        CommandModule module = explanation == null
                ? run(KeyFrameMontage.class, "image", image, "format", "svg", "save_to", output.toFile())
                : run(
                        KeyFrameMontage.class,
                        "image",
                        image,
                        "format",
                        "svg",
                        "explanation",
                        explanation.toFile(),
                        "save_to",
                        output.toFile());
        assertEquals(module.isCanceled(), !Files.exists(output), "a figure is written unless it is refused");
        String reason = module.isCanceled() ? module.getCancelReason() : "";
        assertFalse(reason.contains("unexpected"), reason);
        return reason;
    }

    @Test
    void aReversedStackIsAnotherVideo() throws Exception {
        ImagePlus image = clip("reversed", 1);
        Path results = explained(image, "reversed");
        assertEquals("", montage(image, null, folder.resolve("reversed-before")));
        ImageStack turned = new ImageStack(SIZE, SIZE);
        for (int i = FRAMES; i > 0; i--)
            turned.addSlice(image.getStack().getProcessor(i).duplicate());
        image.setStack(turned, 1, 1, FRAMES);
        for (Path explanation : new Path[] {null, results.resolve("reversed.explanation.json")}) {
            String reason = montage(image, explanation, folder.resolve("reversed-after"));
            assertTrue(reason.contains("made from other pixels"), reason);
        }
    }

    @Test
    void anotherSliceIsAnotherVideo() throws Exception {
        ImagePlus image = clip("slices", 3);
        image.setPosition(1, 2, 1);
        explained(image, "slices");
        image.setPosition(1, 3, 1);
        String reason = montage(image, null, folder.resolve("slices-other"));
        assertTrue(reason.contains("made from other pixels"), reason);
        image.setPosition(1, 2, 5);
        assertEquals("", montage(image, null, folder.resolve("slices-same")));
    }

    @Test
    void anotherClipOfTheSameSizeIsAnotherVideo() throws Exception {
        Path inputs =
                Path.of(System.getProperty("whynot.data", "../shared/data")).resolve("inputs");
        Assumptions.assumeTrue(Files.exists(inputs), "no data folder (set -Dwhynot.data)");
        Path results = explained(ImageFiles.openImage(inputs.resolve("mitosis_00001.avi")), "clips");
        String reason = montage(
                ImageFiles.openImage(inputs.resolve("apoptosis_other.avi")),
                results.resolve("mitosis_00001.explanation.json"),
                folder.resolve("clips-other"));
        assertTrue(reason.contains("'mitosis_00001'") && reason.contains("'apoptosis_other'"), reason);
    }
}
