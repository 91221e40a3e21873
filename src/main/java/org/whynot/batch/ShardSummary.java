package org.whynot.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.explain.AnswerJson;
import org.whynot.model.Model;
import org.whynot.util.Json;
import org.whynot.util.Sha256;
import org.whynot.util.Shard;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;

/**
 * {@code summary.2-of-4.json}: what became of one shard's videos, and all that must be the same in the other shards for them to be
 * one table.
 *
 * @param schema 1
 * @param whynot the version of the program
 * @param shard which part, as {@code 2/4}
 * @param model the model's name
 * @param modelSha256 of its weights, in hexadecimal
 * @param device what computed: {@code cpu} or {@code gpu}
 * @param settings every parameter that changes the results but the model and the device
 * @param videos how many there are in all shards
 * @param videosSha256 of the paths of the videos of all shards, one per line, in hexadecimal
 * @param rows of the shard's videos, in the order of the folder or list
 */
record ShardSummary(
        int schema,
        String whynot,
        String shard,
        String model,
        String modelSha256,
        String device,
        Map<String, String> settings,
        int videos,
        String videosSha256,
        List<Row> rows) {

    private static final int SCHEMA = 1;

    ShardSummary {
        Shard.of(shard);
        settings = new TreeMap<>(settings);
        rows = List.copyOf(rows);
    }

    /** What a shard's table says before its rows. */
    static ShardSummary of(Shard shard, Model model, Map<String, String> settings, List<FolderVideo> all) {
        String paths = all.stream().map(FolderVideo::path).collect(Collectors.joining("\n"));
        return new ShardSummary(
                SCHEMA,
                AnswerJson.version(),
                shard.toString(),
                model.card().name(),
                model.sha256(),
                model.device(),
                settings,
                all.size(),
                Sha256.of(paths.getBytes(StandardCharsets.UTF_8)),
                List.of());
    }

    ShardSummary with(List<Row> newRows) {
        return new ShardSummary(
                schema, whynot, shard, model, modelSha256, device, settings, videos, videosSha256, newRows);
    }

    /**
     * Reads a shard's table.
     *
     * @param kind what became of the videos
     * @throws IOException if it is none; a sentence
     */
    static ShardSummary read(Path file, ResultKind kind) throws IOException {
        try {
            ShardSummary summary = Json.read(TextFiles.read(file), ShardSummary.class);
            for (Row row : summary.rows) {
                int columns = row.status() == Status.EXPLAINED ? kind.columns() : 0;
                if (row.values().size() != columns)
                    throw new IllegalArgumentException("the row of " + row.video() + " has "
                            + row.values().size() + " values, not " + columns + ".");
            }
            return summary;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, StagedFiles.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static IOException unreadable(Path file, String reason, Exception cause) {
        return new IOException(
                file + " can't be read: " + reason + " Remove it and run this shard again; what is done is kept.",
                cause);
    }

    Shard part() {
        return Shard.of(shard);
    }

    /** Whether its results are lines of one file. */
    boolean isPacked() {
        return FolderExplainer.Settings.isPacked(settings);
    }

    /** Whether every video of the shard has its turn behind it. */
    boolean isFinished() {
        return rows.stream().noneMatch(row -> row.status() == Status.WAITING);
    }

    /** What makes this a part of another whole than another shard, with both values; empty if nothing does. */
    String difference(ShardSummary other) {
        if (!whynot.equals(other.whynot)) return differs("version", whynot, other.whynot);
        if (!model.equals(other.model)) return differs("model", model, other.model);
        if (!modelSha256.equals(other.modelSha256)) return "weights of the model '" + model + "'";
        if (!device.equals(other.device)) return differs("device", device, other.device);
        TreeMap<String, String> names = new TreeMap<>(settings);
        names.putAll(other.settings);
        for (String name : names.keySet()) {
            String own = settings.getOrDefault(name, "");
            String others = other.settings.getOrDefault(name, "");
            if (!own.equals(others)) return differs("value of " + name, own, others);
        }
        if (videos != other.videos) return differs("number of videos in the folder", "" + videos, "" + other.videos);
        return videosSha256.equals(other.videosSha256) ? "" : "list of videos in the folder";
    }

    private static String differs(String what, String own, String others) {
        return what + " ('" + own + "', not '" + others + "')";
    }
}
