package org.whynot.overlay;

import ij.ImagePlus;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.whynot.explain.Answer;

/**
 * The last answer about each image that is open, so that what comes after an explanation need not be told what was explained.
 *
 * <pre>{@code
 * LastAnswer.keep(image, new LastAnswer(answer, false, folder, "auto"));
 * LastAnswer.of(image).map(last -> last.answer().sentence());
 * }</pre>
 *
 * <p>Nothing here keeps an image alive. Safe for use by several threads.
 *
 * @param answer what was found out
 * @param timeOnSlices whether the image's slices, not its frames, were taken as time
 * @param model the folder of the model that was asked
 * @param device the word for what computed: {@code auto}, {@code cpu} or {@code gpu}
 */
public record LastAnswer(Answer answer, boolean timeOnSlices, Path model, String device) {

    private static final Map<ImagePlus, LastAnswer> ANSWERS = Collections.synchronizedMap(new WeakHashMap<>());

    /** Keeps an answer as the last one about an image. */
    public static void keep(ImagePlus image, LastAnswer last) {
        ANSWERS.put(image, last);
    }

    /** The last answer about an image; empty if it was never explained since it was opened. */
    public static Optional<LastAnswer> of(ImagePlus image) {
        return Optional.ofNullable(ANSWERS.get(image));
    }

    /**
     * How probable a model found each class (0 to 1) when an image was last explained, by the class's name.
     *
     * @param image may be null
     * @param model the model's folder
     * @return empty if the image's last answer is of another model or there is none
     */
    public static Map<String, Double> probabilities(ImagePlus image, Path model) {
        Map<String, Double> probabilities = new LinkedHashMap<>();
        Path folder = model.toAbsolutePath().normalize();
        of(image)
                .filter(last -> last.model.toAbsolutePath().normalize().equals(folder))
                .ifPresent(last -> last.answer.prediction().forEach(c -> probabilities.put(c.name(), c.probability())));
        return probabilities;
    }
}
