package org.whynot.explain;

import org.whynot.video.EightBit;
import org.whynot.video.FrameFilter;
import org.whynot.video.PixelDigest;
import org.whynot.video.Video;

/** Checks that every sampled frame of a video still shows what the classifier was shown. */
final class UnchangedVideo implements FrameFilter {

    private final String name;
    private final byte[] rounded;
    private final PixelDigest shown;
    private final int frameStep;

    /**
     * @param video the video that was classified
     * @param shown its sampled frames, all of them
     * @param frameStep every how many frames one is sampled
     */
    UnchangedVideo(Video video, PixelDigest shown, int frameStep) {
        name = video.name();
        rounded = new byte[video.frameLength()];
        this.shown = shown;
        this.frameStep = frameStep;
    }

    /** @throws IllegalStateException if the frame was changed; the message is for the user */
    @Override
    public void apply(int frame, float[] rgb) {
        if (frame % frameStep != 0) return;
        EightBit.round(rgb, rounded.length, rounded);
        apply(frame, rounded);
    }

    /** @throws IllegalStateException if the frame was changed; the message is for the user */
    @Override
    public void apply(int frame, byte[] rgb) {
        if (frame % frameStep == 0 && !shown.isFrame(frame / frameStep, rgb))
            throw new IllegalStateException("Frame " + (frame + 1) + " of '" + name
                    + "' was changed after the model had processed it. Explain the video again.");
    }
}
