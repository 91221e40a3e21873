package org.whynot.overlay;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;

/**
 * The frames that show an answer best: the strongest one of each explanation, the first explanation first, then those that lie
 * farthest from the ones chosen already.
 */
final class KeyFrames {

    private KeyFrames() {}

    /**
     * Chooses.
     *
     * @param answer whose tubes are to be visible; without tubes the whole video is sampled
     * @param count how many frames, at least 1; fewer where the tubes do not last so long
     * @return 0-based, rising
     */
    static List<Integer> of(Answer answer, int count) {
        List<Explanation> explanations = answer.explanations();
        int first =
                explanations.stream().mapToInt(Explanation::firstFrame).min().orElse(0);
        int last = explanations.stream()
                .mapToInt(Explanation::lastFrame)
                .max()
                .orElse(answer.video().frames() - 1);
        TreeSet<Integer> chosen = new TreeSet<>();
        for (Explanation explanation : explanations)
            if (chosen.size() < count) chosen.add(explanation.strongestFrame());
        if (chosen.isEmpty()) chosen.add(first);
        for (Optional<Integer> next = farthest(chosen, first, last);
                chosen.size() < count && next.isPresent();
                next = farthest(chosen, first, last)) chosen.add(next.get());
        return List.copyOf(chosen);
    }

    /** The frame with the largest distance to the nearest chosen one, the earliest of several; empty if all are chosen. */
    private static Optional<Integer> farthest(TreeSet<Integer> chosen, int first, int last) {
        Optional<Integer> best = Optional.empty();
        int most = 0;
        for (int frame = first; frame <= last; frame++) {
            Integer before = chosen.floor(frame);
            Integer after = chosen.ceiling(frame);
            int distance = Math.min(
                    before == null ? Integer.MAX_VALUE : frame - before,
                    after == null ? Integer.MAX_VALUE : after - frame);
            if (distance > most) {
                most = distance;
                best = Optional.of(frame);
            }
        }
        return best;
    }
}
