package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Swap;
import org.whynot.imagej.ImageFiles;

/** Swap Evidence and Switch Attributes as Fiji runs them, with the bundled model and clips. */
class CounterfactualCommandsTest {

    private static final Path DATA = Path.of("test-data", "cells");

    @TempDir
    Path folder;

    private final Context context = new Context(CommandService.class, TaskService.class);
    private ImagePlus image;

    @BeforeEach
    void open() throws IOException {
        System.setProperty("whynot.cache", folder.resolve("cache").toString());
        image = ImageFiles.openImage(DATA.resolve("videos/mitosis/mitosis_00001.avi"));
    }

    @AfterEach
    void close() {
        System.clearProperty("whynot.cache");
        context.dispose();
    }

    private CommandModule run(Class<? extends WhyNotCommand> command, Object... inputs) throws Exception {
        Map<String, Object> values = new HashMap<>(Map.of("image", image, "model", "cells", "device", "cpu"));
        for (int i = 0; i < inputs.length; i += 2) values.put((String) inputs[i], inputs[i + 1]);
        return context.service(CommandService.class).run(command, true, values).get(3, TimeUnit.MINUTES);
    }

    private String reason(Object... inputs) throws Exception {
        CommandModule module = run(SwapEvidence.class, inputs);
        assertTrue(module.isCanceled());
        return module.getCancelReason();
    }

    @Test
    void swapEvidenceShowsThePlaceOfAnotherClip() throws Exception {
        Path output = folder.resolve("results");
        CommandModule module =
                run(SwapEvidence.class, "why_not", "apoptosis", "clips", DATA.toFile(), "save_to", output.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        Answer answer = (Answer) module.getOutput("answer");
        Swap swap = answer.explanations().get(0).swap().orElseThrow();
        String sentence = (String) module.getOutput("sentence");
        assertTrue(sentence.startsWith("With ") && sentence.contains(swap.clip()), sentence);
        assertTrue(sentence.contains("Cells needed in other orders: Grad-CAM "), sentence);
        assertEquals(answer, AnswerJson.read(output.resolve("mitosis_00001.swap.json")));
        ImagePlus picture =
                IJ.openImage(output.resolve("mitosis_00001.swap.tif").toString());
        assertEquals(answer.explanations().get(0).tube().size(), picture.getStackSize());
        assertTrue(picture.getWidth() > 2 * 256 - 1, picture.toString());
        assertEquals(24, picture.getBitDepth());
        picture.setSlice(picture.getStackSize() / 2 + 1);
        Path screenshots = Files.createDirectories(Path.of("target", "screenshots"));
        new FileSaver(new ImagePlus("", picture.getProcessor()))
                .saveAsPng(screenshots.resolve("swap.png").toString());
        // The box of the place is drawn: its colour is nowhere in the clips, which are grey.
        int blue = 0;
        int[] pixels = (int[]) picture.getStack().getPixels(1);
        for (int pixel : pixels) if ((pixel & 0xFFFFFF) == 0x56B4E9) blue++;
        assertTrue(blue > 50, blue + " pixels");
    }

    @Test
    void whatIsMissingForASwapIsNamed() throws Exception {
        assertTrue(reason(
                        "why_not",
                        "apoptosis",
                        "clips",
                        folder.resolve("nowhere").toFile())
                .startsWith("There is no folder "));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertTrue(reason("why_not", "apoptosis", "clips", empty.toFile())
                .endsWith(
                        "has no video of the class 'apoptosis'. Choose another class for why_not, or a data set or folder"
                                + " with videos of that class."));
        Path text = Files.createDirectory(folder.resolve("text"));
        Files.writeString(text.resolve("clip.avi"), "no video");
        assertTrue(reason("why_not", "apoptosis", "clips", text.toFile()).contains("clip.avi"));
        try (Stream<Path> left = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.toString().endsWith(".clips")).toList());
        }
    }

    @Test
    void aFolderOfVideosWithoutClassesGivesThoseThatTheModelCallsSo() throws Exception {
        Path plain = Files.createDirectory(folder.resolve("plain"));
        for (String clip : List.of("mitosis/mitosis_00000", "apoptosis/apoptosis_00000", "migration/migration_00000"))
            Files.copy(
                    DATA.resolve("videos/" + clip + ".avi"),
                    plain.resolve(clip.substring(clip.indexOf('/') + 1) + ".avi"));
        CommandModule module = run(SwapEvidence.class, "why_not", "apoptosis", "clips", plain.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        Answer answer = (Answer) module.getOutput("answer");
        assertEquals(
                "apoptosis_00000",
                answer.explanations().get(0).swap().orElseThrow().clip());
    }

    @Test
    void theOtherClipMayBeASegmentOfALongerVideo() throws Exception {
        Path data = Files.createDirectory(folder.resolve("segments"));
        Files.copy(DATA.resolve("videos/apoptosis/apoptosis_00000.avi"), data.resolve("film.avi"));
        Files.writeString(
                data.resolve("videos.csv"), "id,class,path,split,start,stop\nend,apoptosis,film.avi,train,4,24\n");
        Files.writeString(data.resolve("attributes.csv"), "id,fragmenting nucleus\nend,1\n");
        CommandModule module = run(SwapEvidence.class, "why_not", "apoptosis", "clips", data.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        Answer answer = (Answer) module.getOutput("answer");
        Swap swap = answer.explanations().get(0).swap().orElseThrow();
        assertEquals("end", swap.clip());
        for (Swap.Place place : swap.place()) assertTrue(place.frame() < 20, place.toString());
    }

    @Test
    void switchAttributesWritesARowForEveryAttribute() throws Exception {
        Path output = folder.resolve("results");
        CommandModule module = run(SwitchAttributes.class, "why_not", "apoptosis", "save_to", output.toFile());
        assertFalse(module.isCanceled(), module::getCancelReason);
        assertTrue(((String) module.getOutput("sentence")).startsWith("mitosis, not apoptosis, rests "));
        List<String> lines = Files.readAllLines(output.resolve("mitosis_00001.switches.csv"));
        assertTrue(lines.get(0).startsWith("positive,negative,attribute,kind,positive_before,"), lines.get(0));
        assertTrue(lines.size() > 5);
        for (String line : lines.subList(1, lines.size()))
            assertTrue(line.matches("mitosis,apoptosis,[^,]+,(motion|object|scene),.*"), line);
    }
}
