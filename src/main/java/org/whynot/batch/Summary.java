package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.util.StagedFiles;

/**
 * {@code summary.csv}: one row per video, kept up to date while the videos are explained. It is replaced whole, so that there is
 * always a readable one, also when the program is killed; the rows of what was done since then come from the results
 * themselves at the next start.
 */
final class Summary {

    static final String FILE = "summary.csv";

    /** Writing may take this share of the time: a long table is written less often. */
    private static final double SHARE = 0.05;

    private final Path folder;
    private final List<Row> rows = new ArrayList<>();
    private long written = System.nanoTime();
    private long took;

    Summary(Path folder, List<FolderVideo> videos) {
        this.folder = folder;
        for (FolderVideo video : videos) rows.add(Row.waiting(video.path()));
    }

    Path file() {
        return folder.resolve(FILE);
    }

    List<Row> rows() {
        return rows;
    }

    /** Writes the table if it is time to. A table that can't be replaced now is no reason to stop: it will be tried again. */
    void keep() {
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
    void write() throws IOException {
        long start = System.nanoTime();
        String text = SummaryTable.csv(rows);
        StagedFiles.writeText(folder, FILE, text);
        written = System.nanoTime();
        took = written - start;
    }
}
