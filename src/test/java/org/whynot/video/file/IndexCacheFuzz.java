package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.util.Progress;
import org.whynot.util.SummedFiles;

/** Damaged indices of a video, which must be done without and never believed. */
public final class IndexCacheFuzz {

    private static final int FRAMES = 20;

    private IndexCacheFuzz() {}

    /** A video with its index in a cache of its own. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path cache = cache(folder);
        Path clip = clip(folder);
        FrameIndex right = IndexCache.get(clip, Progress.SILENT);
        Path index = IndexCache.place(FileStamp.of(clip));
        return new FuzzTarget("index cache", cache, List.of(index), Kind.BINARY, damaged -> {
            IndexCache.forget();
            FrameIndex read = IndexCache.get(clip, Progress.SILENT);
            for (int frame = 0; frame < FRAMES; frame++)
                if (read.frames() != FRAMES || read.time(frame) != right.time(frame))
                    throw new AssertionError("A damaged index was believed.");
        });
    }

    /** As somebody would write it who means harm: with a sum that is right. Anything may be believed of it, but it must not fail. */
    public static FuzzTarget summed(Path folder) throws IOException {
        Path cache = cache(folder);
        Path clip = clip(folder);
        IndexCache.get(clip, Progress.SILENT);
        FileStamp stamp = FileStamp.of(clip);
        return new FuzzTarget(
                "index cache with a right sum",
                cache,
                List.of(IndexCache.place(stamp)),
                Kind.BINARY,
                SummedFiles::sealed,
                damaged -> IndexCache.load(stamp).ifPresent(FrameIndex::frames));
    }

    private static Path cache(Path folder) throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        System.setProperty("whynot.cache", cache.toString());
        return cache;
    }

    private static Path clip(Path folder) throws IOException {
        Path clip = new TestEncoder("mpeg4", "mp4").bFrames(2).write(folder.resolve("clip.mp4"), FRAMES);
        // Otherwise the index of a file that is read in a moment is not written.
        IndexCache.mistrust(clip);
        return clip;
    }
}
