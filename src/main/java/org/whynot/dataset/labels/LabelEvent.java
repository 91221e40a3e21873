package org.whynot.dataset.labels;

import java.util.List;
import java.util.Map;
import org.whynot.dataset.FrameBox;

/**
 * What a label file states about a part of a video: one behaviour of one subject, one visible part of a track.
 *
 * @param line of the file, 1-based; 0 where the file is no text
 * @param video as the file names it, with or without folders; empty where it names none
 * @param time when
 * @param label what the file calls it: a behaviour, a label, a class
 * @param values further values by their names: attributes of a track, modifiers; "true" and "false" for yes and no
 * @param subject who; empty where that is not stated
 * @param track where the subject is, in frames and pixels of the video, frames ascending; may be empty. Where the time is in
 *     seconds, its frames are milliseconds and its boxes shares of the frame
 * @param boxes by attribute, where it shows, frames and pixels of the video; may be empty
 * @param rows of how many entries of the file it is made: a start and a stop are two
 * @param split {@code train}, {@code test} or {@code validation}; empty where that is not stated
 * @param mark the clip of a data set that was exported as this; null if it is none
 */
record LabelEvent(
        int line,
        String video,
        Time time,
        String label,
        Map<String, String> values,
        String subject,
        List<FrameBox> track,
        Map<String, List<FrameBox>> boxes,
        int rows,
        String split,
        ClipMark mark) {

    /** An event that is not of a clip of ours. */
    LabelEvent(
            int line,
            String video,
            Time time,
            String label,
            Map<String, String> values,
            String subject,
            List<FrameBox> track,
            Map<String, List<FrameBox>> boxes,
            int rows,
            String split) {
        this(line, video, time, label, values, subject, track, boxes, rows, split, null);
    }

    /** In what a time is measured. */
    enum Unit {
        FRAMES,
        SECONDS
    }

    /**
     * A time.
     *
     * @param start the first frame (0-based), or seconds from the start of the video
     * @param stop the frame after the last one, or seconds; as start for an event without duration; NaN for the end of the
     *     video
     */
    record Time(double start, double stop, Unit unit) {

        /** All of a video. */
        static final Time WHOLE = new Time(0, Double.NaN, Unit.FRAMES);

        static Time frames(int start, int stop) {
            return new Time(start, stop, Unit.FRAMES);
        }

        static Time seconds(double start, double stop) {
            return new Time(start, stop, Unit.SECONDS);
        }

        boolean isPoint() {
            return start == stop;
        }
    }

    /** An event without places and values. */
    static LabelEvent of(int line, String video, Time time, String label, String split) {
        return new LabelEvent(line, video, time, label, Map.of(), "", List.of(), Map.of(), 1, split);
    }
}
