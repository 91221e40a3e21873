package org.whynot.classifier.foreign;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.whynot.classifier.FeatureLayer;

/**
 * What has to be known about a network of others, beside the size and normalisation of its clips, to run and explain it. Stands
 * in the model card as {@code architecture.foreign}.
 *
 * <p>A clip is read as {@link org.whynot.video.ClipFormat} states: resized, normalised (a value range of 0 to 255 is a mean and a
 * deviation divided by 255), its axes in the network's order. What this record adds is the order of the colours, how many
 * inputs the network has, and what its outputs are.
 *
 * @param file its name in the model folder: the file as it was imported, untouched
 * @param sha256 of the file, in hexadecimal
 * @param origin where the file came from, for people
 * @param channels the order of the colours
 * @param outputType what the class output holds
 * @param inputFrames frames of a clip that each input gets, evenly spaced from the first to the last; a single number, the
 *     clip's length, for a network with one input
 * @param inputList whether several inputs are one argument, a list; otherwise they are several arguments
 * @param oneClip whether the network takes only one clip at a time
 * @param method of a TorchScript file: what to run in place of {@code forward}; otherwise null
 * @param logits the class output's name; the number of an output without a name, from 0
 * @param features the layers that h(x) is taken from, the last one of the network first; empty if it gives only logits
 */
public record NetworkDescription(
        String file,
        String sha256,
        String origin,
        Colours channels,
        OutputType outputType,
        List<Integer> inputFrames,
        boolean inputList,
        boolean oneClip,
        String method,
        String logits,
        List<FeatureOutput> features) {

    /** The same with other feature layers. */
    public NetworkDescription withFeatures(List<FeatureOutput> others) {
        return new NetworkDescription(
                file,
                sha256,
                origin,
                channels,
                outputType,
                inputFrames,
                inputList,
                oneClip,
                method,
                logits,
                List.copyOf(others));
    }

    /** The layers that explanations are made of; empty if the network gives only logits. */
    public List<FeatureLayer> layers() {
        return features.stream().map(FeatureOutput::layer).toList();
    }

    /** The names of all outputs that are used, the class output's first. */
    public Set<String> outputs() {
        Set<String> outputs = new LinkedHashSet<>(List.of(logits));
        features.forEach(feature -> outputs.add(feature.output()));
        return outputs;
    }

    /** What is wrong with it, as the end of a message, or null; a description that was read from a file may lack anything. */
    public String problem() {
        if (file == null || file.isBlank() || file.contains("/") || file.contains("\\") || file.equals(".."))
            return "does not name the classifier's file in its folder (foreign: file).";
        if (sha256 == null || !sha256.matches("[0-9a-f]{64}"))
            return "does not state the SHA-256 of the classifier's file (foreign: sha256).";
        if (channels == null || outputType == null || logits == null || inputFrames == null || features == null)
            return "does not state the classifier's colours, class output, inputs or features (foreign: channels,"
                    + " output_type, logits, input_frames, features).";
        if (inputFrames.isEmpty() || inputFrames.stream().anyMatch(n -> n == null || n < 1))
            return "has a classifier without inputs, or with an input without frames (foreign: input_frames).";
        for (FeatureOutput feature : features) {
            String problem = feature == null ? "has an empty feature layer." : feature.problem();
            if (problem != null) return problem;
        }
        return null;
    }
}
