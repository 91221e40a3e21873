package org.whynot.video;

import java.io.IOException;
import java.util.Objects;

/**
 * A video seen through another: everything comes from the video behind it, unless a subclass says otherwise.
 *
 * <p>Except {@link #isEightBit} and {@link #read(int, byte[])}: they follow {@link #read(int, float[])}, so that a subclass
 * which changes pixels there changes all of them. One that leaves 8 bits 8 bits may say so, and override both.
 *
 * <p>Closing a view does not close the video behind it.
 */
public abstract class VideoView implements Video {

    private final Video source;

    /** @param source the video behind this one */
    protected VideoView(Video source) {
        this.source = Objects.requireNonNull(source);
    }

    /** The video behind this one. */
    protected final Video source() {
        return source;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int width() {
        return source.width();
    }

    @Override
    public int height() {
        return source.height();
    }

    @Override
    public int frames() {
        return source.frames();
    }

    @Override
    public double frameInterval() {
        return source.frameInterval();
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        source.read(frame, rgb);
    }

    /** Leaves the video behind this one open. */
    @Override
    public void close() throws IOException {}
}
