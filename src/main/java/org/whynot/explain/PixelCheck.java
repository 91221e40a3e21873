package org.whynot.explain;

import java.io.IOException;
import java.util.List;
import org.whynot.util.Progress;
import org.whynot.video.PixelDigest;
import org.whynot.video.Video;

/**
 * Checks that an answer was made from the pixels of a video: whatever combines an answer with a video it was not just made
 * from asks here first, because a tube on the wrong frames looks as convincing as one on the right ones.
 *
 * <pre>{@code
 * PixelCheck.require(AnswerJson.read(file), video, progress);
 * }</pre>
 */
public final class PixelCheck {

    private PixelCheck() {}

    /**
     * Compares the sizes first, then the SHA-256 of the sampled frames, all of which are read.
     *
     * @param answer an answer about some video
     * @param video stays open
     * @param progress is asked before reading whether the work was cancelled
     * @throws OtherVideoException if the answer was made from other pixels
     * @throws IOException if a frame can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static void require(Answer answer, Video video, Progress progress) throws IOException {
        Answer.VideoInfo info = answer.video();
        if (info.width() != video.width() || info.height() != video.height() || info.frames() != video.frames())
            throw new OtherVideoException(
                    info.name(),
                    video.name(),
                    "it was made from " + size(info.width(), info.height(), info.frames()) + ", but this one has "
                            + size(video.width(), video.height(), video.frames()));
        progress.check();
        if (!PixelDigest.of(video, step(info)).equals(info.sha256()))
            throw new OtherVideoException(
                    info.name(),
                    video.name(),
                    "it was made from other pixels. This is another video, or its frames, slice, channels or display range"
                            + " were changed since");
    }

    /** Every how many frames one was sampled; the whole video where there was only one. */
    private static int step(Answer.VideoInfo info) {
        List<Integer> used = info.framesUsed();
        return used.size() > 1 ? used.get(1) - used.get(0) : Math.max(1, info.frames());
    }

    private static String size(int width, int height, int frames) {
        return width + "x" + height + " pixels and " + frames + (frames == 1 ? " frame" : " frames");
    }
}
