package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Wait;

/** The install script on a made-up Fiji and a made-up release folder, both with spaces in their names. */
class InstallIntoFijiTest {

    private static final Path SCRIPT = Path.of("scripts", "install-into-fiji");

    @TempDir
    Path folder;

    private Path fiji;
    private Path release;
    private String said;

    @BeforeEach
    void makeFoldersUp() throws IOException {
        assumeTrue(File.separatorChar == '/', "The script is for Linux and macOS; skipped on Windows.");
        assumeTrue(Files.exists(SCRIPT), "The script is not here; run from the project's folder. Skipped.");
        release = folder.resolve("a release");
        file(release.resolve("lib/WhyNot_-0.1.0.jar"), "plugin 0.1.0");
        for (String jar : List.of(
                "gson-2.10.1",
                "pytorch-engine-0.35.1",
                "pytorch-jni-2.7.1-0.35.1",
                "ffmpeg-7.1.1-1.5.12",
                "ffmpeg-7.1.1-1.5.12-linux-x86_64",
                "slf4j-simple-2.0.17",
                "scijava-common-2.100.1")) file(release.resolve("lib/" + jar + ".jar"), "ours " + jar);
        file(release.resolve("models/cells/model.json"), "{}");
        file(release.resolve("models/cells/classifier.params"), "weights");
        Files.createDirectories(release.resolve("scripts"));
        Files.copy(SCRIPT, release.resolve("scripts/install-into-fiji"), StandardCopyOption.COPY_ATTRIBUTES);
        fiji = folder.resolve("my Fiji.app");
        file(fiji.resolve("jars/gson-2.8.9.jar"), "fiji's gson");
        file(fiji.resolve("jars/scijava-common-2.99.0-SNAPSHOT.jar"), "fiji's scijava");
        // Another artifact whose name starts alike, and natives only.
        file(fiji.resolve("jars/pytorch-engine-extras-1.0.jar"), "fiji's");
        file(fiji.resolve("jars/linux64/ffmpeg-7.1.1-1.5.12-linux-x86_64.jar"), "fiji's natives");
        file(fiji.resolve("plugins/Other_.jar"), "another plugin");
    }

    private static void file(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private int run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("sh", release.resolve("scripts/install-into-fiji").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Wait.forEnd(process);
    }

    private TreeMap<String, String> content() throws IOException {
        TreeMap<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(fiji)) {
            for (Path path : paths.toList())
                content.put(
                        fiji.relativize(path).toString(), Files.isDirectory(path) ? "folder" : Files.readString(path));
        }
        return content;
    }

    @Test
    void copiesWhatFijiLacksAndRemovesExactlyThat() throws Exception {
        TreeMap<String, String> before = content();
        assertEquals(0, run(fiji.toString()), said);
        TreeMap<String, String> after = content();
        before.forEach((path, text) -> assertEquals(text, after.get(path), path));
        after.keySet().removeAll(before.keySet());
        assertEquals(
                List.of(
                        "jars/WhyNot_-0.1.0.jar",
                        "jars/ffmpeg-7.1.1-1.5.12.jar",
                        "jars/pytorch-engine-0.35.1.jar",
                        "jars/pytorch-jni-2.7.1-0.35.1.jar",
                        "plugins/WhyNot.installed",
                        "plugins/models",
                        "plugins/models/cells",
                        "plugins/models/cells/classifier.params",
                        "plugins/models/cells/model.json"),
                List.copyOf(after.keySet()));
        assertTrue(said.contains("Fiji has gson"), said);
        assertTrue(said.contains("Copied jars/pytorch-engine-0.35.1.jar"), said);
        assertEquals(0, run("--remove", fiji.toString()), said);
        assertEquals(before, content());
    }

    @Test
    void anotherVersionOfANativeLibraryIsRefusedBeforeAnythingIsCopied() throws Exception {
        file(fiji.resolve("jars/linux64/ffmpeg-6.0-1.5.9-linux-x86_64.jar"), "older natives");
        TreeMap<String, String> before = content();
        assertEquals(1, run(fiji.toString()), said);
        assertTrue(said.contains("ffmpeg-6.0-1.5.9-linux-x86_64.jar"), said);
        assertEquals(before, content());
    }

    @Test
    void installingAgainReplacesTheOldVersion() throws Exception {
        assertEquals(0, run(fiji.toString()), said);
        Files.move(release.resolve("lib/WhyNot_-0.1.0.jar"), release.resolve("lib/WhyNot_-0.2.0.jar"));
        assertEquals(0, run(fiji.toString()), said);
        assertFalse(Files.exists(fiji.resolve("jars/WhyNot_-0.1.0.jar")));
        assertTrue(Files.exists(fiji.resolve("jars/WhyNot_-0.2.0.jar")));
    }

    @Test
    void aJarThatSomebodyCopiedByHandIsNamed() throws Exception {
        file(fiji.resolve("plugins/WhyNot_-0.0.9.jar"), "by hand");
        TreeMap<String, String> before = content();
        assertEquals(1, run(fiji.toString()), said);
        assertTrue(said.contains("plugins/WhyNot_-0.0.9.jar"), said);
        assertEquals(before, content());
    }

    @Test
    void whatTheUserAddedStays() throws Exception {
        assertEquals(0, run(fiji.toString()), said);
        file(fiji.resolve("plugins/models/mine/model.json"), "{}");
        assertEquals(0, run("--remove", fiji.toString()), said);
        assertTrue(Files.exists(fiji.resolve("plugins/models/mine/model.json")));
        assertFalse(Files.exists(fiji.resolve("plugins/models/cells")));
    }

    @Test
    void wrongFoldersAndWordsAreRefusedInASentence() throws Exception {
        assertEquals(2, run());
        assertTrue(said.contains("Which Fiji?"), said);
        assertEquals(2, run("--delete", fiji.toString()));
        assertTrue(said.contains("'--delete' is not known"), said);
        assertEquals(1, run(folder.toString()));
        assertTrue(said.contains("is no Fiji folder"), said);
        assertEquals(1, run("--remove", fiji.toString()));
        assertTrue(said.contains("was not installed"), said);
    }
}
