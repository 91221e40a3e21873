package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.frontend.UntrainedModel;

/** A folder whose names the language setting can't write: those that it can are explained all the same. */
@Tag("slow")
class LocaleTest {

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Only there names are bytes that LC_ALL=C has no characters for.")
    void aNameThatTheLocaleCanNotWriteFailsAloneAndSaysWhatToSet() throws Exception {
        Path model = UntrainedModel.write(folder.resolve("untrained"));
        Path input = folder.resolve("clips");
        FolderOfClips clips = FolderOfClips.write(folder.resolve("made"), 1);
        Files.createDirectories(input);
        Files.copy(clips.folder().resolve(clips.whole().get(0)), input.resolve("a.avi"));
        shell("cp a.avi \"$(printf 'zelle_\\303\\274.avi')\"", input);
        Path output = folder.resolve("out");
        ChildRun run = ChildRun.start("LC_ALL=C; export LC_ALL;", model, input, output, folder);
        assertEquals(1, run.end(), "one of the two has failed");
        String complaint = run.complaints();
        assertTrue(complaint.contains("Set LC_ALL=C.UTF-8"), complaint);
        assertTrue(Files.isRegularFile(output.resolve("a.explanation.json")), complaint);
        List<String> rows = Files.readAllLines(output.resolve("summary.csv"), StandardCharsets.UTF_8);
        assertEquals(3, rows.size());
        assertTrue(rows.get(1).startsWith("a.avi,explained,"), rows.get(1));
        assertTrue(rows.get(2).startsWith("zelle_"), rows.get(2));
        assertTrue(rows.get(2).contains(",failed,") && rows.get(2).contains("Set LC_ALL=C.UTF-8"), rows.get(2));
        // With the setting that it names, only the other is left to do.
        assertEquals(
                0,
                ChildRun.start("LC_ALL=C.UTF-8; export LC_ALL;", model, input, output, folder)
                        .end());
        shell("test -f \"$(printf 'zelle_\\303\\274.explanation.json')\"", output);
    }

    private static void shell(String command, Path place) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
