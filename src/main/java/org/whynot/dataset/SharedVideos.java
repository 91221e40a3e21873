package org.whynot.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

/**
 * Finds videos that two splits share, by path or by content: a test on trained videos measures nothing.
 *
 * <p>Contents are compared of files of the same length only, first by three samples of {@value #SAMPLE} bytes, then by SHA-256
 * of everything, so that a data set without copies is read no further than that.
 */
final class SharedVideos {

    /** Shorter files hold no video, whatever they are. */
    private static final int SHORTEST = 1 << 10;

    private static final int SAMPLE = 1 << 14;

    private final VideoIndex index;
    private final Map<Path, Draft> byPath = new HashMap<>();
    private final Map<Long, List<Draft>> byLength = new LinkedHashMap<>();

    private SharedVideos(VideoIndex index) {
        this.index = index;
    }

    /** Reports every video that a video of another split, listed before, has in common. */
    static void report(VideoIndex index) {
        SharedVideos shared = new SharedVideos(index);
        for (Draft video : index.videos()) if (video.path != null) shared.add(video);
        int done = 0;
        for (List<Draft> alike : shared.byLength.values()) {
            index.step(done++ / (double) shared.byLength.size(), "Looking for videos that two splits share");
            if (hasTwoSplits(alike)) shared.compare(alike);
        }
    }

    private void add(Draft video) {
        Draft earlier = byPath.putIfAbsent(video.path.normalize(), video);
        if (earlier != null) {
            if (!earlier.split.equals(video.split)) report(video, earlier, "this file is also the video of ");
            return;
        }
        try {
            long length = Files.size(video.path);
            if (length >= SHORTEST)
                byLength.computeIfAbsent(length, l -> new ArrayList<>(1)).add(video);
        } catch (IOException e) {
            unreadable(video, e);
        }
    }

    private static boolean hasTwoSplits(List<Draft> videos) {
        return videos.stream().map(v -> v.split).distinct().count() > 1;
    }

    private void compare(List<Draft> alike) {
        for (List<Draft> samples : grouped(alike, SharedVideos::sample).values()) {
            if (!hasTwoSplits(samples)) continue;
            for (List<Draft> copies :
                    grouped(samples, file -> Sha256.of(file, Progress.SILENT)).values())
                for (Draft copy : copies)
                    if (!copy.split.equals(copies.get(0).split))
                        report(copy, copies.get(0), "this file has the same content as the video of ");
        }
    }

    @FunctionalInterface
    private interface Digest {
        String of(Path file) throws IOException;
    }

    private Map<String, List<Draft>> grouped(List<Draft> videos, Digest digest) {
        Map<String, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft video : videos)
            try {
                index.step(0, "Looking for videos that two splits share");
                groups.computeIfAbsent(digest.of(video.path), d -> new ArrayList<>(1))
                        .add(video);
            } catch (IOException e) {
                unreadable(video, e);
            }
        return groups;
    }

    /** The digest of the start, the middle and the end of a file. */
    private static String sample(Path file) throws IOException {
        MessageDigest digest = Sha256.start();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            InputStream in = Channels.newInputStream(channel);
            for (long start : new long[] {0, channel.size() / 2, Math.max(0, channel.size() - SAMPLE)}) {
                channel.position(start);
                digest.update(in.readNBytes(SAMPLE));
            }
        }
        return Sha256.hex(digest);
    }

    private void report(Draft video, Draft earlier, String what) {
        String where = earlier.list.equals(video.list)
                ? "line " + earlier.line
                : "line " + earlier.line + " of " + earlier.list;
        index.problems()
                .add(
                        video.list,
                        video.line,
                        "split",
                        video.split,
                        what + where + " (" + index.relative(earlier.path) + "), which is in the split " + earlier.split
                                + ". A video that is trained on tests nothing: keep it in one split.");
    }

    private void unreadable(Draft video, IOException e) {
        index.problems()
                .add(
                        video.list,
                        video.line,
                        "path",
                        index.relative(video.path),
                        "the file can't be read: " + e.getMessage());
    }
}
