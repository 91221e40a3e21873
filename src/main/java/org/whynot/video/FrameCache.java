package org.whynot.video;

import java.io.IOException;

/** The frames of an image that were read, as far as there is room; frames beyond are read again each time. */
final class FrameCache {

    private final FramePixels pixels;
    private final int frameLength;
    /** Null where a frame is not kept. */
    private final Object[] frames;

    private long room;

    /** @param mostBytes how much memory the frames may take */
    FrameCache(FramePixels pixels, int frames, long mostBytes) {
        this.pixels = pixels;
        this.frames = new Object[frames];
        frameLength = pixels.channels() * pixels.plane();
        room = mostBytes;
    }

    /** The same image, as it is cached. */
    LazyFrames<?, ?> image(int width, int height) {
        int channels = pixels.channels();
        return switch (pixels.kind()) {
            case BYTE -> LazyFrames.ofBytes(width, height, channels, frames.length, this::load);
            case SHORT -> LazyFrames.ofShorts(width, height, channels, frames.length, this::load);
            case FLOAT -> LazyFrames.ofFloats(width, height, channels, frames.length, this::load);
            case DOUBLE -> LazyFrames.ofDoubles(width, height, channels, frames.length, this::load);
        };
    }

    private synchronized void load(int frame, Object target) throws IOException {
        long bytes = (long) frameLength * pixels.kind().bytes;
        if (frames[frame] == null && bytes > room) {
            pixels.read(frame, target);
            return;
        }
        if (frames[frame] == null) {
            Object values = pixels.array(frameLength);
            pixels.read(frame, values);
            frames[frame] = values;
            room -= bytes;
        }
        System.arraycopy(frames[frame], 0, target, 0, frameLength);
    }
}
