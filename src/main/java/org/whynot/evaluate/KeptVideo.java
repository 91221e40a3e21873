package org.whynot.evaluate;

import java.io.IOException;
import org.whynot.video.EightBit;
import org.whynot.video.Video;
import org.whynot.video.VideoView;

/**
 * A video whose frames stay in memory once read, as far as there is room, because many variants of it are classified. Frames
 * beyond are read again each time. May be read from several threads.
 */
final class KeptVideo extends VideoView {

    /** Bytes kept of one video: 256 MB. */
    private static final long MOST_KEPT = 1L << 28;

    /** {@code byte[]} of a video in 8 bits, otherwise {@code float[]}; null where a frame is not kept. */
    private final Object[] frames;

    private long room = MOST_KEPT;

    /** @param video closed with this */
    KeptVideo(Video video) {
        super(video);
        frames = new Object[video.frames()];
    }

    @Override
    public boolean isEightBit() {
        return source().isEightBit();
    }

    @Override
    public synchronized void read(int frame, float[] rgb) throws IOException {
        Object pixels = pixels(frame);
        if (pixels instanceof byte[] bytes) EightBit.brightness(bytes, 0, bytes.length, rgb, 0);
        else System.arraycopy(pixels, 0, rgb, 0, frameLength());
    }

    @Override
    public synchronized void read(int frame, byte[] rgb) throws IOException {
        Object pixels = pixels(frame);
        if (pixels instanceof float[] numbers) EightBit.round(numbers, numbers.length, rgb);
        else System.arraycopy(pixels, 0, rgb, 0, frameLength());
    }

    private Object pixels(int frame) throws IOException {
        if (frames[frame] != null) return frames[frame];
        Object pixels;
        if (isEightBit()) {
            byte[] bytes = new byte[frameLength()];
            source().read(frame, bytes);
            pixels = bytes;
        } else {
            float[] numbers = new float[frameLength()];
            source().read(frame, numbers);
            pixels = numbers;
        }
        long size = (long) frameLength() * (isEightBit() ? Byte.BYTES : Float.BYTES);
        if (size <= room) {
            room -= size;
            frames[frame] = pixels;
        }
        return pixels;
    }

    @Override
    public void close() throws IOException {
        source().close();
    }
}
