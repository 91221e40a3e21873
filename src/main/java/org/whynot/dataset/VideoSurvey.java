package org.whynot.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/**
 * A quick look at the videos of a data set: their size and length, and a few small frames of each.
 *
 * <p>Of the splits {@code train} and {@code test} at most {@value #MOST} videos each are opened, evenly spaced.
 *
 * @param videos what was seen, in the data set's order
 */
public record VideoSurvey(List<Seen> videos) {

    /** Videos of a split that are opened at most. */
    static final int MOST = 400;
    /** Frames of a video that are read, evenly spaced. */
    static final int FRAMES = 8;
    /** Rows and columns of a thumbnail, pixels. */
    static final int SIDE = 16;

    /**
     * What was seen of a video.
     *
     * @param sample the video
     * @param frames its length
     * @param width pixels
     * @param height pixels
     * @param frameInterval seconds from a frame to the next, or NaN
     * @param thumbnails grey values 0 to 1 of {@value VideoSurvey#FRAMES} frames, {@code [8, 16, 16]}
     */
    public record Seen(Sample sample, int frames, int width, int height, double frameInterval, float[] thumbnails) {

        /** The mean grey value of each thumbnail, 0 to 1. */
        float[] brightness() {
            float[] means = new float[FRAMES];
            for (int i = 0; i < thumbnails.length; i++) means[i / (SIDE * SIDE)] += thumbnails[i] / (SIDE * SIDE);
            return means;
        }
    }

    /**
     * Opens the videos.
     *
     * @param data whose videos
     * @param progress notified of every video
     * @throws IOException if a video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static VideoSurvey of(DataSet data, Progress progress) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (String split : List.of("train", "test"))
            samples.addAll(data.withAtMost(split, MOST).split(split));
        List<Seen> seen = new ArrayList<>();
        try (ClipFiles files = new ClipFiles()) {
            for (Sample sample : samples) {
                progress.check();
                progress.report(
                        seen.size() / (double) samples.size(),
                        "Looking at video " + (seen.size() + 1) + " of " + samples.size());
                try (Video video = files.open(sample)) {
                    seen.add(see(sample, video));
                }
            }
        }
        return new VideoSurvey(List.copyOf(seen));
    }

    private static Seen see(Sample sample, Video video) throws IOException {
        float[] none = {0, 0, 0};
        float[] unit = {1, 1, 1};
        int step = Math.max(1, video.frames() / FRAMES);
        ClipFormat format = new ClipFormat(FRAMES, SIDE, SIDE, step, ClipFormat.Resize.STRETCH, none, unit);
        float[] clip = new float[format.clipLength()];
        new ClipReader(video, format).read(0, clip, 0);
        float[] grey = new float[clip.length / 3];
        for (int i = 0; i < grey.length; i++)
            grey[i] = (clip[i] + clip[grey.length + i] + clip[2 * grey.length + i]) / 3;
        return new Seen(sample, video.frames(), video.width(), video.height(), video.frameInterval(), grey);
    }

    /** What was seen of the videos of a split. */
    List<Seen> split(String name) {
        return videos.stream().filter(v -> v.sample().split().equals(name)).toList();
    }

    /** The median of something over all videos that have it; NaN if none has. */
    public double median(ToDoubleFunction<Seen> value) {
        double[] sorted = videos.stream()
                .mapToDouble(value)
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** The mean number of frames. */
    public double meanFrames() {
        return videos.stream().mapToInt(Seen::frames).average().orElse(0);
    }
}
