package org.whynot.evaluate;

import java.io.IOException;
import org.whynot.video.Video;

/** A video without its first frame. Closing it does not close the video it was made from. */
record LaterVideo(Video video) implements Video {

    @Override
    public String name() {
        return video.name();
    }

    @Override
    public int width() {
        return video.width();
    }

    @Override
    public int height() {
        return video.height();
    }

    @Override
    public int frames() {
        return video.frames() - 1;
    }

    @Override
    public double frameInterval() {
        return video.frameInterval();
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        video.read(frame + 1, rgb);
    }

    @Override
    public void close() {}
}
