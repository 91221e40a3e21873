package org.whynot.explain;

import org.whynot.classifier.Contrast;

/**
 * Two classes of a model, by index.
 *
 * @param positive the class to explain
 * @param negative the class it is compared with
 */
record ClassPair(int positive, int negative) {

    /**
     * How much more a classifier believes in the one than in the other, finite; for a video of one clip
     * {@code logit(positive) - logit(negative)}.
     *
     * @param probabilities p(c|x), {@code [C]}
     */
    double contrast(double[] probabilities) {
        return Contrast.of(probabilities, positive, negative);
    }
}
