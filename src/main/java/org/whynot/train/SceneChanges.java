package org.whynot.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.video.Box;
import org.whynot.video.BoxFills;
import org.whynot.video.Video;

/**
 * How the scene of training examples is broken, so that a classifier has to look at what acts in it. Beyond the paper, and off by
 * default.
 *
 * @param colour whether the colours of three examples of four are shifted, each channel by a factor of its own, and those of the fourth
 *     removed
 * @param cutout whether half of the examples have a rectangle covered, a fifth to a half of each side, at the same place in all frames
 * @param background whether half of the examples that have boxes in the data set, of attributes or actors, show only what lies
 *     inside them, the rest being covered. A frame without boxes shows what lies inside those of the nearest frame that has some
 */
public record SceneChanges(boolean colour, boolean cutout, boolean background) {

    /** The scene as it is. */
    public static final SceneChanges NONE = new SceneChanges(false, false, false);
    /** What switches each on. */
    static final List<String> WORDS = List.of("colour", "cutout", "background");

    private static final double COLOUR_SHIFT = 0.3;
    private static final double SMALLEST_CUTOUT = 0.2;
    private static final double LARGEST_CUTOUT = 0.5;

    /** Those that are among some words. */
    static SceneChanges of(List<String> words) {
        return new SceneChanges(words.contains("colour"), words.contains("cutout"), words.contains("background"));
    }

    /** Those that {@link #words} names. */
    static SceneChanges of(String words) {
        return of(List.of(words.split(",")));
    }

    /** The words that switch these on, with commas; empty for none. */
    String words() {
        List<String> words = new ArrayList<>();
        if (colour) words.add("colour");
        if (cutout) words.add("cutout");
        if (background) words.add("background");
        return String.join(",", words);
    }

    /**
     * Draws for one example whether its background is covered.
     *
     * @param video as the sample's boxes count its frames and pixels
     * @param cover what covers, {@code [3]}, 0 to 1
     */
    Video withoutBackground(Video video, Sample sample, float[] cover, Random random) {
        if (!background || random.nextBoolean()) return video;
        NavigableMap<Integer, List<Box>> boxes = boxes(sample);
        return boxes.isEmpty()
                ? video
                : video.filter(
                        BoxFills.colourOutside(video.width(), video.height(), frame -> nearest(boxes, frame), cover));
    }

    /** The boxes of a frame, or of the nearest one that has some; of two the earlier. */
    private static List<Box> nearest(NavigableMap<Integer, List<Box>> boxes, int frame) {
        Map.Entry<Integer, List<Box>> before = boxes.floorEntry(frame);
        Map.Entry<Integer, List<Box>> after = boxes.ceilingEntry(frame);
        if (before == null) return after.getValue();
        if (after == null) return before.getValue();
        return frame - before.getKey() <= after.getKey() - frame ? before.getValue() : after.getValue();
    }

    private static NavigableMap<Integer, List<Box>> boxes(Sample sample) {
        NavigableMap<Integer, List<Box>> boxes = new TreeMap<>();
        Stream.concat(sample.boxes().values().stream().flatMap(List::stream), sample.actors().stream())
                .forEach((FrameBox box) -> boxes.computeIfAbsent(box.frame(), f -> new ArrayList<>())
                        .add(box.box()));
        return boxes;
    }

    /**
     * Draws what else one example loses.
     *
     * @param video what is left after cutting
     * @param cover what covers, {@code [3]}, 0 to 1
     */
    Video changed(Video video, float[] cover, Random random) {
        Video changed = video;
        if (colour) {
            int pixels = video.width() * video.height();
            boolean grey = random.nextInt(4) == 0;
            float[] gains = new float[3];
            for (int c = 0; c < gains.length; c++)
                gains[c] = (float) Math.exp((2 * random.nextDouble() - 1) * Math.log1p(COLOUR_SHIFT));
            changed = changed.filter(grey ? ColourFilter.grey(pixels) : ColourFilter.gains(pixels, gains));
        }
        if (cutout && random.nextBoolean()) {
            int width = side(video.width(), random);
            int height = side(video.height(), random);
            Box box = new Box(
                    random.nextInt(video.width() - width + 1),
                    random.nextInt(video.height() - height + 1),
                    width,
                    height);
            changed = changed.filter(BoxFills.colour(video.width(), video.height(), frame -> Optional.of(box), cover));
        }
        return changed;
    }

    private static int side(int whole, Random random) {
        double share = SMALLEST_CUTOUT + (LARGEST_CUTOUT - SMALLEST_CUTOUT) * random.nextDouble();
        return Math.max(1, (int) Math.round(whole * share));
    }

    /** Tells a model card, which states nothing where there are none. */
    void describe(String part, Map<String, Object> training) {
        if (!equals(NONE)) training.put(part + "_scene", words());
    }
}
