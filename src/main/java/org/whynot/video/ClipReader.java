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
 * <p>Clips read in order read every sampled frame of the video once, in rising order; padding copies the frame before it. For
 * one thread at a time.
 */
public final class ClipReader {

    /** Is shown every sampled frame as it is read. */
    @FunctionalInterface
    public interface FrameListener {
        /**
         * @param frame 0-based frame of the video
         * @param rgb gives its pixels before resizing, {@code [3, height, width]}, values 0 to 255 as bytes without sign,
         *     rounded if the video is finer; only valid during the call, not to be changed
         * @throws IOException ends the reading of the clip
         */
        void frame(int frame, Supplier<byte[]> rgb) throws IOException;
    }

    private final Video video;
    private final ClipFormat format;
    private final FrameSampling sampling;
    private final FrameGeometry geometry;
    private final float[] mean;
    private final float[] deviation;
    private final byte[] bytes;
    /** Pixels of a video that is finer than 8 bits, otherwise empty. */
    private final float[] rgb;

    private FrameListener listener = (frame, pixels) -> {};

    /**
     * @param video stays open
     * @param format what the classifier wants
     */
    public ClipReader(Video video, ClipFormat format) {
        this.video = video;
        this.format = format;
        sampling = new FrameSampling(video.frames(), format.frameStep(), format.frames());
        geometry = new FrameGeometry(video.width(), video.height(), format);
        mean = format.mean();
        deviation = format.deviation();
        bytes = new byte[video.frameLength()];
        rgb = new float[video.isEightBit() ? 0 : video.frameLength()];
    }

    /** Which frame of the video is where in which clip. */
    public FrameSampling sampling() {
        return sampling;
    }

    /** Where a pixel of the network input lies in the video. */
    public FrameGeometry geometry() {
        return geometry;
    }

    /** Who is shown every frame that {@link #read} reads, padding not counted; replaces the one before. */
    public void setListener(FrameListener listener) {
        this.listener = Objects.requireNonNull(listener);
    }

    /**
     * Reads one clip.
     *
     * @param clip 0 to {@code sampling().clips() - 1}
     * @param target receives {@code [3, T, H, W]}: {@code (value - mean) / deviation} of its colour
     * @param offset where in {@code target} the clip begins
     * @throws IOException if a frame can't be read
     * @throws IndexOutOfBoundsException if there is no such clip, or no room for it
     */
    public void read(int clip, float[] target, int offset) throws IOException {
        Objects.checkIndex(clip, sampling.clips());
        Objects.checkFromIndexSize(offset, format.clipLength(), target.length);
        int plane = format.height() * format.width();
        int stride = format.frames() * plane;
        int shown = -1;
        for (int i = 0; i < format.frames(); i++) {
            int frame = sampling.frameOf(clip, i);
            int start = offset + i * plane;
            if (frame == shown) {
                for (int c = 0; c < 3; c++)
                    System.arraycopy(target, start - plane + c * stride, target, start + c * stride, plane);
                continue;
            }
            if (video.isEightBit()) {
                video.read(frame, bytes);
                geometry.resize(bytes, target, start, stride);
            } else {
                video.read(frame, rgb);
                geometry.resize(rgb, target, start, stride);
            }
            listener.frame(frame, this::eightBit);
            for (int c = 0; c < 3; c++)
                for (int p = start + c * stride; p < start + c * stride + plane; p++)
                    target[p] = (target[p] - mean[c]) / deviation[c];
            shown = frame;
        }
    }

    /** The frame that was read last. */
    private byte[] eightBit() {
        if (!video.isEightBit()) EightBit.round(rgb, rgb.length, bytes);
        return bytes;
    }
}
