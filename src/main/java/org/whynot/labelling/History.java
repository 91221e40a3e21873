package org.whynot.labelling;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Labels, and those before and after them: what was done can be undone, and done again. Not safe for several threads. */
final class History {

    /** So many acts can be undone. */
    static final int LONGEST = 500;

    private record Step(String what, Labels labels) {}

    private final Deque<Step> before = new ArrayDeque<>();
    private final Deque<Step> after = new ArrayDeque<>();
    private Labels labels;

    History(Labels labels) {
        this.labels = labels;
    }

    Labels labels() {
        return labels;
    }

    /** Takes new labels; false if they are those there were. */
    boolean act(String what, Labels next) {
        if (next.equals(labels)) return false;
        before.push(new Step(what, labels));
        if (before.size() > LONGEST) before.removeLast();
        after.clear();
        labels = next;
        return true;
    }

    /** Takes other labels for which there is no undoing: what came from outside. */
    void replace(Labels next) {
        labels = next;
        before.clear();
        after.clear();
    }

    /** Goes back by one act; what it was, empty if there is none. */
    Optional<String> undo() {
        return go(before, after);
    }

    /** Does again what was undone last. */
    Optional<String> redo() {
        return go(after, before);
    }

    private Optional<String> go(Deque<Step> from, Deque<Step> to) {
        if (from.isEmpty()) return Optional.empty();
        Step step = from.pop();
        to.push(new Step(step.what, labels));
        labels = step.labels;
        return Optional.of(step.what);
    }
}
