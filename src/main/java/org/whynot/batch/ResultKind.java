package org.whynot.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.PairTable;
import org.whynot.util.Shard;

/** What a run over a folder of videos can make of each, and how the files are named. */
public enum ResultKind {
    /** The files of Explain Video... */
    EXPLANATIONS("summary", AnswerFiles.ENDINGS) {
        @Override
        public FolderQuestion question(Map<String, String> words, String macro) {
            return FolderExplainer.Settings.of(words, macro);
        }

        @Override
        String csv(List<Row> rows) {
            return SummaryTable.csv(rows);
        }

        @Override
        int columns() {
            return SummaryTable.answerColumns();
        }
    },
    /** The table of All Pairs. */
    ALL_PAIRS("pairs-summary", List.of(PairTable.ENDING, AllPairsQuestion.JSON)) {
        @Override
        public FolderQuestion question(Map<String, String> words, String macro) {
            return AllPairsQuestion.of(words);
        }

        @Override
        String csv(List<Row> rows) {
            return SummaryTable.pairsCsv(rows);
        }

        @Override
        int columns() {
            return SummaryTable.pairColumns();
        }
    };

    private static final String TABLE = ".csv";
    private static final String SHARD_TABLE = ".json";

    private final String stem;
    private final List<String> endings;

    ResultKind(String stem, List<String> endings) {
        this.stem = stem;
        this.endings = endings;
    }

    /**
     * The question that had these words.
     *
     * @param words as {@link FolderQuestion#words} gives them
     * @param macro as {@link FolderQuestion#macro} gives it
     * @throws IllegalArgumentException if a value is none; a sentence
     */
    public abstract FolderQuestion question(Map<String, String> words, String macro);

    /** The table of some rows. */
    abstract String csv(List<Row> rows);

    /** How many of its columns tell of an answer, in rows that have one. */
    abstract int columns();

    /** The name of the table of all videos. */
    public String table() {
        return stem + TABLE;
    }

    /** How the names of all files of a video end; not every video has all of them. The last one's presence means that all are there. */
    public List<String> endings() {
        return endings;
    }

    /** The name of a video's files without their endings, as it stands in the file system. */
    public String stem(FolderVideo video) {
        return AnswerFiles.fileName(video.name());
    }

    /** How the name of the file ends whose presence means that all are there. */
    public String ending() {
        return endings.get(endings.size() - 1);
    }

    /** The file of a video in the output folder whose presence means that all are there. */
    public Path json(FolderVideo video, Path output) {
        return video.folder(output).resolve(stem(video) + ending());
    }

    /** The name of the table of a shard's videos, until it is merged. */
    String table(Shard shard) {
        return shard.fileName(stem, SHARD_TABLE);
    }

    /** Whether a file's name is that of a shard's table. */
    boolean isShardTable(String name) {
        return Shard.isFileName(name, stem, SHARD_TABLE);
    }
}
