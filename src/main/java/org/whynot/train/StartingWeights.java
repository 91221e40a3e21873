package org.whynot.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.whynot.classifier.Architecture;
import org.whynot.classifier.C3dResNet;
import org.whynot.classifier.Weights;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.util.Sha256;

/**
 * The weights of another classifier that a new one starts with, as the paper starts its classifier of Olympic Sports with that
 * of UCF101-24 (section 4.1).
 *
 * <p>All convolutions are taken, with their batch normalisation, and the hidden fully connected layers that both have. The last
 * layer is taken only if both have as many layers and the same classes in the same order; otherwise it stays as it was drawn.
 */
final class StartingWeights {

    private final Path folder;
    private final ModelCard card;
    private final String sha256;

    private StartingWeights(Path folder, ModelCard card, String sha256) {
        this.folder = folder;
        this.card = card;
        this.sha256 = sha256;
    }

    /**
     * Those of a model folder.
     *
     * @param folder with or without an explanation head; null: none
     * @throws IOException if it is not a model folder; the message names it
     */
    static StartingWeights of(Path folder) throws IOException {
        if (folder == null) return new StartingWeights(null, null, "");
        ModelCard card = ModelCard.read(folder);
        return new StartingWeights(folder, card, Sha256.of(folder.resolve(Model.CLASSIFIER_FILE)));
    }

    /**
     * Replaces drawn weights, which must not be trainable yet.
     *
     * @throws IOException if the weights can't be read
     * @throws IllegalArgumentException if the other network has other widths; the message states which
     */
    void copyTo(Weights weights, Architecture architecture, List<String> classes, NDManager manager)
            throws IOException {
        if (folder == null) return;
        Architecture other = card.network();
        if (!Arrays.equals(other.widths(), architecture.widths()))
            throw new IllegalArgumentException("start_from='" + folder + "' has the widths "
                    + Arrays.toString(other.widths()) + ", but the new classifier has "
                    + Arrays.toString(architecture.widths()) + ". Use widths="
                    + Arrays.toString(other.widths()).replaceAll("[\\[\\] ]", "") + ".");
        boolean last = other.fullyConnected() == architecture.fullyConnected()
                && card.networkClasses().equals(classes);
        int hidden = Math.min(other.fullyConnected(), architecture.fullyConnected()) - 1;
        Path file = folder.resolve(Model.CLASSIFIER_FILE);
        try (C3dResNet source =
                C3dResNet.read(file, other, card.networkClasses().size(), manager)) {
            for (Map.Entry<String, NDArray> weight : weights.all().entrySet()) {
                String name = weight.getKey();
                boolean taken = !name.startsWith("fc") || last || layer(name) <= hidden;
                if (taken) source.weights().get(name).copyTo(weight.getValue());
            }
        }
    }

    /** The 1 of {@code fc1.weight}. */
    private static int layer(String name) {
        return name.charAt("fc".length()) - '0';
    }

    /** Part of a checkpoint's key. */
    String key() {
        return folder == null ? "" : "; started from " + sha256;
    }

    /** Tells a model card. */
    void describe(Map<String, Object> training) {
        if (folder != null) training.put("classifier_start_from", card.name() + " (sha256 " + sha256 + ")");
    }
}
