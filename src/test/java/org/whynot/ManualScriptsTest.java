package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandService;
import org.scijava.io.IOService;
import org.scijava.service.Service;
import org.scijava.task.TaskService;
import org.whynot.frontend.WhyNotService;
import org.whynot.frontend.cli.Main;

/** The scripts of the manual's pages, run as they stand there on the sample video. */
@Tag("slow")
class ManualScriptsTest {

    private static final Path PAGES = Path.of("src/site/markdown");
    private static final Path CLIP = Path.of("test-data/cells/videos/mitosis/mitosis_00001.avi");
    private static final Pattern PARAMETER = Pattern.compile("#@ (\\w+) (?:\\(.*\\) )?(\\w+)\n");

    @TempDir
    Path folder;

    @BeforeEach
    void isInTheProject() {
        assumeTrue(Files.isDirectory(PAGES), "There is no manual here; run from the project's folder. Skipped.");
    }

    /** The blocks of a language on a page, in their order. */
    private static List<String> blocks(String page, String language) throws Exception {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGES.resolve(page)).replace("\r", ""));
        List<String> blocks = new ArrayList<>();
        while (block.find()) blocks.add(block.group(1));
        return blocks;
    }

    /** Runs a script with the parameters that Fiji would give it; returns what it printed. */
    private static List<String> run(String script) throws Exception {
        StringWriter printed = new StringWriter();
        try (Context context =
                new Context(CommandService.class, IOService.class, TaskService.class, WhyNotService.class)) {
            Binding binding = new Binding();
            binding.setVariable("out", new PrintWriter(printed, true));
            Matcher parameter = PARAMETER.matcher(script);
            while (parameter.find()) binding.setVariable(parameter.group(2), value(context, parameter.group(1)));
            new GroovyShell(binding).evaluate(parameter.replaceAll(""));
        }
        return printed.toString().lines().toList();
    }

    private static Object value(Context context, String type) throws Exception {
        if (type.equals("File")) return CLIP.toFile();
        for (Service service : context.getServiceIndex())
            for (Class<?> of : service.getClass().getInterfaces())
                if (of.getSimpleName().equals(type)) return service;
        throw new AssertionError("There is no " + type + ".");
    }

    private static void assertAnswer(List<String> printed) {
        assertEquals(4, printed.size(), printed::toString);
        assertTrue(
                printed.get(0).startsWith("mitosis, not apoptosis, because of: dividing nucleus"), printed::toString);
        assertTrue(printed.get(1).matches("dividing nucleus\t\\d+\\.\\d+"), printed::toString);
    }

    @Test
    void aGroovyScriptGetsTheAnswer() throws Exception {
        assertAnswer(run(blocks("in-a-script.md", "groovy").get(0)));
    }

    /** There is no Jython here: what differs between the two languages in this script is written as Groovy has it. */
    @Test
    void theJythonScriptCallsWhatTheGroovyScriptCalls() throws Exception {
        String groovy = blocks("in-a-script.md", "python")
                .get(0)
                .replaceAll("from (\\S+) import (\\w+)", "import $1.$2")
                .replace("True", "true")
                .replaceAll("str\\((.*)\\)\\)", "$1)")
                .replaceAll("for (\\w+) in (.*):\n(.*)\n", "for ($1 in $2) {\n$3\n}\n")
                .replace("print(", "println(");
        assertAnswer(run(groovy));
    }

    @Test
    void oneModelExplainsManyVideos() throws Exception {
        List<String> printed = run(blocks("in-a-script.md", "groovy").get(1));
        assertEquals(2, printed.size(), printed::toString);
        assertTrue(printed.get(0).startsWith("mitosis, not "), printed::toString);
        assertEquals(printed.get(0), printed.get(1));
    }

    @Test
    void aJavaProgramGetsTheAnswer() throws Exception {
        String program = blocks("in-a-script.md", "java").get(0);
        Path classes = OutsideProgram.compile(Files.writeString(folder.resolve("ExplainOne.java"), program));
        String printed = OutsideProgram.run(classes, models(), "ExplainOne", CLIP.toString());
        // ImageJ's log, with the sentence, is the standard output where there is no window.
        assertTrue(printed.contains("\ndividing nucleus\t"), printed);
        assertEquals(3, printed.lines().filter(line -> line.contains("\t")).count(), printed);
    }

    private static Map<String, String> models() {
        return Map.of("WHYNOT_MODELS", Path.of("models").toAbsolutePath().toString());
    }

    @Test
    void theServersMacroAndShellWriteTheSameFiles() throws Exception {
        String macro = blocks("server.md", "ijm").get(0);
        // As the page tells those who have plain ImageJ.
        String call = "call(\"org.whynot.imagej1.WhyNot.run\", ";
        assertTrue(Files.readString(PAGES.resolve("server.md")).contains("Replace `run(` by `" + call + "`"));
        Path file = Files.writeString(folder.resolve("explain-to.ijm"), macro.replace("run(", call));
        Path byMacro = folder.resolve("by macro");
        Path none = Files.createDirectory(folder.resolve("no classes"));
        OutsideProgram.run(
                none, models(), "ij.ImageJ", "-batch", file.toString(), CLIP.toAbsolutePath() + "," + byMacro);

        Matcher line = Pattern.compile("scripts/whynot (explain .*)")
                .matcher(blocks("server.md", "sh").get(0));
        assertTrue(line.find());
        Path byShell = folder.resolve("by shell");
        String[] words = line.group(1).split(" ");
        for (int i = 0; i < words.length; i++)
            words[i] = words[i].replace("clip.avi", CLIP.toString())
                    .replaceAll("^results$", Matcher.quoteReplacement(byShell.toString()));
        OutsideProgram.run(none, models(), Main.class.getName(), words);
        for (String name : List.of("mitosis_00001.csv", "mitosis_00001.rois.zip"))
            assertEquals(-1, Files.mismatch(byMacro.resolve(name), byShell.resolve(name)), name);
        String json = "mitosis_00001.explanation.json";
        assertEquals(
                Files.readString(byMacro.resolve(json)).replace(slashes(byMacro), ""),
                Files.readString(byShell.resolve(json)).replace(slashes(byShell), ""));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
