package org.whynot.classifier.foreign;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
     * @param inputs one array per input of the network, on {@link #device}; they stay open and as they are
     * @return the outputs by name, an output without a name by its number, from 0; in the network's order where it has one. The
     *     arrays belong to the manager of the first input
     * @throws ForeignNetworkException if the network fails or gives something else than arrays; the message states what it said
     */
    Map<String, NDArray> run(NDList inputs);

    /**
     * Runs the network, and differentiates a number that is made from its outputs with respect to one of these.
     *
     * @param inputs as in {@link #run}
     * @param output the name of the output
     * @param number makes one number from the outputs, by arithmetic that can be differentiated
     * @return the output and the gradient of the same shape; empty if the engine can't differentiate the network, it has no such
     *     output, or the number does not depend on it
     * @throws ForeignNetworkException as {@link #run}
     */
    default Optional<NDList> gradient(NDList inputs, String output, Function<Map<String, NDArray>, NDArray> number) {
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
