package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.whynot.util.Csv;
import org.whynot.util.StagedFiles;

/**
 * Which attributes truly distinguish two classes, where that is known: the optional table {@code reasons.csv} of a data-set folder
 * (positive, negative, attribute), a row each.
 *
 * <pre>{@code
 * data.reasons().of("mitosis", "apoptosis");  // [dividing nucleus]
 * }</pre>
 *
 * @param pairs by positive and then negative class; pairs that the table lacks are missing
 */
public record Reasons(Map<String, Map<String, Set<String>>> pairs) {

    /** The table's name in a data-set folder. */
    public static final String FILE = "reasons.csv";
    /** Of a data set whose true reasons are not known. */
    public static final Reasons UNKNOWN = new Reasons(Map.of());

    /** The attributes that answer "why {@code positive} and not {@code negative}?"; empty where that is not known. */
    public Optional<Set<String>> of(String positive, String negative) {
        return Optional.ofNullable(pairs.getOrDefault(positive, Map.of()).get(negative));
    }

    /** Whether nothing is known of any pair. */
    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** Reads the table where there is one; what is wrong in it is reported. */
    static Reasons read(Path folder, Set<String> classes, List<String> attributes, Problems problems) {
        Path file = folder.resolve(FILE);
        if (Files.notExists(file)) return UNKNOWN;
        Map<String, Map<String, Set<String>>> pairs = new LinkedHashMap<>();
        try (CsvTable table = new CsvTable(file, problems, "positive", "negative", "attribute")) {
            while (table.next()) {
                String positive = known(table, "positive", classes, "videos.csv has no such class");
                String negative = known(table, "negative", classes, "videos.csv has no such class");
                String attribute =
                        known(table, "attribute", new LinkedHashSet<>(attributes), "attributes.csv has no such column");
                if (!positive.isEmpty() && positive.equals(negative))
                    table.problem("negative", negative, "this is the positive class too. Name another one.");
                pairs.computeIfAbsent(positive, p -> new LinkedHashMap<>())
                        .computeIfAbsent(negative, n -> new LinkedHashSet<>())
                        .add(attribute);
            }
        }
        return new Reasons(pairs);
    }

    private static String known(CsvTable table, String column, Set<String> known, String problem) {
        String name = table.text(column);
        if (!name.isEmpty() && !known.contains(name))
            table.problem(column, name, problem + ". Known: " + String.join(", ", known) + ".");
        return name;
    }

    /** Writes the table into a data-set folder. */
    public void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder(Csv.row("positive", "negative", "attribute"));
        pairs.forEach((positive, negatives) -> negatives.forEach((negative, attributes) ->
                attributes.forEach(attribute -> text.append(Csv.row(positive, negative, attribute)))));
        StagedFiles.writeText(folder, FILE, text.toString());
    }
}
