package org.whynot.explain;

/**
 * What the classifier predicts before and after the tube is erased from the video (section 4.1).
 *
 * @param positiveBefore probability of the positive class, 0 to 1
 * @param positiveAfter the same, tube erased
 * @param negativeBefore probability of the negative class, 0 to 1
 * @param negativeAfter the same, tube erased
 * @param negativeRank rank of the negative class among all negative classes by how much their probability rose, 1 is the
 *     largest rise
 */
public record Verification(
        double positiveBefore, double positiveAfter, double negativeBefore, double negativeAfter, int negativeRank) {}
