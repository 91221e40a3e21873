package org.whynot.batch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.whynot.util.Shard;

/** The names of the files that hold packed results, and which form of results a folder has. */
public final class PackedFiles {

    /** The file of all videos. */
    public static final String FILE = "explanations.jsonl";
    /** Where its lines are until a run has ended. */
    public static final String LOG = "." + FILE;
    /** What users are told that the names look like. */
    static final String PATTERN = "explanations*.jsonl";

    private static final String STEM = "explanations";
    private static final String ENDING = ".jsonl";
    private static final Pattern NAME =
            Pattern.compile("(\\.?)" + STEM + "(?:\\.\\d{1,6}-of-(\\d{1,6}))?" + Pattern.quote(ENDING));

    private PackedFiles() {}

    /** The name of a shard's file, or of that of all videos. */
    static String name(Shard shard) {
        return shard.isWhole() ? FILE : shard.fileName(STEM, ENDING);
    }

    /** The name of the file where a run over a shard appends its lines. */
    static String logName(Shard shard) {
        return "." + name(shard);
    }

    /** The files of a folder that hold packed results, complete or not. */
    static List<Path> in(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (Path file : all) if (isName(file.getFileName().toString())) files.add(file);
        }
        return files;
    }

    /** The names of those files in a folder by which {@link #requireForm} tells the form of its results; there may be millions of others. */
    public static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                String name = file.getFileName().toString();
                if (isName(name) || isTable(name)) names.add(name);
            }
        }
        return names;
    }

    private static boolean isTable(String name) {
        return name.equals(ResultKind.EXPLANATIONS.table()) || ResultKind.EXPLANATIONS.isShardTable(name);
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** In how many shards the videos were divided of which a file holds one; 1 for that of all videos. */
    static int count(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() && name.group(2) != null ? Integer.parseInt(name.group(2)) : 1;
    }

    /** Whether a run has not put a file in its final form yet. */
    static boolean isLog(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    /**
     * The order in which files are read so that what counts comes last: the file of all videos was there before shards were run, and
     * what was appended is newer than what is complete.
     *
     * @param isNewest what comes last, whatever it is
     */
    static List<Path> oldestFirst(List<Path> files, Predicate<Path> isNewest) {
        return files.stream()
                .sorted(Comparator.comparing(isNewest::test)
                        .thenComparing(file -> count(file) > 1)
                        .thenComparing(PackedFiles::isLog)
                        .thenComparing(file -> file.getFileName().toString()))
                .toList();
    }

    /**
     * Checks that a folder has no results of the other form, which would stay there beside the new ones.
     *
     * @param names of files in the folder, see {@link #names}
     * @param folder for the message
     * @param isPacked whether the new ones are packed
     * @throws IOException if it has; a sentence
     */
    public static void requireForm(Collection<String> names, String folder, boolean isPacked) throws IOException {
        boolean hasPacked = names.stream().anyMatch(PackedFiles::isName);
        boolean hasTable = names.stream().anyMatch(PackedFiles::isTable);
        String otherwise = "Choose another folder for output, or ask for the same form of results.";
        if (isPacked && hasTable && !hasPacked)
            throw new IOException("The folder " + folder + " has a table of results but no " + FILE
                    + ": they are those of results=files. " + otherwise);
        if (!isPacked && hasPacked)
            throw new IOException(
                    "The folder " + folder + " has " + FILE + ", the results of results=json-lines. " + otherwise);
    }
}
