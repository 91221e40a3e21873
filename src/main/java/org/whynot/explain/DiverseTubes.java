package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.whynot.classifier.LayerSampling;
import org.whynot.model.ClipScores;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.tube.TubeSpan;
import org.whynot.tube.TubeStream;

/**
 * Finds further tubes of an attribute: the second is the best of all tubes whose regions overlap none of the first tube's in
 * any sampled frame, the third the best of those that overlap neither, and so on. As exact as the first: the same search, with
 * the scores of the regions that overlap set to the worst there is.
 *
 * <p>The scores come clip by clip, twice for every further tube: for when it lies, and for its cells.
 */
final class DiverseTubes {

    private final Evidence evidence;
    private final TubeGeometry geometry;
    private final BooleanSupplier cancelled;
    private final TubeSearch search;
    private final int threads = Runtime.getRuntime().availableProcessors();

    /**
     * @param evidence {@link Evidence#FOR} or {@link Evidence#AGAINST}
     * @param radius cells that a tube may move by from a step to the next
     * @param geometry of the video
     */
    DiverseTubes(Evidence evidence, int radius, TubeGeometry geometry, BooleanSupplier cancelled) {
        this.evidence = evidence;
        this.geometry = geometry;
        this.cancelled = cancelled;
        search = new TubeSearch(radius);
    }

    /** An attribute in a window, with the tubes that were found so far. */
    private final class Place {

        final int attribute;
        /** The window, sampled frames. */
        final int start;

        final int end;
        final List<Tube> tubes = new ArrayList<>();
        /** The search in each layer, null where the window has no step of it. */
        TubeStream[] streams;
        /** Steps that each search began with. */
        int[] firstSteps;

        TubeSpan span;
        float[] segment;

        Place(TubeFinder.Found first, int windowFrames, int frames) {
            attribute = first.attribute();
            LayerSampling time = geometry.times().get(first.tube().layer());
            start = (int) (time.middle(first.tube().start()) / windowFrames) * windowFrames;
            end = (int) Math.min(frames, (long) start + windowFrames);
            tubes.add(first.tube());
        }

        void begin() {
            streams = new TubeStream[geometry.times().size()];
            firstSteps = new int[streams.length];
        }

        /** Takes the steps of a clip that are in the window. */
        void add(ClipScores clip) {
            for (int l = 0; l < streams.length; l++) add(l, clip.layers().get(l));
        }

        private void add(int l, ClipScores.Layer scores) {
            LayerSampling time = geometry.times().get(l);
            int from = scores.firstStep();
            int to = scores.endStep();
            while (from < to && time.middle(from) < start) from++;
            while (to > from && time.middle(to - 1) >= end) to--;
            if (from >= to) return;
            TubeSpace space = scores.space().withFrames(to - from);
            if (streams[l] == null) {
                streams[l] =
                        evidence == Evidence.FOR ? search.streamOfMaxima(1, space) : search.streamOfMinima(1, space);
                firstSteps[l] = from;
            }
            float[] map = new float[space.size()];
            float[] plane = new float[space.frames() * space.cellsPerFrame()];
            for (int shape = 0; shape < space.shapes(); shape++) {
                scores.copy(attribute, shape, from, to, plane);
                for (int step = from; step < to; step++)
                    mask(plane, (step - from) * space.cellsPerFrame(), space, l, shape, step);
                System.arraycopy(plane, 0, map, shape * plane.length, plane.length);
            }
            streams[l].add(map, 0, space, 0, space.frames(), threads, cancelled);
        }

        /** Takes the best span of all layers, of equals that of the first layer. */
        void end() {
            span = null;
            for (int l = 0; l < streams.length; l++) {
                if (streams[l] == null) continue;
                TubeSpan found = streams[l].spans()[0];
                if (span != null && sign() * found.value() <= sign() * span.value()) continue;
                // A stream counts steps from the window's first.
                int shift = firstSteps[l];
                span = new TubeSpan(l, found.shape(), shift + found.start(), shift + found.end(), found.value());
            }
        }

        /** Takes what the second look needs of a clip. */
        void gather(ClipScores clip) {
            ClipScores.Layer scores = clip.layers().get(span.layer());
            scores.copy(attribute, span.shape(), span.start(), span.end(), segment);
            int cells = scores.space().cellsPerFrame();
            for (int step = Math.max(span.start(), scores.firstStep());
                    step < Math.min(span.end(), scores.endStep());
                    step++)
                mask(segment, (step - span.start()) * cells, scores.space(), span.layer(), span.shape(), step);
        }

        /** Sets the scores of all regions of a shape that overlap a tube in a step's frames. */
        private void mask(float[] scores, int at, TubeSpace space, int layer, int shape, int step) {
            LayerSampling time = geometry.times().get(layer);
            int first = time.firstFrame(step);
            int last = time.endFrame(step) - 1;
            for (Tube tube : tubes) {
                LayerSampling its = geometry.times().get(tube.layer());
                int from = Math.max(its.stepOf(first) - tube.start(), 0);
                int to = Math.min(its.stepOf(last) - tube.start(), tube.length() - 1);
                for (int i = from; i <= to; i++)
                    for (int row = 0; row < space.rows(); row++)
                        for (int column = 0; column < space.columns(); column++)
                            if (geometry.overlap(layer, shape, row, column, tube, i))
                                scores[at + row * space.columns() + column] = worst();
            }
        }

        TubeStream stream() {
            return streams[span.layer()];
        }
    }

    private float worst() {
        return evidence == Evidence.FOR ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }

    private int sign() {
        return evidence == Evidence.FOR ? 1 : -1;
    }

    /**
     * Adds the further tubes.
     *
     * @param first the best tubes, one for every attribute and window that is asked about
     * @param most how many tubes of each at most, the first included; only those are added that support what the evidence
     *     is about at all, with a score above 0 (against: below 0)
     * @param windowFrames sampled frames in a window
     * @param frames sampled frames of the video
     * @param again of the same video and classes
     * @return all of them, strongest first
     * @throws IOException if the scores can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<TubeFinder.Found> of(
            List<TubeFinder.Found> first, int most, int windowFrames, int frames, TubeFinder.Rereading again)
            throws IOException {
        List<TubeFinder.Found> all = new ArrayList<>(first);
        List<Place> places = new ArrayList<>();
        for (TubeFinder.Found found : first) places.add(new Place(found, windowFrames, frames));
        for (int tubes = 1; tubes < most && !places.isEmpty(); tubes++) {
            search(places, again);
            places.removeIf(place -> !(sign() * place.span.value() > 0));
            look(places, again);
            for (Place place : places) all.add(new TubeFinder.Found(place.attribute, place.tubes.get(tubes)));
        }
        // A stable sort: of equal values the one that was found first.
        all.sort(Comparator.comparingDouble(found -> -sign() * found.tube().value()));
        return all;
    }

    private void search(List<Place> places, TubeFinder.Rereading again) throws IOException {
        places.forEach(Place::begin);
        int from = places.stream().mapToInt(place -> place.start).min().orElse(0);
        int to = places.stream().mapToInt(place -> place.end).max().orElse(0);
        ClipScores.Source scores = again.scores(from, to);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next())
            for (Place place : places) place.add(clip);
        places.forEach(Place::end);
    }

    /** As many at a time as there is room for. */
    private void look(List<Place> places, TubeFinder.Rereading again) throws IOException {
        for (int first = 0; first < places.size(); ) {
            long numbers = 0;
            int last = first;
            for (; last < places.size(); last++) {
                Place place = places.get(last);
                numbers += place.stream().segment(place.span).size();
                if (last > first && numbers > TubeFinder.LOOK_NUMBERS) break;
            }
            gather(places.subList(first, last), again);
            first = last;
        }
    }

    private void gather(List<Place> places, TubeFinder.Rereading again) throws IOException {
        int from = Integer.MAX_VALUE;
        int to = 0;
        for (Place place : places) {
            place.segment = new float[place.stream().segment(place.span).size()];
            LayerSampling time = geometry.times().get(place.span.layer());
            from = Math.min(from, time.firstFrame(place.span.start()));
            to = Math.max(to, time.endFrame(place.span.end() - 1));
        }
        ClipScores.Source scores = again.scores(from, to);
        for (ClipScores clip = scores.next(); clip != null; clip = scores.next())
            for (Place place : places) place.gather(clip);
        for (Place place : places) {
            place.tubes.add(place.stream().tube(place.span, place.segment));
            place.segment = null;
        }
    }
}
