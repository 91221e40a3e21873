package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.whynot.classifier.peer.ClipHeat;
import org.whynot.evaluate.ContrastTube.Cost;
import org.whynot.evaluate.ContrastTube.Method;
import org.whynot.model.Model;
import org.whynot.model.RegionShape;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.FixedLengthSearch;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameSampling;

/** The best tubes of other methods on the same classifier, of the layer, shape and length of an explanation's. */
final class PeerTubes {

    /** The methods, in the order of the report. */
    static final List<Method> METHODS = List.of(Method.CLASS_EVIDENCE, Method.GRAD_CAM, Method.RISE, Method.OCCLUSION);

    private final Model model;
    private final Progress progress;
    private final ClipHeat gradCam;
    private final ClipHeat rise;
    private final ClipHeat occlusion;
    private final FixedLengthSearch search;

    /** A tube and what finding it took. */
    record PeerTube(Tube tube, Cost cost) {}

    /**
     * @param model stays open
     * @param masks of RISE
     * @param seed of the masks
     * @param progress receives what takes long, and is asked whether to stop
     */
    PeerTubes(Model model, int masks, long seed, Progress progress) {
        this.model = model;
        this.progress = progress;
        gradCam = model.gradCam();
        rise = model.rise(masks, seed);
        occlusion = model.occlusion();
        search = new FixedLengthSearch(model.card().tube().radius());
    }

    /**
     * The best tube of a method.
     *
     * @param evaluated the video
     * @param negative index of the negative class
     * @param like whose layer, shape and length it gets
     * @return empty if the classifier does not give what the method needs
     * @throws IOException if the video can't be read
     */
    Optional<PeerTube> find(Method method, EvaluatedVideo evaluated, int negative, Tube like) throws IOException {
        return switch (method) {
            case CLASS_EVIDENCE -> Optional.of(evidence(evaluated, negative, like));
            case GRAD_CAM -> heat(gradCam, evaluated, negative, like);
            case RISE -> heat(rise, evaluated, negative, like);
            case OCCLUSION -> heat(occlusion, evaluated, negative, like);
            default -> throw new IllegalArgumentException(method + " is no method of others.");
        };
    }

    private PeerTube evidence(EvaluatedVideo evaluated, int negative, Tube like) throws IOException {
        long start = System.nanoTime();
        try (VideoFeatures features = model.features(model.reader(evaluated.video()), progress::isCancelled)) {
            ScoreMaps maps = model.classEvidence(
                            features, evaluated.prediction().predicted(), negative, progress::isCancelled)
                    .get(like.layer());
            int size = maps.space().frames() * maps.space().cellsPerFrame();
            float[] own = Arrays.copyOfRange(maps.values(), like.shape() * size, (like.shape() + 1) * size);
            return tube(own, maps.space(), like, features.sampling().clips(), start);
        }
    }

    private Optional<PeerTube> heat(ClipHeat method, EvaluatedVideo evaluated, int negative, Tube like)
            throws IOException {
        long start = System.nanoTime();
        long before = method.passes();
        ClipReader reader = model.reader(evaluated.video());
        FrameSampling sampling = reader.sampling();
        float[] clip = new float[reader.format().clipLength()];
        List<ClipHeat.Heat> clips = new ArrayList<>();
        for (int i = 0; i < sampling.clips(); i++) {
            reader.read(i, clip, 0);
            Optional<ClipHeat.Heat> heat =
                    method.of(clip, evaluated.prediction().predicted(), negative, progress);
            if (heat.isEmpty()) return Optional.empty();
            clips.add(heat.get());
        }
        TubeSpace space = evaluated.features().spaces().get(like.layer());
        RegionShape shape = model.card().tube().shapes().get(like.shape());
        float[] map =
                HeatVolume.onLayer(clips, sampling, evaluated.features().times().get(like.layer()), space);
        return Optional.of(tube(HeatVolume.regions(map, space, shape), space, like, method.passes() - before, start));
    }

    private PeerTube tube(float[] map, TubeSpace space, Tube like, long passes, long start) {
        TubeSpace one = TubeSpace.of(space.frames(), space.rows(), space.columns());
        Tube found = search.maximum(map, one, like);
        return new PeerTube(found, new Cost(passes, (System.nanoTime() - start) / 1e9));
    }
}
