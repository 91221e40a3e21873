package org.whynot.classifier;

/**
 * A layer of a classifier whose output h(x) explanations are made of: {@code [N, D, T', H', W']} for a batch of N clips.
 *
 * <p>Every layer has a grid of its own. A step of the grid in time stands for {@code T / T'} sampled frames of a clip, a cell
 * for {@code H / H'} rows and {@code W / W'} columns of the network input.
 *
 * @param name of the layer, for the model card
 * @param channels D
 * @param steps in time (T'), at most the sampled frames of a clip
 * @param rows H'
 * @param columns W'
 */
public record FeatureLayer(String name, int channels, int steps, int rows, int columns) {

    /** @throws IllegalArgumentException if a number is below 1 or the name is empty */
    public FeatureLayer {
        if (name == null || name.isBlank()) throw new IllegalArgumentException("A feature layer needs a name.");
        if (channels < 1 || steps < 1 || rows < 1 || columns < 1)
            throw new IllegalArgumentException(
                    "The feature layer '" + name + "' has " + channels + " channels and a grid of " + steps + " x "
                            + rows + " x " + columns + " (time, rows, columns): each must be at least 1.");
    }
}
