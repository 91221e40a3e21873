package org.whynot.classifier.peer;

import java.util.Optional;
import org.whynot.util.Progress;

/**
 * A method that tells how much each part of a clip matters for {@code logit(positive) - logit(negative)}.
 *
 * <pre>{@code
 * ClipHeat method = new Rise(classifier, manager, 1000, seed);
 * Optional<ClipHeat.Heat> heat = method.of(clip, positive, negative, progress);
 * method.passes();    // forward passes of one clip so far
 * }</pre>
 *
 * <p>Not for several threads at once.
 */
public interface ClipHeat {

    /**
     * How much each cell of a clip matters, on a grid of the method's own.
     *
     * @param values {@code [steps, rows, columns]}, row-major; more is more evidence for the positive class and not the negative
     * @param steps in time
     * @param rows down
     * @param columns across
     */
    record Heat(float[] values, int steps, int rows, int columns) {

        /** @throws IllegalArgumentException if there are not as many values as cells */
        public Heat {
            if (values.length != steps * rows * columns)
                throw new IllegalArgumentException("A heat volume of " + steps + " x " + rows + " x " + columns
                        + " cells can't have " + values.length + " values.");
        }
    }

    /**
     * The heat of one clip.
     *
     * @param clip as the classifier wants it, normalised; not changed
     * @param positive index of the class that was predicted
     * @param negative index of the class that it is compared with
     * @param progress asked whether to stop, before every pass
     * @return empty if the classifier does not give what the method needs
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Optional<Heat> of(float[] clip, int positive, int negative, Progress progress);

    /** How often a clip was run through the classifier so far. */
    long passes();
}
