package org.whynot.evaluate;

import java.io.IOException;
import java.util.Arrays;
import org.whynot.video.Video;
import org.whynot.video.VideoView;

/**
 * A video whose frames stay in memory once read, as far as there is room, because many variants of it are classified. Frames
 * beyond are read again each time. May be read from several threads.
 */
final class KeptVideo extends VideoView {

    /** Numbers kept of one video: 256 MB. */
    private static final long MOST_KEPT = 1L << 26;

    private final float[][] frames;
    private long room = MOST_KEPT;

    /** @param video closed with this */
    KeptVideo(Video video) {
        super(video);
        frames = new float[video.frames()][];
    }

    @Override
    public synchronized void read(int frame, float[] rgb) throws IOException {
        float[] kept = frames[frame];
        if (kept != null) {
            System.arraycopy(kept, 0, rgb, 0, kept.length);
            return;
        }
        super.read(frame, rgb);
        int length = frameLength();
        if (length > room) return;
        room -= length;
        frames[frame] = Arrays.copyOf(rgb, length);
    }

    @Override
    public void close() throws IOException {
        source().close();
    }
}
