package org.whynot.classifier;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Optional;
import org.whynot.classifier.ClassifierRun.Pass;

/** Forward passes over a video that were run before, perhaps by another machine. */
@FunctionalInterface
public interface KnownPasses {

    /** None. */
    KnownPasses NONE = (clip, clips, rows, manager) -> Optional.empty();

    /**
     * A pass as running it would give it, bit for bit.
     *
     * @param clip the first clip of the pass, 0-based
     * @param clips how many
     * @param rows clips in the pass, padding counted
     * @param manager parent of the pass's own manager
     * @return to be closed by the caller; empty if it has to be run
     * @throws IOException if it can't be read
     */
    Optional<Pass> find(int clip, int clips, int rows, NDManager manager) throws IOException;
}
