package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.explain.TestAnswers;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.util.Json;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/** Damaged tables of shards, which are merged or left as they are. */
public final class ShardSummaryFuzz {

    private static final int COLUMNS = 17;

    private ShardSummaryFuzz() {}

    /** The tables of two shards of three videos. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path first = write(
                folder,
                summary(
                        "1/2",
                        List.of(
                                Row.explained("a.avi", "a", TestAnswers.following(96, 80, 10, true)),
                                Row.failed("c.avi", "It can't be read."))));
        Path second = write(
                folder, summary("2/2", List.of(Row.explained("b.avi", "b", TestAnswers.following(96, 80, 10, false)))));
        List<Path> files = List.of(first, second);
        return new FuzzTarget("tables of shards", folder, files, Kind.TEXT, damaged -> merge(folder, files));
    }

    private static ShardSummary summary(String shard, List<Row> rows) {
        return new ShardSummary(
                1,
                "0.1.0",
                shard,
                "cells",
                "ab".repeat(32),
                "cpu",
                Map.of("explanations", "3", "verify", "yes"),
                3,
                "cd".repeat(32),
                rows);
    }

    private static Path write(Path folder, ShardSummary summary) throws IOException {
        return Files.writeString(folder.resolve(ResultKind.EXPLANATIONS.table(summary.part())), Json.write(summary));
    }

    /** In a folder of its own, as the tables go when they are merged. */
    private static void merge(Path folder, List<Path> files) throws IOException {
        Path output = Files.createDirectory(folder.resolve("output"));
        try {
            for (Path file : files) Files.copy(file, output.resolve(file.getFileName()));
            Set<String> before = names(output);
            try {
                SummaryMerge.merge(output, ResultKind.EXPLANATIONS, Progress.SILENT);
            } catch (IOException e) {
                if (!names(output).equals(before)) throw new AssertionError("Something was written: " + names(output));
                throw e;
            }
            List<String> lines = Files.readAllLines(output.resolve(ResultKind.EXPLANATIONS.table()));
            if (!names(output).equals(Set.of(ResultKind.EXPLANATIONS.table())) || lines.size() < 4)
                throw new AssertionError("Not a merged folder: " + names(output) + lines);
            for (String line : lines)
                if (line.chars().filter(c -> c == ',').count() < COLUMNS - 1 && !line.contains("\""))
                    throw new AssertionError("A row without all columns: " + line);
        } finally {
            StagedFiles.removeTree(output);
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }
}
