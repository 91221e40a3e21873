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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;

/**
 * Finds videos that two splits share, by path, by content or by group: a test on trained videos measures nothing. Segments of
 * one file may be in two splits as long as they have no pixels in common.
 *
 * <p>Contents are compared of files of the same length only, first by three samples of {@value #SAMPLE} bytes, then by SHA-256
 * of everything, so that a data set without copies is read no further than that.
 */
final class SharedVideos {

    /** Shorter files hold no video, whatever they are. */
    private static final int SHORTEST = 1 << 10;

    private static final int SAMPLE = 1 << 14;

    private final VideoIndex index;
    private final Map<Path, List<Draft>> byPath = new LinkedHashMap<>();
    private final Map<Long, List<List<Draft>>> byLength = new LinkedHashMap<>();

    private SharedVideos(VideoIndex index) {
        this.index = index;
    }

    /** Reports every video that a video of another split, listed before, has in common. */
    static void report(VideoIndex index) {
        SharedVideos shared = new SharedVideos(index);
        shared.compareGroups();
        for (Draft video : index.videos())
            if (video.path != null)
                shared.byPath
                        .computeIfAbsent(video.path.normalize(), path -> new ArrayList<>(1))
                        .add(video);
        for (List<Draft> clips : shared.byPath.values()) shared.add(clips);
        int done = 0;
        for (List<List<Draft>> alike : shared.byLength.values()) {
            index.step(done++ / (double) shared.byLength.size(), "Looking for videos that two splits share");
            if (alike.size() > 1 && hasTwoSplits(alike)) shared.compare(alike);
        }
    }

    private void compareGroups() {
        Map<String, Draft> first = new HashMap<>();
        Set<String> reported = new HashSet<>();
        for (Draft video : index.videos()) {
            if (video.group.isEmpty()) continue;
            Draft earlier = first.putIfAbsent(video.group, video);
            if (earlier == null || earlier.split.equals(video.split)) continue;
            if (reported.add(video.group + "\n" + video.split))
                index.problems()
                        .add(
                                video.list,
                                video.line,
                                "group",
                                video.group,
                                "the video of " + where(video, earlier) + " is of the same group and in the split "
                                        + earlier.split + ", this one in " + video.split
                                        + ". Keep a group in one split, or give the two different groups.");
        }
    }

    /** Compares the clips of a file with each other, and notes the file's length. */
    private void add(List<Draft> clips) {
        if (hasTwoSplits(List.of(clips)))
            for (int i = 1; i < clips.size(); i++) {
                Draft video = clips.get(i);
                index.step(0, "Looking for videos that two splits share");
                String what = video.segment.isWhole()
                        ? "this file is also the video of "
                        : "this part of the file has frames in common with the video of ";
                clips.subList(0, i).stream()
                        .filter(earlier -> isShared(video, earlier))
                        .findFirst()
                        .ifPresent(earlier -> report(video, earlier, what));
            }
        Draft first = clips.get(0);
        try {
            long length = Files.size(first.path);
            if (length >= SHORTEST)
                byLength.computeIfAbsent(length, l -> new ArrayList<>(1)).add(clips);
        } catch (IOException e) {
            unreadable(first, e);
        }
    }

    private static boolean isShared(Draft video, Draft earlier) {
        return !video.split.equals(earlier.split) && video.segment.overlaps(earlier.segment);
    }

    private static boolean hasTwoSplits(List<List<Draft>> files) {
        return files.stream().flatMap(List::stream).map(v -> v.split).distinct().count() > 1;
    }

    private void compare(List<List<Draft>> alike) {
        for (List<List<Draft>> samples : grouped(alike, SharedVideos::sample).values()) {
            if (samples.size() < 2 || !hasTwoSplits(samples)) continue;
            for (List<List<Draft>> copies :
                    grouped(samples, file -> Sha256.of(file, Progress.SILENT)).values())
                for (int i = 1; i < copies.size(); i++) compare(copies.get(i), copies.subList(0, i));
        }
    }

    private void compare(List<Draft> copy, List<List<Draft>> others) {
        for (Draft video : copy)
            others.stream()
                    .flatMap(List::stream)
                    .filter(earlier -> isShared(video, earlier))
                    .findFirst()
                    .ifPresent(earlier -> report(video, earlier, "this file has the same content as the video of "));
    }

    @FunctionalInterface
    private interface Digest {
        String of(Path file) throws IOException;
    }

    private Map<String, List<List<Draft>>> grouped(List<List<Draft>> files, Digest digest) {
        Map<String, List<List<Draft>>> groups = new LinkedHashMap<>();
        for (List<Draft> clips : files)
            try {
                index.step(0, "Looking for videos that two splits share");
                groups.computeIfAbsent(digest.of(clips.get(0).path), d -> new ArrayList<>(1))
                        .add(clips);
            } catch (IOException e) {
                unreadable(clips.get(0), e);
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
        index.problems()
                .add(
                        video.list,
                        video.line,
                        "split",
                        video.split,
                        what + where(video, earlier) + " (" + index.relative(earlier.path) + "), which is in the split "
                                + earlier.split + ". A video that is trained on tests nothing: keep it in one split.");
    }

    private static String where(Draft video, Draft earlier) {
        return "line " + earlier.line + (earlier.list.equals(video.list) ? "" : " of " + earlier.list);
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
