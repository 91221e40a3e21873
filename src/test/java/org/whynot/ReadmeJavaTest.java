package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private Path compile(String name) throws IOException {
        assumeTrue(Files.isRegularFile(README), "There is no README.md here; run from the project's. Skipped.");
        return OutsideProgram.compile(Files.writeString(folder.resolve(name + ".java"), program(name)));
    }

    private static String program(String name) throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(README).replace("\r", ""));
        while (blocks.find()) {
            Matcher type = CLASS.matcher(blocks.group(1));
            if (type.find() && type.group(1).equals(name)) return blocks.group(1);
        }
        throw new AssertionError("The README has no Java program " + name + ".");
    }

    private static String run(Path models, Path classes, String main, String... arguments) throws Exception {
        return OutsideProgram.run(classes, Map.of("WHYNOT_MODELS", models.toString()), main, arguments);
    }
}
