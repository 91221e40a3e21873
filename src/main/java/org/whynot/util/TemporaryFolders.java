package org.whynot.util;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders in the system's folder for temporary files, which only their owner may read. Whoever makes one removes it; those that
 * killed programs have left are removed when the next one is made.
 *
 * <pre>{@code
 * Path scratch = TemporaryFolders.make("summary");
 * }</pre>
 */
public final class TemporaryFolders {

    private static final String PREFIX = "whynot-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z]+-(" + ProcessTag.PATTERN + ")-\\d+");

    private TemporaryFolders() {}

    /**
     * Makes one.
     *
     * @param kind what it is for, in lower-case letters
     * @return an empty folder, to be removed by the caller
     * @throws IOException if it can't be made
     */
    public static Path make(String kind) throws IOException {
        return make(Path.of(System.getProperty("java.io.tmpdir")), kind);
    }

    /** As {@link #make(String)}, in another folder for temporary files. */
    public static Path make(Path parent, String kind) throws IOException {
        removeAbandoned(parent);
        return Files.createTempDirectory(parent, PREFIX + kind + "-" + ProcessTag.own() + "-");
    }

    private static void removeAbandoned(Path parent) throws IOException {
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path path : all) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches() && ProcessTag.isDead(name.group(1))) abandoned.add(path);
            }
        }
        for (Path left : abandoned) {
            try {
                StagedFiles.removeTree(left);
            } catch (IOException somebodyElses) {
                // The folder is everybody's: another user's are that user's to remove.
                continue;
            }
        }
    }
}
