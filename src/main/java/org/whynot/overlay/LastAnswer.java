package org.whynot.overlay;

import ij.ImagePlus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.whynot.explain.Answer;

/**
 * The last answer about an image, kept with the image for what is done with it next.
 *
 * <pre>{@code
 * LastAnswer.keep(image, new LastAnswer(answer, false, folder, "auto"));
 * LastAnswer.of(image).map(last -> last.answer().sentence());
 * }</pre>
 *
 * <p>Safe for use by several threads.
 *
 * @param answer what was found out
 * @param timeOnSlices whether the image's slices, not its frames, were taken as time
 * @param model the folder of the model that was asked
 * @param device the value for what computed: {@code auto}, {@code cpu} or {@code gpu}
 */
public record LastAnswer(Answer answer, boolean timeOnSlices, Path model, String device) {

    /** The image's property that holds it: it lives as long as the image and is not saved with it. */
    private static final String PROPERTY = "whynot.last-answer";

    /** Keeps an answer as the last one about an image. */
    public static void keep(ImagePlus image, LastAnswer last) {
        image.setProperty(PROPERTY, last);
    }

    /** The last answer about an image, which may be null; empty if it was not explained since it was opened. */
    public static Optional<LastAnswer> of(ImagePlus image) {
        return image != null && image.getProperty(PROPERTY) instanceof LastAnswer last
                ? Optional.of(last)
                : Optional.empty();
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
