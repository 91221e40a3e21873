package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.util.Json;

/**
 * A {@link ContrastTube} in the file of a shard, with all digits.
 *
 * @param negative index of the negative class
 * @param method where the tube comes from
 * @param tube in cells
 * @param explanation the same in pixels
 * @param passes clips that were classified to find it
 * @param seconds time that finding it took
 * @param iou with the boxes of all attributes; null where there is none
 * @param pointing whether its strongest box points at one of them; null where there is none
 * @param before the contrast of the whole video
 * @param after the contrast without the tube, one number per {@link Erasure}
 * @param between the contrast at the inner steps of the curves, one list per {@link Curve.Kind}
 */
record ContrastPart(
        int negative,
        String method,
        EvaluationPart.Cells tube,
        EvaluationPart.Explained explanation,
        long passes,
        double seconds,
        @Json.MayBeMissing Double iou,
        @Json.MayBeMissing Double pointing,
        double before,
        List<Double> after,
        List<List<Double>> between) {

    /** The part of a tube for which everything was measured. */
    static ContrastPart of(ContrastTube tube) {
        List<List<Double>> between = new ArrayList<>();
        for (Curve.Kind kind : Curve.Kind.values())
            between.add(IntStream.range(1, Curve.STEPS)
                    .mapToObj(step -> EvaluationPart.number(tube.between(kind, step)))
                    .toList());
        return new ContrastPart(
                tube.negative(),
                tube.method().name(),
                EvaluationPart.of(tube.tube()),
                EvaluationPart.of(tube.explanation()),
                tube.cost().passes(),
                tube.cost().seconds(),
                EvaluationPart.number(tube.place().iou()),
                EvaluationPart.number(tube.place().pointing()),
                tube.before(),
                Arrays.stream(Erasure.values()).map(tube::after).toList(),
                between);
    }

    /** The tube on its video. */
    ContrastTube tube(VideoPrediction video) {
        ContrastTube whole = new ContrastTube(
                video,
                negative,
                ContrastTube.Method.valueOf(method),
                EvaluationPart.tube(tube),
                EvaluationPart.explanation(explanation),
                new ContrastTube.Cost(passes, seconds),
                new ContrastTube.Place(EvaluationPart.number(iou), EvaluationPart.number(pointing)));
        whole.setBefore(before);
        for (Erasure erasure : Erasure.values()) whole.setAfter(erasure, after.get(erasure.ordinal()));
        for (Curve.Kind kind : Curve.Kind.values())
            for (int step = 1; step < Curve.STEPS; step++)
                whole.setBetween(
                        kind,
                        step,
                        EvaluationPart.number(between.get(kind.ordinal()).get(step - 1)));
        return whole;
    }
}
