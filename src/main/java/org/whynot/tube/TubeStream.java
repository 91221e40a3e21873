package org.whynot.tube;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * Finds the best tubes of score maps that come piece by piece in time, and are never in memory as a whole.
 *
 * <pre>{@code
 * TubeSearch search = new TubeSearch(1);
 * TubeSpace chunk = new TubeSpace(4, 16, 7, 7);            // sixteen frames of a map
 * TubeStream stream = search.streamOfMaxima(attributes, chunk);
 * while (more) stream.add(scores, 0, chunk, 0, 16, threads, progress::isCancelled);
 * TubeSpan span = stream.spans()[attribute];               // when, and what it is worth
 * Tube tube = stream.tube(span, scores);                   // its cells, from a second pass over those frames
 * }</pre>
 *
 * <p>The tube is the one that {@link TubeSearch} finds in the joined maps, bit for bit: value, cells, ties. It does not
 * depend on how the frames are cut into pieces, nor on the number of threads.
 *
 * <p>What is kept between two pieces is one frame: for every cell the largest sum of a tube that ends there and the frame
 * where that tube starts; and for every map the best tube so far. The starts cost little, because paths that are followed
 * backwards soon run into one another, so only a small part of a piece is ever walked. Pieces of some frames are therefore
 * searched faster than single frames.
 *
 * <p>Why a second pass over the frames from start to end is enough: the tube's first cell continued no positive sum, so its
 * sums are the same when nothing lies before it; all other sums become smaller or stay. So the largest sum in each window
 * on its way is the same, and of those that are equal to it none is new.
 *
 * <p>One thread at a time.
 */
public final class TubeStream {

    /** Frames that are searched before the starts are carried on: many save walks, few stay in the cache. */
    private static final int FRAMES_AT_A_TIME = 16;

    private final TubeSearch search;
    private final int count;
    private final TubeSpace frame;
    private final int sign;
    private final StreamState state;
    private boolean broken;

    /** See {@link TubeSearch#streamOfMaxima}. */
    TubeStream(TubeSearch search, int count, TubeSpace space, int sign) {
        if (count < 0) throw new IllegalArgumentException("There cannot be " + count + " score maps.");
        this.search = search;
        this.count = count;
        this.frame = space.withFrames(1);
        this.sign = sign;
        state = new StreamState(frame, search.radius(), sign, count);
    }

    /**
     * Takes the next frames of every map.
     *
     * @param scores maps {@code [count, P, T, H, W]} one after another, row-major
     * @param offset index of the first map's first cell in the array
     * @param chunk the size of these maps; all but T must be what the stream was made for
     * @param first the first of their frames that is taken, 0-based
     * @param last the frame after the last one that is taken; frames of padding, for example, are not
     * @param threads how many to use, 1 or more; the calling thread is one of them
     * @param cancelled asked every few milliseconds, from any of the threads, whether to stop
     * @throws IllegalArgumentException if a number is out of range, or a map has no value because of a NaN (the first such
     *     map among these frames is named); the stream can't be used any more after a NaN
     * @throws CancellationException if cancelled, or if the calling thread is interrupted; no more use then either
     * @throws IllegalStateException if an earlier call failed
     */
    public void add(
            float[] scores, int offset, TubeSpace chunk, int first, int last, int threads, BooleanSupplier cancelled) {
        Objects.requireNonNull(cancelled, "cancelled");
        if (broken)
            throw new IllegalStateException("The tube search was broken off, so it can't continue. Start a new one.");
        requireFrames(scores, offset, chunk, first, last);
        if (threads < 1)
            throw new IllegalArgumentException("The search cannot run on " + threads + " threads. Give 1 or more.");
        if (first == last || count == 0) {
            state.frames += last - first;
            return;
        }
        broken = true;
        int frames = Math.min(FRAMES_AT_A_TIME, last - first);
        int step = state.planesPerTask(frames);
        int tasks = (state.planes + step - 1) / step;
        Parallel.run(tasks, threads, cancelled, stop -> {
            PlaneSearch worker = new PlaneSearch(
                    scores, offset, chunk, state.radius, sign, frames, Math.min(step, state.planes), stop);
            return task -> {
                int plane = task * step;
                int end = Math.min(state.planes, plane + step);
                while (plane < end) {
                    int planes = Math.min(worker.capacity(), end - plane);
                    for (int from = first; from < last; from += FRAMES_AT_A_TIME)
                        worker.advance(state, plane, planes, from, Math.min(last, from + FRAMES_AT_A_TIME), first);
                    plane += planes;
                }
            };
        });
        state.frames += last - first;
        state.fresh = false;
        broken = false;
    }

    private void requireFrames(float[] scores, int offset, TubeSpace chunk, int first, int last) {
        if (!chunk.withFrames(1).equals(frame))
            throw new IllegalArgumentException("The stream is one of maps like " + frame + ", but was given " + chunk
                    + ". All but the number of frames must be the same.");
        if (first < 0 || last < first || last > chunk.frames())
            throw new IllegalArgumentException("There are no frames [" + first + ", " + last + ") in " + chunk + ".");
        if (offset < 0) throw new IllegalArgumentException("A score map cannot begin at index " + offset + ".");
        long end = offset + (long) count * chunk.size();
        if (end > scores.length)
            throw new IllegalArgumentException(count + " score maps of " + chunk + " from index " + offset + " need "
                    + end + " numbers, but the array holds " + scores.length + ".");
        if ((long) state.frames + last - first > Integer.MAX_VALUE)
            throw new IllegalArgumentException("A tube stream cannot take more than " + Integer.MAX_VALUE + " frames.");
    }

    /** Number of frames taken so far, those before a {@link #restart} included. */
    public int frames() {
        return state.frames;
    }

    /**
     * The best tube of every map since the beginning or the last {@link #restart}.
     *
     * @throws IllegalStateException if no frame was taken since then, or an {@link #add} failed
     */
    public TubeSpan[] spans() {
        if (broken || state.fresh && count > 0)
            throw new IllegalStateException(
                    broken
                            ? "The tube search was broken off, so there is no best tube."
                            : "No frame was searched yet.");
        TubeSpan[] spans = new TubeSpan[count];
        for (int map = 0; map < count; map++) spans[map] = state.span(map);
        return spans;
    }

    /** Forgets the tubes, so that none crosses this point in time. Frames are still counted from the first one. */
    public void restart() {
        state.fresh = true;
    }

    /**
     * What a second pass over a tube's frames must show.
     *
     * @param span one of {@link #spans()}
     * @return {@code [1, T, H, W]}, the span's own shape; T is the span's length
     */
    public TubeSpace segment(TubeSpan span) {
        return new TubeSpace(1, span.length(), frame.rows(), frame.columns());
    }

    /**
     * The cells of a tube.
     *
     * @param span one of {@link #spans()}
     * @param scores the map of that span in the frames from its start to its end, as {@link #segment} returns it, row-major
     * @throws IllegalArgumentException if the array is too short
     * @throws IllegalStateException if these are not the scores that the stream was given: the tube in them is another
     * @throws CancellationException if the thread is interrupted
     */
    public Tube tube(TubeSpan span, float[] scores) {
        TubeSpace segment = segment(span);
        Tube found = sign > 0 ? search.maximum(scores, 0, segment) : search.minimum(scores, 0, segment);
        if (found.length() != span.length()
                || Float.floatToRawIntBits(found.value()) != Float.floatToRawIntBits(span.value()))
            throw new IllegalStateException(
                    "The second pass over the frames " + span.start() + " to " + (span.end() - 1)
                            + " (counted from 0) shows other scores than the first: the best tube there is worth "
                            + found.value() + ", not " + span.value() + ". Was the video changed meanwhile?");
        return found.of(span);
    }
}
