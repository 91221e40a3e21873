package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.whynot.model.ModelCard;
import org.whynot.model.RegionShape;
import org.whynot.tube.Movement;
import org.whynot.tube.RandomTubes;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.FrameGeometry;

/**
 * Scores regions that somebody drew as if the search had found them.
 *
 * <pre>{@code
 * RegionScorer scorer = new RegionScorer(classifiedVideo);
 * System.out.println(scorer.score(region, "mitosis", "apoptosis", Progress.SILENT).sentence());
 * }</pre>
 *
 * <p>A region becomes a tube of cells. In every sampled frame it takes, of a shape's cells, the one whose box has the largest IoU
 * with the region's box there (of equals the first in row-major order); of all shapes it takes the one with the largest mean IoU
 * (of equals the first). A region that lies in no sampled frame takes the nearest one.
 *
 * <p>The best tubes of a pair are kept, so that scoring the next region of the same pair only takes one look at the scores. For
 * one thread at a time.
 */
public final class RegionScorer {

    /** Stands for every class besides the positive one. */
    public static final String ALL = "all";

    /** Random tubes that a region is compared with. */
    public static final int RANDOM_TUBES = 500;

    private final ClassifiedVideo video;
    private final ModelCard card;
    private final TubeSpace space;
    private String bestOf = "";
    private double[] best;

    /** @param video whose regions are scored; stays open */
    public RegionScorer(ClassifiedVideo video) {
        this.video = video;
        card = video.card();
        space = video.space();
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
        ClassifiedVideo.Pair pair = video.pair(new Question(positive, negative, 1, Evidence.FOR, false));
        requireInside(region);
        Cells cells = cells(region);
        List<Tube> tubes = new ArrayList<>();
        tubes.add(cells.tube());
        RandomTubes random = new RandomTubes(space, Explainer.RADIUS);
        SplittableRandom chance = new SplittableRandom(0);
        for (int i = 0; i < RANDOM_TUBES; i++) tubes.add(random.draw(cells.tube(), chance));
        double[][] sums = sums(tubes, pair, progress);
        double[] bestScores = bestScores(pair, progress);
        List<RegionScore.Attribute> attributes = new ArrayList<>();
        for (int s = 0; s < bestScores.length; s++) {
            double score = sums[0][s];
            int below = 0;
            for (int i = 1; i <= RANDOM_TUBES; i++) if (sums[i][s] < score) below++;
            attributes.add(new RegionScore.Attribute(
                    card.attributes().get(s),
                    score,
                    1 / (1 + Math.exp(-score)),
                    bestScores[s],
                    below / (double) RANDOM_TUBES));
        }
        Tube tube = cells.tube();
        int step = video.sampling().frameStep();
        RegionShape shape = card.shapes().get(tube.shape(0));
        return new RegionScore(
                region.name(),
                card.classes().get(pair.positive()),
                card.classes().get(pair.negative()),
                tube.start() * step,
                (tube.end() - 1) * step,
                shape.rows(),
                shape.columns(),
                cells.overlap(),
                tube.isConnected(Explainer.RADIUS, Movement.FIXED),
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

    private record Cells(Tube tube, double overlap) {}

    private Cells cells(Region region) {
        int step = video.sampling().frameStep();
        int first = (region.firstFrame() + step - 1) / step;
        int last = region.lastFrame() / step;
        if (first > last) {
            // Between two sampled frames: the nearest one, of equals the earlier.
            int before = region.firstFrame() - last * step;
            int after = first * step - region.lastFrame();
            first = last = after < before && first < space.frames() ? first : last;
        }
        last = Math.min(last, space.frames() - 1);
        first = Math.min(first, last);
        int length = last - first + 1;
        Cells found = null;
        for (int p = 0; p < space.shapes(); p++) {
            int[] rows = new int[length];
            int[] columns = new int[length];
            double sum = 0;
            for (int i = 0; i < length; i++) {
                int frame = Math.max(region.firstFrame(), Math.min(region.lastFrame(), (first + i) * step));
                sum += nearest(region.boxAt(frame).orElseThrow(), card.shapes().get(p), i, rows, columns);
            }
            if (found != null && sum / length <= found.overlap()) continue;
            int[] shapes = new int[length];
            Arrays.fill(shapes, p);
            found = new Cells(new Tube(first, new int[length], shapes, rows, columns, new float[length]), sum / length);
        }
        return found;
    }

    /** The cell whose box has the largest IoU with a box; returns that IoU. */
    private double nearest(Box box, RegionShape shape, int i, int[] rows, int[] columns) {
        FrameGeometry geometry = video.geometry();
        double largest = -1;
        for (int row = 0; row < space.rows(); row++)
            for (int column = 0; column < space.columns(); column++) {
                double iou = geometry.cellBox(row, column, space.rows(), space.columns(), shape.rows(), shape.columns())
                        .iou(box);
                if (iou > largest) {
                    largest = iou;
                    rows[i] = row;
                    columns[i] = column;
                }
            }
        return largest;
    }

    /** {@code [tubes][S]}: the scores of some tubes' cells, each in the layer where it is largest. */
    private double[][] sums(List<Tube> tubes, ClassifiedVideo.Pair pair, Progress progress) throws IOException {
        int attributes = card.attributes().size();
        float[][][] sums = new float[tubes.size()][attributes][space.layers()];
        int from = tubes.stream().mapToInt(Tube::start).min().orElse(0);
        int to = tubes.stream().mapToInt(Tube::end).max().orElse(0);
        video.features()
                .scores(
                        pair.positive(),
                        pair.negative(),
                        from,
                        to,
                        progress::isCancelled,
                        (scores, offset, clip, firstFrame, frames) -> {
                            for (int k = 0; k < sums.length; k++)
                                add(tubes.get(k), scores, offset, clip, firstFrame, frames, sums[k]);
                        });
        double[][] largest = new double[tubes.size()][attributes];
        for (int k = 0; k < sums.length; k++)
            for (int s = 0; s < attributes; s++) {
                largest[k][s] = Double.NEGATIVE_INFINITY;
                for (float sum : sums[k][s]) largest[k][s] = Math.max(largest[k][s], sum);
            }
        return largest;
    }

    private static void add(
            Tube tube, float[] scores, int offset, TubeSpace clip, int firstFrame, int frames, float[][] sums) {
        int from = Math.max(tube.start(), firstFrame);
        int to = Math.min(tube.end(), firstFrame + frames);
        for (int t = from; t < to; t++) {
            int i = t - tube.start();
            for (int s = 0; s < sums.length; s++)
                for (int layer = 0; layer < clip.layers(); layer++) {
                    int plane = (s * clip.layers() + layer) * clip.shapes() + tube.shape(i);
                    int frame = plane * clip.frames() + t - firstFrame;
                    sums[s][layer] +=
                            scores[offset + (frame * clip.rows() + tube.row(i)) * clip.columns() + tube.column(i)];
                }
        }
    }

    /** The score of each attribute's best tube. */
    private double[] bestScores(ClassifiedVideo.Pair pair, Progress progress) throws IOException {
        String key = pair.positive() + " " + pair.negative();
        if (key.equals(bestOf)) return best;
        int attributes = card.attributes().size();
        TubeFinder finder =
                new TubeFinder(Evidence.FOR, attributes, attributes, Integer.MAX_VALUE, progress::isCancelled);
        video.features().scores(pair.positive(), pair.negative(), 0, space.frames(), progress::isCancelled, finder);
        best = finder.values();
        bestOf = key;
        return best;
    }
}
