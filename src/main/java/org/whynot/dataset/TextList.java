package org.whynot.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whynot.util.CsvReader;

/**
 * A text file with one entry per line, as the published lists have it. What is wrong is reported, and reading continues; where it
 * can't, the index is notified that it is not complete.
 */
final class TextList implements Closeable {

    private final VideoIndex index;
    private final String file;
    private CsvReader reader;
    private String entry;

    /** @param path the file, which exists or is reported */
    TextList(Path path, VideoIndex index) {
        this.index = index;
        file = index.relative(path);
        try {
            reader = new CsvReader(path);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException e) {
        index.problems().add(file, e);
        index.setIncomplete();
    }

    /** Whether the file could be opened. */
    boolean isUsable() {
        return reader != null;
    }

    /** The file, from the folder of the data set on. */
    String file() {
        return file;
    }

    /** Goes to the next line that is not empty. False at the end. */
    boolean next() {
        while (reader != null) {
            try {
                List<String> row = reader.read();
                if (row == null) return false;
                entry = row.get(0);
                index.step(reader.fraction(), "Reading " + file);
                if (row.size() == 1) return true;
                problem("", String.join(",", row), "there is a comma in this line. Put only one entry into a line.");
            } catch (IOException e) {
                fail(e);
                return false;
            }
        }
        return false;
    }

    /** The current line without blanks round it. */
    String entry() {
        return entry;
    }

    /** The current line, 1-based. */
    int line() {
        return reader.line();
    }

    /** Reports the current line. */
    void problem(String column, String value, String advice) {
        index.problems().add(file, line(), column, value, advice);
    }

    @Override
    public void close() {
        if (reader == null) return;
        try {
            reader.close();
        } catch (IOException e) {
            index.problems().add(file, e);
        }
        reader = null;
    }
}
