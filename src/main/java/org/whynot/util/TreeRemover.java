package org.whynot.util;

import java.io.IOException;
import java.nio.file.Path;

/** Removes a folder also where a script has left so little of its stack that the removal does not fit any more. */
final class TreeRemover extends Thread {

    private final Path tree;
    private IOException failure;

    /**
     * To be made before the folder is: if the stack has no room for this there is then nothing to be removed.
     *
     * @param tree what {@link #remove} removes
     */
    TreeRemover(Path tree) {
        super("WhyNot removal");
        this.tree = tree;
    }

    /**
     * As {@link StagedFiles#removeTree}; on a stack of its own if this one is at its end.
     *
     * @throws IOException if something in it can't be removed
     */
    void remove() throws IOException {
        try {
            StagedFiles.removeTree(tree);
        } catch (StackOverflowError e) {
            start();
            awaitEnd();
        }
    }

    @Override
    public void run() {
        try {
            StagedFiles.removeTree(tree);
        } catch (IOException e) {
            failure = e;
        }
    }

    private void awaitEnd() throws IOException {
        boolean isInterrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) Thread.currentThread().interrupt();
        if (failure != null) throw failure;
    }
}
