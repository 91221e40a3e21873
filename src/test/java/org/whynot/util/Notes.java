package org.whynot.util;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A progress that keeps the sentences that it receives, from any thread, and is never cancelled. */
public final class Notes implements Progress {

    private final List<String> sentences = new CopyOnWriteArrayList<>();

    /** What it was told so far. */
    public List<String> sentences() {
        return sentences;
    }

    @Override
    public void report(double fraction, String message) {}

    @Override
    public void note(String sentence) {
        sentences.add(sentence);
    }

    @Override
    public boolean isCancelled() {
        return false;
    }
}
