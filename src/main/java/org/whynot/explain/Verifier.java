package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.whynot.util.Progress;

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
        double share = 1.0 / explanations.size();
        for (Explanation e : explanations) {
            Progress part = progress.part(verified.size() * share, (verified.size() + 1) * share);
            verified.add(check(e, part).explanation());
        }
        return verified;
    }

    /** Erases one explanation's tube. */
    ClassifiedVideo.Check check(Explanation e, Progress progress) throws IOException {
        List<ClassProbability> classes = classified.erased(e::boxAt, e.firstFrame(), e.lastFrame(), progress);
        double[] after =
                classes.stream().mapToDouble(ClassProbability::probability).toArray();
        Verification verification = new Verification(
                before[pair.positive()],
                after[pair.positive()],
                before[pair.negative()],
                after[pair.negative()],
                rank(after));
        return new ClassifiedVideo.Check(e.verifiedAs(verification), classes);
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
