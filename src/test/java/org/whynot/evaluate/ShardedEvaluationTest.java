package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.UntrainedModel;
import org.whynot.util.Progress;
import org.whynot.util.Shard;

/** Evaluates a model on the bundled clips in parts. */
@Tag("slow")
class ShardedEvaluationTest {

    /** The oracle is searched for one of the four videos, which must be the same one whatever the shards. */
    private static final EvaluationSettings SETTINGS =
            new EvaluationSettings("train", 5, true, Optional.of(new FaithfulnessSettings(false, 3, 1)));

    @TempDir
    static Path folder;

    private static DataSet data;
    private static Path model;
    private static Path other;
    private static Map<String, String> expected;

    @TempDir
    Path output;

    @BeforeAll
    static void evaluate() throws IOException {
        data = DataSet.read(Path.of("test-data", "cells"));
        model = UntrainedModel.write(folder.resolve("untrained"));
        other = UntrainedModel.write(folder.resolve("other"));
        Path whole = folder.resolve("whole");
        new ModelComparison(data, SETTINGS, "cpu").write(model, List.of(other), whole, Progress.SILENT);
        expected = EvaluationResults.withoutCosts(whole);
        assertEquals(
                Set.of(
                        "contrast.csv",
                        "curves.csv",
                        "explanations.csv",
                        "explanations.untrained.csv",
                        "metrics.csv",
                        "metrics.untrained.csv",
                        "metrics.json",
                        "report.html"),
                expected.keySet());
    }

    private void measure(String shard, EvaluationSettings settings) throws IOException {
        new ShardedEvaluation(data, settings, "cpu")
                .measure(model, List.of(other), Shard.of(shard), output, Progress.SILENT);
    }

    private String refused() {
        return assertThrows(IOException.class, () -> ShardedEvaluation.merge(output, output, Progress.SILENT))
                .getMessage();
    }

    @Test
    void shardsMergedGiveTheFilesOfTheWhole() throws Exception {
        assertTrue(refused().startsWith("There is no evaluation of a shard in "), refused());
        measure("3/3", SETTINGS);
        measure("1/3", new EvaluationSettings("train", 6, true));
        assertTrue(refused().contains("they differ in the value of seed"), refused());
        measure("1/3", new EvaluationSettings("train", 5, true));
        assertTrue(refused().contains("they differ in the values of faithfulness, masks or oracle"), refused());
        measure("1/3", SETTINGS);
        assertTrue(refused().contains("these are missing: 2/3."), refused());
        measure("2/3", SETTINGS);
        assertTrue(ShardedEvaluation.isWaiting(output));
        ShardedEvaluation.merge(output, output, Progress.SILENT);
        assertEquals(expected, EvaluationResults.withoutCosts(output));
        assertFalse(ShardedEvaluation.isWaiting(output));
    }
}
