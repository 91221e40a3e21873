package org.whynot.labelling;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.VideoSize;
import org.whynot.util.Json;
import org.whynot.util.JsonSchema;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;

/**
 * {@code labels.json}: everything that was said about the clips of a folder, also of those that are not ready for a data set yet,
 * and the boxes as they were set. It lies beside the tables of the data set, is written together with them, and holds their digest, so
 * that a change of theirs by another program is noticed.
 */
final class LabelFile {

    static final String NAME = "labels.json";

    private static final int SCHEMA = 1;

    private LabelFile() {}

    /**
     * What the file holds.
     *
     * @param schema version of the format, 1
     * @param tables SHA-256 of the tables written with it, one after another; empty where there were none
     * @param classes see {@link Labels}
     * @param attributes see {@link Labels}
     * @param videos sizes of the files, as far as they are known
     * @param clips see {@link Labels}
     */
    record Content(
            int schema,
            String tables,
            List<String> classes,
            List<String> attributes,
            List<SizedVideo> videos,
            List<Clip> clips) {

        Content {
            if (schema != SCHEMA)
                throw new IllegalArgumentException("it is of format " + schema + ", and this version reads format "
                        + SCHEMA + ". Use the version of the plugin that wrote it.");
            // Checks that everything that the clips name is there.
            new Labels(classes, attributes, clips);
        }

        Labels labels() {
            return new Labels(classes, attributes, clips);
        }

        Map<String, VideoSize> sizes() {
            Map<String, VideoSize> sizes = new TreeMap<>();
            videos.forEach(v -> sizes.put(v.video(), new VideoSize(v.frames(), v.width(), v.height())));
            return sizes;
        }
    }

    /**
     * The size of a video file when it was labelled.
     *
     * @param video as in {@link Clip}
     * @param frames how many
     * @param width pixels
     * @param height pixels
     */
    record SizedVideo(String video, int frames, int width, int height) {}

    /**
     * Reads the file of a folder.
     *
     * @throws IOException if it can't be read; a sentence
     */
    static Content read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        try {
            JsonObject json = Json.object(TextFiles.read(file));
            Content content = Json.read(json, Content.class);
            JsonSchema.named("labels").require(json);
            return content;
        } catch (IOException e) {
            throw unreadable(file, StagedFiles.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, e.getMessage(), e);
        }
    }

    private static IOException unreadable(Path file, String reason, Exception cause) {
        return new IOException(
                "The labels in " + file + " can't be read: " + reason
                        + " Put back a copy, or rename the file to begin with the tables beside it.",
                cause);
    }

    /**
     * Writes the file together with the tables of the data set.
     *
     * @param ready the clips that become rows of the tables
     * @throws IOException if it can't be written; a sentence. Then everything is as it was
     */
    static void write(Path folder, Labels labels, List<Clip> ready, Map<String, VideoSize> sizes) throws IOException {
        List<SizedVideo> videos = new TreeMap<>(sizes)
                .entrySet().stream()
                        .map(e -> new SizedVideo(
                                e.getKey(),
                                e.getValue().frames(),
                                e.getValue().width(),
                                e.getValue().height()))
                        .toList();
        DataSetWriter.write(
                folder,
                labels.classes(),
                labels.attributes(),
                LabelTables.samples(labels, ready, folder, sizes),
                new DataSetWriter.Companion() {
                    @Override
                    public String name() {
                        return NAME;
                    }

                    @Override
                    public void writeTo(Path file, List<Path> tables) throws IOException {
                        Content content = new Content(
                                SCHEMA, digest(tables), labels.classes(), labels.attributes(), videos, labels.clips());
                        Files.writeString(file, Json.write(content));
                    }
                });
    }

    /** Whether the tables of a folder are those that were written with what its file holds. */
    static boolean isOfTables(Content content, Path folder) throws IOException {
        return content.tables().equals(digest(tables(folder)));
    }

    /** The tables of a folder that are written together with its file, as far as they are there. */
    static List<Path> tables(Path folder) {
        return Stream.of("attributes.csv", "boxes.csv", "actors.csv", "videos.csv")
                .map(folder::resolve)
                .filter(Files::exists)
                .toList();
    }

    private static String digest(List<Path> tables) throws IOException {
        return tables.isEmpty() ? "" : Sha256.of(tables.toArray(Path[]::new));
    }

    /** What tells one version of a folder's file from another; empty where there is none. */
    static String version(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        return Files.exists(file) ? Sha256.of(file) : "";
    }
}
