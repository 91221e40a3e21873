package org.whynot.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Reads the files of a data-set folder, checks them against each other and collects everything that is wrong. */
final class DataSetReader {

    static final String BOXES = "boxes.csv";
    static final String ACTORS = "actors.csv";

    /** Boxes may leave the frame by this much, pixels: files round. */
    private static final double TOLERANCE = 0.01;

    private final Layout layout;
    private final VideoIndex index;
    private final Problems problems;
    private final AttributeTables attributes;
    private Reasons reasons = Reasons.UNKNOWN;

    DataSetReader(Path folder, Progress progress) {
        layout = Layout.of(folder);
        index = new VideoIndex(folder, layout, progress);
        problems = index.problems();
        attributes = new AttributeTables(index);
    }

    DataSet read() throws DataSetException {
        Path folder = index.folder();
        if (!Files.isDirectory(folder)) {
            problems.add(
                    "folder", 0, "", folder.toString(), "there is no such folder. Choose the folder of a data set.");
            problems.throwIfAny(folder);
        }
        layout.readVideos(index);
        SharedVideos.report(index);
        attributes.read();
        readBoxes();
        readActors();
        reasons = readReasons();
        problems.throwIfAny(folder);
        return build();
    }

    private void readBoxes() {
        Path file = index.folder().resolve(BOXES);
        if (Files.notExists(file)) return;
        try (CsvTable table = new CsvTable(file, problems, "id", "attribute", "frame", "x", "y", "w", "h")) {
            boolean keyframes = table.has("keyframe");
            boolean tracks = table.has("track");
            while (table.next()) {
                index.step(table.fraction(), "Reading " + BOXES);
                Draft d = index.video(table);
                String attribute = attribute(table, d);
                int track = tracks ? table.whole("track", 0) : 0;
                int keyframe = keyframes ? table.flag("keyframe") : 1;
                readPlace(
                        table,
                        d,
                        d == null ? null : d.boxes.computeIfAbsent(attribute, a -> new PackedBoxes()),
                        keyframe == 1,
                        track);
            }
        }
    }

    private void readActors() {
        Path file = index.folder().resolve(ACTORS);
        if (Files.notExists(file)) {
            layout.readActors(index);
            return;
        }
        try (CsvTable table = new CsvTable(file, problems, "id", "track", "frame", "x", "y", "w", "h")) {
            while (table.next()) {
                index.step(table.fraction(), "Reading " + ACTORS);
                Draft d = index.video(table);
                if (d != null && d.actors == null) d.actors = new PackedBoxes();
                int keyframe = table.has("keyframe") ? table.flag("keyframe") : 1;
                readPlace(table, d, d == null ? null : d.actors, keyframe == 1, table.whole("track", 0));
            }
        }
    }

    private Reasons readReasons() {
        Set<String> classes = new TreeSet<>();
        for (Draft d : index.videos()) classes.add(d.className);
        return index.isComplete() && attributes.isComplete()
                ? Reasons.read(index.folder(), classes, attributes.names(), problems)
                : Reasons.UNKNOWN;
    }

    /** The attribute of a row; the one string that the header has, so that it is kept once. */
    private String attribute(CsvTable table, Draft d) {
        String name = table.text("attribute");
        if (name.isEmpty() || !attributes.isComplete()) return name;
        Integer place = attributes.place(name);
        if (place == null) {
            table.problem(
                    "attribute",
                    name,
                    attributes.file() + " has no such column or row. Correct the name, or add it there.");
            return name;
        }
        if (d != null && d.attributes != null && !d.attributes.contains(place))
            table.problem(
                    "attribute",
                    name,
                    (d.attributesLine > 0 ? AttributeTables.BY_VIDEO : AttributeTables.BY_CLASS) + " says that video "
                            + d.id + " has it not. Put a 1 there, or remove the box.");
        return attributes.names().get(place);
    }

    /**
     * Reads frame and box of a row, which are those of the file, checks them against its size, and appends them where they
     * are right, as frame and box of the clip.
     */
    private void readPlace(CsvTable table, Draft d, PackedBoxes to, boolean keyframe, int track) {
        VideoSize size = d == null ? VideoSize.UNKNOWN : index.size(d);
        int frame = table.whole("frame", 0);
        double x = table.number("x");
        double y = table.number("y");
        double w = table.number("w");
        double h = table.number("h");
        if (size.frames() > 0 && frame >= size.frames())
            table.problem(
                    "frame",
                    "" + frame,
                    "the video has " + size.frames() + " frames, numbered 0 to " + (size.frames() - 1) + ".");
        boolean right = inside(table, x, w, size.width(), "x", "w", "wide");
        right &= inside(table, y, h, size.height(), "y", "h", "high");
        if (!right || frame < 0 || to == null) return;
        Segment segment = d.segment;
        if (!segment.hasFrame(frame))
            table.problem(
                    "frame",
                    "" + frame,
                    "the clip is the frames from " + segment.start()
                            + (segment.stop() > 0 ? " to " + (segment.stop() - 1) : " on")
                            + " of the video. Frames count from the start of the file: correct it, or remove the box.");
        else
            segment.toClip(new Box(x, y, w, h))
                    .ifPresentOrElse(
                            box -> to.append(
                                    frame - segment.start(),
                                    box.x(),
                                    box.y(),
                                    box.width(),
                                    box.height(),
                                    keyframe,
                                    track),
                            () -> table.problem(
                                    "x",
                                    CsvTable.plain(x),
                                    "the box is outside the rectangle of the clip. Pixels count from the corner of the"
                                            + " whole frame: correct it, or remove the box."));
    }

    /** Whether {@code [start, start + length]} lies in a frame of {@code whole} pixels; reported where not. */
    private static boolean inside(
            CsvTable table, double start, double length, int whole, String from, String extent, String measure) {
        if (Double.isNaN(start) || Double.isNaN(length)) return false;
        if (!(length > 0)) {
            table.problem(
                    extent, CsvTable.plain(length), "the box is empty. It must be more than 0 pixels " + measure + ".");
            return false;
        }
        if (start < -TOLERANCE) {
            table.problem(from, CsvTable.plain(start), "the box is outside the frame. Cut it at 0.");
            return false;
        }
        if (whole > 0 && start + length > whole + TOLERANCE) {
            table.problem(
                    extent,
                    CsvTable.plain(length),
                    "the box is outside the frame: it ends at " + CsvTable.plain(start + length) + ", and the frame is "
                            + whole + " pixels " + measure + ". Cut it there.");
            return false;
        }
        return true;
    }

    private DataSet build() {
        TreeSet<String> names = new TreeSet<>();
        for (Draft d : index.videos()) names.add(d.className);
        List<String> classes = List.copyOf(names);
        Map<String, Integer> classIndex = new HashMap<>();
        for (String name : classes) classIndex.put(name, classIndex.size());
        List<Sample> samples = new ArrayList<>(index.videos().size());
        for (Draft d : index.videos()) {
            Map<String, List<FrameBox>> boxes = new LinkedHashMap<>();
            d.boxes.forEach((attribute, packed) -> boxes.put(attribute, packed.seal()));
            samples.add(new Sample(
                    d.id,
                    classIndex.get(d.className),
                    d.path,
                    d.split.intern(),
                    d.attributes,
                    Collections.unmodifiableMap(boxes),
                    d.actors == null ? List.of() : d.actors.seal(),
                    d.size,
                    d.segment,
                    d.group));
        }
        return new DataSet(index.folder(), classes, attributes.names(), samples, reasons);
    }
}
