package org.whynot.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The convolutions of a C3D-ResNet in half precision: bfloat16 on a processor, IEEE half precision on a graphics card.
 *
 * <p>They run in a TorchScript program of our own: DJL's arrays can't be bfloat16 (one that is made so ends the process). What goes in
 * and comes out is single precision. For one thread at a time.
 */
final class C3dHalfPrecision {

    private static final String PROGRAM = "half-precision.pt";

    private final PtSymbolBlock program;

    /**
     * @param convolutions kernel and bias of each convolution with its batch normalisation, in the order of the layers; not kept
     * @param poolings of the network
     * @param manager under which the weights live
     */
    C3dHalfPrecision(List<NDArray> convolutions, int poolings, NDManager manager) {
        program = load(manager);
        PtNDArray[] arrays =
                convolutions.stream().map(array -> (PtNDArray) array).toArray(PtNDArray[]::new);
        try (IValue list = IValue.listFrom(arrays);
                IValue number = IValue.from((long) poolings);
                IValue nothing = IValueUtils.runMethod(program, "load", list, number)) {
            // It keeps copies of its own.
        }
    }

    private static PtSymbolBlock load(NDManager manager) {
        try (InputStream file = C3dHalfPrecision.class.getResourceAsStream(PROGRAM)) {
            if (file == null) throw new IOException(PROGRAM + " is missing from this installation");
            return JniUtils.loadModule((PtNDManager) manager, file, true, false);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The program file for half precision can't be read. Install WhyNot again.", e);
        }
    }

    /**
     * Runs the convolutions.
     *
     * @param clips {@code [N, 3, T, H, W]}, normalised
     * @return the feature layers {@code [N, D, T, H', W']}, the last one first; they belong to the manager of the clips
     * @throws ai.djl.engine.EngineException if memory runs out, or this machine can't do it
     */
    NDList features(NDArray clips) {
        // PyTorch would rewrite the program for the shapes of its first passes. The setting is the thread's.
        JniUtils.setGraphExecutorOptimize(false);
        try (IValue input = IValue.from((PtNDArray) clips);
                IValue result = program.forward(input)) {
            return new NDList(result.toTensorArray((PtNDManager) clips.getManager()));
        }
    }
}
