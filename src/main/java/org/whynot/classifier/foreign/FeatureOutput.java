package org.whynot.classifier.foreign;

import org.whynot.classifier.FeatureLayer;

/**
 * An output, or an inner tensor, of a foreign network that explanations are made of.
 *
 * @param output its name; the number of an output without a name, from 0
 * @param axes order of its axes
 * @param classTokens of {@link FeatureAxes#TOKENS}: how many tokens before the grid's stand for no location; otherwise 0
 * @param channels D
 * @param steps in time (T'), at most the frames of a clip
 * @param rows H'
 * @param columns W'
 */
public record FeatureOutput(
        String output, FeatureAxes axes, int classTokens, int channels, int steps, int rows, int columns) {

    /** The same as a layer of a classifier. */
    public FeatureLayer layer() {
        return new FeatureLayer(output.matches("\\d+") ? "output " + output : output, channels, steps, rows, columns);
    }

    /** The shape of the map for n clips, in the order of {@link #axes}. */
    public long[] shape(long n) {
        return switch (axes) {
            case NCTHW -> new long[] {n, channels, steps, rows, columns};
            case NTCHW -> new long[] {n, steps, channels, rows, columns};
            case NTHWC -> new long[] {n, steps, rows, columns, channels};
            case TOKENS -> new long[] {n, classTokens + (long) steps * rows * columns, channels};
        };
    }

    /** What is wrong with it, as the end of a message, or null. */
    String problem() {
        if (output == null || output.isBlank() || axes == null) return "has a feature layer without an output or axes.";
        if (channels < 1 || steps < 1 || rows < 1 || columns < 1 || classTokens < 0)
            return "has the feature layer '" + output + "' without channels, time or space.";
        return null;
    }
}
