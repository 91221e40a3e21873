package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Writes the labels of a data set for other programs.
 *
 * <pre>{@code
 * LabelExport.write(DataSet.read(folder), "cvat", output, progress);
 * }</pre>
 */
public final class LabelExport {

    private LabelExport() {}

    /**
     * What was written.
     *
     * @param files whole
     * @param notes what the format can't hold, sentences
     */
    public record Exported(List<Path> files, List<String> notes) {}

    /**
     * Writes label files.
     *
     * @param format {@code cvat}: a file per video, tracks with boxes; {@code boris}: a table of all events in seconds
     * @param output new or empty
     * @throws IOException if a video can't be read or a file can't be written; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Exported write(DataSet data, String format, Path output, Progress progress) throws IOException {
        requireEmpty(output);
        Map<Path, List<Sample>> byVideo = new LinkedHashMap<>();
        for (Sample sample : data.samples())
            byVideo.computeIfAbsent(sample.path().toAbsolutePath().normalize(), p -> new ArrayList<>())
                    .add(sample);
        Map<String, String> texts = new LinkedHashMap<>();
        Set<String> notes = new LinkedHashSet<>();
        boolean isCvat = format.equals("cvat");
        StringBuilder table = new StringBuilder(BorisWriter.header());
        int done = 0;
        for (Map.Entry<Path, List<Sample>> video : byVideo.entrySet()) {
            progress.check();
            progress.report(done++ / (double) byVideo.size(), "Exporting labels");
            Films.Film film = Films.probe(video.getKey());
            if (isCvat)
                texts.put(fileName(video.getKey(), texts.keySet()), CvatWriter.text(data, film, video.getValue()));
            else table.append(BorisWriter.rows(data, film, video.getValue(), notes));
        }
        if (!isCvat) texts.put("aggregated_events.tsv", table.toString());
        return new Exported(written(output, texts), List.copyOf(notes));
    }

    private static List<Path> written(Path output, Map<String, String> texts) throws IOException {
        try (StagedFiles staged = new StagedFiles(output)) {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                try {
                    Files.writeString(staged.path(text.getKey()), text.getValue(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw new IOException(
                            output.resolve(text.getKey()) + " was not written, nor the others: " + StagedFiles.reason(e)
                                    + StagedFiles.advice(e),
                            e);
                }
            }
            return staged.commit(List.copyOf(texts.keySet()), List.of());
        }
    }

    private static String fileName(Path video, Set<String> taken) {
        String stem = Films.stem(video.getFileName().toString());
        String name = stem + ".xml";
        for (int i = 2; taken.contains(name); i++) name = stem + "-" + i + ".xml";
        return name;
    }

    private static void requireEmpty(Path output) throws IOException {
        if (Files.notExists(output)) return;
        if (!Files.isDirectory(output)) throw new IOException("The output " + output + " is a file. Choose a folder.");
        if (!StagedFiles.isEmpty(output))
            throw new IOException("The output folder " + output + " is not empty. Choose a new or empty one.");
    }
}
