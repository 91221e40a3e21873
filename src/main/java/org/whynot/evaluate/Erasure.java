package org.whynot.evaluate;

import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.whynot.video.Box;
import org.whynot.video.BoxFills;
import org.whynot.video.Video;

/** What a part of a video is replaced by. */
enum Erasure {
    /** Black, as in the paper. */
    BLACK {
        @Override
        Video erase(Video video, IntFunction<Optional<Box>> track, float[] mean) {
            return video.erase(track);
        }
    },
    /** The video's mean colour. */
    MEAN {
        @Override
        Video erase(Video video, IntFunction<Optional<Box>> track, float[] mean) {
            return video.filter(BoxFills.colour(video.width(), video.height(), track, mean));
        }
    },
    /** The same part blurred, so that nothing can be told there but colours. */
    BLUR {
        @Override
        Video erase(Video video, IntFunction<Optional<Box>> track, float[] mean) {
            int radius = Math.max(1, Math.max(video.width(), video.height()) / BLURRED);
            return video.filter(BoxFills.blur(video.width(), video.height(), track, radius));
        }
    };

    /** The blur's radius as a part of the frame's longer side: 7 of 112 pixels. */
    private static final int BLURRED = 16;

    abstract Video erase(Video video, IntFunction<Optional<Box>> track, float[] mean);

    /** A video without a part of it. */
    Video erase(Video video, VideoPart part, float[] mean) {
        Video erased = video;
        for (IntFunction<Optional<Box>> track : part.tracks()) erased = erase(erased, track, mean);
        return erased;
    }

    /** As in files. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
