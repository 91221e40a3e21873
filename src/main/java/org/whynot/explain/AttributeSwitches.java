package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.view.Views;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.PooledHead;
import org.whynot.model.ClipScores;
import org.whynot.model.FeatureLimits;
import org.whynot.model.Model;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.FrameSampling;
import org.whynot.video.Video;

/**
 * Switches attributes off, one at a time, to see which of them carry the decision between two classes.
 *
 * <p>The score of an attribute for a class pair is that of the kernel {@code u = (w_pos - w_neg)(1 + w_s)}, the part of the class
 * kernels that the attribute selects. Where a cell's features x in the first layer have evidence {@code u . x > 0}, it is removed by the
 * smallest change of the features, {@code x - u (u . x) / (u . u)}, what becomes negative is set to 0 as after any ReLU, and the forward
 * pass is continued from there. Attributes whose kernels are alike share their evidence, so the drops don't add up.
 */
public final class AttributeSwitches {

    private final ClassifiedVideo video;
    private final Model model;
    private final PooledHead head;
    private final FeatureLayer layer;

    /**
     * What was found for two classes.
     *
     * @param positive a class
     * @param negative the class it was compared with
     * @param switches of every attribute, by falling drop
     */
    public record Result(String positive, String negative, List<AttributeSwitch> switches) {}

    /**
     * @param video stays open
     * @throws IllegalArgumentException if the model has no attributes, or can't tell what follows its features
     */
    public AttributeSwitches(ClassifiedVideo video) {
        this.video = video;
        model = video.model();
        if (video.card().attributes().isEmpty())
            throw new IllegalArgumentException("The model '" + video.card().name()
                    + "' has no attributes to switch off. Use one with an explanation head that has learned some.");
        EvidenceSwap.requirePossible(video);
        head = model.pooledHead().orElseThrow();
        layer = model.classifier().layers().get(0);
    }

    /**
     * Switches every attribute off.
     *
     * @param positive a class, or {@link Question#PREDICTED}
     * @param negative a class, or {@link Question#RUNNER_UP}
     * @param progress of this work only
     * @throws IOException if what was kept, or the video, can't be read
     * @throws IllegalArgumentException if a class is not known or both are the same
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Result of(String positive, String negative, Progress progress) throws IOException {
        ClassPair pair = video.pair(new Question(positive, negative, 1, Evidence.FOR, false));
        double[][] maps = maps(video.features(), pair, progress);
        double[][] shuffled = video.sampling().sampled() < 2 ? null : shuffledMaps(pair, progress.part(0, 0.5));
        double[][] after = probabilities(pair, progress.part(0.5, 1));
        double[] before = video.features().probabilities();
        List<AttributeSwitch> switches = new ArrayList<>();
        for (int s = 0; s < after.length; s++) {
            double change = shuffled == null ? Double.NaN : change(maps[s], shuffled[s]);
            double spread = spread(maps[s]);
            switches.add(new AttributeSwitch(
                    video.card().attributes().get(s),
                    AttributeSwitch.Kind.of(change, spread),
                    before[pair.positive()],
                    after[s][pair.positive()],
                    before[pair.negative()],
                    after[s][pair.negative()],
                    pair.contrast(before) - pair.contrast(after[s]),
                    change,
                    spread));
        }
        return new Result(
                model.card().classes().get(pair.positive()),
                model.card().classes().get(pair.negative()),
                AttributeSwitch.sorted(switches));
    }

    /** p(c|x) with each attribute switched off, {@code [S][C]}. */
    private double[][] probabilities(ClassPair pair, Progress progress) throws IOException {
        double[][] kernels = model.head().attributeKernels(pair.positive(), pair.negative());
        FrameSampling sampling = video.sampling();
        double[][] before = video.features().clipProbabilities();
        double[] weights = new double[before.length];
        double[][] means = new double[before.length][];
        double[][][] changes = new double[kernels.length][before.length][];
        for (int clip = 0; clip < before.length; clip++) {
            progress.check();
            progress.report(clip / (double) before.length, "Switching attributes off");
            weights[clip] = sampling.newFramesOf(clip) / (double) sampling.sampled();
            float[] features = video.features().features(clip);
            means[clip] = means(features);
            for (int s = 0; s < kernels.length; s++) changes[s][clip] = change(features, kernels[s]);
        }
        double[][] after = new double[kernels.length][];
        int[] clipOf = IntStream.range(0, before.length).toArray();
        for (int s = 0; s < kernels.length; s++) {
            SwapState state = new SwapState(head, before, weights, means, clipOf, changes[s]);
            after[s] = state.probabilities(Arrays.stream(clipOf).boxed().toList());
        }
        return after;
    }

    private int cells() {
        return layer.steps() * layer.rows() * layer.columns();
    }

    private double[] means(float[] features) {
        double[] means = new double[layer.channels()];
        for (int d = 0; d < means.length; d++) {
            for (int i = 0; i < cells(); i++) means[d] += features[d * cells() + i];
            means[d] /= cells();
        }
        return means;
    }

    /** By what removing a kernel's evidence changes the mean of a clip's features, {@code [D]}. */
    private double[] change(float[] features, double[] kernel) {
        double[] change = new double[kernel.length];
        double length = 0;
        for (double weight : kernel) length += weight * weight;
        for (int i = 0; i < cells() && length > 0; i++) {
            double evidence = 0;
            for (int d = 0; d < kernel.length; d++) evidence += kernel[d] * features[d * cells() + i];
            if (evidence <= 0) continue;
            for (int d = 0; d < kernel.length; d++) {
                double own = features[d * cells() + i];
                change[d] += (Math.max(0, own - kernel[d] * evidence / length) - own) / cells();
            }
        }
        return change;
    }

    /** Each attribute's scores added up over the steps, in the first layer and its last, largest shape, {@code [S][H * W]}. */
    private double[][] maps(VideoFeatures features, ClassPair pair, Progress progress) throws IOException {
        double[][] maps = new double[video.card().attributes().size()][layer.rows() * layer.columns()];
        int shape = video.tubeGeometry().shapes().size() - 1;
        ClipScores.Source scores = features.scores(
                pair.positive(), pair.negative(), 0, features.sampling().sampled(), progress::isCancelled);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next()) {
            ClipScores.Layer own = clip.layers().get(0);
            for (int s = 0; s < maps.length; s++)
                for (int step = own.from(); step < own.to(); step++)
                    for (int i = 0; i < maps[s].length; i++) maps[s][i] += own.values()[own.index(s, shape, step) + i];
        }
        return maps;
    }

    /** The same of the video with its sampled frames in a random, seeded order. */
    private double[][] shuffledMaps(ClassPair pair, Progress progress) throws IOException {
        Video original = video.video();
        RandomAccessibleInterval<?> image = original.image();
        Video shuffled = shuffled(original, order(video.sampling(), (int) image.dimension(3)));
        ClipReader reader = new ClipReader(shuffled, model.classifier().input(), (frame, rgb) -> {
            progress.check();
            progress.report((frame + 1.0) / shuffled.frames(), "Classifying the video with its frames shuffled");
        });
        try (VideoFeatures features = model.features(reader, FeatureLimits.usual(), progress::note)) {
            features.classify(progress::isCancelled);
            return maps(features, pair, progress);
        }
    }

    private static Video shuffled(Video video, int[] order) {
        return new Video(
                video.name(),
                Views.permuteCoordinates(video.image(), order, 3),
                video.display(),
                video.frameInterval());
    }

    /** A permutation of the frames that leaves alone those that are not sampled. */
    private static int[] order(FrameSampling sampling, int frames) {
        int[] used = sampling.framesUsed();
        List<Integer> shuffled = new ArrayList<>(Arrays.stream(used).boxed().toList());
        Collections.shuffle(shuffled, new Random(0));
        int[] order = IntStream.range(0, frames).toArray();
        for (int i = 0; i < used.length; i++) order[used[i]] = shuffled.get(i);
        return order;
    }

    /** The sum of the absolute differences, relative to that of the first map's absolute values. */
    static double change(double[] map, double[] other) {
        double difference = 0;
        double all = 0;
        for (int i = 0; i < map.length; i++) {
            difference += Math.abs(map[i] - other[i]);
            all += Math.abs(map[i]);
        }
        return all == 0 ? 0 : difference / all;
    }

    /** The share of the cells, the largest first, that half of a map's absolute evidence lies in. */
    static double spread(double[] map) {
        double[] sizes = Arrays.stream(map).map(Math::abs).sorted().toArray();
        double all = Arrays.stream(sizes).sum();
        double sum = 0;
        int cells = 0;
        while (cells < sizes.length && sum < all / 2) sum += sizes[sizes.length - ++cells];
        return cells / (double) sizes.length;
    }
}
