package org.whynot.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Damages the columns and cells of tables, and the values of lists. */
final class TableDamage {

    private static final List<String> CELLS = List.of(
            "\"",
            "\"\"",
            "\"a\nb\"",
            "\"a,b\"",
            "=1+1",
            "../x",
            "",
            " ",
            "NA",
            "id",
            "train",
            "x\u0000",
            "1e308",
            "-1",
            "2147483647",
            "2147483648",
            "0.1",
            "NaN",
            "\"x",
            "x\"y",
            "ä",
            "'",
            ",",
            ";",
            "\t");

    private TableDamage() {}

    /** The text with one damage; empty if it has no lines. */
    static Optional<String> of(String text, Random random) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) return Optional.empty();
        String separator = text.contains("\t") ? "\t" : text.contains(",") ? "," : " ";
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines) rows.add(new ArrayList<>(Arrays.asList(line.split(separator, -1))));
        List<String> row = rows.get(random.nextInt(rows.size()));
        int column = random.nextInt(row.size());
        int other = random.nextInt(row.size());
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> row.set(column, CELLS.get(random.nextInt(CELLS.size())));
            case 3 -> row.add(column, CELLS.get(random.nextInt(CELLS.size())));
            case 4 -> row.remove(column);
            case 5 -> Collections.swap(row, column, other);
            case 6 -> each(rows, Math.max(column, other), cells -> cells.remove(column));
            case 7 -> each(rows, Math.max(column, other), cells -> cells.add(cells.get(column)));
            case 8 -> each(rows, Math.max(column, other), cells -> Collections.swap(cells, column, other));
            default -> {
                String value = CELLS.get(random.nextInt(CELLS.size()));
                // The header stays, so that the column is found.
                each(
                        rows.subList(Math.min(1, rows.size() - 1), rows.size()),
                        column,
                        cells -> cells.set(column, value));
            }
        }
        StringBuilder damaged = new StringBuilder();
        for (List<String> cells : rows)
            damaged.append(String.join(separator, cells)).append('\n');
        return Optional.of(damaged.toString());
    }

    private static void each(List<List<String>> rows, int last, java.util.function.Consumer<List<String>> change) {
        for (List<String> row : rows) if (last < row.size()) change.accept(row);
    }
}
