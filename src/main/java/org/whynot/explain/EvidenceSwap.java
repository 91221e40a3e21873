package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.PooledHead;
import org.whynot.explain.FeatureCells.Cell;
import org.whynot.explain.Swap.Orders;
import org.whynot.explain.Swap.Place;
import org.whynot.model.Model;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;

/**
 * Looks for a counterfactual of an explanation: a place of a real clip of the other class with which, instead of the tube, the
 * classifier would predict the other class.
 *
 * <pre>{@code
 * ClipIndex index = ClipIndex.of(classified, "apoptosis", videos, progress);
 * Swap swap = new EvidenceSwap(classified, index).of(answer, answer.explanations().get(0), progress);
 * System.out.println(swap.sentence(answer.explanations().get(0), answer.negative()));
 * }</pre>
 *
 * <p>Of the {@value #PLACES} clips with the most similar places that one is taken with which the fewest cells are enough. For one
 * thread at a time.
 */
public final class EvidenceSwap {

    /** Clips that are tried, the most similar ones. */
    static final int PLACES = 5;
    /** Random orders of cells that are drawn, seeded. */
    public static final int RANDOM_ORDERS = 21;

    private final Model model;
    private final ClassifiedVideo video;
    private final ClipIndex index;
    private final PooledHead head;
    private final FeatureLayer layer;

    /**
     * @param video stays open
     * @param index of clips of the other class, by the same model
     * @throws IllegalArgumentException if the model can't tell what follows its features
     */
    public EvidenceSwap(ClassifiedVideo video, ClipIndex index) {
        requirePossible(video);
        this.video = video;
        model = video.model();
        this.index = index;
        head = model.pooledHead().orElseThrow();
        layer = model.classifier().layers().get(0);
    }

    /** @throws IllegalArgumentException if the model of a video can't tell what follows its features */
    public static void requirePossible(ClassifiedVideo video) {
        requirePossible(video.model());
    }

    /** @throws IllegalArgumentException if a model can't tell what follows its features */
    public static void requirePossible(Model model) {
        if (model.pooledHead().isEmpty())
            throw new IllegalArgumentException(
                    "Evidence of the model '" + model.card().name()
                            + "' can't be swapped: it gives no feature maps, or something else than their mean and fully connected"
                            + " layers follows them. Use a model of the project's own, or import the classifier with the feature"
                            + " maps before its last layer.");
    }

    /** A place with the cells that are replaced from it. */
    private record Tried(SimilarPlaces.Found place, SwapState state, List<Integer> cells, boolean isFlipped) {}

    /**
     * The counterfactual of an explanation.
     *
     * @param answer whose negative class the index is of
     * @param explanation one of the answer's
     * @param progress of this work only
     * @throws IOException if what was kept of the features can't be read
     * @throws IllegalArgumentException if the index is of another class, or the model predicts that class already
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Swap of(Answer answer, Explanation explanation, Progress progress) throws IOException {
        String negative = answer.negative();
        if (!index.className().equals(negative))
            throw new IllegalArgumentException("The clips are of the class '" + index.className()
                    + "', but the answer is about '" + negative + "'.");
        if (video.prediction().get(0).name().equals(negative))
            throw new IllegalArgumentException("The model calls this video '" + negative
                    + "' already, so there is nothing to swap. Choose another class for why_not.");
        int wanted = model.card().classes().indexOf(negative);
        ClassPair pair = new ClassPair(
                model.card().classes().indexOf(video.prediction().get(0).name()), wanted);
        FeatureCells cells = new FeatureCells(video.features(), video.tubeGeometry(), explanation);
        SimilarPlaces places = new SimilarPlaces(cells, layer.channels(), layer.steps());
        progress.report(0, "Looking for similar places in " + index.clips() + " clips");
        List<SimilarPlaces.Found> similar = places.in(index, progress::isCancelled);
        Tried best = null;
        for (int i = 0; i < Math.min(PLACES, similar.size()); i++) {
            progress.check();
            progress.report(
                    0.3 + 0.1 * i,
                    "Swapping cells with " + similar.get(i).entry().name());
            Tried tried = attempt(cells, places, similar.get(i), pair);
            if (best == null || isBetter(tried, best)) best = tried;
        }
        progress.report(0.8, "Swapping cells in other orders");
        Orders orders = orders(best, cells, answer, explanation, pair, progress);
        return swap(best, cells, places, orders);
    }

    private static boolean isBetter(Tried tried, Tried than) {
        if (tried.isFlipped() != than.isFlipped()) return tried.isFlipped();
        return tried.isFlipped() && tried.cells().size() < than.cells().size();
    }

    private Tried attempt(FeatureCells cells, SimilarPlaces places, SimilarPlaces.Found place, ClassPair pair) {
        SwapState state = state(cells, places, place);
        List<Integer> tube = state.helpful(cells.tube(), pair);
        int needed = state.needed(tube, pair.negative());
        if (needed >= 0) return new Tried(place, state, state.pruned(tube.subList(0, needed), pair.negative()), true);
        List<Integer> others = new ArrayList<>(all(cells));
        others.removeAll(List.copyOf(cells.tube()));
        List<Integer> order = new ArrayList<>(tube);
        order.addAll(state.byGain(others, pair));
        int more = state.needed(order, pair.negative());
        return new Tried(place, state, more < 0 ? order : order.subList(0, more), more >= 0);
    }

    private static List<Integer> all(FeatureCells cells) {
        return IntStream.range(0, cells.cells().size()).boxed().toList();
    }

    private SwapState state(FeatureCells cells, SimilarPlaces places, SimilarPlaces.Found place) {
        FrameSampling sampling = video.sampling();
        double[] weights = new double[sampling.clips()];
        double[][] means = new double[weights.length][];
        for (int clip = 0; clip < weights.length; clip++) {
            weights[clip] = sampling.newFramesOf(clip) / (double) sampling.sampled();
            if (cells.features(clip) != null) means[clip] = places.means(clip);
        }
        int[] clipOf = cells.cells().stream().mapToInt(Cell::clip).toArray();
        return new SwapState(head, video.features().clipProbabilities(), weights, means, clipOf, places.changes(place));
    }

    private Orders orders(
            Tried best, FeatureCells cells, Answer answer, Explanation explanation, ClassPair pair, Progress progress)
            throws IOException {
        SwapState state = best.state();
        double[] scores = scores(cells, answer, explanation, progress);
        double[] gradCam = gradCam(cells, pair);
        List<Integer> all = all(cells);
        List<Integer> random = new ArrayList<>();
        Random generator = new Random(0);
        for (int i = 0; i < RANDOM_ORDERS; i++) {
            progress.check();
            List<Integer> shuffled = new ArrayList<>(all);
            Collections.shuffle(shuffled, generator);
            int needed = state.needed(shuffled, pair.negative());
            random.add(needed < 0 ? Integer.MAX_VALUE : needed);
        }
        Collections.sort(random);
        int median = random.get(RANDOM_ORDERS / 2);
        return new Orders(
                known(state.needed(byFalling(all, gradCam), pair.negative())),
                known(state.needed(byFalling(all, scores), pair.negative())),
                median == Integer.MAX_VALUE ? null : Integer.valueOf(median),
                known(state.needed(state.byGain(all, pair), pair.negative())));
    }

    private static Integer known(int needed) {
        return needed < 0 ? null : needed;
    }

    /** Stable: of equals the one that comes first. */
    private static List<Integer> byFalling(List<Integer> cells, double[] values) {
        List<Integer> order = new ArrayList<>(cells);
        order.sort(Comparator.comparingDouble(cell -> -values[cell]));
        return order;
    }

    /** Grad-CAM of logit(positive) - logit(negative) in every cell, before its ReLU. */
    private double[] gradCam(FeatureCells cells, ClassPair pair) {
        SimilarPlaces places = new SimilarPlaces(cells, layer.channels(), layer.steps());
        double[][][] gradients = new double[video.sampling().clips()][][];
        double[] heat = new double[cells.cells().size()];
        int size = layer.steps() * layer.rows() * layer.columns();
        for (int i = 0; i < heat.length; i++) {
            Cell cell = cells.cells().get(i);
            int clip = cell.clip();
            if (gradients[clip] == null) gradients[clip] = head.gradient(places.means(clip));
            int at = (cell.stepOfClip() * layer.rows() + cell.row()) * layer.columns() + cell.column();
            for (int d = 0; d < layer.channels(); d++)
                heat[i] += (gradients[clip][pair.positive()][d] - gradients[clip][pair.negative()][d])
                        * cells.features(clip)[d * size + at];
        }
        return heat;
    }

    /** The score that the explanation was found in, at every cell's middle. */
    private double[] scores(FeatureCells cells, Answer answer, Explanation explanation, Progress progress)
            throws IOException {
        ScoreVolume volume = video.volume(answer.positive(), answer.negative(), explanation, progress);
        TubeSpace space = volume.space();
        double[] scores = new double[cells.cells().size()];
        for (int i = 0; i < scores.length; i++) {
            Cell cell = cells.cells().get(i);
            int frame = (int) video.tubeGeometry().times().get(0).middle(cell.step());
            int row = (2 * cell.row() + 1) * space.rows() / (2 * layer.rows());
            int column = (2 * cell.column() + 1) * space.columns() / (2 * layer.columns());
            scores[i] = volume.values()[(volume.time().stepOf(frame) * space.rows() + row) * space.columns() + column];
        }
        return scores;
    }

    private Swap swap(Tried best, FeatureCells cells, SimilarPlaces places, Orders orders) {
        List<ClassProbability> prediction = ClassProbability.byProbability(
                video.card().classes(), best.state().probabilities(best.cells()));
        List<Swap.Cell> swapped = best.cells().stream()
                .sorted()
                .map(i -> cells.cells().get(i))
                .map(cell -> new Swap.Cell(cell.step(), cell.row(), cell.column()))
                .toList();
        SimilarPlaces.Found place = best.place();
        return new Swap(
                place.entry().name(),
                place.entry().file(),
                boxes(cells, places, place),
                place.similarity(),
                best.isFlipped(),
                best.cells().size(),
                (int) best.cells().stream().filter(cells.tube()::contains).count(),
                cells.tube().size(),
                cells.cells().size(),
                swapped,
                prediction,
                orders);
    }

    /** The tube's cells in the other clip as boxes: in every step the smallest that has them all. */
    private List<Place> boxes(FeatureCells cells, SimilarPlaces places, SimilarPlaces.Found place) {
        ClipIndex.Entry entry = place.entry();
        FrameSampling sampling = model.classifier().input().sampling(entry.frames(), entry.frameInterval());
        FrameGeometry geometry = new FrameGeometry(
                entry.width(), entry.height(), model.classifier().input());
        List<Place> boxes = new ArrayList<>();
        List<Cell> tube = cells.tube().stream().map(i -> cells.cells().get(i)).toList();
        for (int step : tube.stream().mapToInt(Cell::step).distinct().sorted().toArray()) {
            int other = places.stepOf(step, place.later());
            if (other >= entry.steps()) break;
            Box box = tube.stream()
                    .filter(cell -> cell.step() == step)
                    .map(cell -> geometry.cellBox(
                            cell.row() + place.down(),
                            cell.column() + place.right(),
                            layer.rows(),
                            layer.columns(),
                            1,
                            1))
                    .reduce(EvidenceSwap::both)
                    .orElseThrow();
            for (int i = other * sampling.clipFrames() / layer.steps();
                    i < (other + 1) * sampling.clipFrames() / layer.steps();
                    i++) {
                int sampled = sampling.firstOf(entry.clip()) + i;
                if (sampled < sampling.sampled()) boxes.add(new Place(sampled * sampling.frameStep(), box));
            }
        }
        return boxes;
    }

    private static Box both(Box a, Box b) {
        double x = Math.min(a.x(), b.x());
        double y = Math.min(a.y(), b.y());
        return new Box(x, y, Math.max(a.right(), b.right()) - x, Math.max(a.bottom(), b.bottom()) - y);
    }
}
