package org.whynot.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.whynot.video.Box;

/**
 * A part of a video that somebody drew: boxes in one frame or several, interpolated linearly between.
 *
 * <pre>{@code
 * Region still = Region.throughout(new Box(10, 10, 40, 30), video.frames());
 * Region moving = new Region(List.of(new Region.Key(3, first), new Region.Key(20, second)));
 * }</pre>
 *
 * @param name what it is called, for sentences and tables
 * @param keys the boxes that were drawn, by rising frame
 */
public record Region(String name, List<Key> keys) {

    /** What a region is called that has no name of its own. */
    public static final String UNNAMED = "region";

    /**
     * A box that was drawn.
     *
     * @param frame 0-based
     * @param box pixels of the video
     */
    public record Key(int frame, Box box) implements BoxInFrame {}

    /**
     * Sorts the boxes by frame.
     *
     * @throws IllegalArgumentException if there is none, two are in the same frame, or one has no area
     */
    public Region {
        List<Key> sorted = new ArrayList<>(keys);
        sorted.sort(Comparator.comparingInt(Key::frame));
        keys = List.copyOf(sorted);
        if (keys.isEmpty()) throw new IllegalArgumentException("A region needs at least one box.");
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            if (!(key.box().width() > 0 && key.box().height() > 0))
                throw new IllegalArgumentException("The region in frame " + (key.frame() + 1)
                        + " has no area. Draw a rectangle, an oval or another outline.");
            if (i > 0 && key.frame() == keys.get(i - 1).frame())
                throw new IllegalArgumentException("There are two regions in frame " + (key.frame() + 1)
                        + ". Leave one: a region has one location at a time.");
        }
    }

    /** A region without a name of its own. */
    public Region(List<Key> keys) {
        this(UNNAMED, keys);
    }

    /** A region's name within a sentence: {@code the region 'mine'}. */
    public static String words(String name) {
        return name.equals(UNNAMED) ? "the region" : "the region '" + name + "'";
    }

    /** The same under another name. */
    public Region named(String other) {
        return new Region(other, keys);
    }

    /** The same box in every frame of a video. */
    public static Region throughout(Box box, int frames) {
        return frames == 1
                ? new Region(List.of(new Key(0, box)))
                : new Region(List.of(new Key(0, box), new Key(frames - 1, box)));
    }

    /** First frame, 0-based. */
    public int firstFrame() {
        return keys.get(0).frame();
    }

    /** Last frame, 0-based. */
    public int lastFrame() {
        return keys.get(keys.size() - 1).frame();
    }

    /** The box in a frame (0-based), pixels of the video; empty before the first and after the last one. */
    public Optional<Box> boxAt(int frame) {
        return BoxInFrame.at(keys, frame);
    }
}
