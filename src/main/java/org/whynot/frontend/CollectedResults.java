package org.whynot.frontend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A front end that passes everything on to another, and keeps the results, for scripts. */
public final class CollectedResults implements FrontEnd {

    private final FrontEnd to;
    private final List<String> results = new ArrayList<>();

    /** @param to takes everything */
    public CollectedResults(FrontEnd to) {
        this.to = to;
    }

    /** All results so far, one per line. */
    public synchronized String text() {
        return String.join("\n", results);
    }

    private synchronized void keep(String text) {
        results.add(text);
    }

    @Override
    public void result(String text) {
        keep(text);
        to.result(text);
    }

    @Override
    public void displayed(String text) {
        keep(text);
        to.displayed(text);
    }

    @Override
    public void note(String text) {
        to.note(text);
    }

    @Override
    public boolean agrees(String question, String action) {
        return to.agrees(question, action);
    }

    @Override
    public void written(Path file) {
        to.written(file);
    }

    @Override
    public void report(double fraction, String message) {
        to.report(fraction, message);
    }

    @Override
    public boolean isCancelled() {
        return to.isCancelled();
    }
}
