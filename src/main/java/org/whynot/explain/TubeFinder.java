package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.whynot.model.ScoreListener;
import org.whynot.tube.Movement;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.tube.TubeSpan;
import org.whynot.tube.TubeStream;

/**
 * Finds the tubes of one kind of evidence in a video's scores, which come clip by clip (equation 9).
 *
 * <p>First {@link #clip} sees all clips; of every attribute and window the best tube's start, end and value are kept. Then
 * {@link #found} looks at the frames of the best of these once more, for their cells.
 */
final class TubeFinder implements ScoreListener {

    /** Scores that a second look may hold in memory at a time; tubes that need more are looked at one after another. */
    static final long LOOK_NUMBERS = 16L << 20;

    /**
     * The best tube of an attribute in a window.
     *
     * @param attribute index of the attribute
     * @param tube its cells
     */
    record Found(int attribute, Tube tube) {}

    /** Gives the scores of a video once more. */
    @FunctionalInterface
    interface Scores {
        /**
         * @param from the first sampled frame that is wanted, 0-based; its whole clip is given
         * @param to the frame after the last one
         */
        void give(int from, int to, ScoreListener listener) throws IOException;
    }

    private record Candidate(int attribute, TubeSpan span) {}

    private final Evidence evidence;
    private final int attributes;
    private final int wanted;
    private final int windowFrames;
    private final BooleanSupplier cancelled;
    private final TubeSearch search = new TubeSearch(Explainer.RADIUS, Movement.FIXED);
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final List<Candidate> candidates = new ArrayList<>();
    private TubeStream stream;
    private int inWindow;

    /**
     * @param evidence {@link Evidence#FOR} or {@link Evidence#AGAINST}
     * @param attributes number of attributes (S)
     * @param wanted how many tubes are wanted at most
     * @param windowFrames sampled frames in a window
     */
    TubeFinder(Evidence evidence, int attributes, int wanted, int windowFrames, BooleanSupplier cancelled) {
        this.evidence = evidence;
        this.attributes = attributes;
        this.wanted = wanted;
        this.windowFrames = windowFrames;
        this.cancelled = cancelled;
    }

    /** What kind of tubes it finds. */
    Evidence evidence() {
        return evidence;
    }

    @Override
    public void clip(float[] scores, int offset, TubeSpace clip, int firstFrame, int frames) {
        if (stream == null)
            stream = evidence == Evidence.FOR
                    ? search.streamOfMaxima(attributes, clip)
                    : search.streamOfMinima(attributes, clip);
        for (int from = 0; from < frames; ) {
            int to = from + Math.min(frames - from, windowFrames - inWindow);
            stream.add(scores, offset, clip, from, to, threads, cancelled);
            inWindow += to - from;
            from = to;
            if (inWindow == windowFrames) endWindow();
        }
    }

    private void endWindow() {
        TubeSpan[] spans = stream.spans();
        for (int s = 0; s < spans.length; s++) candidates.add(new Candidate(s, spans[s]));
        // A stable sort: of equal values the earlier window, then the attribute that comes first.
        candidates.sort(Comparator.comparingDouble(c -> sign() * c.span().value()));
        if (candidates.size() > wanted)
            candidates.subList(wanted, candidates.size()).clear();
        stream.restart();
        inWindow = 0;
    }

    private int sign() {
        return evidence == Evidence.FOR ? -1 : 1;
    }

    /**
     * The best tubes with their cells, strongest first, after all clips were seen.
     *
     * @param again gives the same scores once more
     * @throws IOException if the scores can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     */
    List<Found> found(Scores again) throws IOException {
        if (inWindow > 0) endWindow();
        Tube[] tubes = new Tube[candidates.size()];
        List<Integer> byTime = new ArrayList<>();
        for (int i = 0; i < tubes.length; i++) byTime.add(i);
        byTime.sort(Comparator.comparingInt(i -> candidates.get(i).span().start()));
        for (int first = 0; first < byTime.size(); ) {
            long numbers = 0;
            int last = first;
            for (; last < byTime.size(); last++) {
                numbers +=
                        stream.stretch(candidates.get(byTime.get(last)).span()).size();
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

    /**
     * The value of every attribute's best tube, {@code [S]}, after all clips were seen; there must be a single window, and as many
     * tubes wanted as there are attributes.
     */
    double[] values() {
        if (inWindow > 0) endWindow();
        double[] values = new double[attributes];
        for (Candidate candidate : candidates)
            values[candidate.attribute()] = candidate.span().value();
        return values;
    }

    /** The second look: gathers the scores of some tubes' frames, and finds their cells there. */
    private void look(List<Integer> some, Tube[] tubes, Scores again) throws IOException {
        float[][] stretches = new float[tubes.length][];
        for (int i : some)
            stretches[i] = new float[stream.stretch(candidates.get(i).span()).size()];
        ScoreListener gather = (scores, offset, clip, firstFrame, frames) -> {
            for (int i : some) copy(candidates.get(i), scores, offset, clip, firstFrame, frames, stretches[i]);
        };
        // Frames that lie in no tube are not looked at.
        int from = candidates.get(some.get(0)).span().start();
        int to = from;
        for (int i : some) {
            TubeSpan span = candidates.get(i).span();
            if (span.start() > to) {
                again.give(from, to, gather);
                from = span.start();
            }
            to = Math.max(to, span.end());
        }
        again.give(from, to, gather);
        for (int i : some) tubes[i] = stream.tube(candidates.get(i).span(), stretches[i]);
    }

    private static void copy(
            Candidate candidate,
            float[] scores,
            int offset,
            TubeSpace clip,
            int firstFrame,
            int frames,
            float[] stretch) {
        TubeSpan span = candidate.span();
        int from = Math.max(span.start(), firstFrame);
        int to = Math.min(span.end(), firstFrame + frames);
        if (from >= to) return;
        int cells = clip.cellsPerFrame();
        int plane = (candidate.attribute() * clip.layers() + span.layer()) * clip.shapes() + span.shape();
        System.arraycopy(
                scores,
                offset + (plane * clip.frames() + from - firstFrame) * cells,
                stretch,
                (from - span.start()) * cells,
                (to - from) * cells);
    }
}
