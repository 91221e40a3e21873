package org.whynot.model;

import java.io.IOException;
import java.util.List;
import org.whynot.tube.TubeSpace;

/**
 * delta_m of one clip of a video for a pair of classes (equation 4), one entry per feature layer.
 *
 * @param firstFrame the sampled frame of the video that is the first one which no earlier clip has, 0-based
 * @param layers the scores in each layer
 */
public record ClipScores(int firstFrame, List<Layer> layers) {

    /** Gives the scores of clips one after another. */
    @FunctionalInterface
    public interface Source {
        /**
         * The scores of the next clip in time order, or null after the last one.
         *
         * @throws IOException if features can't be read, or computed again because the video can't be read
         * @throws java.util.concurrent.CancellationException if cancelled
         */
        ClipScores next() throws IOException;
    }

    /**
     * The scores in one feature layer.
     *
     * @param values hold {@code [S, P, T, H, W]} of the clip, row-major, from {@code offset} on; not to be changed
     * @param offset index of the first number
     * @param space the size of one attribute's map {@code [P, T, H, W]}; T is the number of steps of a clip
     * @param from the first step of the map that counts: those before it are of the clip before
     * @param to the step after the last one that counts: those after it are padding
     * @param firstStep which step of the video the step {@code from} is, 0-based
     */
    public record Layer(float[] values, int offset, TubeSpace space, int from, int to, int firstStep) {

        /** Where in the values a map's frame begins. */
        public int index(int attribute, int shape, int step) {
            return offset + ((attribute * space.shapes() + shape) * space.frames() + step) * space.cellsPerFrame();
        }

        /** The step of the video after the last one that counts. */
        public int endStep() {
            return firstStep + to - from;
        }

        /**
         * Copies what this clip has of some steps of the video.
         *
         * @param attribute index of the attribute
         * @param shape index of the region shape
         * @param start the first of these steps
         * @param end the step after the last one
         * @param target receives them, {@code [end - start, H, W]}; other steps stay as they are
         */
        public void copy(int attribute, int shape, int start, int end, float[] target) {
            int first = Math.max(start, firstStep);
            int last = Math.min(end, endStep());
            if (first >= last) return;
            System.arraycopy(
                    values,
                    index(attribute, shape, first - firstStep + from),
                    target,
                    (first - start) * space.cellsPerFrame(),
                    (last - first) * space.cellsPerFrame());
        }
    }
}
