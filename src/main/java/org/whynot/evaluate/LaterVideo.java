package org.whynot.evaluate;

import java.io.IOException;
import org.whynot.video.Video;
import org.whynot.video.VideoView;

/** A video without its first frame. Closing it does not close the video it was made from. */
final class LaterVideo extends VideoView {

    /** @param video of two frames or more */
    LaterVideo(Video video) {
        super(video);
    }

    @Override
    public int frames() {
        return super.frames() - 1;
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        super.read(frame + 1, rgb);
    }
}
