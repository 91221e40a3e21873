package org.whynot.explain;

import java.io.IOException;
import org.whynot.video.EightBit;
import org.whynot.video.PixelDigest;
import org.whynot.video.Video;
import org.whynot.video.VideoView;

/** A video of which every sampled frame must still show what the classifier was shown. */
final class UnchangedVideo extends VideoView {

    private final PixelDigest shown;
    private final int frameStep;

    /**
     * @param video the video that was classified
     * @param shown its sampled frames, all of them
     * @param frameStep every how many frames one is sampled
     */
    UnchangedVideo(Video video, PixelDigest shown, int frameStep) {
        super(video);
        this.shown = shown;
        this.frameStep = frameStep;
    }

    /** @throws IllegalStateException if the frame was changed; a sentence for the user */
    @Override
    public void read(int frame, float[] rgb) throws IOException {
        super.read(frame, rgb);
        if (!isSampled(frame)) return;
        byte[] rounded = new byte[frameLength()];
        EightBit.round(rgb, rounded.length, rounded);
        check(frame, rounded);
    }

    @Override
    public boolean isEightBit() {
        return source().isEightBit();
    }

    /** @throws IllegalStateException if the frame was changed; a sentence for the user */
    @Override
    public void read(int frame, byte[] rgb) throws IOException {
        source().read(frame, rgb);
        if (isSampled(frame)) check(frame, rgb);
    }

    private boolean isSampled(int frame) {
        return frame % frameStep == 0;
    }

    private void check(int frame, byte[] rgb) {
        if (!shown.isFrame(frame / frameStep, rgb))
            throw new IllegalStateException("Frame " + (frame + 1) + " of '" + name()
                    + "' was changed after the model had looked at it. Explain the video again.");
    }
}
