package org.whynot.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.whynot.util.CsvReader;

/**
 * A list of videos in a file that stands for a folder: text with one path per line, in which lines that begin with {@code #} are
 * comments, or CSV with a column {@code path}, whose other columns are passed over.
 *
 * <pre>{@code
 * List<FolderVideo> videos = VideoList.read(Path.of("chosen.csv"));
 * }</pre>
 *
 * <p>A path is relative to the list's folder, or absolute. The results of a video in the list's folder lie where those of a run over
 * that folder would; those of a video elsewhere lie in folders named as the video's own are, from the root on. The order is the
 * list's, so a video that is added at its end moves no other to another shard.
 */
public final class VideoList {

    private static final String TEXT = ".txt";
    private static final String CSV = ".csv";
    private static final String COMMENT = "#";
    private static final String COLUMN = "path";
    /** With values in them, a data set's row is on a part of a video only. */
    private static final List<String> PART_COLUMNS = List.of("start", "stop", "x", "y", "w", "h");

    /**
     * What a path in a list stands for.
     *
     * @param file where the video lies
     * @param place of its results, with slashes: {@code day1/clip.avi}
     */
    public record Listed(String file, String place) {}

    /** Tells what the paths in a list stand for. */
    public interface Resolver {

        /**
         * What a path stands for.
         *
         * @throws IOException if it can't be the path of a video; a sentence without the line
         */
        Listed resolve(String path) throws IOException;
    }

    private final String name;
    private final Resolver resolver;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Integer> linesOfPlaces = new HashMap<>();

    private VideoList(String name, Resolver resolver) {
        this.name = name;
        this.resolver = resolver;
    }

    /** Whether a file's name is a list's: it ends with {@code .txt} or {@code .csv}. */
    public static boolean isList(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(TEXT) || lower.endsWith(CSV);
    }

    /**
     * The videos of a list on this machine, in its order; they may turn out not to be there.
     *
     * @throws IOException if the list can't be read, names no video, or names one twice; a sentence with the line
     */
    public static List<FolderVideo> read(Path list) throws IOException {
        Path folder = list.toAbsolutePath().normalize().getParent();
        Map<String, Path> found = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(list)) {
            read(list.toString(), in, path -> local(folder, path))
                    .forEach((place, file) -> found.put(place, Path.of(file)));
        }
        return FolderVideos.placed(found);
    }

    /**
     * Reads a list from wherever it lies.
     *
     * @param name of the list, for messages; its ending tells text from CSV
     * @param in not closed by this
     * @param resolver tells what its paths stand for
     * @return the videos' files by the places of their results, in the list's order
     * @throws IOException if it can't be read, names no video, or names one twice; a sentence with the line
     */
    public static Map<String, String> read(String name, InputStream in, Resolver resolver) throws IOException {
        VideoList list = new VideoList(name, resolver);
        Reader reader = new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try {
            if (name.toLowerCase(Locale.ROOT).endsWith(CSV)) list.readTable(reader);
            else list.readText(reader);
        } catch (CharacterCodingException e) {
            throw new IOException("The list " + name + " is not text in UTF-8. Save it as UTF-8.", e);
        } catch (CsvReader.CsvException e) {
            throw list.problem(e.line(), e.getMessage());
        }
        if (list.files.isEmpty()) throw new IOException("The list " + name + " names no video.");
        return list.files;
    }

    /**
     * What a path in a list of this machine stands for.
     *
     * @param folder the list's, absolute
     * @throws IOException if it is none; a sentence
     */
    public static Listed local(Path folder, String path) throws IOException {
        if (path.contains("://")) throw new IOException("'" + path + "' is an address, which only whynot-spark reads.");
        Path file;
        try {
            file = folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw new IOException("'" + path + "' can't be the path of a file.", e);
        }
        if (folder.startsWith(file)) throw new IOException("'" + path + "' is a folder, not a video.");
        boolean isInside = file.startsWith(folder);
        String place = (isInside ? folder.relativize(file) : file).toString().replace('\\', '/');
        // C:/videos has its results in C/videos.
        return new Listed(
                file.toString(), isInside ? place : place.replace(":", "").replaceFirst("^/+", ""));
    }

    private void readText(Reader reader) throws IOException {
        BufferedReader text = new BufferedReader(reader);
        int number = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            String path = (number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line).strip();
            if (!path.isEmpty() && !path.startsWith(COMMENT)) add(number, path);
        }
    }

    private void readTable(Reader reader) throws IOException {
        CsvReader table = new CsvReader(reader, ',');
        List<String> header = table.read();
        int column = header == null ? -1 : header.indexOf(COLUMN);
        if (header != null && column < 0)
            throw problem(
                    table.line(),
                    "there is no column '" + COLUMN + "' but " + String.join(", ", header)
                            + ". Name the column of the videos' paths so, and separate columns by commas.");
        for (List<String> row = table.read(); row != null; row = table.read()) {
            if (row.size() != header.size())
                throw problem(table.line(), "there are " + row.size() + " values under " + header.size() + " columns.");
            for (int i = 0; i < row.size(); i++)
                if (!row.get(i).isEmpty() && PART_COLUMNS.contains(header.get(i)))
                    throw problem(
                            table.line(),
                            "the column '" + header.get(i) + "' means a part of a video, and lists are of whole"
                                    + " ones. Cut the video, or empty the column.");
            if (row.get(column).isEmpty()) throw problem(table.line(), "the path is missing.");
            add(table.line(), row.get(column));
        }
    }

    private void add(int line, String path) throws IOException {
        Listed listed;
        try {
            listed = resolver.resolve(path);
        } catch (IOException e) {
            throw problem(line, e.getMessage());
        }
        Integer before = lines.putIfAbsent(listed.file(), line);
        if (before != null)
            throw problem(line, "the video " + path + " is in line " + before + " already. Remove one of the two.");
        Integer other = linesOfPlaces.putIfAbsent(listed.place(), line);
        if (other != null)
            throw problem(
                    line,
                    "the results of " + path + " would belong where those of line " + other
                            + " do. Put the two videos into two lists.");
        files.put(listed.place(), listed.file());
    }

    private IOException problem(int line, String sentence) {
        return new IOException("The list " + name + ", line " + line + ": " + sentence);
    }
}
