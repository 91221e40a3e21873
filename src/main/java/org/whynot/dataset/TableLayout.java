package org.whynot.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** WhyNot's own layout: {@code videos.csv} with one row per video. */
final class TableLayout implements Layout {

    static final String VIDEOS = "videos.csv";

    /** Names of splits. */
    private static final Set<String> SPLITS = new TreeSet<>(List.of("train", "test", "validation"));

    @Override
    public String unknownId() {
        return "videos.csv has no such id. Correct it, or add the video there.";
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
                            + "testlist01.txt) or of Olympic Sports (train_test_split).");
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

    private static void readRow(VideoIndex index, CsvTable table) {
        String id = table.text("id");
        String className = table.text("class");
        Path path = path(index.folder(), table);
        String split = table.text("split");
        if (!split.isEmpty() && !SPLITS.contains(split))
            table.problem("split", split, "no such split. Use one of " + String.join(", ", SPLITS) + ".");
        VideoSize size = new VideoSize(optional(table, "frames"), optional(table, "width"), optional(table, "height"));
        if (id.isEmpty()) return;
        Draft earlier = index.add(new Draft(id, className, path, split, VIDEOS, table.line(), size));
        if (earlier != null)
            table.problem("id", id, "line " + earlier.line + " has the same id. Give every video its own.");
    }

    /** A positive size where the column is there and filled, else 0. */
    private static int optional(CsvTable table, String column) {
        if (!table.has(column) || table.isBlank(column)) return 0;
        return Math.max(0, table.whole(column, 1));
    }

    private static Path path(Path folder, CsvTable table) {
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
}
