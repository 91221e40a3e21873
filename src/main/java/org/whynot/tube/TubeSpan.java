package org.whynot.tube;

/**
 * Where the best tube of a score map lies in time, and what it is worth: all that a {@link TubeStream} knows of it.
 *
 * @param layer feature layer, 0-based
 * @param shape region shape, 0-based
 * @param start first frame, 0-based
 * @param end the frame after the last one
 * @param value the sum of its scores, bit for bit that of {@link Tube#value()}
 */
public record TubeSpan(int layer, int shape, int start, int end, float value) {

    /** @throws IllegalArgumentException if it has no frame or begins before the first */
    public TubeSpan {
        if (start < 0 || end <= start)
            throw new IllegalArgumentException("A tube cannot lie in the frames [" + start + ", " + end + ").");
    }

    /** The same in another feature layer. */
    public TubeSpan inLayer(int other) {
        return new TubeSpan(other, shape, start, end, value);
    }

    /** Number of frames, at least 1. */
    public int length() {
        return end - start;
    }
}
