package org.whynot.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.whynot.dataset.Sample;
import org.whynot.video.Video;

/**
 * How training examples are varied.
 *
 * @param smallestCrop smallest share of the frame's width and of its height that is kept, 0.1 to 1 (1: never cut)
 * @param flip whether half of the examples are mirrored left to right
 * @param brightness pixels are multiplied by a factor between 1 / (1 + brightness) and 1 + brightness, at least 0
 * @param shorten whether a quarter of the examples lose up to a third of their frames at the end, so that videos shorter than a
 *     clip, which are padded, look familiar
 * @param scene how the scene is broken
 */
public record Augmentation(double smallestCrop, boolean flip, double brightness, boolean shorten, SceneChanges scene) {

    /** No variation but the window in time. */
    public static final Augmentation NONE = new Augmentation(1, false, 0, false);
    /** Cuts down to 70 % of a side, mirrors, brightens by up to 30 %, shortens some. */
    public static final Augmentation DEFAULT = new Augmentation(0.7, true, 0.3, true);

    private static final List<String> WORDS = Stream.concat(
                    Stream.of("crop", "flip", "brightness", "shorten"), SceneChanges.WORDS.stream())
            .toList();

    /** Variation that leaves the scene as it is. */
    public Augmentation(double smallestCrop, boolean flip, double brightness, boolean shorten) {
        this(smallestCrop, flip, brightness, shorten, SceneChanges.NONE);
    }

    /** @throws IllegalArgumentException if a number is out of range */
    public Augmentation {
        if (!(smallestCrop >= 0.1 && smallestCrop <= 1) || !(brightness >= 0))
            throw new IllegalArgumentException("Augmentation: the smallest crop must be 0.1 to 1 (it is " + smallestCrop
                    + ") and the brightness at least 0 (it is " + brightness + ").");
    }

    /**
     * What a user's words ask for.
     *
     * @param words {@code yes} (the {@linkplain #DEFAULT usual ones}), {@code no}, or those wanted of {@code crop}, {@code flip},
     *     {@code brightness}, {@code shorten}, {@code colour}, {@code cutout} and {@code background} with commas between them, such as
     *     {@code crop,brightness} where left and right matter
     * @throws IllegalArgumentException if a word is another one; the message lists all
     */
    public static Augmentation of(String words) {
        String all = words.strip().toLowerCase(Locale.ROOT);
        if (all.equals("yes")) return DEFAULT;
        if (all.equals("no")) return NONE;
        List<String> wanted = List.of(all.split("[,\\s]+"));
        for (String word : wanted)
            if (!WORDS.contains(word))
                throw new IllegalArgumentException("augmentation='" + words + "' is not known. Use yes, no, or some of "
                        + String.join(",", WORDS) + ".");
        return new Augmentation(
                wanted.contains("crop") ? DEFAULT.smallestCrop : NONE.smallestCrop,
                wanted.contains("flip"),
                wanted.contains("brightness") ? DEFAULT.brightness : NONE.brightness,
                wanted.contains("shorten"),
                SceneChanges.of(wanted));
    }

    /**
     * Draws a training example: a window in time and, if asked, a cut, a reflection, a brightness and a broken scene.
     *
     * @param video stays open
     * @param sample that it is, whose boxes tell what acts in it
     * @param cover the colour of what is covered, {@code [3]}, 0 to 1
     * @param window frames of the window: clip frames times frame step. It may start anywhere where explaining may start a clip,
     *     so also where it runs over the end and is padded
     * @return a view of the video
     */
    Video apply(Video video, Sample sample, float[] cover, int window, Random random) {
        int lastWhole = Math.max(0, video.frames() - window);
        int lastClip = (video.frames() - 1) / window * window;
        int first = random.nextInt(Math.max(lastWhole, lastClip) + 1);
        int frames = Math.min(window, video.frames() - first);
        if (shorten && random.nextInt(4) == 0) frames -= random.nextInt(Math.max(1, frames / 3 + 1));
        int width = side(video.width(), random);
        int height = side(video.height(), random);
        int left = random.nextInt(video.width() - width + 1);
        int top = random.nextInt(video.height() - height + 1);
        boolean mirrored = random.nextBoolean() && flip;
        float gain = (float) Math.exp((2 * random.nextDouble() - 1) * Math.log1p(brightness));
        // Drawn last, so that examples of earlier versions stay the same.
        Video example = scene.withoutBackground(video, sample, cover, random).cut(first, frames);
        if (width < video.width() || height < video.height()) example = example.crop(left, top, width, height);
        if (mirrored) example = example.mirror();
        if (gain != 1) example = example.brighten(gain);
        return scene.changed(example, cover, random);
    }

    /** Leaves out a scene that is as it is: a checkpoint of an earlier version is recognised by this text. */
    @Override
    public String toString() {
        return "Augmentation[smallestCrop=" + smallestCrop + ", flip=" + flip + ", brightness=" + brightness
                + ", shorten=" + shorten + (scene.equals(SceneChanges.NONE) ? "" : ", scene=" + scene.words()) + "]";
    }

    private int side(int whole, Random random) {
        return Math.max(1, (int) Math.round(whole * (smallestCrop + (1 - smallestCrop) * random.nextDouble())));
    }

    /** Tells a model card. */
    void describe(String part, Map<String, Object> training) {
        training.put(part + "_smallest_crop", smallestCrop);
        training.put(part + "_flip", flip ? "yes" : "no");
        training.put(part + "_brightness", brightness);
        training.put(part + "_shorten", shorten ? "yes" : "no");
        scene.describe(part, training);
    }
}
