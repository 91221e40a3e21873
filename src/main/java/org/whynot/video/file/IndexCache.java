package org.whynot.video.file;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.whynot.util.PrivateFolders;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.util.SummedFile;

/**
 * Indices that were made before: the last ones in memory, and those that took long in a folder of our own, never beside the
 * video.
 *
 * <p>The folder is {@code whynot/index} in the user's cache folder ({@code XDG_CACHE_HOME}, {@code ~/.cache},
 * {@code ~/Library/Caches}, {@code %LOCALAPPDATA%}), or what the system property {@code whynot.cache} names. An index counts
 * only for the same path, length, time of change, sample of its bytes and version of FFmpeg. What is damaged, or not
 * writable, is done without.
 */
final class IndexCache {

    /** Making an index that takes less time than this is not worth a file, in nanoseconds. */
    private static final long LONG = 1_000_000_000;

    private static final int MOST_IN_MEMORY = 256;
    private static final long MOST_PACKETS_IN_MEMORY = 2_000_000;
    private static final int MOST_FILES = 200;
    private static final String ENDING = ".index";
    private static final int FORMAT = 3;

    private static final Map<FileStamp, FrameIndex> MEMORY = new LinkedHashMap<>(16, 0.75f, true);
    /** Files whose stamps did not hold. */
    private static final Set<FileStamp> MISTRUSTED = new HashSet<>();

    private IndexCache() {}

    /**
     * The index of a file.
     *
     * @param progress told of a long search
     * @throws IOException if no frame can be decoded; a reason without the file's name
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static FrameIndex get(Path file, Progress progress) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        boolean mistrusted;
        synchronized (MEMORY) {
            FrameIndex index = MEMORY.get(stamp);
            if (index != null) return index;
            mistrusted = MISTRUSTED.contains(stamp);
        }
        FrameIndex index = mistrusted ? null : load(stamp).orElse(null);
        if (index == null) {
            long start = System.nanoTime();
            index = FrameIndexer.index(file, mistrusted ? Long.MAX_VALUE : FrameIndexer.SMALL, progress);
            stamp.requireUnchanged(file);
            if (mistrusted || System.nanoTime() - start > LONG) save(stamp, index);
        }
        remember(stamp, index);
        return index;
    }

    private static void remember(FileStamp stamp, FrameIndex index) {
        synchronized (MEMORY) {
            MEMORY.put(stamp, index);
            long packets =
                    MEMORY.values().stream().mapToLong(FrameIndex::packets).sum();
            var oldest = MEMORY.values().iterator();
            while (MEMORY.size() > MOST_IN_MEMORY || packets > MOST_PACKETS_IN_MEMORY && MEMORY.size() > 1) {
                packets -= oldest.next().packets();
                oldest.remove();
            }
        }
    }

    /** Says that a file's index was wrong: the next time all of the file is decoded for it. */
    static void mistrust(Path file) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        synchronized (MEMORY) {
            MEMORY.remove(stamp);
            MISTRUSTED.add(stamp);
        }
        discard(place(stamp));
    }

    /** Forgets the indices in memory, not those in files. */
    static void forget() {
        synchronized (MEMORY) {
            MEMORY.clear();
            MISTRUSTED.clear();
        }
    }

    /** Where the index of a file is kept. */
    static Path place(FileStamp stamp) {
        return PrivateFolders.cache("index")
                .resolve(Sha256.of(stamp.path().toString().getBytes(StandardCharsets.UTF_8)) + ENDING);
    }

    /** The index that is kept of a video, if it is there and whole. */
    static Optional<FrameIndex> load(FileStamp stamp) {
        Path kept = place(stamp);
        if (!Files.isRegularFile(kept)) return Optional.empty();
        // Nothing is made of numbers that may be damaged, so the file is read twice.
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(kept)))) {
            if (!SummedFile.isWhole(kept)
                    || in.readInt() != FORMAT
                    || !in.readUTF().equals(key(stamp))) return Optional.empty();
            FrameIndex index = FrameIndex.read(in, Math.min(stamp.bytes(), Integer.MAX_VALUE / 64));
            Files.setLastModifiedTime(kept, FileTime.from(Instant.now()));
            return Optional.of(index);
        } catch (IOException e) {
            // It only saves time.
            return Optional.empty();
        }
    }

    private static void save(FileStamp stamp, FrameIndex index) {
        Path kept = place(stamp);
        try {
            PrivateFolders.create(kept.getParent());
            SummedFile.write(kept, out -> {
                out.writeInt(FORMAT);
                out.writeUTF(key(stamp));
                index.write(out);
            });
            PrivateFolders.keepNewest(kept, ENDING, MOST_FILES);
        } catch (IOException e) {
            // It only saves time; the disk may be full or the folder not ours.
            discard(kept);
        }
    }

    /** Deletes an index; one that can't be deleted is not trusted either, as it must have the right key and sum. */
    private static void discard(Path kept) {
        kept.toFile().delete();
    }

    /** What must be the same for an index to count. */
    private static String key(FileStamp stamp) throws IOException {
        return stamp.path() + " " + stamp.bytes() + " " + stamp.modified() + " " + Sha256.sample(stamp.path()) + " "
                + FFmpeg.version();
    }
}
