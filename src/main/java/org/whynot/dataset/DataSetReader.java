package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.whynot.dataset.CsvTable.Problems;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Reads the five tables of a data-set folder, checks them against each other and collects everything that is wrong. */
final class DataSetReader {

    /** Names of splits. */
    static final Set<String> SPLITS = new TreeSet<>(List.of("train", "test", "validation"));

    /** Boxes may leave the frame by this much, pixels: files round. */
    private static final double TOLERANCE = 0.01;

    private final Path folder;
    private final Problems problems = new Problems();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private List<String> attributes = List.of();
    private final Map<String, Integer> attributeIndex = new HashMap<>();
    private Reasons reasons = Reasons.UNKNOWN;
    private boolean videosKnown;
    private boolean attributesKnown;

    /** A sample while its rows come in. */
    private static final class Draft {
        String id;
        int line;
        String className;
        Path path;
        String split;
        VideoSize size = VideoSize.UNKNOWN;
        boolean measured;
        /** Line in attributes.csv, 0 while there is none. */
        int attributesLine;
        /** Null when a value in the row was wrong. */
        List<Integer> attributes;

        final Map<String, PackedBoxes> boxes = new LinkedHashMap<>();
        PackedBoxes actors;
    }

    DataSetReader(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    DataSet read() throws DataSetException {
        if (!Files.isDirectory(folder)) {
            problems.add(
                    "folder", 0, "", folder.toString(), "there is no such folder. Choose the folder with videos.csv.");
            problems.throwIfAny(folder);
        }
        readVideos();
        readAttributes();
        for (Draft d : drafts.values()) checkAttributes(d);
        readBoxes();
        readActors();
        reasons = readReasons();
        problems.throwIfAny(folder);
        return build();
    }

    private void readVideos() {
        try (CsvTable table = new CsvTable(folder.resolve("videos.csv"), problems, "id", "class", "path", "split")) {
            videosKnown = table.isUsable();
            if (!videosKnown) return;
            while (table.next()) {
                Draft d = new Draft();
                d.id = table.text("id");
                d.line = table.line();
                d.className = table.text("class");
                d.path = video(table);
                d.split = table.text("split");
                if (!d.split.isEmpty() && !SPLITS.contains(d.split))
                    table.problem("split", d.split, "no such split. Use one of " + String.join(", ", SPLITS) + ".");
                d.size = new VideoSize(optional(table, "frames"), optional(table, "width"), optional(table, "height"));
                if (d.id.isEmpty()) continue;
                Draft earlier = drafts.putIfAbsent(d.id, d);
                if (earlier != null)
                    table.problem("id", d.id, "line " + earlier.line + " has the same id. Give every video its own.");
            }
        }
        if (drafts.isEmpty()) problems.add("videos.csv", 0, "", "", "there is no video in it. Add a row a video.");
    }

    /** A positive size where the column is there and filled, else 0. */
    private static int optional(CsvTable table, String column) {
        if (!table.has(column) || table.isBlank(column)) return 0;
        return Math.max(0, table.whole(column, 1));
    }

    private Path video(CsvTable table) {
        String text = table.text("path");
        if (text.isEmpty()) return null;
        try {
            Path path = folder.resolve(text);
            if (Files.isRegularFile(path)) return path;
            table.problem("path", text, "there is no such file in the folder. Correct the path or add the video.");
        } catch (InvalidPathException e) {
            table.problem("path", text, "this is not a file name: " + e.getReason() + ".");
        }
        return null;
    }

    private void readAttributes() {
        try (CsvTable table = new CsvTable(folder.resolve("attributes.csv"), problems, "id")) {
            if (!table.isUsable()) return;
            List<String> names = new ArrayList<>(table.columns());
            names.remove("id");
            if (names.remove(""))
                problems.add("attributes.csv", 1, "", "", "a column has no name. Name it or remove it.");
            attributes = List.copyOf(names);
            for (String name : attributes) attributeIndex.put(name, attributeIndex.size());
            attributesKnown = true;
            if (attributes.isEmpty())
                problems.add(
                        "attributes.csv", 1, "", "", "there is no attribute. Add a column of 0 and 1 for each one.");
            while (table.next()) readAttributeRow(table);
        }
    }

    private void readAttributeRow(CsvTable table) {
        List<Integer> own = new ArrayList<>();
        boolean right = true;
        for (int i = 0; i < attributes.size(); i++) {
            int flag = table.flag(attributes.get(i));
            if (flag == 1) own.add(i);
            right &= flag >= 0;
        }
        Draft d = draft(table);
        if (d == null) return;
        if (d.attributesLine > 0) {
            table.problem("id", d.id, "line " + d.attributesLine + " has the same id. Remove one of the rows.");
            return;
        }
        d.attributesLine = table.line();
        d.attributes = right ? List.copyOf(own) : null;
    }

    private void checkAttributes(Draft d) {
        if (!attributesKnown) return;
        if (d.attributesLine == 0)
            problems.add(
                    "attributes.csv",
                    0,
                    "id",
                    d.id,
                    "this video has no row. Add one with a 1 for each attribute it has.");
        else if (d.attributes != null && d.attributes.isEmpty() && !attributes.isEmpty())
            problems.add(
                    "attributes.csv",
                    d.attributesLine,
                    "id",
                    d.id,
                    "this video has no attribute. Put at least one 1 in its row, or remove the video.");
    }

    private void readBoxes() {
        Path file = folder.resolve("boxes.csv");
        if (Files.notExists(file)) return;
        try (CsvTable table = new CsvTable(file, problems, "id", "attribute", "frame", "x", "y", "w", "h")) {
            boolean keyframes = table.has("keyframe");
            boolean tracks = table.has("track");
            while (table.next()) {
                Draft d = draft(table);
                String attribute = attribute(table, d);
                int track = tracks ? table.whole("track", 0) : 0;
                int keyframe = keyframes ? table.flag("keyframe") : 1;
                if (d == null) readPlace(table, VideoSize.UNKNOWN, null, true, 0);
                else
                    readPlace(
                            table,
                            size(d),
                            d.boxes.computeIfAbsent(attribute, a -> new PackedBoxes()),
                            keyframe == 1,
                            track);
            }
        }
    }

    private void readActors() {
        Path file = folder.resolve("actors.csv");
        if (Files.notExists(file)) return;
        try (CsvTable table = new CsvTable(file, problems, "id", "track", "frame", "x", "y", "w", "h")) {
            while (table.next()) {
                Draft d = draft(table);
                if (d != null && d.actors == null) d.actors = new PackedBoxes();
                readPlace(
                        table,
                        d == null ? VideoSize.UNKNOWN : size(d),
                        d == null ? null : d.actors,
                        true,
                        table.whole("track", 0));
            }
        }
    }

    private Reasons readReasons() {
        Set<String> classes = new TreeSet<>();
        for (Draft d : drafts.values()) classes.add(d.className);
        return videosKnown && attributesKnown ? Reasons.read(folder, classes, attributes, problems) : Reasons.UNKNOWN;
    }

    /** The size of a video with boxes, from its file where videos.csv does not tell. */
    private VideoSize size(Draft d) {
        VideoSize told = d.size;
        boolean whole = told.frames() > 0 && told.width() > 0 && told.height() > 0;
        if (whole || d.measured || d.path == null) return told;
        d.measured = true;
        try (Video video = VideoFiles.open(d.path)) {
            d.size = new VideoSize(
                    told.frames() > 0 ? told.frames() : video.frames(),
                    told.width() > 0 ? told.width() : video.width(),
                    told.height() > 0 ? told.height() : video.height());
        } catch (IOException e) {
            problems.add("videos.csv", d.line, "path", folder.relativize(d.path).toString(), e.getMessage());
        }
        return d.size;
    }

    /** The sample of a row's id, or null, and reported where the list of videos is known. */
    private Draft draft(CsvTable table) {
        String id = table.text("id");
        if (id.isEmpty()) return null;
        Draft d = drafts.get(id);
        if (d == null && videosKnown)
            table.problem("id", id, "videos.csv has no such id. Correct it, or add the video there.");
        return d;
    }

    /** The attribute of a row; the one string that the header has, so that it is kept once. */
    private String attribute(CsvTable table, Draft d) {
        String name = table.text("attribute");
        if (name.isEmpty() || !attributesKnown) return name;
        Integer index = attributeIndex.get(name);
        if (index == null) {
            table.problem(
                    "attribute", name, "attributes.csv has no such column. Correct the name, or add the column there.");
            return name;
        }
        if (d != null && d.attributes != null && d.attributesLine > 0 && !d.attributes.contains(index))
            table.problem(
                    "attribute",
                    name,
                    "attributes.csv says that video " + d.id + " has it not. Put a 1 there, or remove the box.");
        return attributes.get(index);
    }

    /** Reads frame and box of a row, checks them against the size of the video, and appends them where they are right. */
    private static void readPlace(CsvTable table, VideoSize size, PackedBoxes to, boolean keyframe, int track) {
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
        if (right && frame >= 0 && to != null) to.append(frame, x, y, w, h, keyframe, track);
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
        for (Draft d : drafts.values()) names.add(d.className);
        List<String> classes = List.copyOf(names);
        Map<String, Integer> classIndex = new HashMap<>();
        for (String name : classes) classIndex.put(name, classIndex.size());
        List<Sample> samples = new ArrayList<>(drafts.size());
        for (Draft d : drafts.values()) {
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
                    d.size));
        }
        return new DataSet(folder, classes, attributes, samples, reasons);
    }
}
