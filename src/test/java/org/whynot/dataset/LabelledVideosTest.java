package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.ClipIndex;
import org.whynot.util.Progress;

class LabelledVideosTest {

    @TempDir
    Path folder;

    /** The name is how a clip is found again, so it must not be another one's too. */
    @Test
    void videosThatDifferInTheirEndingsHaveDifferentNames() throws IOException {
        Path own = Files.createDirectory(folder.resolve("mitosis"));
        for (String name : List.of("a.avi", "a.mp4", "b.avi", "notes.txt")) Files.createFile(own.resolve(name));
        List<ClipIndex.Source> videos = LabelledVideos.of(folder, "mitosis", Progress.SILENT);
        assertEquals(
                List.of("a.avi", "a.mp4", "b"),
                videos.stream().map(ClipIndex.Source::name).toList());
    }
}
