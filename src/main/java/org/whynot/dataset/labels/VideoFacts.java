package org.whynot.dataset.labels;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What labels need to know of a video, as text and numbers that can be sent from the machine that has opened it.
 *
 * @param file its path
 * @param frames at least 1; 0 if it can't be read
 * @param width pixels
 * @param height pixels
 * @param rate frames per second, NaN if it does not say
 * @param times seconds of each frame where the rate varies; otherwise null
 * @param problem why it can't be read, as a sentence; empty if it can
 */
public record VideoFacts(String file, int frames, int width, int height, double rate, double[] times, String problem)
        implements Serializable {

    /** Opens a video to find them out; one that can't be read has its problem there. */
    public static VideoFacts of(Path file) {
        try {
            Films.Film film = Films.probe(file);
            return new VideoFacts(
                    file.toString(), film.frames(), film.width(), film.height(), film.rate(), film.times(), "");
        } catch (IOException e) {
            return new VideoFacts(file.toString(), 0, 0, 0, Double.NaN, null, String.valueOf(e.getMessage()));
        }
    }

    /**
     * The video that these are of.
     *
     * @throws IOException if it can't be read
     */
    Films.Film film() throws IOException {
        if (!problem.isEmpty()) throw new IOException(problem);
        return new Films.Film(Path.of(file), frames, width, height, rate, times);
    }
}
