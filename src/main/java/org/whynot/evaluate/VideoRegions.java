package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.whynot.evaluate.EvaluatedVideo.Found;
import org.whynot.evaluate.EvaluatedVideo.JudgedTube;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.model.ModelCard;
import org.whynot.tube.Tube;

/**
 * What the paper tries on one video (sections 4.1 to 4.3): the explanation against every negative class, and the baselines beside
 * it; and random tubes.
 */
final class VideoRegions {

    /** Purposes of random numbers, see {@link EvaluatedVideo#random(int, int)}. */
    static final int RANDOM_TUBE = 1;

    private static final int BOXED_RANDOM_TUBE = 2;

    private final ModelCard card;
    private final Set<String> boxed;

    /** @param boxed the attributes that have boxes anywhere in the split */
    VideoRegions(ModelCard card, Set<String> boxed) {
        this.card = card;
        this.boxed = boxed;
    }

    /** The explanation against one negative class with what it was found in, and the random tube beside it. */
    record Explained(Found found, int attribute, JudgedTube tube, JudgedTube random) {}

    /**
     * Makes the judged regions of a video and queues what is to be classified for them.
     *
     * @return one for every negative class, the most probable first
     * @throws IOException if features can't be read
     */
    List<Explained> add(EvaluatedVideo evaluated) throws IOException {
        List<Explained> explained = new ArrayList<>();
        for (int place = 1; place <= evaluated.negatives().size(); place++) explained.add(explain(evaluated, place));
        same(evaluated, Method.CENTRE, VideoPart.centre(evaluated.geometry()));
        if (evaluated.prediction().hasActors())
            same(evaluated, Method.ACTOR, VideoPart.actors(evaluated.sample().actors()));
        return explained;
    }

    private Explained explain(EvaluatedVideo evaluated, int place) throws IOException {
        int negative = evaluated.negatives().get(place - 1);
        Found found = evaluated.find(evaluated.features(), negative);
        int best = found.best();
        JudgedTube tube = erased(evaluated, evaluated.tube(place, Method.TUBE, best, found.tubes()[best]));
        SplittableRandom generator = evaluated.random(negative, RANDOM_TUBE);
        JudgedTube random = random(evaluated, place, found, best, generator);
        // One draw is a poor estimate of chance.
        for (int i = 1; i < EvaluationSettings.RANDOM_TUBES; i++) random(evaluated, place, found, best, generator);
        int bestBoxed = found.best(IntStream.range(0, found.tubes().length)
                .filter(s -> boxed.contains(card.explained().get(s))));
        if (bestBoxed >= 0) {
            evaluated.tube(place, Method.BOXED_TUBE, bestBoxed, found.tubes()[bestBoxed]);
            Tube boxedDrawn = evaluated.random(found, bestBoxed, evaluated.random(negative, BOXED_RANDOM_TUBE));
            evaluated.tube(place, Method.BOXED_RANDOM_TUBE, bestBoxed, boxedDrawn);
        }
        return new Explained(found, best, tube, random);
    }

    private static JudgedTube random(
            EvaluatedVideo evaluated, int place, Found found, int like, SplittableRandom generator) {
        return erased(
                evaluated, evaluated.tube(place, Method.RANDOM_TUBE, like, evaluated.random(found, like, generator)));
    }

    /** Queues a tube's region to be judged by erasing. */
    static JudgedTube erased(EvaluatedVideo evaluated, JudgedTube tube) {
        evaluated.erase(tube.region(), tube.judged()::setAfter);
        return tube;
    }

    /** A region that is the same for all negative classes: classified once. */
    private static void same(EvaluatedVideo evaluated, Method method, VideoPart region) {
        List<JudgedRegion> judgedRegions = new ArrayList<>();
        for (int place = 1; place <= evaluated.negatives().size(); place++)
            judgedRegions.add(evaluated.region(place, method, region));
        evaluated.erase(region, after -> judgedRegions.forEach(t -> t.setAfter(after)));
    }
}
