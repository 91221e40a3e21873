package org.whynot.dataset;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the tables of a data-set folder: {@code videos.csv}, {@code attributes.csv} and, where there are any boxes,
 * {@code boxes.csv} and {@code actors.csv}. The videos themselves are written by whoever has them.
 *
 * <pre>{@code
 * DataSetWriter.write(folder, classes, attributes, samples);
 * }</pre>
 */
public final class DataSetWriter {

    private DataSetWriter() {}

    /**
     * Writes the tables. Each file appears whole or not at all: all are written beside their place first and moved when
     * every one is complete.
     *
     * @param folder exists; paths of samples are written relative to it
     * @param classes names of the classes, to which {@link Sample#classIndex()} points
     * @param attributes names of the attributes, to which {@link Sample#attributes()} points; they become columns
     * @param samples one row each
     * @throws IOException if a file can't be written; the message says which
     */
    public static void write(Path folder, List<String> classes, List<String> attributes, List<Sample> samples)
            throws IOException {
        List<Path> written = new ArrayList<>();
        try {
            written.add(table(folder, "attributes.csv", out -> attributes(out, attributes, samples)));
            if (samples.stream().anyMatch(s -> !s.boxes().isEmpty()))
                written.add(table(folder, "boxes.csv", out -> boxes(out, samples)));
            if (samples.stream().anyMatch(s -> !s.actors().isEmpty()))
                written.add(table(folder, "actors.csv", out -> actors(out, samples)));
            // Last, because a folder without videos.csv is no data set.
            written.add(table(folder, "videos.csv", out -> videos(out, folder, classes, samples)));
            for (Path file : written)
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName().toString().replace(PART, "")),
                        StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            for (Path file : written) Files.deleteIfExists(file);
            throw e;
        }
    }

    private static final String PART = ".part";

    /** Writes the rows of one table. */
    private interface Rows {
        void writeTo(Writer out) throws IOException;
    }

    private static Path table(Path folder, String name, Rows rows) throws IOException {
        Path part = folder.resolve(name + PART);
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            rows.writeTo(out);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(part);
            if (e instanceof RuntimeException) throw e;
            throw new IOException(
                    "Could not write " + folder.resolve(name) + ": " + e.getMessage()
                            + ". Is the disk full or the folder read-only?",
                    e);
        }
        return part;
    }

    private static void videos(Writer out, Path folder, List<String> classes, List<Sample> samples) throws IOException {
        boolean sizes = samples.stream().allMatch(s -> s.size().frames() > 0);
        out.write("id,class,path,split" + (sizes ? ",frames,width,height" : "") + "\n");
        for (Sample s : samples) {
            Path path = folder.relativize(s.path());
            out.write(quote(s.id()) + "," + quote(classes.get(s.classIndex())) + ","
                    + quote(path.toString().replace('\\', '/')) + "," + quote(s.split()));
            if (sizes)
                out.write("," + s.size().frames() + "," + s.size().width() + ","
                        + s.size().height());
            out.write("\n");
        }
    }

    private static void attributes(Writer out, List<String> attributes, List<Sample> samples) throws IOException {
        out.write("id");
        for (String attribute : attributes) out.write("," + quote(attribute));
        out.write("\n");
        for (Sample s : samples) {
            Set<Integer> own = new HashSet<>(s.attributes());
            out.write(quote(s.id()));
            for (int i = 0; i < attributes.size(); i++) out.write(own.contains(i) ? ",1" : ",0");
            out.write("\n");
        }
    }

    private static void boxes(Writer out, List<Sample> samples) throws IOException {
        out.write("id,attribute,track,frame,x,y,w,h,keyframe\n");
        for (Sample s : samples)
            for (Map.Entry<String, List<FrameBox>> entry : s.boxes().entrySet())
                for (FrameBox box : entry.getValue())
                    out.write(quote(s.id()) + "," + quote(entry.getKey()) + "," + place(box) + ","
                            + (box.keyframe() ? 1 : 0) + "\n");
    }

    private static void actors(Writer out, List<Sample> samples) throws IOException {
        out.write("id,track,frame,x,y,w,h\n");
        for (Sample s : samples) for (FrameBox box : s.actors()) out.write(quote(s.id()) + "," + place(box) + "\n");
    }

    private static String place(FrameBox box) {
        return box.track() + "," + box.frame() + "," + number(box.box().x()) + ","
                + number(box.box().y()) + "," + number(box.box().width()) + ","
                + number(box.box().height());
    }

    /** The shortest decimal number, without an exponent. */
    private static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) return Long.toString((long) value);
        return BigDecimal.valueOf(value).toPlainString();
    }

    /** In quotes where the value needs them (RFC 4180). */
    static String quote(String value) {
        boolean plain = value.equals(value.strip());
        for (char c : new char[] {',', '"', '\n', '\r'}) plain &= value.indexOf(c) < 0;
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
