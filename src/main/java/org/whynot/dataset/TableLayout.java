package org.whynot.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** WhyNot's own layout: {@code videos.csv} with one row per video. */
final class TableLayout implements Layout {

    static final String VIDEOS = "videos.csv";

    /** Names of splits. */
    private static final Set<String> SPLITS = new TreeSet<>(List.of("train", "test", "validation"));

    /** Columns of a rectangle of the frames. */
    private static final List<String> RECTANGLE = List.of("x", "y", "w", "h");

    /** Files that are there, by their names in the table. */
    private final Map<String, Path> paths = new HashMap<>();

    @Override
    public String unknownId() {
        return "videos.csv has no such id. Correct it, or add the video there.";
    }

    @Override
    public boolean needsAttributes() {
        return false;
    }

    @Override
    public void readVideos(VideoIndex index) {
        Path file = index.folder().resolve(VIDEOS);
        Problems problems = index.problems();
        if (Files.notExists(file)) {
            problems.add(
                    VIDEOS,
                    0,
                    "",
                    "",
                    "the file is missing. A data set needs it, or the lists of UCF101 (classInd.txt, trainlist01.txt, "
                            + "testlist01.txt) or of Olympic Sports (train_test_split), or a folder with videos for each class.");
            index.setIncomplete();
            return;
        }
        try (CsvTable table = new CsvTable(file, problems, "id", "class", "path", "split")) {
            if (!table.isUsable()) index.setIncomplete();
            while (table.next()) {
                index.step(table.fraction(), "Reading videos.csv");
                readRow(index, table);
            }
        }
        if (index.videos().isEmpty())
            problems.add(VIDEOS, 0, "", "", "there is no video in it. Add one row per video.");
    }

    private void readRow(VideoIndex index, CsvTable table) {
        String id = table.text("id");
        String className = table.text("class");
        Path path = path(index.folder(), table);
        String split = table.text("split");
        if (!split.isEmpty() && !SPLITS.contains(split))
            table.problem("split", split, "no such split. Use one of " + String.join(", ", SPLITS) + ".");
        VideoSize size = new VideoSize(optional(table, "frames"), optional(table, "width"), optional(table, "height"));
        Segment segment = segment(table, size);
        if (id.isEmpty()) return;
        Draft video = new Draft(id, className, path, split.intern(), VIDEOS, table.line(), size);
        video.segment = segment;
        if (table.has("group") && !table.isBlank("group")) video.group = table.text("group");
        Draft earlier = index.add(video);
        if (earlier != null)
            table.problem("id", id, "line " + earlier.line + " has the same id. Give every video its own.");
    }

    /** A positive size where the column is there and filled, else 0. */
    private static int optional(CsvTable table, String column) {
        return place(table, column, 1);
    }

    /** The part of the file that the row's columns start, stop, x, y, w, h name; all of it where they are wrong. */
    private static Segment segment(CsvTable table, VideoSize size) {
        int start = place(table, "start", 0);
        int stop = place(table, "stop", 1);
        if (stop > 0 && start >= stop) {
            table.problem("stop", "" + stop, "the segment starts at " + start + ". It must stop at a later frame.");
            return Segment.WHOLE;
        }
        int last = Math.max(start, stop - 1);
        if (size.frames() > 0 && last >= size.frames()) {
            table.problem(
                    stop > 0 ? "stop" : "start",
                    "" + (stop > 0 ? stop : start),
                    "the video has " + size.frames() + " frames, numbered 0 to " + (size.frames() - 1) + ".");
            return Segment.WHOLE;
        }
        List<String> missing = RECTANGLE.stream()
                .filter(column -> !table.has(column) || table.isBlank(column))
                .toList();
        if (missing.size() == RECTANGLE.size()) return new Segment(start, stop, 0, 0, 0, 0);
        if (!missing.isEmpty()) {
            table.problem(missing.get(0), "", "a rectangle needs x, y, w and h. Fill all four, or none.");
            return Segment.WHOLE;
        }
        int x = table.whole("x", 0);
        int y = table.whole("y", 0);
        int w = table.whole("w", 1);
        int h = table.whole("h", 1);
        if (x < 0 || y < 0 || w < 0 || h < 0) return Segment.WHOLE;
        if (isBeyond(table, "w", x, w, size.width(), "wide") || isBeyond(table, "h", y, h, size.height(), "high"))
            return Segment.WHOLE;
        return new Segment(start, stop, x, y, w, h);
    }

    private static boolean isBeyond(CsvTable table, String column, int from, int length, int whole, String measure) {
        long end = (long) from + length;
        if (end <= (whole == 0 ? Integer.MAX_VALUE : whole)) return false;
        table.problem(
                column,
                "" + length,
                "the rectangle ends at " + end
                        + (whole == 0
                                ? ", and no video is as " + measure + "."
                                : ", and the video is " + whole + " pixels " + measure + ". Cut it there."));
        return true;
    }

    /** A whole number where the column is there and filled, else, or if it is wrong, 0. */
    private static int place(CsvTable table, String column, int least) {
        if (!table.has(column) || table.isBlank(column)) return 0;
        return Math.max(0, table.whole(column, least));
    }

    private Path path(Path folder, CsvTable table) {
        String text = table.text("path");
        if (text.isEmpty()) return null;
        // Thousands of clips can be segments of one file.
        Path known = paths.get(text);
        if (known != null) return known;
        try {
            Path path = folder.resolve(text);
            if (Files.isRegularFile(path)) {
                paths.put(text, path);
                return path;
            }
            table.problem("path", text, "there is no such file in the folder. Correct the path or add the video.");
        } catch (InvalidPathException e) {
            table.problem("path", text, "this is not a file name: " + e.getReason() + ".");
        }
        return null;
    }
}
