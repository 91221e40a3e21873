package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.UntrainedModel;
import org.whynot.util.Progress;
import org.whynot.util.Shard;

/** Evaluates a model on the bundled clips in parts. */
class ShardedEvaluationTest {

    private static final EvaluationSettings SETTINGS = new EvaluationSettings("train", 5, true);

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
        expected = tables(whole);
        assertEquals(5, expected.size(), expected.keySet().toString());
    }

    /** The CSV files by name. Times stand in the others only. */
    private static Map<String, String> tables(Path folder) throws IOException {
        Map<String, String> tables = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList())
                if (file.toString().endsWith(".csv"))
                    tables.put(file.getFileName().toString(), Files.readString(file));
        }
        return tables;
    }

    private void measure(String shard, long seed) throws IOException {
        new ShardedEvaluation(data, new EvaluationSettings("train", seed, true), "cpu")
                .measure(model, List.of(other), Shard.of(shard), output, Progress.SILENT);
    }

    private String refused() {
        return assertThrows(IOException.class, () -> ShardedEvaluation.merge(output, Progress.SILENT))
                .getMessage();
    }

    @Test
    void shardsMergedGiveTheTablesOfTheWhole() throws Exception {
        assertTrue(refused().startsWith("There is no evaluation of a shard in "), refused());
        measure("3/3", 5);
        measure("1/3", 6);
        assertTrue(refused().contains("they differ in the value of seed"), refused());
        measure("1/3", 5);
        assertTrue(refused().contains("these are missing: 2/3."), refused());
        measure("2/3", 5);
        assertTrue(ShardedEvaluation.isWaiting(output));
        ShardedEvaluation.merge(output, Progress.SILENT);
        assertEquals(expected, tables(output));
        assertTrue(Files.exists(output.resolve(EvaluationFiles.REPORT)));
        assertFalse(ShardedEvaluation.isWaiting(output));
    }
}
