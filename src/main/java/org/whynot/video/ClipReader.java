package org.whynot.video;

import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Reads a video as the clips that a classifier wants.
 *
 * <pre>{@code
 * ClipReader reader = new ClipReader(video, format);
 * float[] batch = new float[reader.sampling().clips() * format.clipLength()];
 * for (int clip = 0; clip < reader.sampling().clips(); clip++) reader.read(clip, batch, clip * format.clipLength());
 * }</pre>
 *
 * <p>Clips read in order read every sampled frame of the video once, in rising order: padding copies the frame before it, and the
 * frames that the last clip shares with the one before are kept meanwhile. For one thread at a time.
 */
public final class ClipReader {

    /** Receives every sampled frame, but none that lies before one that was read already. */
    @FunctionalInterface
    public interface NewFrames {
        /**
         * @param frame 0-based frame of the video
         * @param rgb gives its pixels before resizing, {@code [3, height, width]}, values 0 to 255 as bytes without sign,
         *     rounded if the video is finer; only valid during the call, not to be changed
         * @throws IOException ends the reading of the clip
         */
        void add(int frame, Supplier<byte[]> rgb) throws IOException;
    }

    private final Video video;
    private final ClipFormat format;
    private final FrameSampling sampling;
    private final FrameGeometry geometry;
    private final NewFrames newFrames;
    private final float[] mean;
    private final float[] deviation;
    private final byte[] bytes;
    /** Pixels of a video that is finer than 8 bits, otherwise empty. */
    private final float[] rgb;
    /** One resized frame, {@code [3, H, W]}. */
    private final float[] resized;
    /** The frames of the last clip but one that the last one begins with, resized; empty until they were read. */
    private float[] shared = {};
    /** The sampled frame after the last one that was read. */
    private int unread;

    /**
     * @param video stays open
     * @param format what the classifier wants
     */
    public ClipReader(Video video, ClipFormat format) {
        this(video, format, (frame, pixels) -> {});
    }

    /**
     * @param video stays open
     * @param format what the classifier wants
     * @param newFrames receives every sampled frame, for example to take its digest
     */
    public ClipReader(Video video, ClipFormat format, NewFrames newFrames) {
        this.video = video;
        this.format = format;
        this.newFrames = Objects.requireNonNull(newFrames);
        sampling = format.sampling(video.frames(), video.frameInterval());
        geometry = new FrameGeometry(video.width(), video.height(), format);
        mean = format.mean();
        deviation = format.deviation();
        bytes = new byte[video.frameLength()];
        rgb = new float[video.isEightBit() ? 0 : video.frameLength()];
        resized = new float[3 * format.height() * format.width()];
    }

    /** Which frame of the video is where in which clip. */
    public FrameSampling sampling() {
        return sampling;
    }

    /** Where a pixel of the network input lies in the video. */
    public FrameGeometry geometry() {
        return geometry;
    }

    /** What the clips look like. */
    public ClipFormat format() {
        return format;
    }

    /**
     * Reads one clip.
     *
     * @param clip 0 to {@code sampling().clips() - 1}
     * @param target receives {@code [3, T, H, W]}, or the axes in the {@linkplain ClipFormat#axes order} of the format:
     *     {@code (value - mean) / deviation} of its colour
     * @param offset where in {@code target} the clip begins
     * @throws IOException if a frame can't be read
     * @throws IndexOutOfBoundsException if there is no such clip, or no room for it
     */
    public void read(int clip, float[] target, int offset) throws IOException {
        Objects.checkIndex(clip, sampling.clips());
        Objects.checkFromIndexSize(offset, format.clipLength(), target.length);
        int first = sampling.firstOf(clip);
        int seen = sampling.firstNewOf(clip) - first;
        boolean keeps = clip == sampling.clips() - 2;
        for (int i = 0; i < format.frames(); i++) {
            boolean padding = i > 0 && sampling.frameOf(clip, i) == sampling.frameOf(clip, i - 1);
            boolean kept = i < seen && (i + 1) * resized.length <= shared.length;
            if (kept) System.arraycopy(shared, i * resized.length, resized, 0, resized.length);
            else if (!padding) readFrame(first + i);
            if (keeps) keep(first + i);
            put(i, target, offset);
        }
    }

    /** Reads, resizes and normalises one frame of the video. */
    private void readFrame(int sampledFrame) throws IOException {
        int frame = sampledFrame * sampling.frameStep();
        int plane = format.height() * format.width();
        if (video.isEightBit()) {
            video.read(frame, bytes);
            geometry.resize(bytes, resized, 0, plane);
        } else {
            video.read(frame, rgb);
            geometry.resize(rgb, resized, 0, plane);
        }
        if (sampledFrame >= unread) {
            unread = sampledFrame + 1;
            newFrames.add(frame, this::eightBit);
        }
        for (int c = 0; c < 3; c++)
            for (int p = c * plane; p < (c + 1) * plane; p++) resized[p] = (resized[p] - mean[c]) / deviation[c];
    }

    /** The frame that was read last. */
    private byte[] eightBit() {
        if (!video.isEightBit()) EightBit.round(rgb, rgb.length, bytes);
        return bytes;
    }

    /** Keeps the resized frame if the last clip begins with it or has it later. */
    private void keep(int sampledFrame) {
        int last = sampling.clips() - 1;
        int frames = sampling.firstNewOf(last) - sampling.firstOf(last);
        int i = sampledFrame - sampling.firstOf(last);
        if (i < 0 || i >= frames) return;
        if (shared.length == 0) shared = new float[frames * resized.length];
        System.arraycopy(resized, 0, shared, i * resized.length, resized.length);
    }

    /** Copies the resized frame to its index of a clip. */
    private void put(int i, float[] target, int offset) {
        int plane = format.height() * format.width();
        switch (format.axes()) {
            case NCTHW -> {
                for (int c = 0; c < 3; c++)
                    System.arraycopy(resized, c * plane, target, offset + (c * format.frames() + i) * plane, plane);
            }
            case NTCHW -> System.arraycopy(resized, 0, target, offset + i * resized.length, resized.length);
            case NTHWC -> {
                int to = offset + i * resized.length;
                for (int p = 0; p < plane; p++) for (int c = 0; c < 3; c++) target[to++] = resized[c * plane + p];
            }
        }
    }
}
