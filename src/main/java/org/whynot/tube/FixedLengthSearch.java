package org.whynot.tube;

import java.util.Arrays;

/**
 * Finds the tube of the same length as another one whose scores have the largest sum, so that methods are compared with tubes of equal size.
 *
 * <pre>{@code
 * Tube best = new FixedLengthSearch(1).maximum(heat, TubeSpace.of(16, 7, 7), explanation);
 * }</pre>
 *
 * <p>Every run of that many frames is searched by {@link TubeSearch}, after a constant was added to all scores that makes each of
 * them positive: the best tube of a run then takes in all of its frames, and among tubes of equal length the constant changes
 * nothing. Of equals the earliest wins. Time is O(T L H W).
 */
public final class FixedLengthSearch {

    private final TubeSearch search;

    /**
     * @param radius cells that row and column may each change by from a frame to the next, 0 or more
     * @throws IllegalArgumentException if the radius is negative
     */
    public FixedLengthSearch(int radius) {
        search = new TubeSearch(radius);
    }

    /**
     * The best tube.
     *
     * @param scores one map {@code [T, H, W]} of one shape, row-major; finite
     * @param space its size, of one shape
     * @param like whose length, layer and shape it gets
     * @return with the contributions that the map has
     * @throws IllegalArgumentException if the length or the space is out of range, or a score is not finite
     */
    public Tube maximum(float[] scores, TubeSpace space, Tube like) {
        int length = like.length();
        if (space.shapes() != 1 || scores.length != space.size())
            throw new IllegalArgumentException(
                    "A map of " + space + " of one shape is needed, not " + scores.length + " numbers.");
        if (length > space.frames())
            throw new IllegalArgumentException(
                    "A tube in " + space.frames() + " frames can't be " + length + " frames long.");
        float[] positive = positive(scores);
        TubeSpace run = TubeSpace.of(length, space.rows(), space.columns());
        Tube best = null;
        for (int start = 0; start + length <= space.frames(); start++) {
            Tube found = search.maximum(positive, start * space.cellsPerFrame(), run);
            if (best == null || found.value() > best.value())
                best = found.of(new TubeSpan(0, 0, start + found.start(), start + found.end(), found.value()));
        }
        Tube scored = best.scored(scores, 0, space);
        return scored.of(new TubeSpan(like.layer(), like.shape(), scored.start(), scored.end(), scored.value()));
    }

    /** The same scores, moved into the range from one spread to two; all 1 if there is no spread. */
    private static float[] positive(float[] scores) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            if (!Float.isFinite(score)) throw new IllegalArgumentException("A score of the map is " + score + ".");
            least = Math.min(least, score);
            most = Math.max(most, score);
        }
        float[] positive = new float[scores.length];
        Arrays.fill(positive, 1);
        double spread = (double) most - least;
        if (spread > 0)
            for (int i = 0; i < scores.length; i++) positive[i] = (float) (1 + (scores[i] - (double) least) / spread);
        return positive;
    }
}
