package org.whynot.train;

/**
 * How training examples are varied.
 *
 * @param smallestCrop smallest share of the frame's width and of its height that is kept, 0.1 to 1 (1: never cut)
 * @param flip whether half of the examples are mirrored left to right
 * @param brightness pixels are multiplied by a factor between 1 / (1 + brightness) and 1 + brightness, at least 0
 * @param shorten whether a quarter of the examples lose up to a third of their frames at the end, so that videos shorter than a
 *     clip, which are padded, look familiar
 */
public record Augmentation(double smallestCrop, boolean flip, double brightness, boolean shorten) {

    /** No variation but the window in time. */
    public static final Augmentation NONE = new Augmentation(1, false, 0, false);
    /** Cuts down to 70 % of a side, mirrors, brightens by up to 30 %, shortens some. */
    public static final Augmentation DEFAULT = new Augmentation(0.7, true, 0.3, true);

    /** @throws IllegalArgumentException if a number is out of range */
    public Augmentation {
        if (!(smallestCrop >= 0.1 && smallestCrop <= 1) || !(brightness >= 0))
            throw new IllegalArgumentException("Augmentation: the smallest crop must be 0.1 to 1 (it is " + smallestCrop
                    + ") and the brightness at least 0 (it is " + brightness + ").");
    }
}
