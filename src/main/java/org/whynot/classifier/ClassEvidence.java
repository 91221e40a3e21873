package org.whynot.classifier;

import ai.djl.ndarray.NDList;
import java.util.List;

/**
 * Collects a classifier's own evidence for each class over some clips: what the features inside a region add to the logit of
 * a class, to first order. Beyond the paper, which draws the class kernels w_c at random and learns them.
 *
 * <p>Not for several threads.
 */
public interface ClassEvidence {

    /**
     * Takes the features of some clips into the means.
     *
     * @param features h(x), an array {@code [N, D, T', H', W']} per layer; call inside a scope
     */
    void add(NDList features);

    /**
     * The class kernels.
     *
     * @return {@code [C, D, 3, 3]} per layer, row-major
     * @throws IllegalStateException if no clip was added
     */
    List<float[]> kernels();
}
