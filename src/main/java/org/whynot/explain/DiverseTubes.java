package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.whynot.model.RegionShape;
import org.whynot.tube.Movement;
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
    private final List<RegionShape> shapes;
    private final BooleanSupplier cancelled;
    private final TubeSearch search = new TubeSearch(Explainer.RADIUS, Movement.FIXED);
    private final int threads = Runtime.getRuntime().availableProcessors();

    /**
     * @param evidence {@link Evidence#FOR} or {@link Evidence#AGAINST}
     * @param shapes of the model, which the tubes' shapes are indices of
     */
    DiverseTubes(Evidence evidence, List<RegionShape> shapes, BooleanSupplier cancelled) {
        this.evidence = evidence;
        this.shapes = shapes;
        this.cancelled = cancelled;
    }

    /** An attribute in a window, with the tubes that were found so far. */
    private final class Place {
        final int attribute;
        final int start;
        final int end;
        final List<Tube> tubes = new ArrayList<>();
        TubeStream stream;
        TubeSpan span;
        float[] stretch;

        Place(TubeFinder.Found first, int windowFrames, int frames) {
            attribute = first.attribute();
            start = first.tube().start() / windowFrames * windowFrames;
            end = (int) Math.min(frames, (long) start + windowFrames);
            tubes.add(first.tube());
        }

        /** Takes the frames of a clip that are in the window. */
        void add(float[] scores, int offset, TubeSpace clip, int firstFrame, int frames) {
            int from = Math.max(start, firstFrame);
            int to = Math.min(end, firstFrame + frames);
            if (from >= to) return;
            if (stream == null)
                stream = evidence == Evidence.FOR ? search.streamOfMaxima(1, clip) : search.streamOfMinima(1, clip);
            float[] map = new float[clip.size()];
            System.arraycopy(scores, offset + attribute * clip.size(), map, 0, map.length);
            for (int plane = 0; plane < clip.layers() * clip.shapes(); plane++)
                for (int t = from; t < to; t++)
                    mask(
                            map,
                            (plane * clip.frames() + t - firstFrame) * clip.cellsPerFrame(),
                            clip,
                            plane % clip.shapes(),
                            t);
            stream.add(map, 0, clip, from - firstFrame, to - firstFrame, threads, cancelled);
        }

        /** Takes what the second look needs of a clip. */
        void gather(float[] scores, int offset, TubeSpace clip, int firstFrame, int frames) {
            int plane = (attribute * clip.layers() + span.layer()) * clip.shapes() + span.shape();
            for (int t = Math.max(span.start(), firstFrame); t < Math.min(span.end(), firstFrame + frames); t++) {
                int at = (t - span.start()) * clip.cellsPerFrame();
                System.arraycopy(
                        scores,
                        offset + (plane * clip.frames() + t - firstFrame) * clip.cellsPerFrame(),
                        stretch,
                        at,
                        clip.cellsPerFrame());
                mask(stretch, at, clip, span.shape(), t);
            }
        }

        /** Sets the scores of all regions of a shape that overlap a tube in a frame. */
        private void mask(float[] scores, int at, TubeSpace space, int shape, int frame) {
            for (Tube tube : tubes) {
                int i = frame - tube.start();
                if (i < 0 || i >= tube.length()) continue;
                RegionShape taken = shapes.get(tube.shape(i));
                RegionShape asked = shapes.get(shape);
                for (int row = 0; row < space.rows(); row++)
                    for (int column = 0; column < space.columns(); column++)
                        if (overlap(row, asked.rows(), tube.row(i), taken.rows())
                                && overlap(column, asked.columns(), tube.column(i), taken.columns()))
                            scores[at + row * space.columns() + column] = worst();
            }
        }
    }

    /** Whether two stretches of so many cells, each centred on a cell, have more than an edge in common. */
    private static boolean overlap(int a, int cellsOfA, int b, int cellsOfB) {
        return 2 * Math.abs(a - b) < cellsOfA + cellsOfB;
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
     * @param most how many tubes of each at most, the first included; only those are added that speak for what the evidence
     *     is about at all, with a score above 0 (against: below 0)
     * @param windowFrames sampled frames in a window
     * @param frames sampled frames of the video
     * @param scores of the same video and classes
     * @return all of them, strongest first
     * @throws IOException if the scores can't be read
     * @throws IllegalStateException if the video was changed meanwhile
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    List<TubeFinder.Found> of(
            List<TubeFinder.Found> first, int most, int windowFrames, int frames, TubeFinder.Scores scores)
            throws IOException {
        List<TubeFinder.Found> all = new ArrayList<>(first);
        List<Place> places = new ArrayList<>();
        for (TubeFinder.Found found : first) places.add(new Place(found, windowFrames, frames));
        for (int tubes = 1; tubes < most && !places.isEmpty(); tubes++) {
            search(places, scores);
            places.removeIf(place -> !(sign() * place.span.value() > 0));
            look(places, scores);
            for (Place place : places) all.add(new TubeFinder.Found(place.attribute, place.tubes.get(tubes)));
        }
        // A stable sort: of equal values the one that was found first.
        all.sort(Comparator.comparingDouble(found -> -sign() * found.tube().value()));
        return all;
    }

    private void search(List<Place> places, TubeFinder.Scores scores) throws IOException {
        for (Place place : places) place.stream = null;
        int from = places.stream().mapToInt(place -> place.start).min().orElse(0);
        int to = places.stream().mapToInt(place -> place.end).max().orElse(0);
        scores.give(from, to, (clip, offset, space, firstFrame, frames) -> {
            for (Place place : places) place.add(clip, offset, space, firstFrame, frames);
        });
        for (Place place : places) {
            TubeSpan span = place.stream.spans()[0];
            // The stream counts frames from the window's first.
            place.span = new TubeSpan(
                    span.layer(), span.shape(), place.start + span.start(), place.start + span.end(), span.value());
        }
    }

    /** As many at a time as there is room for. */
    private void look(List<Place> places, TubeFinder.Scores scores) throws IOException {
        for (int first = 0; first < places.size(); ) {
            long numbers = 0;
            int last = first;
            for (; last < places.size(); last++) {
                Place place = places.get(last);
                numbers += place.stream.stretch(place.span).size();
                if (last > first && numbers > TubeFinder.LOOK_NUMBERS) break;
            }
            gather(places.subList(first, last), scores);
            first = last;
        }
    }

    private static void gather(List<Place> places, TubeFinder.Scores scores) throws IOException {
        for (Place place : places)
            place.stretch = new float[place.stream.stretch(place.span).size()];
        int from = places.stream().mapToInt(place -> place.span.start()).min().orElseThrow();
        int to = places.stream().mapToInt(place -> place.span.end()).max().orElseThrow();
        scores.give(from, to, (clip, offset, space, firstFrame, frames) -> {
            for (Place place : places) place.gather(clip, offset, space, firstFrame, frames);
        });
        for (Place place : places) {
            place.tubes.add(place.stream.tube(place.span, place.stretch));
            place.stretch = null;
        }
    }
}
