package org.whynot.dataset;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A data-set folder has problems. The message lists all of them, of all files. */
public final class DataSetException extends IOException {

    private static final long serialVersionUID = 1;

    /** Problems beyond this number are counted, no longer listed. */
    static final int MOST_LISTED = 10_000;

    private final transient List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param file name of the file in the folder
     * @param line 1-based line in which the row begins; 0 for the whole file
     * @param column name of the column, or empty for the whole row
     * @param value what stands there, or empty
     * @param advice what is wrong with it and what to do, a sentence
     */
    public record Problem(String file, int line, String column, String value, String advice) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(file);
            if (line > 0) text.append(", line ").append(line);
            if (!column.isEmpty()) text.append(", column \"").append(column).append('"');
            if (!value.isEmpty()) text.append(", value \"").append(value).append('"');
            return text.append(": ").append(advice).toString();
        }
    }

    /**
     * The folder named {@code folder} has these problems.
     *
     * @param problems at least one
     * @param unlisted how many more there are
     */
    DataSetException(String folder, List<Problem> problems, int unlisted) {
        super(message(folder, problems, unlisted));
        this.problems = List.copyOf(problems);
    }

    /** All problems in the order of files and lines. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(String folder, List<Problem> problems, int unlisted) {
        int count = problems.size() + unlisted;
        String head = "The data set " + folder + " can't be used: " + count + (count == 1 ? " problem." : " problems.");
        String tail = unlisted == 0 ? "" : "\n… and " + unlisted + " more of the kind.";
        return head + problems.stream().map(p -> "\n- " + p).collect(Collectors.joining()) + tail;
    }
}
