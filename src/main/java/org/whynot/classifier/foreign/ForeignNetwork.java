package org.whynot.classifier.foreign;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network of others, opened by an engine: arrays in, named arrays out. Knows nothing about videos or classes.
 *
 * <pre>{@code
 * try (ForeignNetwork network = TorchScriptNetwork.open(file, null, false, device)) {
 *     Map<String, NDArray> outputs = network.run(new NDList(clips));
 * }
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public interface ForeignNetwork extends AutoCloseable {

    /**
     * Runs the network without training it.
     *
     * @param inputs one array per input of the network, on {@link #device}; they stay open
     * @return the outputs by name, an output without a name by its number, from 0; in the network's order where it has one. The
     *     arrays belong to the manager of the first input
     * @throws ForeignNetworkException if the network fails or gives something else than arrays; the message states what it said
     */
    Map<String, NDArray> run(NDList inputs);

    /**
     * Runs the network and records how its outputs were made, so that {@link #gradient} can differentiate them.
     *
     * @param inputs as in {@link #run}, with gradients required
     * @return as {@link #run}; empty if the engine can't record, or the outputs are nested
     * @throws ForeignNetworkException as {@link #run}
     */
    default Optional<Map<String, NDArray>> runRecorded(NDList inputs) {
        return Optional.empty();
    }

    /**
     * Differentiates a number with respect to an array that was made on the way to it by {@link #runRecorded}. Once per run.
     *
     * @param y one number
     * @param x the array
     * @return of the shape of x; empty if y was not made from x
     */
    default Optional<NDArray> gradient(NDArray y, NDArray x) {
        return Optional.empty();
    }

    /**
     * The network's weights of some size, for finding its last layer.
     *
     * @param numbers how many numbers the array has
     * @return row-major, each array by itself; empty if the engine can't tell
     */
    default List<float[]> weights(int numbers) {
        return List.of();
    }

    /** Where it runs. */
    Device device();

    /** Frees its weights. */
    @Override
    void close();
}
