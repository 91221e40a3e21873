package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Progress;

/** No file can grow beyond some size, as on a full disk: the labels that were saved stay, those in the window too. */
@Tag("slow")
class FullDiskLabellingTest {

    private static final int KILOBYTES = 64;

    @TempDir
    Path folder;

    /** Labels more and more clips in a folder until saving fails; prints why, and how many clips were saved. */
    public static void main(String[] arguments) throws Exception {
        try (LabelProject project = LabelProject.open(Path.of(arguments[0]), Map.of(), Progress.SILENT)) {
            int saved = 0;
            while (true) {
                int count = saved;
                List<Clip> more = IntStream.range(0, 20)
                        .mapToObj(i -> Clip.of("clip" + (count + i), "videos/clip" + (count + i) + ".avi"))
                        .toList();
                project.act("more", l -> l.withClips(more));
                try {
                    project.save();
                    saved += more.size();
                } catch (IOException e) {
                    boolean isKept =
                            !project.isSaved() && project.labels().clips().size() == saved + more.size();
                    System.out.println(saved + " " + isKept + " " + e.getMessage());
                    return;
                }
            }
        }
    }

    @Test
    void whatWasSavedStays() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "Skipped: needs the limits of a Unix shell.");
        Process child = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "ulimit -f " + KILOBYTES + "; exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FullDiskLabellingTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes()).strip();
        assertEquals(0, child.waitFor(), said);
        String[] words =
                said.lines().reduce((first, last) -> last).orElseThrow().split(" ", 3);
        int saved = Integer.parseInt(words[0]);
        assertTrue(saved > 0 && words[1].equals("true"), said);
        assertTrue(words[2].contains("was not written") && words[2].contains("Is the disk full"), said);
        try (LabelProject again = LabelProject.open(folder, Map.of(), Progress.SILENT);
                Stream<Path> left = Files.list(folder)) {
            assertEquals(saved, again.labels().clips().size());
            assertEquals(
                    List.of(".whynot.lock", LabelFile.NAME),
                    left.map(p -> p.getFileName().toString()).sorted().toList());
        }
    }
}
