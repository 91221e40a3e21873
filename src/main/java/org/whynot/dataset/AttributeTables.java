package org.whynot.dataset;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which attributes each video has: {@code attributes.csv} by video, {@code class-attributes.csv} by class. A row of the former
 * decides on the attributes that it has columns for, the latter on all others.
 */
final class AttributeTables {

    static final String BY_VIDEO = "attributes.csv";
    static final String BY_CLASS = "class-attributes.csv";

    private final VideoIndex index;
    private final Problems problems;

    /** The attributes in order, with their places. */
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private List<String> names = List.of();

    /** By class, then by attribute: whether videos of the class have it, null where that was not given or is invalid. */
    private final Map<String, Map<String, Boolean>> byClass = new HashMap<>();

    private final Map<Draft, byte[]> rows = new HashMap<>();
    private final boolean classTable;
    private boolean classTableKnown;
    private boolean complete = true;

    AttributeTables(VideoIndex index) {
        this.index = index;
        problems = index.problems();
        classTable = Files.exists(index.folder().resolve(BY_CLASS));
    }

    /** Names of the attributes: the columns of {@code attributes.csv}, then what only {@code class-attributes.csv} has. */
    List<String> names() {
        return names;
    }

    /** Whether all tables could be read, so that an attribute that is not here does not exist. */
    boolean isComplete() {
        return complete;
    }

    /** The place of an attribute, or null. */
    Integer place(String name) {
        return places.get(name);
    }

    /** Where attributes are named, for a message. */
    String file() {
        return classTable ? BY_CLASS : BY_VIDEO;
    }

    /** Reads the tables and gives each video its attributes. */
    void read() {
        if (Files.exists(index.folder().resolve(BY_VIDEO))) readByVideo();
        else if (!classTable) {
            boolean areNeeded =
                    index.needsAttributes() || Files.exists(index.folder().resolve(DataSetReader.BOXES));
            if (!areNeeded) {
                for (Draft video : index.videos()) video.attributes = List.of();
                return;
            }
            complete = false;
            problems.add(
                    BY_VIDEO,
                    0,
                    "",
                    "",
                    "the file is missing. Add it with the attributes of each video, or " + BY_CLASS
                            + " with those of each class.");
            return;
        }
        int columns = places.size();
        if (classTable) readByClass();
        names = List.copyOf(places.keySet());
        if (!complete) return;
        if (names.isEmpty())
            problems.add(file(), 1, "", "", "there is no attribute. Add a column of 0 and 1 for each one.");
        Map<String, List<Integer>> ofClasses = new HashMap<>();
        byClass.forEach((name, flags) -> ofClasses.put(name, ofClass(flags)));
        Set<String> reported = new HashSet<>();
        for (Draft video : index.videos()) give(video, columns, ofClasses, reported);
        rows.clear();
    }

    private void readByVideo() {
        try (CsvTable table = new CsvTable(index.folder().resolve(BY_VIDEO), problems, "id")) {
            if (!table.isUsable()) {
                complete = false;
                return;
            }
            List<String> columns = new ArrayList<>(table.columns());
            columns.remove("id");
            if (columns.remove("")) noName(BY_VIDEO);
            for (String name : columns) places.put(name, places.size());
            if (columns.isEmpty() && !classTable)
                problems.add(BY_VIDEO, 1, "", "", "there is no attribute. Add a column of 0 and 1 for each one.");
            while (table.next()) {
                index.step(table.fraction(), "Reading " + BY_VIDEO);
                readRow(table, columns);
            }
        }
    }

    private void noName(String file) {
        problems.add(file, 1, "", "", "a column has no name. Name it or remove it.");
    }

    private void readRow(CsvTable table, List<String> columns) {
        byte[] flags = new byte[columns.size()];
        for (int i = 0; i < flags.length; i++) flags[i] = (byte) table.flag(columns.get(i));
        Draft video = index.video(table);
        if (video == null) return;
        if (video.attributesLine > 0) {
            table.problem("id", video.id, "line " + video.attributesLine + " has the same id. Remove one of the rows.");
            return;
        }
        video.attributesLine = table.line();
        rows.put(video, flags);
    }

    private void readByClass() {
        try (CsvTable table = new CsvTable(index.folder().resolve(BY_CLASS), problems)) {
            List<String> columns = new ArrayList<>(table.columns());
            if (!table.isUsable()) {
                complete = false;
                return;
            }
            String corner = columns.remove(0);
            boolean rowsAreClasses = corner.equals("class");
            if (!rowsAreClasses && !corner.equals("attribute")) {
                table.problem(
                        corner,
                        "",
                        "the first column must be named \"attribute\" (then each row is an attribute and each further column "
                                + "a class) or \"class\" (the other way round).");
                complete = false;
                return;
            }
            if (columns.remove("")) noName(BY_CLASS);
            for (String column : columns)
                if (rowsAreClasses) places.putIfAbsent(column, places.size());
                else if (isClass(column)) byClass.put(column, new HashMap<>());
                else table.problem(column, "", unknownClass());
            Map<String, Integer> lines = new HashMap<>();
            while (table.next()) readClassRow(table, corner, columns, lines);
            classTableKnown = true;
        }
    }

    private void readClassRow(CsvTable table, String corner, List<String> columns, Map<String, Integer> lines) {
        String row = table.text(corner);
        Integer earlier = lines.putIfAbsent(row, table.line());
        if (earlier != null)
            table.problem(corner, row, "line " + earlier + " has the same name. Remove one of the rows.");
        boolean rowIsClass = corner.equals("class");
        if (rowIsClass && !row.isEmpty() && !isClass(row)) table.problem(corner, row, unknownClass());
        if (!rowIsClass && !row.isEmpty()) places.putIfAbsent(row, places.size());
        for (String column : columns) {
            int flag = table.flag(column);
            Map<String, Boolean> flags =
                    rowIsClass ? byClass.computeIfAbsent(row, r -> new HashMap<>()) : byClass.get(column);
            if (flags != null) flags.put(rowIsClass ? column : row, flag < 0 ? null : (Boolean) (flag == 1));
        }
    }

    private boolean isClass(String name) {
        return !index.isComplete() || index.classes().contains(name);
    }

    private static String unknownClass() {
        return "the data set has no class of this name. Correct it, or remove it.";
    }

    /** The places of a class's attributes; null where a value was wrong. */
    private List<Integer> ofClass(Map<String, Boolean> flags) {
        List<Integer> own = new ArrayList<>();
        for (Map.Entry<String, Integer> attribute : places.entrySet()) {
            if (flags.containsKey(attribute.getKey()) && flags.get(attribute.getKey()) == null) return null;
            if (Boolean.TRUE.equals(flags.get(attribute.getKey()))) own.add(attribute.getValue());
        }
        return List.copyOf(own);
    }

    /**
     * Gives a video its attributes.
     *
     * @param columns how many of the attributes a row of attributes.csv decides on
     * @param reported the classes whose attributes are known to be missing
     */
    private void give(Draft video, int columns, Map<String, List<Integer>> ofClasses, Set<String> reported) {
        byte[] row = rows.get(video);
        boolean classKnown = ofClasses.containsKey(video.className);
        List<Integer> ofClass = classKnown ? ofClasses.get(video.className) : List.of();
        if (row == null && !classKnown) {
            if (!classTable)
                problems.add(
                        BY_VIDEO,
                        0,
                        "id",
                        video.id,
                        "this video has no row. Add one with a 1 for each attribute it has.");
            else if (classTableKnown && reported.add(video.className))
                problems.add(
                        BY_CLASS,
                        0,
                        "",
                        video.className,
                        "this class is missing. Add it with a 1 for each attribute that its videos have.");
            return;
        }
        if (ofClass == null || row != null && hasWrong(row)) return;
        video.attributes = row == null
                ? ofClass
                : IntStream.range(0, names.size())
                        .filter(i -> i < columns ? row[i] == 1 : ofClass.contains(i))
                        .boxed()
                        .toList();
        // That a single video has none of the attributes is an answer; that none of a class's videos has is a mistake.
        if (!video.attributes.isEmpty() || names.isEmpty() || row != null) return;
        if (reported.add(video.className))
            problems.add(BY_CLASS, 0, "", video.className, "this class has no attribute. Put at least one 1 to it.");
    }

    private static boolean hasWrong(byte[] row) {
        for (byte flag : row) if (flag < 0) return true;
        return false;
    }
}
