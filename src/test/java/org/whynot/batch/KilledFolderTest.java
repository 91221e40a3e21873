package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.frontend.UntrainedModel;

/** What happens to a folder when the program is killed, or the disk takes no more: seen from outside, in a Java of its own. */
@Tag("slow")
class KilledFolderTest {

    private static final int CLIPS = 16;

    @TempDir
    static Path folder;

    private static Path model;

    @BeforeAll
    static void prepare() throws IOException {
        model = UntrainedModel.write(folder.resolve("untrained"));
    }

    @Test
    void killedAndStartedAgainDoesNothingTwice() throws Exception {
        FolderOfClips clips = FolderOfClips.write(folder.resolve("clips"), CLIPS);
        kill(clips, model, folder, new int[] {CLIPS / 2});
    }

    /**
     * Kills a run when so many clips are explained, starts it again, and checks what is there after each and at the end.
     *
     * @param kills at how many explained clips it is killed, rising
     * @return what was seen, for people
     */
    static List<String> kill(FolderOfClips clips, Path model, Path scratch, int[] kills) throws Exception {
        Path output = scratch.resolve("explained");
        Map<String, Integer> times = new TreeMap<>();
        List<String> seen = new ArrayList<>();
        Map<String, String> before = Map.of();
        for (int run = 0; run <= kills.length; run++) {
            ChildRun child = ChildRun.start("", model, clips.folder(), output, scratch);
            if (run < kills.length) child.killAt(kills[run], output);
            else assertEquals(1, child.end(), child.complaints());
            child.explained().forEach((video, count) -> times.merge(video, count, Integer::sum));
            Map<String, String> now = Results.stamps(output);
            int kept = 0;
            for (Map.Entry<String, String> file : before.entrySet()) {
                if (!isOfExplained(file.getKey(), before)) continue;
                assertEquals(file.getValue(), now.get(file.getKey()), file.getKey() + " was written again");
                kept++;
            }
            List<String> left = now.keySet().stream()
                    .filter(name -> name.contains(".whynot"))
                    .toList();
            seen.add((run < kills.length ? "killed" : "ended") + " with "
                    + Results.explained(output).size() + " explained; " + kept + " files of earlier runs as they were; "
                    + left.size() + " hidden files");
            if (run == kills.length) {
                assertTrue(child.complaints().contains(clips.broken().size() + " of "), child.complaints());
                for (String broken : clips.broken().keySet())
                    assertTrue(child.complaints().contains("whynot: " + broken + ": "), child.complaints());
            }
            before = now;
        }
        Results.assertComplete(clips, output);
        // A video that was done just before the kill may not have been announced any more, but none is announced twice.
        times.forEach((video, count) -> assertEquals(1, count, video));
        assertTrue(clips.whole().containsAll(times.keySet()));
        assertTrue(times.size() >= clips.whole().size() - kills.length, times.toString());
        seen.add(times.size() + " of " + clips.whole().size() + " announced, none twice");
        return seen;
    }

    /** Whether a file belongs to a video whose results were complete. */
    private static boolean isOfExplained(String file, Map<String, String> files) {
        return files.keySet().stream()
                .filter(name -> name.endsWith(".explanation.json"))
                .anyMatch(name -> file.startsWith(name.substring(0, name.length() - "explanation.json".length())));
    }

    /** A limit for the size of files stands for a full disk: the operating system refuses to write, in the middle of a file. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDiskThatTakesNoMoreEndsTheRunWithASentence() throws Exception {
        Path input = Files.createDirectories(folder.resolve("growing"));
        Path output = folder.resolve("limited");
        IJ.saveAsTiff(FolderOfClips.clip(32, 0), input.resolve("a small.tif").toString());
        IJ.saveAsTiff(FolderOfClips.clip(320, 1), input.resolve("b large.tif").toString());
        IJ.saveAsTiff(FolderOfClips.clip(32, 2), input.resolve("c small.tif").toString());
        // 300 blocks of 512 or 1024 bytes.
        ChildRun limited = ChildRun.start("ulimit -f 300;", model, input, output, folder);
        assertEquals(1, limited.end(), limited.results());
        List<String> complaints = limited.complaints().lines().toList();
        String last = complaints.get(complaints.size() - 1);
        assertTrue(last.startsWith("whynot: No more results can be written to " + output), limited.complaints());
        assertTrue(last.endsWith("what is done is kept."), last);
        assertFalse(limited.complaints().contains("Exception"), limited.complaints());
        assertEquals(List.of("a small"), Results.explained(output));
        Results.assertEveryFileIsWhole(output);
        Map<String, Map<String, String>> summary = Results.summary(output);
        assertEquals("explained", summary.get("a small.tif").get("status"));
        assertEquals("waiting", summary.get("b large.tif").get("status"));
        Map<String, String> before = Results.stamps(output);
        ChildRun again = ChildRun.start("", model, input, output, folder);
        assertEquals(0, again.end(), again.complaints());
        assertEquals(
                List.of("b large.tif", "c small.tif"),
                List.copyOf(again.explained().keySet()));
        assertTrue(again.results().contains("3 videos: 3 explained (1 of them earlier)."), again.results());
        Map<String, String> after = Results.stamps(output);
        before.forEach((file, stamp) -> {
            if (!file.equals("summary.csv")) assertEquals(stamp, after.get(file), file);
        });
    }
}
