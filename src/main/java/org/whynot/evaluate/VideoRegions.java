package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.whynot.evaluate.EvaluatedVideo.Found;
import org.whynot.evaluate.EvaluatedVideo.TubeTrial;
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
    record Explained(Found found, int attribute, TubeTrial tube, TubeTrial random) {}

    /**
     * Makes the trials of a video and queues what is to be classified for them.
     *
     * @return one for every negative class, the most probable first
     * @throws IOException if features can't be read
     */
    List<Explained> add(EvaluatedVideo scene) throws IOException {
        List<Explained> explained = new ArrayList<>();
        for (int place = 1; place <= scene.negatives().size(); place++) explained.add(explain(scene, place));
        same(scene, Method.CENTRE, VideoPart.centre(scene.geometry()));
        if (scene.videoCase().hasActors())
            same(scene, Method.ACTOR, VideoPart.actors(scene.sample().actors()));
        return explained;
    }

    private Explained explain(EvaluatedVideo scene, int place) throws IOException {
        int negative = scene.negatives().get(place - 1);
        Found found = scene.find(scene.features(), negative);
        int best = found.best();
        TubeTrial tube = erased(scene, scene.tube(place, Method.TUBE, best, found.tubes()[best]));
        SplittableRandom generator = scene.random(negative, RANDOM_TUBE);
        TubeTrial random = random(scene, place, found, best, generator);
        // One draw is a poor estimate of chance.
        for (int i = 1; i < EvaluationSettings.RANDOM_TUBES; i++) random(scene, place, found, best, generator);
        int bestBoxed = found.best(IntStream.range(0, found.tubes().length)
                .filter(s -> boxed.contains(card.attributes().get(s))));
        if (bestBoxed >= 0) {
            scene.tube(place, Method.BOXED_TUBE, bestBoxed, found.tubes()[bestBoxed]);
            Tube boxedDrawn = scene.random(found, bestBoxed, scene.random(negative, BOXED_RANDOM_TUBE));
            scene.tube(place, Method.BOXED_RANDOM_TUBE, bestBoxed, boxedDrawn);
        }
        return new Explained(found, best, tube, random);
    }

    private static TubeTrial random(
            EvaluatedVideo scene, int place, Found found, int like, SplittableRandom generator) {
        return erased(scene, scene.tube(place, Method.RANDOM_TUBE, like, scene.random(found, like, generator)));
    }

    /** Queues a tube's trial to be judged by erasing. */
    static TubeTrial erased(EvaluatedVideo scene, TubeTrial tube) {
        scene.erase(tube.region(), tube.trial()::setAfter);
        return tube;
    }

    /** A region that is the same for all negative classes: classified once. */
    private static void same(EvaluatedVideo scene, Method method, VideoPart region) {
        List<JudgedRegion> trials = new ArrayList<>();
        for (int place = 1; place <= scene.negatives().size(); place++) trials.add(scene.region(place, method, region));
        scene.erase(region, after -> trials.forEach(t -> t.setAfter(after)));
    }
}
