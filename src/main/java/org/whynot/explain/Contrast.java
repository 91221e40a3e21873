package org.whynot.explain;

/** How much more a classifier believes in one class than in another. */
final class Contrast {

    private Contrast() {}

    /**
     * {@code log p(positive) - log p(negative)}; for a video of one clip {@code logit(positive) - logit(negative)}. Probabilities
     * are taken as at least {@link Double#MIN_NORMAL}, so that it is finite.
     *
     * @param probabilities p(c|x), {@code [C]}
     */
    static double of(double[] probabilities, ClassPair pair) {
        return log(probabilities[pair.positive()]) - log(probabilities[pair.negative()]);
    }

    private static double log(double probability) {
        return Math.log(Math.max(probability, Double.MIN_NORMAL));
    }
}
