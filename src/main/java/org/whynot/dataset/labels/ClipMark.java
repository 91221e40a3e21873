package org.whynot.dataset.labels;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;

/**
 * What a clip of a data set is, as a text that travels with its boxes through another program, so that the clip comes back
 * as it was.
 *
 * @param id of the clip
 * @param segment its part of the video
 * @param split its split
 * @param group its group; may be empty
 * @param hasPlaces whether its boxes are those of its subjects, not of the whole clip
 */
record ClipMark(String id, Segment segment, String split, String group, boolean hasPlaces) {

    /** The name of the attribute that holds it. */
    static final String NAME = "clip";
    /** The name of the attribute that holds the number of a track in the data set. */
    static final String TRACK = "track";
    /** How the label of a track of boxes that show an attribute begins. */
    static final String ATTRIBUTE = "attribute: ";

    private static final int FIELDS = 10;
    private static final Set<String> SPLITS = Set.of("train", "test", "validation");

    static ClipMark of(Sample sample) {
        return new ClipMark(
                sample.id(),
                sample.segment(),
                sample.split(),
                sample.group(),
                !sample.actors().isEmpty());
    }

    /** The text. */
    String text() {
        return String.join(
                ";",
                URLEncoder.encode(id, StandardCharsets.UTF_8),
                "" + segment.start(),
                "" + segment.stop(),
                "" + segment.x(),
                "" + segment.y(),
                "" + segment.width(),
                "" + segment.height(),
                split,
                URLEncoder.encode(group, StandardCharsets.UTF_8),
                hasPlaces ? "1" : "0");
    }

    /** The clip of a text; null if it is no such text. */
    static ClipMark parse(String text) {
        String[] fields = text.split(";", -1);
        if (fields.length != FIELDS || !SPLITS.contains(fields[7])) return null;
        try {
            int[] numbers = new int[6];
            for (int i = 0; i < numbers.length; i++) numbers[i] = Integer.parseInt(fields[i + 1]);
            return new ClipMark(
                    URLDecoder.decode(fields[0], StandardCharsets.UTF_8),
                    new Segment(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]),
                    fields[7],
                    URLDecoder.decode(fields[8], StandardCharsets.UTF_8),
                    fields[9].equals("1"));
        } catch (IllegalArgumentException e) {
            // Somebody has written something else there.
            return null;
        }
    }
}
