package org.whynot.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.whynot.util.Json;

/**
 * What is asked of every shard of an evaluation: shards of the same request belong together.
 *
 * @param whynot the version of the program
 * @param dataset the data set's folder, absolute
 * @param split which videos of the data set
 * @param seed of all that is random
 * @param checks whether the checks beyond the paper are made
 * @param faithfulness how the contrast drop is measured; null if it is not
 * @param device what computes: {@code cpu} or {@code gpu}
 * @param videosSha256 of the ids of the videos of all shards, one per line, in hexadecimal
 * @param models the model and those it is compared with
 */
public record EvaluationRequest(
        String whynot,
        String dataset,
        String split,
        long seed,
        boolean checks,
        @Json.MayBeMissing FaithfulnessSettings faithfulness,
        String device,
        String videosSha256,
        List<OfModel> models)
        implements Serializable {

    /**
     * One of the models.
     *
     * @param folder where it is, absolute
     * @param sha256 of its weights, in hexadecimal
     */
    public record OfModel(String folder, String sha256) implements Serializable {}

    /** Copies the list. */
    public EvaluationRequest {
        models = List.copyOf(models);
    }

    /** How the first model is evaluated. */
    EvaluationSettings settings() {
        return new EvaluationSettings(split, seed, checks, Optional.ofNullable(faithfulness));
    }

    /** How a model is evaluated, by its place in the list. */
    EvaluationSettings settings(int model) {
        return model == 0 ? settings() : settings().withoutChecks();
    }

    /** What distinguishes this from another request; empty if nothing does. */
    String difference(EvaluationRequest other) {
        if (!whynot.equals(other.whynot)) return "version";
        if (!dataset.equals(other.dataset)) return "data set";
        if (!split.equals(other.split) || !videosSha256.equals(other.videosSha256)) return "split or its videos";
        if (seed != other.seed) return "value of seed";
        if (checks != other.checks) return "value of checks";
        if (!Objects.equals(faithfulness, other.faithfulness)) return "values of faithfulness, masks or oracle";
        if (!device.equals(other.device)) return "device";
        List<String> own = models.stream().map(OfModel::sha256).toList();
        return own.equals(other.models.stream().map(OfModel::sha256).toList()) ? "" : "models";
    }
}
