package org.whynot.explain;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whynot.video.Video;

/**
 * How long the pieces of a video are of which each has tubes of its own, for videos in which things happen more than once.
 *
 * @param length seconds or frames; 0 for a single piece, the whole video
 * @param inFrames whether the length is one in frames of the video, otherwise in seconds
 */
public record Window(double length, boolean inFrames) {

    /** The whole video. */
    public static final Window WHOLE = new Window(0, false);

    private static final Pattern WORDS =
            Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)\\s*(s|sec|seconds?|frames?)?", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException if the length is negative or not a number, or is no whole number of frames */
    public Window {
        if (!(length >= 0) || Double.isInfinite(length))
            throw new IllegalArgumentException(
                    "A window can't be " + length + (inFrames ? " frames" : " s") + " long.");
        if (inFrames && length != Math.rint(length))
            throw new IllegalArgumentException("window='" + length + " frames' is not a whole number of frames.");
    }

    /**
     * The window that a value names.
     *
     * @param words seconds, such as {@code 2.5}, or frames, such as {@code 40 frames}; {@code 0} or nothing for the whole video
     * @throws IllegalArgumentException if they name none; the message states what is allowed
     */
    public static Window of(String words) {
        if (words.isBlank()) return WHOLE;
        Matcher matcher = WORDS.matcher(words.strip());
        if (!matcher.matches())
            throw new IllegalArgumentException(
                    "window='" + words + "' is not known. Use a time in seconds, such as '2.5',"
                            + " or a number of frames, such as '40 frames', or '0' for the whole video.");
        String unit = matcher.group(2) == null ? "s" : matcher.group(2).toLowerCase(Locale.ROOT);
        double length = Double.parseDouble(matcher.group(1));
        return length == 0 ? WHOLE : new Window(length, unit.startsWith("frame"));
    }

    /** Whether there is a single piece, the whole video. */
    public boolean isWhole() {
        return length == 0;
    }

    /**
     * Sampled frames in a piece of a video; the last piece may be shorter.
     *
     * @param video whose frame interval is asked for where the length is in seconds
     * @param frameStep every how many frames one is sampled
     * @return at least 1; {@link Integer#MAX_VALUE} for the whole video
     * @throws IllegalArgumentException if the length is in seconds and the video doesn't state how long a frame is
     */
    int sampledFrames(Video video, int frameStep) {
        if (isWhole()) return Integer.MAX_VALUE;
        double frames = length;
        if (!inFrames) {
            double interval = video.frameInterval();
            if (!(interval > 0))
                throw new IllegalArgumentException("window=" + word() + " is in seconds, but the video '" + video.name()
                        + "' doesn't state how long a frame takes. Set its frame interval (Image > Properties...), or give"
                        + " the window in frames, for example window='40 frames'.");
            frames = length / interval;
        }
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(frames / frameStep)));
    }

    /** As it is written in macros, the shell and files: {@code 0}, {@code 2.5} or {@code 40 frames}. */
    public String word() {
        String number =
                length == Math.rint(length) && length < 1e15 ? Long.toString((long) length) : Double.toString(length);
        return !inFrames ? number : length == 1 ? "1 frame" : number + " frames";
    }
}
