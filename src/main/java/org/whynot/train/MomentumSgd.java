package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.whynot.classifier.Weights;

/**
 * Stochastic gradient descent with momentum and weight decay, whose state can be saved, which DJL's own optimizer does not
 * allow.
 *
 * <p>{@code velocity = momentum * velocity + rate * (gradient + decay * weight); weight -= velocity}.
 */
final class MomentumSgd implements AutoCloseable {

    private static final float NO_CLIPPING = -1;

    private final Weights weights;
    private final float momentum;
    private final float weightDecay;
    private final NDManager manager;
    private final Map<String, NDArray> velocities = new LinkedHashMap<>();

    /** Moves all weights; starts at rest. */
    MomentumSgd(Weights weights, double momentum, double weightDecay, NDManager parent) {
        this(weights, name -> true, momentum, weightDecay, parent);
    }

    /**
     * Starts at rest.
     *
     * @param moves whether a weight, by its name, is moved; the others stay as they are
     */
    MomentumSgd(Weights weights, Predicate<String> moves, double momentum, double weightDecay, NDManager parent) {
        this.weights = weights;
        this.momentum = (float) momentum;
        this.weightDecay = (float) weightDecay;
        this.manager = parent.newSubManager();
        weights.all().forEach((name, array) -> {
            if (Weights.isTrained(name) && moves.test(name)) {
                NDArray velocity = manager.zeros(array.getShape());
                velocity.setName(name);
                velocities.put(name, velocity);
            }
        });
    }

    /** The velocities by the name of their weight; owned by this. */
    Map<String, NDArray> velocities() {
        return velocities;
    }

    /** The length of all gradients together. Call inside a scope. */
    double norm(Function<String, NDArray> gradients) {
        double sum = 0;
        for (String name : velocities.keySet())
            sum += gradients.apply(name).square().sum().getFloat();
        return Math.sqrt(sum);
    }

    /**
     * Moves the weights against their gradients, then clears the gradients. Call inside a scope.
     *
     * @param gradients the gradient of each weight by name
     * @param rate learning rate
     * @param scale gradients are multiplied by it first
     */
    void step(Function<String, NDArray> gradients, double rate, double scale) {
        velocities.forEach((name, velocity) -> {
            NDArray weight = weights.get(name);
            weight.getNDArrayInternal()
                    .sgdUpdate(
                            new NDList(weight, gradients.apply(name), velocity),
                            new NDList(weight),
                            (float) rate,
                            weightDecay,
                            (float) scale,
                            NO_CLIPPING,
                            momentum,
                            true);
        });
    }

    /** The gradient that automatic differentiation left at a weight. */
    NDArray ownGradient(String name) {
        return weights.get(name).getGradient();
    }

    @Override
    public void close() {
        manager.close();
    }
}
