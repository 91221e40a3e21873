package org.whynot.dataset.labels;

import java.util.function.IntFunction;

/** Makes events of labels that are given frame by frame: one per run of frames with the same label. */
final class FrameRuns {

    private FrameRuns() {}

    /** Takes a run. */
    interface Run {
        void add(int start, int stop, String label);
    }

    /**
     * Finds the runs.
     *
     * @param frames how many
     * @param label of a frame, null where it has none
     */
    static void find(int frames, IntFunction<String> label, Run run) {
        int start = 0;
        String current = frames == 0 ? null : label.apply(0);
        for (int frame = 1; frame <= frames; frame++) {
            String next = frame == frames ? null : label.apply(frame);
            if (frame < frames && (current == null ? next == null : current.equals(next))) continue;
            if (current != null) run.add(start, frame, current);
            start = frame;
            current = next;
        }
    }
}
