package org.whynot.dataset;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.whynot.video.Box;

/**
 * Frame boxes in flat arrays, 25 bytes each, so that millions of them fit into memory; {@link FrameBox} objects are made
 * when asked for. Edges are kept to a thousandth of a pixel. Grows while a file is read and is then sealed.
 */
final class PackedBoxes extends AbstractList<FrameBox> implements RandomAccess {

    private static final double STEPS = 1000;

    private int size;
    private int[] frames = new int[8];
    private int[] tracks = new int[8];
    private float[] edges = new float[32];
    private boolean[] keyframes = new boolean[8];

    /** Adds a box while the list is being built. */
    void append(int frame, double x, double y, double w, double h, boolean keyframe, int track) {
        if (size == frames.length) resize(size + (size >> 1) + 1);
        frames[size] = frame;
        tracks[size] = track;
        keyframes[size] = keyframe;
        edges[4 * size] = (float) x;
        edges[4 * size + 1] = (float) y;
        edges[4 * size + 2] = (float) w;
        edges[4 * size + 3] = (float) h;
        size++;
    }

    /** Sorts by track, then frame, and gives back spare memory. Nothing may be appended afterwards. */
    PackedBoxes seal() {
        boolean sorted = true;
        for (int i = 1; i < size && sorted; i++)
            sorted = tracks[i] > tracks[i - 1] || tracks[i] == tracks[i - 1] && frames[i] >= frames[i - 1];
        if (!sorted) {
            int[] order = IntStream.range(0, size)
                    .boxed()
                    .sorted((i, j) -> tracks[i] != tracks[j]
                            ? Integer.compare(tracks[i], tracks[j])
                            : Integer.compare(frames[i], frames[j]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            PackedBoxes copy = new PackedBoxes();
            for (int i : order)
                copy.append(
                        frames[i],
                        edges[4 * i],
                        edges[4 * i + 1],
                        edges[4 * i + 2],
                        edges[4 * i + 3],
                        keyframes[i],
                        tracks[i]);
            frames = copy.frames;
            tracks = copy.tracks;
            edges = copy.edges;
            keyframes = copy.keyframes;
        }
        resize(size);
        return this;
    }

    private void resize(int length) {
        frames = Arrays.copyOf(frames, length);
        tracks = Arrays.copyOf(tracks, length);
        keyframes = Arrays.copyOf(keyframes, length);
        edges = Arrays.copyOf(edges, 4 * length);
    }

    @Override
    public FrameBox get(int i) {
        Objects.checkIndex(i, size);
        Box box = new Box(edge(4 * i), edge(4 * i + 1), edge(4 * i + 2), edge(4 * i + 3));
        return new FrameBox(frames[i], box, keyframes[i], tracks[i]);
    }

    /** Rounded, so that 58.85 in a file is 58.85 again and not the nearest single-precision number. */
    private double edge(int i) {
        return Math.round(edges[i] * STEPS) / STEPS;
    }

    @Override
    public int size() {
        return size;
    }
}
