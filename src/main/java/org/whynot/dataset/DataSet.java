package org.whynot.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled videos in a folder.
 *
 * <pre>{@code
 * DataSet cells = DataSet.read(Path.of("cells"));
 * for (Sample sample : cells.split("train"))
 *     train(sample.path(), sample.classIndex(), sample.attributes());
 * }</pre>
 *
 * <p>The folder holds the videos and up to five tables (CSV, UTF-8, first line the names of the columns, more columns than
 * these are ignored):
 *
 * <ul>
 *   <li>{@code videos.csv}: id, class, path (relative to the folder), split (train, test or validation); optional: frames,
 *       width, height, against which boxes are checked
 *   <li>{@code attributes.csv}: id, then one column of 0 and 1 for each attribute, at least one 1 in a row
 *   <li>{@code boxes.csv} (optional): id, attribute, frame (0-based), x, y, w, h in pixels of the video, x and y the top left;
 *       optional: keyframe (0 where a box was interpolated), track (tells objects with the same attribute apart)
 *   <li>{@code actors.csv} (optional): id, track, frame, x, y, w, h
 *   <li>{@code reasons.csv} (optional): positive, negative, attribute; see {@link Reasons}
 * </ul>
 *
 * <p>Immutable. Twenty thousand videos with three million boxes take about 100 MB.
 */
public final class DataSet {

    private final Path folder;
    private final List<String> classes;
    private final List<String> attributes;
    private final List<Sample> samples;
    private final Reasons reasons;

    DataSet(Path folder, List<String> classes, List<String> attributes, List<Sample> samples) {
        this(folder, classes, attributes, samples, Reasons.UNKNOWN);
    }

    DataSet(Path folder, List<String> classes, List<String> attributes, List<Sample> samples, Reasons reasons) {
        this.folder = folder;
        this.classes = classes;
        this.attributes = attributes;
        this.samples = List.copyOf(samples);
        this.reasons = reasons;
    }

    /**
     * Reads the tables of a folder and checks everything in them; no video is opened.
     *
     * @throws DataSetException if anything is wrong; its message lists all problems of all files, each with file, line,
     *     column, value and what to do
     */
    public static DataSet read(Path folder) throws DataSetException {
        return new DataSetReader(folder).read();
    }

    /** The folder, absolute. */
    public Path folder() {
        return folder;
    }

    /** Names of the classes, sorted. */
    public List<String> classes() {
        return classes;
    }

    /** Names of the attributes in the order of the columns of {@code attributes.csv}. */
    public List<String> attributes() {
        return attributes;
    }

    /** Which attributes truly tell two classes apart, where that is known. */
    public Reasons reasons() {
        return reasons;
    }

    /**
     * The same videos with those attributes only that have a box in at least one of them: what can be pointed at. Videos that
     * have none of these are left out.
     *
     * @throws IllegalArgumentException if the data set has no boxes
     */
    public DataSet located() {
        List<Integer> kept = IntStream.range(0, attributes.size())
                .filter(a -> samples.stream().anyMatch(s -> s.boxes().containsKey(attributes.get(a))))
                .boxed()
                .toList();
        if (kept.isEmpty())
            throw new IllegalArgumentException("The data set '" + folder
                    + "' has no boxes, so that it does not tell which of its attributes can be pointed at. Use all"
                    + " attributes, or add boxes.csv.");
        List<Sample> fewer = samples.stream()
                .map(s -> s.withAttributes(s.attributes().stream()
                        .filter(kept::contains)
                        .map(kept::indexOf)
                        .toList()))
                .filter(s -> !s.attributes().isEmpty())
                .toList();
        return new DataSet(folder, classes, kept.stream().map(attributes::get).toList(), fewer, reasons);
    }

    /** All videos in the order of {@code videos.csv}. */
    public List<Sample> samples() {
        return samples;
    }

    /** The videos of a split ({@code train}, {@code test} or {@code validation}); empty if there are none. */
    public List<Sample> split(String name) {
        return samples.stream().filter(s -> s.split().equals(name)).toList();
    }
}
