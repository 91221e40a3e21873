package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.installation.EngineNatives;
import org.whynot.util.Wait;

/** The engine's real native libraries, missing at first and then copied from a folder; in processes of their own. */
@Tag("slow")
class EngineInstallationTest {

    @TempDir
    Path folder;

    private String said;

    private int run(String classPath, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                classPath,
                Main.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DJL_CACHE_DIR", folder.resolve("a cache").toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("PYTORCH_") || name.equals("ENGINE_CACHE_DIR"));
        Process process = builder.start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Wait.forEnd(process);
    }

    @Test
    void theEngineStartsFromLibrariesThatWereCopied() throws Exception {
        List<String> all = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        Optional<EngineNatives> natives = EngineNatives.here();
        Optional<Path> jar = natives.flatMap(one -> all.stream()
                .filter(path -> path.endsWith(one.jar()))
                .map(Path::of)
                .findFirst());
        assumeTrue(jar.isPresent(), "The engine's native libraries are not on the class path. Skipped.");
        String without = all.stream()
                .filter(path -> !path.contains("pytorch-native-"))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        assertEquals(1, run(without, "check-installation", "--download", "no"), said);
        assertTrue(said.contains("is not installed") && said.contains("download=yes"), said);
        assertEquals(1, run(without, "demo", "--output", folder.resolve("demo").toString()), said);
        assertTrue(said.contains("Check Installation downloads them"), said);
        assertFalse(Files.exists(folder.resolve("demo")));

        run(without, "check-installation", "--natives", jar.get().getParent().toString());
        Path libraries = natives.get().folder(folder.resolve("a cache/pytorch"));
        assertTrue(said.contains("Engine: PyTorch " + EngineNatives.VERSION + ", flavour cpu"), said);
        assertTrue(Files.isDirectory(libraries), said);
        // The next start finds them without the folder.
        run(without, "check-installation", "--device", "cpu");
        assertTrue(said.contains("Native libraries: " + libraries), said);
        assertEquals(
                List.of(libraries.getFileName().toString()),
                List.of(folder.resolve("a cache/pytorch").toFile().list()));
    }
}
