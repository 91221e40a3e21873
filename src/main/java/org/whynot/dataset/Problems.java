package org.whynot.dataset;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.dataset.DataSetException.Problem;
import org.whynot.util.CsvReader;

/** Collects problems of all files of a data set. */
final class Problems {

    /** Characters of a value or of an advice that are listed. */
    private static final int LONGEST = 1000;

    private final List<Problem> listed = new ArrayList<>();
    private int unlisted;

    /** Notes a problem; see {@link Problem}. */
    void add(String file, int line, String column, String value, String advice) {
        if (listed.size() < DataSetException.MOST_LISTED)
            listed.add(new Problem(file, line, shortened(column), shortened(value), shortened(advice)));
        else unlisted++;
    }

    /** A line of a damaged file can be as long as the file. */
    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + " … " + text.substring(text.length() - LONGEST / 2);
    }

    /** Notes that a file can't be read, or not to its end. */
    void add(String file, IOException e) {
        if (e instanceof CsvReader.CsvException csv)
            add(file, csv.line(), "", "", csv.getMessage() + " The rest of the file was not read.");
        else if (e instanceof CharacterCodingException)
            add(file, 0, "", "", "the file is not UTF-8 text. Save it as UTF-8 (in spreadsheets: \"CSV UTF-8\").");
        else add(file, 0, "", "", "the file can't be read: " + e.getMessage());
    }

    /** @throws DataSetException if there was any problem */
    void throwIfAny(Path folder) throws DataSetException {
        if (!listed.isEmpty()) throw new DataSetException(folder.toString(), listed, unlisted);
    }
}
