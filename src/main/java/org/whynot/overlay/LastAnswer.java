package org.whynot.overlay;

import ij.ImagePlus;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.whynot.explain.Answer;

/**
 * The last answer about each image that is open, so that what comes after an explanation need not be told what was explained.
 *
 * <pre>{@code
 * LastAnswer.keep(image, answer, false);
 * LastAnswer.of(image).map(last -> last.answer().sentence());
 * }</pre>
 *
 * <p>Nothing here keeps an image alive. Safe for use by several threads.
 */
public final class LastAnswer {

    /**
     * An answer and how its image was read.
     *
     * @param answer what was found out
     * @param timeOnSlices whether the image's slices, not its frames, were taken as time
     */
    public record Kept(Answer answer, boolean timeOnSlices) {}

    private static final Map<ImagePlus, Kept> ANSWERS = Collections.synchronizedMap(new WeakHashMap<>());

    private LastAnswer() {}

    /** Keeps an answer as the last one about an image. */
    public static void keep(ImagePlus image, Answer answer, boolean timeOnSlices) {
        ANSWERS.put(image, new Kept(answer, timeOnSlices));
    }

    /** The last answer about an image; empty if it was never explained since it was opened. */
    public static Optional<Kept> of(ImagePlus image) {
        return Optional.ofNullable(ANSWERS.get(image));
    }
}
