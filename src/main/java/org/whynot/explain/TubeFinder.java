package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.ClipScores;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpan;
import org.whynot.tube.TubeStream;

/**
 * Finds the tubes of one kind of evidence in a video's scores, which come clip by clip (equation 9).
 *
 * <p>First {@link #add} takes all clips; of every attribute and window the best tube's layer, start, end and value are kept.
 * Then {@link #found} reads the frames of the best of these once more, for their cells. A step of a layer belongs to the window
 * that its middle lies in.
 */
final class TubeFinder {

    /** Scores that a second look may hold in memory at a time; tubes that need more are read one after another. */
    static final long LOOK_NUMBERS = 16L << 20;

    /**
     * The best tube of an attribute in a window.
     *
     * @param attribute index of the attribute
     * @param tube its cells
     */
    record Found(int attribute, Tube tube) {}

    /** Reads the scores of some sampled frames of a video once more. */
    @FunctionalInterface
    interface Rereading {
        /**
         * @param from the first sampled frame that is wanted, 0-based; its whole clip is given
         * @param to the frame after the last one
         */
        ClipScores.Source scores(int from, int to);
    }

    private record Candidate(int attribute, TubeSpan span) {}

    /** The search in one feature layer. */
    private static final class Layer {
        final LayerSampling time;
        TubeStream stream;
        /** The window that the next step is taken for, unless it begins another one. */
        int window;
        /** Whether a step of this window was taken. */
        boolean hasSteps;

        Layer(LayerSampling time) {
            this.time = time;
        }
    }

    private final Evidence evidence;
    private final int attributes;
    private final int wanted;
    private final int windowFrames;
    private final BooleanSupplier cancelled;
    private final TubeSearch search;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final List<Layer> layers = new ArrayList<>();
    /** The best spans of the windows that not all layers have ended, one per attribute. */
    private final SortedMap<Integer, TubeSpan[]> open = new TreeMap<>();

    private final List<Candidate> candidates = new ArrayList<>();

    /**
     * @param evidence {@link Evidence#FOR} or {@link Evidence#AGAINST}
     * @param radius cells that a tube may move by from a step to the next
     * @param times of the feature layers
     * @param attributes number of attributes (S)
     * @param wanted how many tubes are wanted at most
     * @param windowFrames sampled frames in a window
     */
    TubeFinder(
            Evidence evidence,
            int radius,
            List<LayerSampling> times,
            int attributes,
            int wanted,
            int windowFrames,
            BooleanSupplier cancelled) {
        this.evidence = evidence;
        this.attributes = attributes;
        this.wanted = wanted;
        this.windowFrames = windowFrames;
        this.cancelled = cancelled;
        search = new TubeSearch(radius);
        for (LayerSampling time : times) layers.add(new Layer(time));
    }

    /** What kind of tubes it finds. */
    Evidence evidence() {
        return evidence;
    }

    /** Takes the next clip. */
    void add(ClipScores clip) {
        for (int l = 0; l < layers.size(); l++) add(l, clip.layers().get(l));
        int running = layers.stream().mapToInt(layer -> layer.window).min().orElseThrow();
        while (!open.isEmpty() && open.firstKey() < running) take(open.remove(open.firstKey()));
    }

    private void add(int l, ClipScores.Layer scores) {
        Layer layer = layers.get(l);
        if (layer.stream == null)
            layer.stream = evidence == Evidence.FOR
                    ? search.streamOfMaxima(attributes, scores.space())
                    : search.streamOfMinima(attributes, scores.space());
        int shift = scores.from() - scores.firstStep();
        for (int step = scores.firstStep(); step < scores.endStep(); ) {
            int window = window(layer.time, step);
            if (window != layer.window) goToWindow(l, window);
            int end = step + 1;
            while (end < scores.endStep() && window(layer.time, end) == window) end++;
            layer.stream.add(
                    scores.values(), scores.offset(), scores.space(), step + shift, end + shift, threads, cancelled);
            layer.hasSteps = true;
            step = end;
        }
        if (layer.stream.frames() == layer.time.steps()) goToWindow(l, Integer.MAX_VALUE);
    }

    private int window(LayerSampling time, int step) {
        return (int) (time.middle(step) / windowFrames);
    }

    private void goToWindow(int l, int next) {
        Layer layer = layers.get(l);
        if (layer.hasSteps) {
            TubeSpan[] spans = layer.stream.spans();
            TubeSpan[] best = open.computeIfAbsent(layer.window, number -> new TubeSpan[attributes]);
            for (int s = 0; s < attributes; s++) {
                TubeSpan span = spans[s].inLayer(l);
                if (best[s] == null || isBetter(span, best[s])) best[s] = span;
            }
            layer.stream.restart();
            layer.hasSteps = false;
        }
        layer.window = next;
    }

    /** Larger for, smaller against; of equals the one in the earlier layer. */
    private boolean isBetter(TubeSpan span, TubeSpan than) {
        int order = Float.compare(sign() * than.value(), sign() * span.value());
        return order == 0 ? span.layer() < than.layer() : order > 0;
    }

    private void take(TubeSpan[] best) {
        for (int s = 0; s < attributes; s++) candidates.add(new Candidate(s, best[s]));
        // A stable sort: of equal values the earlier window, then the attribute that comes first.
        candidates.sort(Comparator.comparingDouble(c -> sign() * c.span().value()));
        if (candidates.size() > wanted)
            candidates.subList(wanted, candidates.size()).clear();
    }

    private int sign() {
        return evidence == Evidence.FOR ? -1 : 1;
    }

    /**
     * The best tubes with their cells, strongest first, after all clips were taken.
     *
     * @param again gives the same scores once more
     * @throws IOException if the scores can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     */
    List<Found> found(Rereading again) throws IOException {
        Tube[] tubes = new Tube[candidates.size()];
        List<Integer> byTime = new ArrayList<>();
        for (int i = 0; i < tubes.length; i++) byTime.add(i);
        byTime.sort(Comparator.comparingInt(i -> firstFrame(candidates.get(i).span())));
        for (int first = 0; first < byTime.size(); ) {
            long numbers = 0;
            int last = first;
            for (; last < byTime.size(); last++) {
                numbers += size(candidates.get(byTime.get(last)).span());
                if (last > first && numbers > LOOK_NUMBERS) break;
            }
            look(byTime.subList(first, last), tubes, again);
            first = last;
        }
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < tubes.length; i++)
            found.add(new Found(candidates.get(i).attribute(), tubes[i]));
        return found;
    }

    private int firstFrame(TubeSpan span) {
        return layers.get(span.layer()).time.firstFrame(span.start());
    }

    private int endFrame(TubeSpan span) {
        return layers.get(span.layer()).time.endFrame(span.end() - 1);
    }

    private int size(TubeSpan span) {
        return layers.get(span.layer()).stream.segment(span).size();
    }

    /**
     * The value of every attribute's best tube, {@code [S]}, after all clips were taken; there must be a single window, and as many
     * tubes wanted as there are attributes.
     */
    double[] values() {
        double[] values = new double[attributes];
        for (Candidate candidate : candidates)
            values[candidate.attribute()] = candidate.span().value();
        return values;
    }

    /** The second look: gathers the scores of some tubes' frames, and finds their cells there. */
    private void look(List<Integer> some, Tube[] tubes, Rereading again) throws IOException {
        float[][] segments = new float[tubes.length][];
        for (int i : some) segments[i] = new float[size(candidates.get(i).span())];
        // Frames that lie in no tube are not read.
        int from = firstFrame(candidates.get(some.get(0)).span());
        int to = from;
        for (int i : some) {
            TubeSpan span = candidates.get(i).span();
            if (firstFrame(span) > to) {
                gather(again.scores(from, to), some, segments);
                from = firstFrame(span);
            }
            to = Math.max(to, endFrame(span));
        }
        gather(again.scores(from, to), some, segments);
        for (int i : some) {
            TubeSpan span = candidates.get(i).span();
            tubes[i] = layers.get(span.layer()).stream.tube(span, segments[i]);
        }
    }

    private void gather(ClipScores.Source scores, List<Integer> some, float[][] segments) throws IOException {
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next())
            for (int i : some) {
                TubeSpan span = candidates.get(i).span();
                clip.layers()
                        .get(span.layer())
                        .copy(candidates.get(i).attribute(), span.shape(), span.start(), span.end(), segments[i]);
            }
    }
}
