package org.whynot.train.automatic;

import java.nio.file.Path;

/**
 * What a user asks for who wants a model and no settings.
 *
 * @param name of the model
 * @param output the model folder to make; new or empty
 * @param minutes how long it may take, evaluation included
 * @param startFrom the model folder to start from; null: nothing
 * @param seed of everything that is drawn
 * @param device {@code auto}, {@code cpu} or {@code gpu}
 */
public record ModelRequest(String name, Path output, double minutes, Path startFrom, long seed, String device) {

    /** The shortest time, minutes. */
    public static final double LEAST_MINUTES = 0.1;
    /** The longest time, minutes: a week. */
    public static final double MOST_MINUTES = 7 * 24 * 60;

    /** @throws IllegalArgumentException if the name is empty or can't be a folder's, or the time is out of range */
    public ModelRequest {
        if (name.isBlank())
            throw new IllegalArgumentException("The model needs a name. Give one, for example 'cells'.");
        if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES))
            throw new IllegalArgumentException("minutes=" + minutes + " is out of range. Use a number from "
                    + LEAST_MINUTES + " to " + MOST_MINUTES + ".");
    }
}
