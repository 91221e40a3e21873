package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Progress;

/** Indices are kept away from the user's files, and trusted only for the very same file. */
class IndexCacheTest {

    @TempDir
    Path folder;

    @TempDir
    Path cache;

    private Path clip;

    @BeforeEach
    void prepare() throws IOException {
        System.setProperty("whynot.cache", cache.toString());
        IndexCache.forget();
        clip = new TestEncoder("mpeg4", "mp4").bFrames(2).write(folder.resolve("clip.mp4"), 40);
    }

    @AfterEach
    void restore() {
        System.clearProperty("whynot.cache");
        IndexCache.forget();
    }

    /** Makes the index be written: those that take a moment only are not. */
    private FrameIndex kept() throws IOException {
        IndexCache.mistrust(clip);
        FrameIndex index = IndexCache.get(clip, Progress.SILENT);
        IndexCache.forget();
        return index;
    }

    private Path place() throws IOException {
        return IndexCache.place(FileStamp.of(clip));
    }

    @Test
    void nothingIsWrittenForASmallFileAndNeverBesideIt() throws IOException {
        FrameIndex index = IndexCache.get(clip, Progress.SILENT);
        assertSame(index, IndexCache.get(clip, Progress.SILENT));
        assertFalse(Files.exists(place()));
        kept();
        assertTrue(Files.exists(place()));
        assertTrue(place().startsWith(cache));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void whatWasKeptIsUsed() throws IOException {
        int[] looks = {0};
        Progress counting = new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public boolean isCancelled() {
                looks[0]++;
                return false;
            }
        };
        Path longer = clip = new TestEncoder("mpeg4", "mp4").write(folder.resolve("longer.mp4"), 150);
        kept();
        FrameIndex again = IndexCache.get(longer, counting);
        assertEquals(0, looks[0], "the file was looked through again");
        assertEquals(150, again.frames());
        Files.delete(place());
        IndexCache.forget();
        IndexCache.get(longer, counting);
        assertTrue(looks[0] > 0);
    }

    @Test
    void aDamagedIndexIsMadeAnew() throws IOException {
        kept();
        byte[] whole = Files.readAllBytes(place());
        Random random = new Random(1);
        for (int trial = 0; trial < 30; trial++) {
            byte[] damaged =
                    trial % 3 == 0 ? java.util.Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (trial % 3 != 0) damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(place(), damaged);
            IndexCache.forget();
            FrameIndex index = IndexCache.get(clip, Progress.SILENT);
            assertEquals(40, index.frames());
            for (int p = 0; p < 40; p++) assertTrue(index.frameOf(p) >= 0);
        }
    }

    @Test
    void noBitOfAnIndexGoesWrongUnseen() throws IOException {
        kept();
        byte[] whole = Files.readAllBytes(place());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 16;
            Files.write(place(), damaged);
            assertEquals(Optional.empty(), IndexCache.load(FileStamp.of(clip)), "byte " + at);
        }
        Files.write(place(), whole);
        assertTrue(IndexCache.load(FileStamp.of(clip)).isPresent());
    }

    @Test
    void anotherFileOfTheSameNameHasItsOwn() throws IOException {
        kept();
        Path other = new TestEncoder("mpeg4", "mp4").write(folder.resolve("other.mp4"), 25);
        Files.move(other, clip, StandardCopyOption.REPLACE_EXISTING);
        assertEquals(25, IndexCache.get(clip, Progress.SILENT).frames());
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNoHarm() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "in the way");
        System.setProperty("whynot.cache", file.toString());
        assertEquals(40, kept().frames());
        assertEquals(40, IndexCache.get(clip, Progress.SILENT).frames());
    }
}
