package org.whynot.video;

import java.util.Locale;
import java.util.Objects;

/**
 * Something odd about a video, or about what a model makes of it, that makes an answer doubtful.
 *
 * @param kind what it is about
 * @param message for the user: what was found, with numbers
 */
public record Warning(Kind kind, String message) {

    /** What a warning is about. */
    public enum Kind {
        /** The file is cut short, or parts of it can't be decoded. */
        DAMAGED,
        /** The time from a frame to the next varies. */
        VARIABLE_RATE,
        /** A recorder dropped frames. */
        DROPPED_FRAMES,
        /** The size of the frames changes within the video. */
        SIZE_CHANGE,
        /** The display range hides what the video shows. */
        DISPLAY_RANGE,
        /** All frames are nearly black. */
        DARK,
        /** Many pixels have the largest value. */
        SATURATED,
        /** The video is shorter than a clip of the model, so that its last frame was repeated. */
        PADDING,
        /** The model was trained on videos of another size. */
        RESOLUTION,
        /** The model was trained on videos with another time from frame to frame. */
        FRAME_RATE,
        /** The model was trained on videos of another brightness. */
        BRIGHTNESS,
        /** The classifier's features are unlike those of all training videos. */
        UNLIKE_TRAINING,
        /** The most probable class is hardly more probable than the next. */
        CLOSE_CALL;

        /** The kind in files: lower case, with hyphens. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The kind of a word.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Kind of(String word) {
            for (Kind kind : values()) if (kind.word().equals(word)) return kind;
            throw new IllegalArgumentException("'" + word + "' is no kind of warning.");
        }
    }

    /** @throws NullPointerException if one is missing */
    public Warning {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(message);
    }
}
