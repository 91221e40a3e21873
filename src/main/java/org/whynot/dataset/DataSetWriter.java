package org.whynot.dataset;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.whynot.util.Csv;
import org.whynot.util.StagedFiles;

/**
 * Writes the tables of a data-set folder: {@code videos.csv} and, where there are any attributes or boxes,
 * {@code attributes.csv}, {@code boxes.csv} and {@code actors.csv}. The videos themselves are written by whoever has them.
 *
 * <pre>{@code
 * DataSetWriter.write(folder, classes, attributes, samples);
 * }</pre>
 */
public final class DataSetWriter {

    private DataSetWriter() {}

    /**
     * Writes the tables. They appear together or not at all.
     *
     * @param folder exists; paths of samples are written relative to it
     * @param classes names of the classes, to which {@link Sample#classIndex()} points
     * @param attributes names of the attributes, to which {@link Sample#attributes()} points; they become columns
     * @param samples one row each
     * @throws IOException if a file can't be written; the message states which
     */
    public static void write(Path folder, List<String> classes, List<String> attributes, List<Sample> samples)
            throws IOException {
        write(folder, classes, attributes, samples, Optional.empty());
    }

    /** A file that belongs to the tables and appears together with them. */
    public interface Companion {

        /** The name of the file in the folder. */
        String name();

        /**
         * Writes the file.
         *
         * @param file where to
         * @param tables the tables as they were written, not in their places yet; none where there are no samples
         * @throws IOException if it can't be written
         */
        void writeTo(Path file, List<Path> tables) throws IOException;
    }

    /**
     * Writes the tables and a file that belongs to them. They appear together or not at all. Without samples there are no tables,
     * and older ones are removed.
     *
     * @param folder as in {@link #write(Path, List, List, List)}, as all but the last
     * @param companion written after the tables
     * @throws IOException if a file can't be written; the message states which
     */
    public static void write(
            Path folder, List<String> classes, List<String> attributes, List<Sample> samples, Companion companion)
            throws IOException {
        write(folder, classes, attributes, samples, Optional.of(companion));
    }

    private static void write(
            Path folder,
            List<String> classes,
            List<String> attributes,
            List<Sample> samples,
            Optional<Companion> companion)
            throws IOException {
        boolean isNeeded = !samples.isEmpty() || companion.isEmpty();
        try (StagedFiles staged = new StagedFiles(folder)) {
            Tables tables = new Tables(staged, folder, new ArrayList<>(), new ArrayList<>());
            tables.add(
                    "attributes.csv", isNeeded && !attributes.isEmpty(), out -> attributes(out, attributes, samples));
            tables.add("boxes.csv", samples.stream().anyMatch(s -> !s.boxes().isEmpty()), out -> boxes(out, samples));
            tables.add(
                    "actors.csv", samples.stream().anyMatch(s -> !s.actors().isEmpty()), out -> actors(out, samples));
            // Last, because a folder without videos.csv is no data set.
            tables.add("videos.csv", isNeeded, out -> videos(out, folder, classes, samples));
            if (companion.isPresent()) tables.add(companion.get());
            staged.commit(tables.names, tables.outdated);
        }
    }

    /** Writes the rows of one table. */
    private interface Rows {
        void writeTo(Writer out) throws IOException;
    }

    /** Writes tables one by one; of those that are not needed, an older file has to go. */
    private record Tables(StagedFiles staged, Path folder, List<String> names, List<String> outdated) {
        void add(String name, boolean isNeeded, Rows rows) throws IOException {
            if (!isNeeded) {
                outdated.add(name);
                return;
            }
            // A writer that can't flush, because the disk is full, leaves the stream below it open.
            try (OutputStream file = Files.newOutputStream(staged.path(name));
                    Writer out = new BufferedWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8))) {
                rows.writeTo(out);
            } catch (IOException e) {
                throw failure(name, e);
            }
            names.add(name);
        }

        void add(Companion companion) throws IOException {
            List<Path> tables = names.stream().map(staged::path).toList();
            try {
                companion.writeTo(staged.path(companion.name()), tables);
            } catch (IOException e) {
                throw failure(companion.name(), e);
            }
            names.add(0, companion.name());
        }

        private IOException failure(String name, IOException e) {
            return new IOException(
                    folder.resolve(name) + " was not written, nor the other tables: " + StagedFiles.reason(e)
                            + " Is the disk full or the folder read-only?",
                    e);
        }
    }

    private static void videos(Writer out, Path folder, List<String> classes, List<Sample> samples) throws IOException {
        List<Column> columns = new ArrayList<>(List.of(
                new Column("id", Sample::id),
                new Column("class", s -> classes.get(s.classIndex())),
                new Column("path", s -> path(folder, s.path())),
                new Column("split", Sample::split)));
        if (samples.stream().allMatch(s -> s.size().frames() > 0)) {
            columns.add(new Column("frames", s -> s.size().frames()));
            columns.add(new Column("width", s -> s.size().width()));
            columns.add(new Column("height", s -> s.size().height()));
        }
        if (samples.stream().anyMatch(s -> s.segment().isCut())) {
            columns.add(
                    new Column("start", s -> s.segment().isCut() ? s.segment().start() : null));
            columns.add(
                    new Column("stop", s -> s.segment().stop() > 0 ? s.segment().stop() : null));
        }
        if (samples.stream().anyMatch(s -> s.segment().isCropped())) {
            columns.add(
                    new Column("x", s -> s.segment().isCropped() ? s.segment().x() : null));
            columns.add(
                    new Column("y", s -> s.segment().isCropped() ? s.segment().y() : null));
            columns.add(
                    new Column("w", s -> s.segment().isCropped() ? s.segment().width() : null));
            columns.add(
                    new Column("h", s -> s.segment().isCropped() ? s.segment().height() : null));
        }
        if (samples.stream().anyMatch(s -> !s.group().isEmpty())) columns.add(new Column("group", Sample::group));
        out.write(Csv.row(columns.stream().map(Column::name).toList()));
        for (Sample s : samples)
            out.write(Csv.row(
                    Arrays.asList(columns.stream().map(c -> c.value().apply(s)).toArray())));
    }

    /** A column of videos.csv. */
    private record Column(String name, Function<Sample, Object> value) {}

    /** A path relative to a folder, with slashes; as it is where there is no way from the one to the other. */
    public static String path(Path folder, Path video) {
        Path from = folder.toAbsolutePath().normalize();
        Path to = video.toAbsolutePath().normalize();
        boolean isReachable = Objects.equals(from.getRoot(), to.getRoot());
        return (isReachable ? from.relativize(to) : to).toString().replace('\\', '/');
    }

    private static void attributes(Writer out, List<String> attributes, List<Sample> samples) throws IOException {
        List<Object> heading = new ArrayList<>(List.of("id"));
        heading.addAll(attributes);
        out.write(Csv.row(heading));
        for (Sample s : samples) {
            Set<Integer> own = new HashSet<>(s.attributes());
            List<Object> row = new ArrayList<>(List.of(s.id()));
            for (int i = 0; i < attributes.size(); i++) row.add(own.contains(i));
            out.write(Csv.row(row));
        }
    }

    private static void boxes(Writer out, List<Sample> samples) throws IOException {
        out.write(Csv.row("id", "attribute", "track", "frame", "x", "y", "w", "h", "keyframe"));
        for (Sample s : samples)
            for (Map.Entry<String, List<FrameBox>> entry : s.boxes().entrySet())
                for (FrameBox box : entry.getValue()) {
                    FrameBox b = s.segment().toFile(box);
                    out.write(Csv.row(
                            s.id(),
                            entry.getKey(),
                            b.track(),
                            b.frame(),
                            number(b.box().x()),
                            number(b.box().y()),
                            number(b.box().width()),
                            number(b.box().height()),
                            b.keyframe()));
                }
    }

    private static void actors(Writer out, List<Sample> samples) throws IOException {
        boolean keyframes = samples.stream().anyMatch(s -> s.actors().stream().anyMatch(actor -> !actor.keyframe()));
        List<Object> heading = new ArrayList<>(List.of("id", "track", "frame", "x", "y", "w", "h"));
        if (keyframes) heading.add("keyframe");
        out.write(Csv.row(heading));
        for (Sample s : samples)
            for (FrameBox box : s.actors()) {
                FrameBox b = s.segment().toFile(box);
                List<Object> row = new ArrayList<>(List.of(
                        s.id(),
                        b.track(),
                        b.frame(),
                        number(b.box().x()),
                        number(b.box().y()),
                        number(b.box().width()),
                        number(b.box().height())));
                if (keyframes) row.add(b.keyframe());
                out.write(Csv.row(row));
            }
    }

    /** The shortest decimal number, without an exponent. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) return Long.toString((long) value);
        return BigDecimal.valueOf(value).toPlainString();
    }
}
