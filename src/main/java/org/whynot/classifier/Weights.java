package org.whynot.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.whynot.util.SafeTensors;

/**
 * Named 32-bit arrays of a network and their one owner: closing this frees them.
 *
 * <p>On disk they are a safetensors file, which other programs read as well. Names and shapes are checked when it is read,
 * because arrays of another architecture would otherwise load without an error.
 */
public final class Weights implements AutoCloseable {

    private final NDManager manager;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    private Weights(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Fresh weights: convolutions and fully connected layers by He's normal initialisation, scales and variances 1, all else 0.
     *
     * @param shapes name and shape of each
     * @param manager under which they live
     * @param random draws the numbers; the same seed gives the same weights
     */
    public static Weights random(Map<String, long[]> shapes, NDManager manager, Random random) {
        Weights weights = new Weights(manager.newSubManager());
        shapes.forEach((name, shape) -> {
            float[] values = new float[Math.toIntExact(new Shape(shape).size())];
            if (name.endsWith(".weight")) {
                double deviation = Math.sqrt(2.0 / (values.length / shape[0]));
                for (int i = 0; i < values.length; i++) values[i] = (float) (random.nextGaussian() * deviation);
            } else if (name.endsWith(".gamma") || name.endsWith(".variance")) Arrays.fill(values, 1);
            weights.put(name, values, shape);
        });
        return weights;
    }

    /** Weights with given values; a map from name to row-major values with the same names as the shapes. */
    public static Weights of(Map<String, long[]> shapes, Map<String, float[]> values, NDManager manager) {
        Weights weights = new Weights(manager.newSubManager());
        shapes.forEach((name, shape) -> weights.put(name, values.get(name), shape));
        return weights;
    }

    private void put(String name, float[] values, long[] shape) {
        NDArray array = manager.create(values, new Shape(shape));
        array.setName(name);
        arrays.put(name, array);
    }

    /**
     * Reads a file and checks it.
     *
     * @param file a safetensors file
     * @param shapes the names and shapes it must hold
     * @param manager under which they will live
     * @throws IOException if it can't be read, is cut short, or holds other arrays; the message names the file and the array
     */
    public static Weights read(Path file, Map<String, long[]> shapes, NDManager manager) throws IOException {
        Weights weights = new Weights(manager.newSubManager());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            SafeTensors.requireHeader(file);
            NDList list = NDList.decode(weights.manager, in);
            for (NDArray array : list) weights.arrays.put(array.getName(), array);
            weights.check(file, shapes);
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            if (e instanceof IOException ours
                    && ours.getMessage() != null
                    && ours.getMessage().startsWith("'")) throw ours;
            throw new IOException(
                    "'" + file + "' can't be read as weights; it is damaged or cut short. Install the model again.", e);
        }
    }

    private void check(Path file, Map<String, long[]> shapes) throws IOException {
        for (Map.Entry<String, long[]> wanted : shapes.entrySet()) {
            NDArray array = arrays.get(wanted.getKey());
            Shape shape = new Shape(wanted.getValue());
            if (array == null)
                throw new IOException("'" + file + "' has no weight '" + wanted.getKey()
                        + "': it belongs to another architecture than model.json describes.");
            if (!array.getShape().equals(shape) || array.getDataType() != DataType.FLOAT32)
                throw new IOException("'" + file + "': the weight '" + wanted.getKey() + "' has shape "
                        + array.getShape() + ", but model.json asks for " + shape
                        + " (its classes, attributes or widths are others).");
        }
        for (String name : arrays.keySet())
            if (!shapes.containsKey(name))
                throw new IOException("'" + file + "' holds a weight '" + name
                        + "' that the architecture of model.json does not have.");
    }

    /**
     * Writes them all to a file.
     *
     * @throws IOException if that fails
     */
    public void write(Path file) throws IOException {
        NDList list = new NDList();
        arrays.values().forEach(list::add);
        try (OutputStream out = Files.newOutputStream(file)) {
            list.encode(out, NDList.Encoding.SAFETENSORS);
        }
    }

    /**
     * One array; it stays owned by this.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) throw new IllegalArgumentException("There is no weight '" + name + "'.");
        return array;
    }

    /** All arrays by name, in the order they were made; they stay owned by this. */
    public Map<String, NDArray> all() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Whether a weight is trained by its gradient; means and variances of batch normalisation are not. */
    public static boolean isTrained(String name) {
        return !name.endsWith(".mean") && !name.endsWith(".variance");
    }

    /** Switches gradients on for everything that is trained by them, or off for everything. */
    public void setTrainable(boolean trainable) {
        arrays.forEach((name, array) -> array.setRequiresGradient(trainable && isTrained(name)));
    }

    @Override
    public void close() {
        manager.close();
    }
}
