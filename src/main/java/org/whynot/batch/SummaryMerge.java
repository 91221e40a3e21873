package org.whynot.batch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Makes of the tables that the shards of a folder have left in the output folder the one {@code summary.csv}, or table of another
 * {@linkplain ResultKind kind}, that a run without shards would have written, and removes them.
 *
 * <pre>{@code
 * for (ResultKind kind : SummaryMerge.waiting(output)) SummaryMerge.merge(output, kind, progress);
 * }</pre>
 */
public final class SummaryMerge {

    private SummaryMerge() {}

    /** The kinds of which shards have left their tables in a folder. */
    public static List<ResultKind> waiting(Path output) throws IOException {
        List<ResultKind> kinds = new ArrayList<>();
        for (ResultKind kind : ResultKind.values()) if (!files(output, kind).isEmpty()) kinds.add(kind);
        return kinds;
    }

    /**
     * Merges them, and the shards' {@linkplain PackedResults packed results} if they have such.
     *
     * @param output where the shards' results are
     * @param kind whose tables
     * @param progress notified of how far it is
     * @return what became of all videos
     * @throws IOException if a shard is missing, not finished, still running, or of another version, model, list of videos or other
     *     settings; a sentence. Then nothing was changed
     * @throws java.util.concurrent.CancellationException if cancelled; then nothing was changed either
     */
    public static FolderReport merge(Path output, ResultKind kind, Progress progress) throws IOException {
        // Before the lock, which would make the folder.
        if (files(output, kind).isEmpty()) throw nothingToMerge(output);
        try (OutputFolder folder = OutputFolder.open(output)) {
            List<ShardSummary> shards = new ArrayList<>();
            for (Path file : files(output, kind)) shards.add(ShardSummary.read(file, kind));
            shards.sort(Comparator.comparingInt(shard -> shard.part().number()));
            require(output, kind, shards);
            List<Row> rows = inOrder(output, shards);
            folder.requireThere();
            // Before the tables: while they are there, the merge can be started again.
            if (shards.get(0).isPacked()) PackedResults.merge(output, shards.size(), rows, progress);
            try (StagedFiles staged = new StagedFiles(output)) {
                write(staged, output, kind.table(), kind.csv(rows));
                staged.commit(
                        List.of(kind.table()),
                        shards.stream().map(shard -> kind.table(shard.part())).toList());
            }
            int failed = (int)
                    rows.stream().filter(row -> row.status() == Status.FAILED).count();
            return new FolderReport(rows.size() - failed, 0, failed, output.resolve(kind.table()));
        }
    }

    private static void write(StagedFiles staged, Path output, String name, String table) throws IOException {
        try {
            Files.writeString(staged.path(name), table);
        } catch (IOException e) {
            throw new IOException(
                    output.resolve(name) + " was not written: " + StagedFiles.reason(e) + StagedFiles.advice(e)
                            + " The tables of the shards are as they were.",
                    e);
        }
    }

    /** The rows of all videos in the order of a run without shards: that of the folder or of the list. */
    private static List<Row> inOrder(Path output, List<ShardSummary> shards) throws IOException {
        int videos = shards.get(0).videos();
        List<Row> rows = new ArrayList<>();
        int found = shards.stream().mapToInt(shard -> shard.rows().size()).sum();
        for (int place = 0; place < found; place++) {
            List<Row> own = shards.get(place % shards.size()).rows();
            if (place / shards.size() < own.size()) rows.add(own.get(place / shards.size()));
        }
        if (rows.size() != videos || found != videos)
            throw new IOException("The shards in " + output + " have " + found + " videos between them, of " + videos
                    + ". Run them again; what is done is kept.");
        return rows;
    }

    private static List<Path> files(Path output, ResultKind kind) throws IOException {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(output)) throw new IOException("There is no folder " + output + ". Check output.");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(output, "*.json")) {
            for (Path file : all) if (kind.isShardTable(file.getFileName().toString())) files.add(file);
        }
        return files;
    }

    private static IOException nothingToMerge(Path output) {
        return new IOException("There is no table of a shard in " + output
                + ". Run explain-folder with shard=1/n to n/n into this folder first.");
    }

    private static void require(Path output, ResultKind kind, List<ShardSummary> shards) throws IOException {
        // The folder may have been moved away meanwhile.
        if (shards.isEmpty()) throw nothingToMerge(output);
        ShardSummary first = shards.get(0);
        int count = first.part().count();
        for (ShardSummary other : shards)
            if (other.part().count() != count)
                throw new IOException(output + " has the tables of two divisions, " + kind.table(first.part()) + " and "
                        + kind.table(other.part()) + ". Remove those that don't belong to the last runs.");
        String missing = IntStream.rangeClosed(1, count)
                .filter(number ->
                        shards.stream().noneMatch(shard -> shard.part().number() == number))
                .mapToObj(number -> number + "/" + count)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty())
            throw new IOException(
                    "Of the shards in " + output + " these are missing: " + missing + ". Run them first.");
        for (ShardSummary shard : shards) {
            String difference = first.difference(shard);
            if (!difference.isEmpty())
                throw new IOException("The shards " + first.shard() + " and " + shard.shard() + " in " + output
                        + " don't belong together: they differ in the " + difference
                        + ". Run them again with the same; what fits is kept.");
            if (!shard.isFinished())
                throw new IOException("The shard " + shard.shard() + " in " + output
                        + " was stopped before it was done. Start it again; what is done is kept.");
        }
    }
}
