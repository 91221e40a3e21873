package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.whynot.util.Progress;

/** Verifies explanations by erasing their tubes and classifying the video again (section 4.1). */
final class Verifier {

    private final Eraser eraser;
    private final double[] before;
    private final ClassPair pair;

    /** @param before p(c|x), {@code [C]} */
    Verifier(Eraser eraser, double[] before, ClassPair pair) {
        this.eraser = eraser;
        this.before = before;
        this.pair = pair;
    }

    /**
     * An explanation that was verified.
     *
     * @param explanation with its verification
     * @param after p(c|x) with the tube erased, {@code [C]}
     */
    record Verified(Explanation explanation, double[] after) {}

    /** The same explanations, each with its verification. */
    List<Reason> verify(List<Reason> reasons, Progress progress) throws IOException {
        List<Reason> verified = new ArrayList<>();
        double share = 1.0 / reasons.size();
        for (Reason reason : reasons) {
            Progress part = progress.part(verified.size() * share, (verified.size() + 1) * share);
            verified.add(reason.with(verify(reason.explanation(), part).explanation()));
        }
        return verified;
    }

    /** Erases one explanation's tube. */
    Verified verify(Explanation e, Progress progress) throws IOException {
        double[] after = eraser.erased(e::boxAt, e.firstFrame(), e.lastFrame(), progress);
        Verification verification = new Verification(
                before[pair.positive()],
                after[pair.positive()],
                before[pair.negative()],
                after[pair.negative()],
                rank(after));
        return new Verified(e.verifiedAs(verification), after);
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
