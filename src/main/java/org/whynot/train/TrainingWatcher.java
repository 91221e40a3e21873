package org.whynot.train;

/** Is shown the course of a training while it runs: to draw curves, to write them down. */
@FunctionalInterface
public interface TrainingWatcher {

    /** Looks away. */
    TrainingWatcher NONE = log -> {};

    /**
     * Called on the training's thread when an epoch has ended, when rows came back from a checkpoint, and every few seconds in
     * between. The training waits for it, so it must be quick.
     *
     * @param log the course so far; only valid during the call
     */
    void changed(TrainingLog log);
}
