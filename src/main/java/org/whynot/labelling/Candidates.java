package org.whynot.labelling;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.whynot.dataset.Segment;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * Proposes segments of a long video as clips: at regular intervals, or where something moves.
 *
 * <pre>{@code
 * List<Segment> minutes = Candidates.regular(video.frames(), 1500, 1500);
 * List<Segment> moving = Candidates.moving(video, 10, progress);
 * }</pre>
 */
public final class Candidates {

    /** Motion is judged in so many rows and columns of blocks, so that a small animal counts as much as a large one. */
    private static final int BLOCKS = 8;
    /** Pixels of a row or column that are compared in each block, at most. */
    private static final int SAMPLES = 16;
    /** How far above the quiet frames motion lies, in spreads of these. */
    private static final double ABOVE = 10;
    /** Brightness differences that are never motion, of 0 to 1: half a level of 8 bits. */
    private static final double LEAST = 0.5 / 255;

    private Candidates() {}

    /**
     * Segments of equal length from the beginning on; what is left at the end is one more if it is at least half as long.
     *
     * @param frames of the video
     * @param length of a segment, at least 1
     * @param step from the start of one to that of the next, at least 1
     * @throws IllegalArgumentException if length or step is less than 1
     */
    public static List<Segment> regular(int frames, int length, int step) {
        if (length < 1 || step < 1)
            throw new IllegalArgumentException(
                    "Segments must be at least 1 frame long and 1 frame apart, not " + length + " and " + step + ".");
        List<Segment> segments = new ArrayList<>();
        for (long start = 0; start < frames; start += step) {
            int stop = (int) Math.min(frames, start + length);
            if (segments.isEmpty() || 2 * (stop - start) >= length) segments.add(Segment.frames((int) start, stop));
            if (stop == frames) break;
        }
        return segments;
    }

    /**
     * Segments in which something moves: where the brightness of some block of the frame changes by clearly more than in the quiet
     * frames of the same video. Needs some quiet frames, a fifth of the video at least.
     *
     * @param video read once, from the first to the last frame
     * @param gap frames: quiet parts that are not longer belong to the segment around them, and segments begin and end so many
     *     frames, halved, before and after the motion; at least 0
     * @param progress notified of every frame
     * @return in order, without overlap; none if nothing moves
     * @throws IOException if a frame can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static List<Segment> moving(Video video, int gap, Progress progress) throws IOException {
        return segments(motion(video, progress), gap);
    }

    /** The largest mean change of brightness in any block from the frame before, 0 to 1; 0 for the first frame. */
    static double[] motion(Video video, Progress progress) throws IOException {
        double[] motion = new double[video.frames()];
        float[] before = new float[video.frameLength()];
        float[] now = new float[video.frameLength()];
        video.read(0, before);
        for (int frame = 1; frame < motion.length; frame++) {
            progress.check();
            progress.report((double) frame / motion.length, "Looking for motion, frame " + frame);
            video.read(frame, now);
            motion[frame] = change(before, now, video.width(), video.height());
            float[] swap = before;
            before = now;
            now = swap;
        }
        return motion;
    }

    private static double change(float[] before, float[] now, int width, int height) {
        double largest = 0;
        int size = width * height;
        for (int row = 0; row < BLOCKS; row++)
            for (int column = 0; column < BLOCKS; column++) {
                int top = row * height / BLOCKS;
                int bottom = (row + 1) * height / BLOCKS;
                int left = column * width / BLOCKS;
                int right = (column + 1) * width / BLOCKS;
                int down = Math.max(1, (bottom - top) / SAMPLES);
                int across = Math.max(1, (right - left) / SAMPLES);
                double sum = 0;
                int count = 0;
                for (int y = top; y < bottom; y += down)
                    for (int x = left; x < right; x += across, count++)
                        for (int plane = 0; plane < 3; plane++) {
                            int at = plane * size + y * width + x;
                            sum += Math.abs(now[at] - before[at]);
                        }
                if (count > 0) largest = Math.max(largest, sum / (3 * count));
            }
        return largest;
    }

    /** Where a series lies above its quiet values. */
    static List<Segment> segments(double[] motion, int gap) {
        if (motion.length < 2) return List.of();
        double[] sorted = Arrays.copyOfRange(motion, 1, motion.length);
        Arrays.sort(sorted);
        double quiet = sorted[sorted.length / 20];
        double threshold = quiet + Math.max(LEAST, ABOVE * (sorted[sorted.length / 5] - quiet));
        List<Segment> found = new ArrayList<>();
        int start = -1;
        int last = -1;
        for (int frame = 1; frame < motion.length; frame++) {
            if (motion[frame] <= threshold) continue;
            if (start >= 0 && frame - last > gap + 1) {
                found.add(padded(start, last, gap, motion.length));
                start = -1;
            }
            if (start < 0) start = frame;
            last = frame;
        }
        if (start >= 0) found.add(padded(start, last, gap, motion.length));
        return found;
    }

    /** The motion of a frame is from the one before it on. */
    private static Segment padded(int first, int last, int gap, int frames) {
        return Segment.frames(Math.max(0, first - 1 - gap / 2), Math.min(frames, last + 1 + gap / 2));
    }
}
