package org.whynot.classifier.foreign;

import ai.djl.Device;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.whynot.classifier.ConvolutionGuard;
import org.whynot.classifier.Engine;

/**
 * A TorchScript file, run by PyTorch.
 *
 * <p>Outputs may be an array, a tuple, a list or a dictionary, also one within another: an array in a dictionary {@code features}
 * with the key {@code last} is called {@code features.last}, the second one in a tuple {@code 1}. A TorchScript file may contain
 * code; whoever opens one has to know that the user agreed to it ({@link Trust}).
 */
public final class TorchScriptNetwork implements ForeignNetwork {

    private static final Logger LOG = Logger.getLogger(TorchScriptNetwork.class.getName());
    private static final Pattern NO_MEMORY =
            Pattern.compile("out of memory|allocate memory|not enough memory|bad_alloc", Pattern.CASE_INSENSITIVE);

    /** Most channels of what a network is shown. */
    private static final int IMAGE_CHANNELS = 4;

    private final NDManager manager;
    private final Path file;
    private final PtSymbolBlock block;
    /** The same network with weights that can be recorded; null until it is needed. */
    private PtSymbolBlock recordable;
    /** Of the outputs of the last plain pass, in their order; null before it. */
    private List<String> names;

    private final String method;
    private final boolean inputList;
    /** Which its convolutions sum over; {1} if unknown. */
    private final int[] channels;

    private TorchScriptNetwork(Path file, NDManager manager, PtSymbolBlock block, String method, boolean inputList) {
        this.file = file;
        this.manager = manager;
        this.block = block;
        this.method = method;
        this.inputList = inputList;
        channels = channels();
    }

    private int[] channels() {
        IntStream.Builder found = IntStream.builder();
        try (NDManager own = manager.newSubManager()) {
            for (NDArray weight : JniUtils.moduleGetParams(block, (PtNDManager) own)) {
                // [to, from, …, height, width]; from a few channels of an image the fast convolutions are right.
                long[] shape = weight.getShape().getShape();
                if (shape.length < 4) continue;
                found.add((int) shape[0]);
                if (shape[1] > IMAGE_CHANNELS) found.add((int) shape[1]);
            }
        }
        int[] all = found.build().distinct().toArray();
        return all.length == 0 ? new int[] {1} : all;
    }

    /**
     * Opens a file.
     *
     * @param method an exported method to run in place of {@code forward}; null for {@code forward}
     * @param inputList whether several inputs are one argument, a list
     * @return to be closed by the caller
     * @throws IOException if it is no TorchScript file, is damaged, or needs a newer PyTorch; the message names it
     */
    public static TorchScriptNetwork open(Path file, String method, boolean inputList, Device device)
            throws IOException {
        TorchScriptFile.check(file);
        NDManager manager = Engine.newManager(device);
        try {
            PtSymbolBlock block =
                    JniUtils.loadModule((PtNDManager) manager, file, true, new String[0], new String[0], false);
            return new TorchScriptNetwork(file, manager, block, method, inputList);
        } catch (RuntimeException e) {
            manager.close();
            throw new IOException(
                    "'" + file + "' can't be opened by PyTorch " + Engine.PYTORCH_VERSION + ": "
                            + reason(e) + " Export it again with that version or an older one, without operators of"
                            + " other libraries.",
                    e);
        }
    }

    @Override
    public Map<String, NDArray> run(NDList inputs) {
        PtNDManager owner = (PtNDManager) inputs.head().getManager();
        // A network may change its inputs in place.
        PtNDArray[] arrays =
                inputs.stream().map(input -> (PtNDArray) input.duplicate()).toArray(PtNDArray[]::new);
        List<IValue> arguments = new ArrayList<>();
        if (inputList) arguments.add(IValue.listFrom(arrays));
        else for (PtNDArray array : arrays) arguments.add(IValue.from(array));
        IValue[] values = arguments.toArray(IValue[]::new);
        Map<String, NDArray> outputs = new LinkedHashMap<>();
        // PyTorch would rewrite the network for the shapes of its first two passes: other numbers from the third pass
        // on, and a crash of the JVM with some networks and another number of clips. The setting is the thread's.
        JniUtils.setGraphExecutorOptimize(false);
        try (ConvolutionGuard guard = ConvolutionGuard.of(channels);
                IValue result = method == null ? block.forward(values) : IValueUtils.runMethod(block, method, values)) {
            collect(result, "", owner, outputs);
            names = List.copyOf(outputs.keySet());
            return outputs;
        } catch (ai.djl.engine.EngineException e) {
            // Memory that ran out is noticed further up, where the batch is halved.
            if (NO_MEMORY.matcher(String.valueOf(e.getMessage())).find()) throw e;
            throw new ForeignNetworkException(
                    "The network stopped on inputs of the " + (arrays.length == 1 ? "shape " : "shapes ")
                            + shapes(inputs) + ": " + reason(e),
                    e);
        } finally {
            arguments.forEach(IValue::close);
            for (PtNDArray array : arrays) array.close();
        }
    }

    /**
     * By a TorchScript file of our own, as DJL has no way to the gradient of an array that is no leaf. Empty also if the network can
     * be run but not recorded.
     */
    @Override
    public Optional<NDList> gradient(NDList inputs, String output, Function<Map<String, NDArray>, NDArray> number) {
        if (inputList || method != null) return Optional.empty();
        if (names == null) run(inputs);
        JniUtils.setGraphExecutorOptimize(false);
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try (ConvolutionGuard guard = ConvolutionGuard.of(channels)) {
            Map<String, NDArray> outputs = recorded(inputs);
            NDArray array = outputs.get(output);
            if (array == null) return Optional.empty();
            NDArray y = number.apply(outputs);
            return gradient(y, array).map(g -> new NDList(array.stopGradient(), g.stopGradient()));
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** The outputs with what is needed to differentiate; empty if they can't be recorded. */
    private Map<String, NDArray> recorded(NDList inputs) {
        // PyTorch never records weights that were opened for inference.
        if (recordable == null)
            recordable = JniUtils.loadModule((PtNDManager) manager, file, true, new String[0], new String[0], true);
        NDList recorded = new NDList();
        for (NDArray input : inputs) {
            NDArray leaf = input.duplicate();
            leaf.setRequiresGradient(true);
            // A network may change its input in place, which PyTorch allows for anything but a leaf.
            recorded.add(leaf.mul(1));
        }
        try {
            // DJL puts arrays within others in a row, in the order in which a plain pass names them.
            NDList arrays = IValueUtils.forward(recordable, recorded, true);
            if (arrays.size() != names.size()) return Map.of();
            Map<String, NDArray> outputs = new LinkedHashMap<>();
            for (int i = 0; i < arrays.size(); i++) outputs.put(names.get(i), arrays.get(i));
            return outputs;
        } catch (ai.djl.engine.EngineException | UnsupportedOperationException e) {
            if (NO_MEMORY.matcher(String.valueOf(e.getMessage())).find()) throw e;
            LOG.log(Level.FINE, "not recorded", e);
            return Map.of();
        }
    }

    private Optional<NDArray> gradient(NDArray y, NDArray x) {
        try (NDManager own = manager.newSubManager();
                InputStream program = TorchScriptNetwork.class.getResourceAsStream("gradient.pt")) {
            if (program == null) throw new IOException("gradient.pt is missing from this installation");
            try (PtSymbolBlock gradient = JniUtils.loadModule((PtNDManager) own, program, true, false)) {
                return Optional.of(
                        IValueUtils.forward(gradient, new NDList(y, x), true).singletonOrThrow());
            }
        } catch (ai.djl.engine.EngineException e) {
            if (NO_MEMORY.matcher(String.valueOf(e.getMessage())).find()) throw e;
            LOG.log(Level.FINE, "no gradient", e);
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("The program file for gradients can't be read. Install WhyNot again.", e);
        }
    }

    private static String shapes(NDList inputs) {
        List<String> shapes = new ArrayList<>();
        for (NDArray input : inputs) shapes.add(input.getShape().toString());
        return String.join(" and ", shapes);
    }

    private static void collect(IValue value, String name, PtNDManager owner, Map<String, NDArray> outputs) {
        if (value.isTensor()) outputs.put(name.isEmpty() ? "0" : name, value.toTensor(owner));
        else if (value.isTensorList()) {
            PtNDArray[] arrays = value.toTensorArray(owner);
            for (int i = 0; i < arrays.length; i++) outputs.put(within(name, "" + i), arrays[i]);
        } else if (value.isMap())
            value.toIValueMap().forEach((key, part) -> collectAndClose(part, within(name, key), owner, outputs));
        else if (value.isTuple() || value.isList()) {
            IValue[] parts = value.isTuple() ? value.toIValueTuple() : value.toIValueArray();
            for (int i = 0; i < parts.length; i++) collectAndClose(parts[i], within(name, "" + i), owner, outputs);
        } else
            throw new ForeignNetworkException("The network gives " + value.getType()
                    + (name.isEmpty() ? "" : " as '" + name + "'")
                    + "; arrays, or tuples, lists and dictionaries of arrays are needed.");
    }

    private static void collectAndClose(IValue value, String name, PtNDManager owner, Map<String, NDArray> outputs) {
        try (value) {
            collect(value, name, owner, outputs);
        }
    }

    private static String within(String name, String part) {
        return name.isEmpty() ? part : name + "." + part;
    }

    /** The line of an engine's message that states what is wrong, ending in a full stop. */
    private static String reason(RuntimeException e) {
        String reason = "unknown reason";
        for (String line : String.valueOf(e.getMessage()).split("\\R")) {
            String text = line.strip();
            if (text.startsWith("RuntimeError:")) return sentence(text.substring("RuntimeError:".length()));
            if (reason.equals("unknown reason") && !text.isEmpty()) reason = text;
        }
        return sentence(reason);
    }

    private static String sentence(String text) {
        return text.strip().replaceFirst("\\.*$", ".");
    }

    @Override
    public List<float[]> weights(int numbers) {
        List<float[]> found = new ArrayList<>();
        try (NDManager own = manager.newSubManager()) {
            for (NDArray weight : JniUtils.moduleGetParams(block, (PtNDManager) own))
                if (weight.size() == numbers && weight.getDataType() == ai.djl.ndarray.types.DataType.FLOAT32)
                    found.add(weight.toFloatArray());
        }
        return found;
    }

    @Override
    public Device device() {
        return manager.getDevice();
    }

    @Override
    public void close() {
        block.close();
        if (recordable != null) recordable.close();
        manager.close();
    }
}
