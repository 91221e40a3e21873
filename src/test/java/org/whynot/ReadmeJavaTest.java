package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.frontend.UntrainedModel;
import org.whynot.frontend.cli.Main;

/** The Java programs of the README, compiled and run as they stand there, each by a Java of its own. */
@Tag("slow")
class ReadmeJavaTest {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");
    private static final Path README = Path.of("README.md");

    @TempDir
    Path folder;

    @Test
    void anImageIsExplained() throws Exception {
        Path models = Files.createDirectory(folder.resolve("models"));
        UntrainedModel.write(models.resolve("cells"));
        String output = run(models, compile("WhyNotMitosis"), "WhyNotMitosis");
        assertTrue(output.contains("because of: "), output);
        assertEquals(
                3, output.lines().filter(line -> line.contains(": [TubeBox[")).count(), output);
    }

    @Test
    void aClassifierOfOnesOwnGetsAHeadAndIsExplained() throws Exception {
        Path classes = compile("Brightness");
        Path models = Files.createDirectory(folder.resolve("models"));
        Path data = brightAndDark(Files.createDirectory(folder.resolve("data")));
        Path explained = folder.resolve("explained");
        String whynot = Main.class.getName();
        run(
                models,
                classes,
                whynot,
                "train-explainer",
                "--model=brightness",
                "--dataset=" + data,
                "--output=" + explained);
        Path answers = folder.resolve("answers");
        String output = run(
                models,
                classes,
                whynot,
                "explain-folder",
                "--model=" + explained,
                "--input=" + data,
                "--output=" + answers);
        assertTrue(output.contains("0.tif: bright, not dark, because of: "), output);
        assertTrue(output.contains("1.tif: dark, not bright, because of: "), output);
    }

    /** A data set of eight grey videos, every other one bright. */
    private static Path brightAndDark(Path data) throws IOException {
        StringBuilder videos = new StringBuilder("id,class,path,split\n");
        StringBuilder attributes = new StringBuilder("id,much light,little light\n");
        for (int v = 0; v < 8; v++) {
            boolean bright = v % 2 == 0;
            ImageStack stack = new ImageStack(64, 64);
            for (int frame = 0; frame < 8; frame++) {
                ByteProcessor image = new ByteProcessor(64, 64);
                image.setValue((bright ? 200 : 20) + v);
                image.fill();
                stack.addSlice(image);
            }
            ImagePlus whole = new ImagePlus("video", stack);
            whole.setDimensions(1, 1, 8);
            assertTrue(new FileSaver(whole)
                    .saveAsTiffStack(data.resolve(v + ".tif").toString()));
            videos.append(v + "," + (bright ? "bright," : "dark,") + v + ".tif," + (v < 6 ? "train" : "test") + "\n");
            attributes.append(v + "," + (bright ? "1,0" : "0,1") + "\n");
        }
        Files.writeString(data.resolve("videos.csv"), videos);
        Files.writeString(data.resolve("attributes.csv"), attributes);
        return data;
    }

    /** Compiles the program of a class in the README; SciJava's annotation processor runs as in any build. */
    private Path compile(String name) throws IOException {
        assumeTrue(Files.isRegularFile(README), "There is no README.md here; run from the project's. Skipped.");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "a JDK");
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, program(name));
        Path classes = Files.createDirectory(folder.resolve("classes of " + name));
        StringWriter errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
            boolean done = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertTrue(done, errors.toString());
        }
        return classes;
    }

    private static String program(String name) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(README).replace("\r", ""));
        while (blocks.find()) {
            Matcher type = CLASS.matcher(blocks.group(1));
            if (type.find() && type.group(1).equals(name)) return blocks.group(1);
        }
        throw new AssertionError("The README has no Java program " + name + ".");
    }

    private String run(Path models, Path classes, String main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("WHYNOT_MODELS", models.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        String output = Files.readString(log);
        assertTrue(ended, "still running; so far: " + output);
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
