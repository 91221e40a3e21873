package org.whynot.dataset.labels;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

/**
 * Labels as AVA has them: csv without a header, a row per person, action and second. Rows of one person and action in
 * seconds that follow one another make one event, with the boxes in the middle of each second.
 */
final class AvaFormat implements LabelFormat {

    private static final int COLUMNS = 7;
    private static final int PERSON_COLUMNS = 8;
    private static final double STEP = 1.5;
    private static final double HALF = 0.5;

    @Override
    public String word() {
        return "ava";
    }

    @Override
    public boolean recognises(LabelSource source) {
        String first = source.head().lines().findFirst().orElse("");
        String[] values = first.split(",", -1);
        if (!source.endsWith(".csv") || values.length < COLUMNS || values.length > PERSON_COLUMNS) return false;
        for (int i = 1; i < COLUMNS - 1; i++) if (Double.isNaN(LabelTable.number(values[i], Double.NaN))) return false;
        return true;
    }

    /** A row; the box as shares of the frame. */
    private record Row(int line, String video, double time, Box box, String action, String person) {}

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        try (LabelTable table = new LabelTable(source)) {
            while (table.next()) {
                sink.check();
                Row row = row(table, sink);
                if (row != null)
                    rows.computeIfAbsent(row.video + "\n" + row.action + "\n" + row.person, k -> new ArrayList<>())
                            .add(row);
            }
        }
        for (List<Row> same : rows.values()) {
            same.sort(Comparator.comparingDouble(Row::time));
            int from = 0;
            for (int i = 1; i <= same.size(); i++)
                if (i == same.size() || same.get(i).time - same.get(i - 1).time > STEP) {
                    emit(same.subList(from, i), sink);
                    from = i;
                }
        }
    }

    private static Row row(LabelTable table, LabelSink sink) {
        List<String> values = table.row();
        if (values.size() < COLUMNS) {
            sink.unused(
                    table.line(), 1, "the row has " + values.size() + " values, not 7 or 8. Is the file cut short?");
            return null;
        }
        double[] numbers = new double[5];
        boolean right = true;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = LabelTable.number(values.get(i + 1), Double.NaN);
            right &= !Double.isNaN(numbers[i]) && (i == 0 || numbers[i] >= 0 && numbers[i] <= 1);
        }
        if (!right || numbers[3] <= numbers[1] || numbers[4] <= numbers[2]) {
            sink.unused(
                    table.line(), 1, "the row has no time, or no box x1, y1, x2, y2 in shares of the frame (0 to 1).");
            return null;
        }
        return new Row(
                table.line(),
                values.get(0),
                numbers[0],
                new Box(numbers[1], numbers[2], numbers[3] - numbers[1], numbers[4] - numbers[2]),
                values.get(6),
                values.size() < PERSON_COLUMNS ? "" : values.get(7));
    }

    private static void emit(List<Row> rows, LabelSink sink) {
        Row first = rows.get(0);
        double start = Math.max(0, first.time - HALF);
        List<FrameBox> boxes = new ArrayList<>();
        for (Row row : rows) boxes.add(new FrameBox((int) Math.round(1000 * row.time), row.box, true, 0));
        sink.event(new LabelEvent(
                first.line,
                first.video,
                LabelEvent.Time.seconds(start, rows.get(rows.size() - 1).time + HALF),
                first.action,
                Map.of(),
                first.person,
                boxes,
                Map.of(),
                rows.size(),
                ""));
    }
}
