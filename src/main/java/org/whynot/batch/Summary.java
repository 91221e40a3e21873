package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.util.Json;
import org.whynot.util.StagedFiles;

/**
 * {@code summary.csv}, or the table of another {@linkplain ResultKind kind}: one row per video, kept up to date while the videos are explained. It is replaced whole, so that there is
 * always a readable one, also when the program is killed; the rows of what was done since then come from the results
 * themselves at the next start.
 */
public final class Summary {

    /** Writing may take this share of the time: a long table is written less often. */
    private static final double SHARE = 0.05;

    private final Path folder;
    private final String name;
    private final Function<List<Row>, String> text;
    private final List<Row> rows = new ArrayList<>();
    private long written = System.nanoTime();
    private long took;

    /**
     * The table of all videos of a folder, none of them done.
     *
     * @param folder where the table is written to
     * @param kind what becomes of the videos
     */
    public Summary(Path folder, ResultKind kind, List<FolderVideo> videos) {
        this(folder, videos, kind.table(), kind::csv);
    }

    /** The table of a shard's videos, as {@link SummaryMerge} wants it. */
    Summary(Path folder, ResultKind kind, List<FolderVideo> videos, ShardSummary empty) {
        this(folder, videos, kind.table(empty.part()), rows -> Json.write(empty.with(rows)));
    }

    private Summary(Path folder, List<FolderVideo> videos, String name, Function<List<Row>, String> text) {
        this.folder = folder;
        this.name = name;
        this.text = text;
        for (FolderVideo video : videos) rows.add(Row.waiting(video.path()));
    }

    /** Where it is. */
    public Path file() {
        return folder.resolve(name);
    }

    /** The rows, one per video; to be set as videos are done. */
    public List<Row> rows() {
        return rows;
    }

    /** Writes the table if it is time to. A table that can't be replaced now is no reason to stop: it will be tried again. */
    public void keep() {
        if (System.nanoTime() - written < took / SHARE) return;
        try {
            write();
        } catch (IOException shownByAnotherProgram) {
            // At the end it is written once more, and then it matters.
            written = System.nanoTime();
        }
    }

    /**
     * Writes the table.
     *
     * @throws IOException if it can't be; then the older one is still there. The message is a sentence
     */
    public void write() throws IOException {
        long start = System.nanoTime();
        StagedFiles.writeText(folder, name, text.apply(rows));
        written = System.nanoTime();
        took = written - start;
    }
}
