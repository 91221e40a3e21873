package org.whynot.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.FileNames;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Reads {@linkplain PackedResults packed results}, and makes of them the files that they stand for.
 *
 * <pre>{@code
 * PackedReader.read(folder, (video, results, json) -> answers.put(video, AnswerJson.parse(json)), progress);
 * int files = PackedReader.unpack(folder, output, progress);
 * }</pre>
 *
 * <p>Of a folder all files are read, those of shards and those of runs that are not over included; a video that is in several is
 * taken once, from the newest.
 */
public final class PackedReader {

    /** Is given every explanation. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * The explanation of a video.
         *
         * @param video its path in the folder of the videos, with slashes
         * @param results where its {@code .explanation.json} belongs, with slashes, without that ending
         * @param json the text of that file
         */
        void visit(String video, String results, String json) throws IOException;
    }

    private PackedReader() {}

    /**
     * Gives all explanations to a visitor, sorted by video.
     *
     * @param packed the folder of the results, or one of the files
     * @param progress notified of how far it is
     * @throws IOException if there are none, or a line is damaged; a sentence with the file and the line
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static void read(Path packed, Visitor visitor, Progress progress) throws IOException {
        List<LineFile> opened = new ArrayList<>();
        try {
            PackedIndex index = new PackedIndex();
            for (Path file : files(packed)) {
                LineFile lines = LineFile.open(file);
                opened.add(lines);
                index.add(
                        lines,
                        (place, damage) -> {
                            throw problem(place, damage);
                        },
                        progress);
                if (lines.isCutShort() && !PackedFiles.isLog(file))
                    throw new IOException(file + " is cut short: its last line has no end. Copy it again, or run"
                            + " explain-folder again with the same output.");
            }
            Collection<LineFile.Place> places = index.places();
            int done = 0;
            for (LineFile.Place place : places) {
                progress.check();
                progress.report(done++ / (double) places.size(), "Video " + done + " of " + places.size());
                visit(visitor, place);
            }
        } finally {
            for (LineFile file : opened) file.close();
        }
    }

    private static void visit(Visitor visitor, LineFile.Place place) throws IOException {
        PackedLine line;
        String json;
        try {
            line = PackedLine.parse(place.read());
            json = line.json();
        } catch (IllegalArgumentException e) {
            throw problem(place, e);
        }
        visitor.visit(line.video(), line.results(), json);
    }

    private static IOException problem(LineFile.Place place, IllegalArgumentException e) {
        return new IOException(
                place.file().path() + ", line " + place.number() + ": " + e.getMessage()
                        + " Run explain-folder again with the same output to make what is missing.",
                e);
    }

    private static List<Path> files(Path packed) throws IOException {
        if (Files.isRegularFile(packed)) return List.of(packed);
        if (!Files.isDirectory(packed))
            throw new IOException("There is no folder or file " + packed + ". Check input.");
        List<Path> files = PackedFiles.oldestFirst(PackedFiles.in(packed), file -> false);
        if (files.isEmpty())
            throw new IOException("There is no file " + PackedFiles.PATTERN + " in " + packed
                    + ". Name the folder of a run with results=json-lines.");
        return files;
    }

    /**
     * Writes the {@code .explanation.json} of every video, to the last byte what a run would have written that packs nothing else
     * away; those that are there already are left as they are.
     *
     * @param packed the folder of the results, or one of the files
     * @param output made if missing; a video {@code day1/clip.avi} has its file in {@code day1/}
     * @param progress notified of how far it is
     * @return how many there are
     * @throws IOException as {@link #read}, or if a file is there with other content or can't be written; a sentence. Those
     *     before it are there
     * @throws java.util.concurrent.CancellationException if cancelled; those that were written are there
     */
    public static int unpack(Path packed, Path output, Progress progress) throws IOException {
        int[] files = {0};
        read(
                packed,
                (video, results, json) -> {
                    write(output, results, json.getBytes(StandardCharsets.UTF_8));
                    files[0]++;
                },
                progress);
        return files[0];
    }

    private static void write(Path output, String results, byte[] json) throws IOException {
        // Somebody else's file must not write outside of the folder.
        List<String> names = Arrays.asList(results.split("/", -1));
        if (names.contains("..") || names.contains(".") || names.contains("") || results.contains("\\"))
            throw new IOException("'" + results + "' is no place in a folder, so nothing was written there."
                    + " Take the file from where it was made.");
        Path parent = FileNames.resolve(output, results).getParent();
        Path file = AnswerFiles.json(parent, names.get(names.size() - 1));
        if (Files.isRegularFile(file)) {
            if (Arrays.equals(Files.readAllBytes(file), json)) return;
            throw new IOException(file + " is there already, with other content. Choose another folder for output.");
        }
        StagedFiles.write(parent, file.getFileName().toString(), json);
    }
}
