package org.whynot.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.whynot.classifier.Engine;
import org.whynot.classifier.foreign.ForeignNetwork;
import org.whynot.classifier.foreign.TorchScriptFile;
import org.whynot.classifier.foreign.TorchScriptNetwork;
import org.whynot.classifier.foreign.Trust;
import org.whynot.classifier.foreign.UntrustedFileException;
import org.whynot.classifier.onnx.OnnxNetwork;
import org.whynot.util.Sha256;

/** Opens the files of others: TorchScript by PyTorch, after the user agreed to it, and ONNX by ONNX Runtime. */
public final class ForeignNetworks {

    /** The type of a TorchScript file, as in a model card. */
    public static final String TORCHSCRIPT = "torchscript";
    /** The type of an ONNX file, as in a model card. */
    public static final String ONNX = "onnx";

    private ForeignNetworks() {}

    /**
     * What a file is: ONNX by its name, everything else is offered as TorchScript and checked.
     *
     * @return {@value #TORCHSCRIPT} or {@value #ONNX}
     * @throws IOException if it is neither; the message states what it is and what to do
     */
    public static String type(Path file) throws IOException {
        if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) return ONNX;
        TorchScriptFile.check(file);
        return TORCHSCRIPT;
    }

    /** What the file is called in a model folder. */
    public static String fileName(String type) {
        return type.equals(ONNX) ? "classifier.onnx" : "classifier.pt";
    }

    /**
     * An exported method of a TorchScript file that gives feature maps beside the logits.
     *
     * @return {@code features}, or null if the file has none
     * @throws IOException if the file can't be read
     */
    public static String featuresMethod(Path file, String type) throws IOException {
        return type.equals(TORCHSCRIPT) && TorchScriptFile.hasMethod(file, "features") ? "features" : null;
    }

    /**
     * Opens a file.
     *
     * @param type {@value #TORCHSCRIPT} or {@value #ONNX}
     * @param method of a TorchScript file: what to run in place of {@code forward}; otherwise null
     * @param inputList whether several inputs are one argument, a list
     * @param outputs of an ONNX file: the outputs and inner tensors that are wanted; empty for all that can be of use
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @return to be closed by the caller
     * @throws UntrustedFileException if it is TorchScript that the user did not agree to
     * @throws IOException if it can't be read or run; the message names it
     */
    public static ForeignNetwork open(
            Path file, String type, String method, boolean inputList, Set<String> outputs, String device)
            throws IOException {
        if (type.equals(ONNX)) {
            if (device.trim().equalsIgnoreCase("gpu"))
                throw new IllegalArgumentException(
                        "device='gpu' was asked for, but classifiers in ONNX files run on the"
                                + " processor. Use device='auto' or 'cpu'.");
            return OnnxNetwork.open(file, outputs, Engine.device("cpu"));
        }
        String sha256 = Sha256.of(file);
        if (!Trust.isGiven(sha256)) throw new UntrustedFileException(file, sha256);
        return TorchScriptNetwork.open(file, method, inputList, Engine.device(device));
    }
}
