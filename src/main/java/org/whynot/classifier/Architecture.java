package org.whynot.classifier;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.whynot.video.ClipFormat;

/**
 * The shape of a C3D-ResNet (section 4.1): nine 3x3x3 convolutions and one to three fully connected layers.
 *
 * @param widths channels of the stem and of the four residual blocks, five positive numbers
 * @param fullyConnected fully connected layers, 1 to 3 (table 4); hidden ones are as wide as the last block
 * @param cellSize rows and columns of the network input that become one cell of a feature map, pixels: 16 as published, or 8,
 *     where the last block works at twice the resolution and tubes can outline smaller things
 */
public record Architecture(int[] widths, int fullyConnected, int cellSize) {

    /** The published widths. */
    public static final Architecture PUBLISHED = new Architecture(new int[] {64, 64, 128, 256, 512}, 1);
    /** Widths that train on a laptop in minutes. */
    public static final Architecture LAPTOP = new Architecture(new int[] {16, 16, 32, 64, 128}, 1);
    /** Rows and columns of the network input that become one cell of a feature map of the published network. */
    public static final int PUBLISHED_CELL_SIZE = 16;

    /** A network with the published size of a cell. */
    public Architecture(int[] widths, int fullyConnected) {
        this(widths, fullyConnected, PUBLISHED_CELL_SIZE);
    }

    /**
     * The shape that a user's value names.
     *
     * @param widths {@code laptop}, {@code published}, or five numbers with commas between them
     * @param fullyConnected fully connected layers, 1 to 3
     * @param cellSize pixels of the network input in a cell, 16 or 8
     * @throws IllegalArgumentException if the value is none of these, or a number is out of range
     */
    public static Architecture of(String widths, int fullyConnected, int cellSize) {
        return switch (widths.trim().toLowerCase(Locale.ROOT)) {
            case "laptop" -> new Architecture(LAPTOP.widths, fullyConnected, cellSize);
            case "published" -> new Architecture(PUBLISHED.widths, fullyConnected, cellSize);
            default -> {
                if (!widths.matches("\\s*\\d{1,6}(\\s*,\\s*\\d{1,6})*\\s*"))
                    throw new IllegalArgumentException("widths='" + widths
                            + "' is not known. Use 'laptop', 'published', or five numbers such as '16,16,32,64,128'.");
                yield new Architecture(
                        Arrays.stream(widths.trim().split("\\s*,\\s*"))
                                .mapToInt(Integer::parseInt)
                                .toArray(),
                        fullyConnected,
                        cellSize);
            }
        };
    }

    /** @throws IllegalArgumentException if a number is out of range */
    public Architecture {
        if (widths.length != 5 || Arrays.stream(widths).anyMatch(w -> w < 1 || w > 4096))
            throw new IllegalArgumentException(
                    "A C3D-ResNet has five widths from 1 to 4096 (stem and four blocks), not " + Arrays.toString(widths)
                            + ".");
        if (fullyConnected < 1 || fullyConnected > 3)
            throw new IllegalArgumentException(
                    "A C3D-ResNet has 1 to 3 fully connected layers, not " + fullyConnected + ".");
        if (cellSize != PUBLISHED_CELL_SIZE && cellSize != PUBLISHED_CELL_SIZE / 2)
            throw new IllegalArgumentException(
                    "A cell of a C3D-ResNet has 16 or 8 pixels a side, not " + cellSize + ".");
        widths = widths.clone();
    }

    @Override
    public int[] widths() {
        return widths.clone();
    }

    /** Spatial poolings: before each of the first so many blocks; each halves rows and columns. */
    int poolings() {
        return Integer.numberOfTrailingZeros(cellSize);
    }

    /** Channels of the feature layers (D): the last width. */
    public int featureChannels() {
        return widths[4];
    }

    /**
     * The feature layers: the last convolution of the last block and the one before it.
     *
     * @param input what the network is fed
     */
    List<FeatureLayer> layers(ClipFormat input) {
        return Stream.of("block4.second", "block4.first")
                .map(name -> new FeatureLayer(
                        name, featureChannels(), input.frames(), input.height() / cellSize, input.width() / cellSize))
                .toList();
    }

    /** Name and shape of every weight of the classifier, in the order they are made. */
    Map<String, long[]> weights(int classes) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        convolution(shapes, "stem", 3, widths[0], 3);
        int from = widths[0];
        for (int block = 1; block <= 4; block++) {
            int to = widths[block];
            convolution(shapes, "block" + block + ".first", from, to, 3);
            convolution(shapes, "block" + block + ".second", to, to, 3);
            if (from != to) convolution(shapes, "block" + block + ".shortcut", from, to, 1);
            from = to;
        }
        for (int layer = 1; layer <= fullyConnected; layer++) {
            int to = layer == fullyConnected ? classes : from;
            shapes.put("fc" + layer + ".weight", new long[] {to, from});
            shapes.put("fc" + layer + ".bias", new long[] {to});
        }
        return shapes;
    }

    private static void convolution(Map<String, long[]> shapes, String name, int from, int to, int size) {
        shapes.put(name + ".weight", new long[] {to, from, size, size, size});
        for (String part : new String[] {"gamma", "beta", "mean", "variance"})
            shapes.put(name + "." + part, new long[] {to});
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Architecture a
                && Arrays.equals(widths, a.widths)
                && fullyConnected == a.fullyConnected
                && cellSize == a.cellSize;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(widths) + fullyConnected) + cellSize;
    }

    @Override
    public String toString() {
        return "C3D-ResNet, widths " + Arrays.toString(widths) + ", " + fullyConnected + " fully connected"
                + (cellSize == PUBLISHED_CELL_SIZE ? "" : ", cells of " + cellSize + " pixels");
    }
}
