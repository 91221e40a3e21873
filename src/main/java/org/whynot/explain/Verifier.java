package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.video.Progress;

/** Checks explanations by erasing their tubes and classifying the video again (section 4.1). */
final class Verifier {

    private final ClassifiedVideo classified;
    private final ClassifiedVideo.Pair pair;
    private final double[] before;

    Verifier(ClassifiedVideo classified, ClassifiedVideo.Pair pair) {
        this.classified = classified;
        this.pair = pair;
        before = classified.features().probabilities();
    }

    /** The same explanations, each with its verification. */
    List<Explanation> verify(List<Explanation> explanations, Progress progress) throws IOException {
        List<Explanation> verified = new ArrayList<>();
        for (Explanation e : explanations) {
            double share = 1.0 / explanations.size();
            Progress part = progress.part(verified.size() * share, (verified.size() + 1) * share);
            verified.add(new Explanation(
                    e.rank(),
                    e.evidence(),
                    e.attribute(),
                    e.score(),
                    e.counterfactuality(),
                    e.layer(),
                    e.shapeRows(),
                    e.shapeColumns(),
                    e.tube(),
                    Optional.of(verify(e, part))));
        }
        return verified;
    }

    private Verification verify(Explanation explanation, Progress progress) throws IOException {
        double[] after =
                classified
                        .erased(explanation::boxAt, explanation.firstFrame(), explanation.lastFrame(), progress)
                        .stream()
                        .mapToDouble(ClassProbability::probability)
                        .toArray();
        return new Verification(
                before[pair.positive()],
                after[pair.positive()],
                before[pair.negative()],
                after[pair.negative()],
                rank(after));
    }

    /** 1 plus the number of other negative classes whose probability rose more. */
    private int rank(double[] after) {
        int rank = 1;
        double rise = after[pair.negative()] - before[pair.negative()];
        for (int c = 0; c < after.length; c++)
            if (c != pair.positive() && c != pair.negative() && after[c] - before[c] > rise) rank++;
        return rank;
    }
}
