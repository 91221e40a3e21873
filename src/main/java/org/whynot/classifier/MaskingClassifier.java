package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

/**
 * Makes a feature layer for a classifier that gives logits only, by masking: a part of a clip is erased (set to black), the clip
 * is classified again, and by how much each logit falls is the part's evidence for that class.
 *
 * <p>The layer {@value #LAYER} has one channel per class, so {@code m[pos] - m[neg]} is by how much {@code logit(pos) - logit(neg)}
 * falls, for any two classes out of the same passes. A clip is divided into coarse parts first. Those whose erasing changes the
 * difference of any two logits most are divided into their cells, and each of these is erased by itself. A coarse part's evidence is spread evenly over its cells; what its cells leave unexplained, because
 * the network does without each of them while it has the others, is spread evenly over them. So the evidence of all cells adds
 * up to that of the coarse parts.
 *
 * <p>How many passes a clip takes is known beforehand ({@link #passes}), and nothing is drawn at random.
 */
public final class MaskingClassifier implements VideoClassifier {

    /** The name of the layer. */
    public static final String LAYER = "masking";

    /** Steps in time, unless a clip has fewer frames. */
    private static final int STEPS = 4;
    /** Rows, and columns, unless a clip has fewer pixels. */
    private static final int SIDE = 8;
    /** Cells along each axis of a coarse part; the finer ones are single cells. */
    private static final int COARSE = 2;
    /** Coarse parts that are divided once more. */
    private static final int REFINED = 16;

    private final VideoClassifier classifier;
    private final ClipFormat input;
    private final FeatureLayer layer;
    private final float[] black = new float[3];
    private final List<Part> coarse = new ArrayList<>();

    /** Some cells of the grid; the ends are excluded. */
    private record Part(int step, int steps, int row, int rows, int column, int columns) {

        int cells() {
            return (steps - step) * (rows - row) * (columns - column);
        }

        /** Every cell as a part of its own, eight at most. */
        List<Part> single() {
            List<Part> single = new ArrayList<>();
            for (int t = step; t < steps; t++)
                for (int r = row; r < rows; r++)
                    for (int c = column; c < columns; c++) single.add(new Part(t, t + 1, r, r + 1, c, c + 1));
            return single;
        }
    }

    /**
     * @param classifier gives logits; closed with this
     * @throws IllegalArgumentException if it has feature layers of its own, which serve better
     */
    public MaskingClassifier(VideoClassifier classifier) {
        if (!classifier.layers().isEmpty())
            throw new IllegalArgumentException("The classifier '" + classifier.description()
                    + "' has feature layers; masking is for one without.");
        this.classifier = classifier;
        input = classifier.input();
        layer = new FeatureLayer(
                LAYER,
                classifier.classes().size(),
                Math.min(STEPS, input.frames()),
                Math.min(SIDE, input.height()),
                Math.min(SIDE, input.width()));
        for (int c = 0; c < 3; c++) black[c] = -input.mean()[c] / input.deviation()[c];
        for (int t = 0; t < layer.steps(); t += COARSE)
            for (int r = 0; r < layer.rows(); r += COARSE)
                for (int c = 0; c < layer.columns(); c += COARSE)
                    coarse.add(new Part(
                            t,
                            Math.min(t + COARSE, layer.steps()),
                            r,
                            Math.min(r + COARSE, layer.rows()),
                            c,
                            Math.min(c + COARSE, layer.columns())));
    }

    /**
     * Forward passes that a video takes at most, each of {@value ClassifierRun#CLIPS_PER_PASS} clips or one more.
     *
     * @param clips of the video
     */
    public int passes(int clips) {
        int parts = coarse.size() + 8 * Math.min(REFINED, coarse.size());
        int batches = (parts + ClassifierRun.CLIPS_PER_PASS - 1) / ClassifierRun.CLIPS_PER_PASS;
        return ClassifierRun.passes(clips) + clips * batches;
    }

    @Override
    public ClipFormat input() {
        return input;
    }

    @Override
    public List<String> classes() {
        return classifier.classes();
    }

    /** One layer, {@value #LAYER}, with one channel per class. */
    @Override
    public List<FeatureLayer> layers() {
        return List.of(layer);
    }

    @Override
    public NDArray logits(NDArray clips) {
        return classifier.logits(clips);
    }

    @Override
    public Output forward(NDArray clips) {
        return forward(clips, Progress.SILENT);
    }

    /** Clips whose numbers are all the same, such as those that fill up a pass, have no evidence and take no passes. */
    @Override
    public Output forward(NDArray clips, Progress progress) {
        int n = (int) clips.getShape().get(0);
        NDArray logits = classifier.logits(clips);
        float[] numbers = clips.toFloatArray();
        float[] whole = logits.toFloatArray();
        int classes = layer.channels();
        int cells = layer.steps() * layer.rows() * layer.columns();
        float[] evidence = new float[n * classes * cells];
        for (int i = 0; i < n; i++) {
            float[] clip = Arrays.copyOfRange(numbers, i * input.clipLength(), (i + 1) * input.clipLength());
            if (isUniform(clip)) continue;
            float[] own = Arrays.copyOfRange(whole, i * classes, (i + 1) * classes);
            Progress part = progress.part((double) i / n, (i + 1.0) / n);
            System.arraycopy(
                    new OneClip(clip, own, clips, part).evidence(), 0, evidence, i * classes * cells, classes * cells);
        }
        Shape shape = new Shape(n, classes, layer.steps(), layer.rows(), layer.columns());
        return new Output(logits, new NDList(clips.getManager().create(evidence, shape)));
    }

    private static boolean isUniform(float[] clip) {
        for (float value : clip) if (value != clip[0]) return false;
        return true;
    }

    /** The search for the evidence in one clip. */
    private final class OneClip {

        private final float[] clip;
        private final float[] whole;
        private final NDArray clips;
        private final Progress progress;
        private final int rows;
        private final float[] batch;
        private final int parts = coarse.size() + 8 * Math.min(REFINED, coarse.size());
        private int done;

        /** @param whole the logits of the clip as it is */
        OneClip(float[] clip, float[] whole, NDArray clips, Progress progress) {
            this.clip = clip;
            this.whole = whole;
            this.clips = clips;
            this.progress = progress;
            rows = (int) clips.getShape().get(0);
            batch = new float[rows * clip.length];
        }

        /** {@code [C, T', H', W']}. */
        float[] evidence() {
            float[] evidence = new float[whole.length * layer.steps() * layer.rows() * layer.columns()];
            double[][] falls = falls(coarse);
            List<Integer> order = new ArrayList<>();
            for (int p = 0; p < coarse.size(); p++) order.add(p);
            // A stable sort: of equals the first one.
            order.sort(Comparator.comparingDouble(p -> -spread(falls[p])));
            List<Integer> refined = order.subList(0, Math.min(REFINED, order.size()));
            List<Part> fine = new ArrayList<>();
            for (int p : refined) fine.addAll(coarse.get(p).single());
            double[][] finer = falls(fine);
            for (int p = 0; p < coarse.size(); p++) put(evidence, coarse.get(p), falls[p]);
            int first = 0;
            for (int p : refined) {
                List<Part> single = coarse.get(p).single();
                for (int c = 0; c < whole.length; c++) {
                    double rest = falls[p][c];
                    for (int h = 0; h < single.size(); h++) rest -= finer[first + h][c];
                    for (int h = 0; h < single.size(); h++) finer[first + h][c] += rest / single.size();
                }
                for (int h = 0; h < single.size(); h++) put(evidence, single.get(h), finer[first + h]);
                first += single.size();
            }
            return evidence;
        }

        /** By how much the difference of two logits changes, of the two for which that is most. */
        private static double spread(double[] falls) {
            return Arrays.stream(falls).max().orElse(0)
                    - Arrays.stream(falls).min().orElse(0);
        }

        /** By how much each logit falls when a part is erased, {@code [parts][C]}. */
        private double[][] falls(List<Part> erased) {
            double[][] falls = new double[erased.size()][whole.length];
            for (int first = 0; first < erased.size(); first += rows) {
                progress.check();
                progress.report(
                        (double) done / parts,
                        "Erasing part " + (done + 1) + " of " + parts + " and classifying again");
                int count = Math.min(rows, erased.size() - first);
                for (int i = 0; i < rows; i++) {
                    System.arraycopy(clip, 0, batch, i * clip.length, clip.length);
                    if (i < count) erase(erased.get(first + i), batch, i * clip.length);
                }
                float[] logits = run();
                for (int i = 0; i < count; i++)
                    for (int c = 0; c < whole.length; c++)
                        falls[first + i][c] = (double) whole[c] - logits[i * whole.length + c];
                done += count;
            }
            return falls;
        }

        private float[] run() {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                return classifier
                        .logits(clips.getManager().create(batch, clips.getShape()))
                        .toFloatArray();
            }
        }
    }

    /** Spreads a part's evidence evenly over its cells. */
    private void put(float[] evidence, Part part, double[] falls) {
        for (int c = 0; c < falls.length; c++)
            for (int t = part.step(); t < part.steps(); t++)
                for (int r = part.row(); r < part.rows(); r++) {
                    int row = ((c * layer.steps() + t) * layer.rows() + r) * layer.columns();
                    Arrays.fill(evidence, row + part.column(), row + part.columns(), (float) (falls[c] / part.cells()));
                }
    }

    private void erase(Part part, float[] clip, int offset) {
        int firstRow = begin(part.row(), layer.rows(), input.height());
        int endRow = begin(part.rows(), layer.rows(), input.height());
        int firstColumn = begin(part.column(), layer.columns(), input.width());
        int endColumn = begin(part.columns(), layer.columns(), input.width());
        for (int t = begin(part.step(), layer.steps(), input.frames());
                t < begin(part.steps(), layer.steps(), input.frames());
                t++) for (int y = firstRow; y < endRow; y++) eraseRow(clip, offset, t, y, firstColumn, endColumn);
    }

    private static int begin(int cell, int cells, int size) {
        return (int) ((long) cell * size / cells);
    }

    private void eraseRow(float[] clip, int offset, int t, int y, int from, int to) {
        int plane = input.height() * input.width();
        for (int c = 0; c < 3; c++)
            switch (input.axes()) {
                case NCTHW -> {
                    int row = offset + (c * input.frames() + t) * plane + y * input.width();
                    Arrays.fill(clip, row + from, row + to, black[c]);
                }
                case NTCHW -> {
                    int row = offset + (t * 3 + c) * plane + y * input.width();
                    Arrays.fill(clip, row + from, row + to, black[c]);
                }
                case NTHWC -> {
                    int row = offset + 3 * (t * plane + y * input.width());
                    for (int x = from; x < to; x++) clip[row + 3 * x + c] = black[c];
                }
            }
    }

    @Override
    public Device device() {
        return classifier.device();
    }

    @Override
    public String description() {
        return classifier.description();
    }

    @Override
    public void close() {
        classifier.close();
    }
}
