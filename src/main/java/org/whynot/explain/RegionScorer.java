package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.ClipScores;
import org.whynot.model.ModelCard;
import org.whynot.model.RegionShape;
import org.whynot.tube.RandomTubes;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/**
 * Scores regions that somebody drew as if the search had found them.
 *
 * <pre>{@code
 * RegionScorer scorer = new RegionScorer(classifiedVideo);
 * System.out.println(scorer.score(region, "mitosis", "apoptosis", Progress.SILENT).sentence());
 * }</pre>
 *
 * <p>A region becomes a tube of cells in each feature layer. In every step it takes, of a shape's cells, the one whose box has the largest IoU
 * with the region's box there (of equals the first in row-major order); of all shapes it takes the one with the largest mean IoU
 * (of equals the first). A region that lies in no sampled frame takes the nearest one.
 *
 * <p>The best tubes of a pair are kept, so that scoring the next region of the same pair only takes one pass over the scores. For
 * one thread at a time.
 */
public final class RegionScorer {

    /** Stands for every class besides the positive one. */
    public static final String ALL = "all";

    /** Random tubes that a region is compared with. */
    public static final int RANDOM_TUBES = 500;

    private final ClassifiedVideo video;
    private final ModelCard card;
    private final TubeGeometry geometry;
    private String bestOf = "";
    private double[] best;

    /** @param video whose regions are scored; stays open */
    public RegionScorer(ClassifiedVideo video) {
        this.video = video;
        card = video.card();
        geometry = video.tubeGeometry();
    }

    /**
     * Scores a region.
     *
     * @param region in pixels of the video
     * @param positive a class, or {@link Question#PREDICTED}
     * @param negative a class, or {@link Question#RUNNER_UP}
     * @param progress asked whether to stop
     * @throws IOException if what was kept, or the video, can't be read
     * @throws IllegalArgumentException if a class is not known, both are the same, or the region lies outside of the video
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public RegionScore score(Region region, String positive, String negative, Progress progress) throws IOException {
        ClassPair pair = video.pair(new Question(positive, negative, 1, Evidence.FOR, false));
        requireInside(region);
        List<Cells> cells = new ArrayList<>();
        for (int layer = 0; layer < geometry.spaces().size(); layer++) cells.add(cells(region, layer));
        List<List<Tube>> tubes = new ArrayList<>();
        tubes.add(cells.stream().map(Cells::tube).toList());
        SplittableRandom chance = new SplittableRandom(0);
        for (int i = 0; i < RANDOM_TUBES; i++) tubes.add(random(cells, chance));
        double[][] sums = sums(tubes, pair, progress);
        double[] bestScores = bestScores(pair, progress);
        List<RegionScore.Attribute> attributes = new ArrayList<>();
        for (int s = 0; s < bestScores.length; s++) {
            double score = sums[0][s];
            int below = 0;
            for (int i = 1; i <= RANDOM_TUBES; i++) if (sums[i][s] < score) below++;
            attributes.add(new RegionScore.Attribute(
                    card.explained().get(s),
                    score,
                    1 / (1 + Math.exp(-score)),
                    bestScores[s],
                    below / (double) RANDOM_TUBES));
        }
        // The layer whose cells fit the region best, of equals the first.
        Cells nearest = cells.get(0);
        for (Cells other : cells) if (other.overlap() > nearest.overlap()) nearest = other;
        Tube tube = nearest.tube();
        LayerSampling time = geometry.times().get(tube.layer());
        int step = video.sampling().frameStep();
        RegionShape shape = geometry.shapes().get(tube.shape());
        return new RegionScore(
                region.name(),
                card.classes().get(pair.positive()),
                card.classes().get(pair.negative()),
                time.firstFrame(tube.start()) * step,
                (time.endFrame(tube.end() - 1) - 1) * step,
                shape.rows(),
                shape.columns(),
                nearest.overlap(),
                tube.isConnected(card.tube().radius()),
                attributes);
    }

    /**
     * Scores a region against one other class, or against each of them, the most probable first.
     *
     * @param negative a class, {@link Question#RUNNER_UP}, or {@link #ALL}
     * @throws IOException see {@link #score}
     * @throws IllegalArgumentException see {@link #score}
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public List<RegionScore> scores(Region region, String positive, String negative, Progress progress)
            throws IOException {
        if (!negative.equals(ALL)) return List.of(score(region, positive, negative, progress));
        String why =
                positive.equals(Question.PREDICTED) ? video.prediction().get(0).name() : positive;
        List<RegionScore> scores = new ArrayList<>();
        for (ClassProbability other : video.prediction())
            if (!other.name().equals(why)) scores.add(score(region, why, other.name(), progress));
        return scores;
    }

    /**
     * What erasing a region does, in words: {@code With the region erased: mitosis 0.9985 to 0.2425; ….}
     *
     * @throws IOException see {@link #erased}
     * @throws IllegalStateException see {@link #erased}
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public String erasedWords(Region region, Progress progress) throws IOException {
        Map<String, Double> after = new HashMap<>();
        erased(region, progress).forEach(c -> after.put(c.name(), c.probability()));
        return "With " + Region.words(region.name()) + " erased: "
                + video.prediction().stream()
                        .map(c -> String.format(
                                Locale.ROOT, "%s %.4f to %.4f", c.name(), c.probability(), after.get(c.name())))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    /**
     * What erasing a region does: its own boxes, not those of the model's cells (section 4.1).
     *
     * @return every class, in the order of {@link ModelCard#classes}
     * @throws IOException if the video can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public List<ClassProbability> erased(Region region, Progress progress) throws IOException {
        requireInside(region);
        return video.erased(region::boxAt, region.firstFrame(), region.lastFrame(), progress);
    }

    private void requireInside(Region region) {
        int width = video.video().width();
        int height = video.video().height();
        int frames = video.video().frames();
        if (region.firstFrame() < 0 || region.lastFrame() >= frames)
            throw new IllegalArgumentException("The region lies in the frames " + (region.firstFrame() + 1) + " to "
                    + (region.lastFrame() + 1) + ", but the video has " + frames + ".");
        for (Region.Key key : region.keys())
            if (!(key.box().clip(width, height).area() > 0))
                throw new IllegalArgumentException(
                        "The region in frame " + (key.frame() + 1) + " lies outside of the video.");
    }

    /** @param overlap mean IoU of the region and the cells' boxes, 0 to 1 */
    private record Cells(Tube tube, double overlap) {}

    /** A random tube in each layer; layers of the same size have the same one. */
    private List<Tube> random(List<Cells> like, SplittableRandom chance) {
        List<Tube> drawn = new ArrayList<>();
        for (Cells cells : like) {
            int layer = cells.tube().layer();
            TubeSpace space = geometry.spaces().get(layer);
            int twin = geometry.spaces().indexOf(space);
            drawn.add(
                    twin < layer
                            ? drawn.get(twin).inLayer(layer)
                            : new RandomTubes(space, card.tube().radius()).draw(cells.tube(), chance));
        }
        return drawn;
    }

    /** The tube of a layer's cells that stands for a region. */
    private Cells cells(Region region, int layer) {
        LayerSampling time = geometry.times().get(layer);
        int step = video.sampling().frameStep();
        int[] sampled = sampledFrames(region);
        int first = time.stepOf(sampled[0]);
        int length = time.stepOf(sampled[1]) - first + 1;
        Cells found = null;
        for (int p = 0; p < geometry.shapes().size(); p++) {
            int[] rows = new int[length];
            int[] columns = new int[length];
            double sum = 0;
            for (int i = 0; i < length; i++) {
                int frame = (int) Math.rint(time.middle(first + i) * step);
                frame = Math.max(region.firstFrame(), Math.min(region.lastFrame(), frame));
                sum += nearest(region.boxAt(frame).orElseThrow(), layer, p, i, rows, columns);
            }
            if (found != null && sum / length <= found.overlap()) continue;
            found = new Cells(new Tube(first, layer, p, rows, columns, new float[length]), sum / length);
        }
        return found;
    }

    /** The first and the last sampled frame of a region; the nearest one where it lies between two. */
    private int[] sampledFrames(Region region) {
        int step = video.sampling().frameStep();
        int sampled = video.sampling().sampled();
        int first = (region.firstFrame() + step - 1) / step;
        int last = region.lastFrame() / step;
        if (first > last) {
            // Between two sampled frames: the nearest one, of equals the earlier.
            int before = region.firstFrame() - last * step;
            int after = first * step - region.lastFrame();
            first = last = after < before && first < sampled ? first : last;
        }
        last = Math.min(last, sampled - 1);
        return new int[] {Math.min(first, last), last};
    }

    /** The cell whose box has the largest IoU with a box; returns that IoU. */
    private double nearest(Box box, int layer, int shape, int i, int[] rows, int[] columns) {
        TubeSpace space = geometry.spaces().get(layer);
        double largest = -1;
        for (int row = 0; row < space.rows(); row++)
            for (int column = 0; column < space.columns(); column++) {
                double iou = geometry.box(layer, shape, row, column).iou(box);
                if (iou > largest) {
                    largest = iou;
                    rows[i] = row;
                    columns[i] = column;
                }
            }
        return largest;
    }

    /**
     * The scores of some tubes' cells, each in the layer where it is largest.
     *
     * @param tubes one per layer each
     * @return {@code [tubes][S]}
     */
    private double[][] sums(List<List<Tube>> tubes, ClassPair pair, Progress progress) throws IOException {
        int attributes = card.explained().size();
        int layers = geometry.spaces().size();
        float[][][] sums = new float[tubes.size()][layers][attributes];
        int from = Integer.MAX_VALUE;
        int to = 0;
        for (List<Tube> own : tubes)
            for (Tube tube : own) {
                LayerSampling time = geometry.times().get(tube.layer());
                from = Math.min(from, time.firstFrame(tube.start()));
                to = Math.max(to, time.endFrame(tube.end() - 1));
            }
        ClipScores.Source scores = video.scores(pair, from, to, progress);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next())
            for (int k = 0; k < sums.length; k++)
                for (int l = 0; l < layers; l++)
                    add(tubes.get(k).get(l), clip.layers().get(l), sums[k][l]);
        double[][] largest = new double[tubes.size()][attributes];
        for (int k = 0; k < sums.length; k++)
            for (int s = 0; s < attributes; s++) {
                largest[k][s] = Double.NEGATIVE_INFINITY;
                for (float[] layer : sums[k]) largest[k][s] = Math.max(largest[k][s], layer[s]);
            }
        return largest;
    }

    private static void add(Tube tube, ClipScores.Layer scores, float[] sums) {
        int from = Math.max(tube.start(), scores.firstStep());
        int to = Math.min(tube.end(), scores.endStep());
        for (int step = from; step < to; step++) {
            int i = step - tube.start();
            int cell = tube.row(i) * scores.space().columns() + tube.column(i);
            int inClip = step - scores.firstStep() + scores.from();
            for (int s = 0; s < sums.length; s++)
                sums[s] += scores.values()[scores.index(s, tube.shape(), inClip) + cell];
        }
    }

    /** The score of each attribute's best tube. */
    private double[] bestScores(ClassPair pair, Progress progress) throws IOException {
        String key = pair.positive() + " " + pair.negative();
        if (key.equals(bestOf)) return best;
        int attributes = card.explained().size();
        TubeFinder finder = new TubeFinder(
                Evidence.FOR,
                card.tube().radius(),
                geometry.times(),
                attributes,
                attributes,
                Integer.MAX_VALUE,
                progress::isCancelled);
        ClipScores.Source scores = video.scores(pair, 0, video.sampling().sampled(), progress);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next()) finder.add(clip);
        best = finder.values();
        bestOf = key;
        return best;
    }
}
