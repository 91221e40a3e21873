package org.whynot.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.util.Progress;

/**
 * Labelled videos in a folder.
 *
 * <pre>{@code
 * DataSet cells = DataSet.read(Path.of("cells"));
 * for (Sample sample : cells.split("train"))
 *     train(sample.path(), sample.classIndex(), sample.attributes());
 * }</pre>
 *
 * <p>The layout of the folder is recognised by what lies in it. Tables are CSV (UTF-8, first line the names of the columns,
 * more columns than these are ignored); lists are UTF-8 text, one entry per line. Line ends and a byte-order mark don't matter.
 * Names of folders and files are relative to the data-set folder.
 *
 * <h2>WhyNot's own layout: {@code videos.csv}</h2>
 *
 * <p>Columns id, class, path (relative to the folder), split (train, test or validation); optional: frames, width, height,
 * against which boxes are checked. A row may be a segment of a longer video, a rectangle of its frames, or both: start and stop
 * (frames, 0-based, stop excluded), x, y, w, h; see {@link Segment}. Frames and pixels in all tables count in the file, and a
 * {@link Sample} has them as its own. Rows with the same group, an animal, a dish or a day, must be in one split. A video is
 * in one split only: a file, or a copy of it, that another split has too (segments: with common pixels) is an error in every
 * layout, as is a class called {@code predicted}, {@code runner-up} or {@code all}, which parameters mean
 * something else by.
 *
 * <h2>UCF101: {@code classInd.txt} or {@code trainlist01.txt}, in the folder or in {@code ucfTrainTestlist}</h2>
 *
 * <ul>
 *   <li>{@code classInd.txt}: number and name of each class, {@code 1 ApplyEyeMakeup}
 *   <li>{@code trainlist01.txt}, {@code testlist01.txt}: class, slash, file, {@code Archery/v_Archery_g08_c01.avi}; behind it,
 *       after a blank, the number of the class, which test lists may leave out. There are three pairs of lists, 01 to 03: the
 *       first is used, or the one whose number stands in the file {@code split.txt} in the data-set folder (just {@code 2})
 *   <li>the videos: in {@code UCF-101}, {@code videos} or the data-set folder itself, in one folder per class. Letters may be small
 *       or capital; a video that was converted to another type may have that type's ending
 *   <li>the persons of UCF101-24 (optional): {@code <class>/<video>.xgtf} in {@code UCF101_24_Annotations} or
 *       {@code UCF101_24Action_Detection_Annotations/UCF101_24_Annotations}. Of the first source of these ViPER files each
 *       object PERSON is a track (0, 1, … in the order of the file), each {@code bbox} (x, y, width, height, pixels) its place
 *       in the frames of its {@code framespan}, {@code first:last}, counted from 1. Only the persons that act become actors:
 *       those for whom the attribute named like the class is true in some frame; failing that, those with any attribute that
 *       is true; failing that, all. As the published files need it, boxes are cut at the edges of the frame, left out beyond
 *       them, outside the person's own framespan and behind the last frame; where two boxes of a person meet, the later in the
 *       file counts. The size of the video is what the file has as NUMFRAMES, H-FRAME-SIZE and V-FRAME-SIZE, and the video's
 *       own otherwise. A video without such a file has no actors
 * </ul>
 *
 * <p>The id of a video is the name of its file without the ending.
 *
 * <h2>Olympic Sports: {@code train_test_split}</h2>
 *
 * <ul>
 *   <li>{@code train_test_split/train/high jump.txt}, {@code train_test_split/test/high jump.txt}: names of the videos of a
 *       class, which are the ids
 *   <li>the videos: {@code high_jump/<name>.avi} (or another type that can be read) in the data-set folder or in
 *       {@code videos}. A list's name is that of its folder with blanks for underscores, or the end of it:
 *       {@code platform 10m.txt} is {@code diving_platform_10m}. The published sequences ({@code .seq}) can't be read and must be
 *       converted first
 * </ul>
 *
 * <h2>A folder per class</h2>
 *
 * <p>Where there is no such table or list, and at least two folders in the data-set folder have videos: the folders' names are
 * the classes, the names of the files without ending the ids ({@code _2} and so on behind the second of a name). A folder
 * inside that of a class is a group. About a quarter of the videos of each class are drawn for the split test, group by group.
 *
 * <h2>With each layout</h2>
 *
 * <ul>
 *   <li>{@code attributes.csv}: id, then one column of 0 and 1 for each attribute
 *   <li>{@code class-attributes.csv}: the attributes that all videos of a class have, of 0 and 1: the first column named
 *       {@code attribute}, one column per class and one row per attribute; or the first column named {@code class}, one column per
 *       attribute and one row per class. One of these two tables is needed, both may be there: then the row of a video in
 *       {@code attributes.csv} decides on the attributes that this has columns for, its class on all others. A data set in
 *       WhyNot's own layout or of folders may do without both
 *   <li>{@code boxes.csv} (optional): id, attribute, frame (0-based), x, y, w, h in pixels of the video, x and y the top left;
 *       optional: keyframe (0 where a box was interpolated), track (distinguishes objects with the same attribute)
 *   <li>{@code actors.csv} (optional): id, track, frame, x, y, w, h; optional: keyframe. Where it is there, {@code .xgtf} files are not read
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
     * Whether a folder says what is true of its videos, in tables or published lists. Folders that only hold videos may be named like
     * classes, or like days.
     */
    public static boolean isLabelled(Path folder) {
        return Stream.of(
                                TableLayout.VIDEOS,
                                AttributeTables.BY_VIDEO,
                                AttributeTables.BY_CLASS,
                                DataSetReader.BOXES,
                                DataSetReader.ACTORS)
                        .anyMatch(table -> Files.exists(folder.resolve(table)))
                || Layout.published(folder).isPresent();
    }

    /**
     * Reads a data set; {@link #read(Path, Progress)} without a word.
     *
     * @throws DataSetException if anything is wrong
     */
    public static DataSet read(Path folder) throws DataSetException {
        return read(folder, Progress.SILENT);
    }

    /**
     * Recognises the layout of a folder, reads its files and checks everything in them. A video is opened only if it has boxes
     * and nothing else tells its size.
     *
     * @param folder the data-set folder
     * @param progress is notified of what is being read
     * @throws DataSetException if anything is wrong; its message lists all problems of all files, each with file, line,
     *     column, value and what to do
     * @throws java.util.concurrent.CancellationException if the progress requests it
     */
    public static DataSet read(Path folder, Progress progress) throws DataSetException {
        return new DataSetReader(folder, progress).read();
    }

    /** The folder, absolute. */
    public Path folder() {
        return folder;
    }

    /** Names of the classes, sorted unless they were {@linkplain #inOrderOf put in another order}. */
    public List<String> classes() {
        return classes;
    }

    /** Names of the attributes: the columns of {@code attributes.csv}, then what {@code class-attributes.csv} adds. */
    public List<String> attributes() {
        return attributes;
    }

    /** Which attributes truly distinguish two classes, where that is known. */
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
                    + "' has no boxes, so that it is not known which of its attributes can be pointed at. Use all"
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

    /**
     * The same data set without the videos that have no attribute, from which no words can be learned; all of it where there
     * are no attributes at all.
     */
    public DataSet described() {
        List<Sample> described =
                samples.stream().filter(s -> !s.attributes().isEmpty()).toList();
        return attributes.isEmpty() || described.size() == samples.size()
                ? this
                : new DataSet(folder, classes, attributes, described, reasons);
    }

    /**
     * The same videos with the classes in the order of a classifier, which need not be alphabetical.
     *
     * @param order the classifier's classes
     * @throws IllegalArgumentException if these are not the classes of this data set
     */
    public DataSet inOrderOf(List<String> order) {
        if (classes.equals(order)) return this;
        if (order.size() != classes.size() || !order.containsAll(classes))
            throw new IllegalArgumentException("The data set '" + folder + "' has the classes "
                    + String.join(", ", classes) + ", but the classifier has " + String.join(", ", order)
                    + ". Use a data set of the classifier's classes.");
        List<Sample> reordered = samples.stream()
                .map(s -> s.withClass(order.indexOf(classes.get(s.classIndex()))))
                .toList();
        return new DataSet(folder, order, attributes, reordered, reasons);
    }

    /**
     * The same with fewer videos of one split, evenly spaced in their order.
     *
     * @param split its name
     * @param most how many of its videos are kept at most, at least 1
     */
    public DataSet withAtMost(String split, int most) {
        int all = split(split).size();
        if (all <= most) return this;
        List<Sample> kept = new ArrayList<>();
        int place = 0;
        for (Sample sample : samples) {
            boolean one = sample.split().equals(split);
            if (!one || (long) place * most / all != (place + 1L) * most / all) kept.add(sample);
            if (one) place++;
        }
        return new DataSet(folder, classes, attributes, kept, reasons);
    }

    /** All videos in the order of {@code videos.csv}, or of the lists: first to train, then to test. */
    public List<Sample> samples() {
        return samples;
    }

    /** The videos of a split ({@code train}, {@code test} or {@code validation}); empty if there are none. */
    public List<Sample> split(String name) {
        return samples.stream().filter(s -> s.split().equals(name)).toList();
    }
}
