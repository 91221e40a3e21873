package org.whynot.model.foreign;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.whynot.classifier.Engine;
import org.whynot.classifier.foreign.Colours;
import org.whynot.classifier.foreign.FeatureAxes;
import org.whynot.classifier.foreign.FeatureOutput;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.classifier.foreign.ForeignNetworkException;
import org.whynot.video.AxisOrder;

/**
 * Runs a network on seeded noise and proposes what its outputs are.
 *
 * <p>A feature map with five axes is read in the order that fits best: no more steps than frames, no more rows and columns than
 * the input, cells about as high as wide, and of what is left the one with the most channels. Tokens are read as a grid of cells
 * as high as wide, with or without a class token before them, of half as many steps as frames if that fits.
 */
final class NetworkProbe {

    private static final long SEED = 1;
    /** How far two runs on the same clip may differ, relative to the largest number. */
    private static final double TOLERANCE = 1e-3;

    /** A size and order of the input. */
    record Input(AxisOrder axes, int frames, int height, int width, List<Integer> inputFrames, Colours channels) {

        Shape shape(int clips, int ofFrames) {
            long c = channels == Colours.GREY ? 1 : 3;
            return switch (axes) {
                case NCTHW -> new Shape(clips, c, ofFrames, height, width);
                case NTCHW -> new Shape(clips, ofFrames, c, height, width);
                case NTHWC -> new Shape(clips, ofFrames, height, width, c);
            };
        }

        @Override
        public String toString() {
            return axes + ", " + frames + " frames of " + width + "x" + height + " pixels";
        }
    }

    /**
     * What a run gave.
     *
     * @param input that the network took
     * @param outputs shapes of the outputs by name, for one clip
     * @param oneClip whether it takes only one clip at a time
     */
    record Result(Input input, Map<String, Shape> outputs, boolean oneClip) {}

    private final ForeignNetwork network;

    NetworkProbe(ForeignNetwork network) {
        this.network = network;
    }

    /**
     * Runs the network on the first of some inputs that it takes.
     *
     * @param candidates at least one
     * @throws ForeignNetworkException if it takes none, or gives something that can't be used; the message states what the network
     *     reported
     */
    Result run(List<Input> candidates) {
        ForeignNetworkException first = null;
        for (Input input : candidates)
            try {
                return run(input);
            } catch (ForeignNetworkException e) {
                if (first == null) first = e;
            }
        String tried = candidates.size() == 1
                ? "an input of " + candidates.get(0)
                : "any of the " + candidates.size() + " inputs that were tried, the first of " + candidates.get(0);
        throw new ForeignNetworkException(
                "The network does not run on " + tried + ". " + first.getMessage()
                        + " State what it wants: axes, frames, height, width, or a preset.",
                first);
    }

    private Result run(Input input) {
        try (NDManager manager = Engine.newManager(network.device());
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Map<String, NDArray> once = network.run(noise(input, 1, manager));
            requireNumbers(once);
            if (!isSame(once, network.run(noise(input, 1, manager)), 1))
                throw new ForeignNetworkException(
                        "The network gives other numbers when it is run on the same clip again."
                                + " Export it with model.eval(), so that dropout is off.");
            Map<String, Shape> shapes = new LinkedHashMap<>();
            once.forEach((name, array) -> shapes.put(name, array.getShape()));
            return new Result(input, shapes, !takesTwo(input, once, manager));
        }
    }

    private boolean takesTwo(Input input, Map<String, NDArray> once, NDManager manager) {
        try {
            return isSame(once, network.run(noise(input, 2, manager)), 2);
        } catch (ForeignNetworkException e) {
            return false;
        }
    }

    private static void requireNumbers(Map<String, NDArray> outputs) {
        if (outputs.isEmpty()) throw new ForeignNetworkException("The network gives no arrays.");
        outputs.forEach((name, array) -> {
            DataType type = array.getDataType();
            if (type == DataType.FLOAT16 || type == DataType.BFLOAT16)
                throw new ForeignNetworkException("The network computes in half precision (its output '" + name
                        + "' is " + type + "). Export it with model.float().");
            if (type != DataType.FLOAT32)
                throw new ForeignNetworkException(
                        "The network's output '" + name + "' is of the type " + type + "; 32-bit floats are needed.");
            for (float value : array.toFloatArray())
                if (!Float.isFinite(value))
                    throw new ForeignNetworkException("The network's output '" + name
                            + "' holds NaN or infinite numbers for a clip of noise. Check its weights, and the mean and"
                            + " standard deviation of its input.");
        });
    }

    /** Noise whose second clip is another one than its first; the first is always the same. */
    private static NDList noise(Input input, int clips, NDManager manager) {
        NDList inputs = new NDList();
        for (int frames : input.inputFrames()) {
            Shape shape = input.shape(clips, frames);
            Random random = new Random(SEED);
            float[] values = new float[Math.toIntExact(shape.size())];
            for (int i = 0; i < values.length; i++) values[i] = 2 * random.nextFloat() - 1;
            inputs.add(manager.create(values, shape));
        }
        return inputs;
    }

    /** Whether the first clip has the same outputs in both runs. */
    private static boolean isSame(Map<String, NDArray> once, Map<String, NDArray> again, int clips) {
        for (Map.Entry<String, NDArray> output : once.entrySet()) {
            NDArray other = again.get(output.getKey());
            if (other == null || other.size() != clips * output.getValue().size()) return false;
            float[] a = output.getValue().toFloatArray();
            float[] b = other.toFloatArray();
            double largest = 1;
            for (float value : a) largest = Math.max(largest, Math.abs(value));
            for (int i = 0; i < a.length; i++) if (Math.abs(a[i] - b[i]) > TOLERANCE * largest) return false;
        }
        return true;
    }

    /**
     * The class output.
     *
     * @param classes how many class names are given; 0 if none
     * @throws ForeignNetworkException if no output has a class axis, or none as many classes as there are names
     */
    static String logits(Result result, int classes) {
        List<String> possible = new ArrayList<>();
        result.outputs().forEach((name, shape) -> {
            if (count(shape) >= 2) possible.add(name);
        });
        if (possible.isEmpty())
            throw new ForeignNetworkException(
                    "The network gives no class output: an output of the shape (1, classes) is"
                            + " needed for one clip, it gives " + words(result.outputs()) + ".");
        List<String> fitting = possible.stream()
                .filter(name -> classes == 0 || count(result.outputs().get(name)) == classes)
                .toList();
        if (fitting.isEmpty()) {
            long actual = count(result.outputs().get(possible.get(0)));
            throw new ForeignNetworkException("There are " + classes + " class names, but the network's output '"
                    + possible.get(0) + "' has " + actual + " classes. Give " + actual + " names.");
        }
        return fitting.stream()
                .filter(name -> name.toLowerCase(java.util.Locale.ROOT).contains("logit"))
                .findFirst()
                .orElse(fitting.get(0));
    }

    /** Classes of an output: C of {@code [1, C]} or {@code [C]}; 0 for another shape. */
    static int count(Shape shape) {
        long[] s = shape.getShape();
        return s.length == 2 && s[0] == 1 ? (int) s[1] : s.length == 1 ? (int) s[0] : 0;
    }

    static String words(Map<String, Shape> outputs) {
        List<String> words = new ArrayList<>();
        outputs.forEach((name, shape) -> words.add("'" + name + "' " + shape));
        return String.join(", ", words);
    }

    /** The outputs that can be feature layers, the coarsest grid first, at most two. */
    static List<FeatureOutput> features(Result result) {
        List<FeatureOutput> found = new ArrayList<>();
        result.outputs().forEach((name, shape) -> {
            FeatureOutput feature = feature(name, shape, result.input());
            if (feature != null) found.add(feature);
        });
        found.sort(Comparator.comparingInt(f -> f.steps() * f.rows() * f.columns()));
        return List.copyOf(found.subList(0, Math.min(2, found.size())));
    }

    /**
     * The outputs that the user named.
     *
     * @throws ForeignNetworkException if there is no such output, or it has no time or no space
     */
    static List<FeatureOutput> features(Result result, List<String> names) {
        List<FeatureOutput> found = new ArrayList<>();
        for (String name : names) {
            Shape shape = result.outputs().get(name);
            if (shape == null)
                throw new ForeignNetworkException(
                        "The network has no output '" + name + "'; it has " + words(result.outputs()) + ".");
            FeatureOutput feature = feature(name, shape, result.input());
            if (feature == null)
                throw new ForeignNetworkException("The output '" + name + "' of the shape " + shape
                        + " can't be a feature layer: channels, time, rows and columns are needed, or tokens of such a"
                        + " grid, for clips of " + result.input() + ".");
            found.add(feature);
        }
        return found;
    }

    /** How an output reads as a feature layer; null if it does not. */
    private static FeatureOutput feature(String name, Shape shape, Input input) {
        long[] s = shape.getShape();
        if (s[0] != 1) return null;
        if (s.length == 3) return tokens(name, (int) s[1], (int) s[2], input);
        if (s.length != 5) return null;
        FeatureOutput best = null;
        for (FeatureAxes axes : List.of(FeatureAxes.NCTHW, FeatureAxes.NTHWC, FeatureAxes.NTCHW)) {
            FeatureOutput read = new FeatureOutput(
                    name, axes, 0, axis(axes, 'C', s), axis(axes, 'T', s), axis(axes, 'H', s), axis(axes, 'W', s));
            if (isGrid(read.steps(), read.rows(), read.columns(), input)
                    && (best == null || read.channels() > best.channels())) best = read;
        }
        return best;
    }

    private static int axis(FeatureAxes axes, char which, long[] shape) {
        return (int) shape[axes.name().indexOf(which)];
    }

    /** Cells are about as high as wide, and a map of one cell shows no location. */
    private static boolean isGrid(int steps, int rows, int columns, Input input) {
        if (steps > input.frames() || rows > input.height() || columns > input.width() || rows * columns < 2)
            return false;
        double ratio = (double) input.height() / rows / ((double) input.width() / columns);
        return ratio > 0.5 && ratio < 2;
    }

    private static FeatureOutput tokens(String name, int length, int channels, Input input) {
        for (int steps : List.of(Math.max(1, input.frames() / 2), input.frames(), Math.max(1, input.frames() / 4), 1))
            for (int classTokens = 0; classTokens <= 1; classTokens++) {
                int cells = length - classTokens;
                if (cells % steps != 0) continue;
                int rows = (int) Math.round(Math.sqrt((double) cells / steps * input.height() / input.width()));
                if (rows == 0 || cells / steps % rows != 0) continue;
                int columns = cells / steps / rows;
                if (isGrid(steps, rows, columns, input))
                    return new FeatureOutput(name, FeatureAxes.TOKENS, classTokens, channels, steps, rows, columns);
            }
        return null;
    }
}
