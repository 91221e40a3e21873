package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.whynot.video.VideoFiles;

/** Exports of BORIS: aggregated events (a row per behaviour) and tabular events (a row per start, stop or point). */
final class BorisTable implements LabelFormat {

    private static final List<String> AGGREGATED = List.of("behavior", "behavior type", "start (s)", "stop (s)");
    private static final List<String> TABULAR = List.of("time", "behavior", "status");
    /** In newer tables. */
    private static final String TYPE = "Behavior type";
    /** Subject, behaviour, category and modifiers stand before the type. */
    private static final int BEFORE_TYPE = 4;

    @Override
    public String word() {
        return "boris";
    }

    @Override
    public boolean recognises(LabelSource source) {
        return source.head()
                .lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> AGGREGATED.stream().allMatch(line::contains)
                        || isTabular(line)
                        || type(List.of(line.split("[\t,;]", -1))) > 0);
    }

    /** The place of STATE or POINT in a row of aggregated events, before start and stop; -1 if it is no such row. */
    private static int type(List<String> row) {
        for (int i = BEFORE_TYPE; i + 2 < row.size(); i++) {
            boolean isType = row.get(i).equalsIgnoreCase("STATE") || row.get(i).equalsIgnoreCase("POINT");
            if (isType
                    && !Double.isNaN(LabelTable.number(row.get(i + 1), Double.NaN))
                    && !Double.isNaN(LabelTable.number(row.get(i + 2), Double.NaN))) return i;
        }
        return -1;
    }

    /** The columns of aggregated events without a header, round the one of the type, and that of the video. */
    private static List<String> columns(List<String> row, int type) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) names.add("column " + i);
        names.set(0, "Observation id");
        for (int i = 1; i < type - BEFORE_TYPE; i++)
            if (VideoFiles.hasVideoName(Path.of(row.get(i).replaceAll("[^\\w. -]", "_")))) {
                names.set(i, "Media file");
                names.set(i + 2, "FPS");
                break;
            }
        List<String> known =
                List.of("Subject", "Behavior", "Behavioral category", "Modifiers", TYPE, "Start (s)", "Stop (s)");
        for (int i = 0; i < known.size(); i++) names.set(type - BEFORE_TYPE + i, known.get(i));
        return names;
    }

    private static boolean isTabular(String line) {
        return line.contains("behavior")
                && line.contains("subject")
                && line.contains("time")
                && (line.contains("status") || line.contains("behavior type"));
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        try (LabelTable table = new LabelTable(source)) {
            Map<String, String> preamble = new HashMap<>();
            while (true) {
                if (!table.next())
                    throw new IOException(
                            "no line names the columns Time, Subject, Behavior and Status, or Behavior type and Start (s)."
                                    + " Export the events from BORIS again.");
                table.header();
                if (AGGREGATED.stream().allMatch(table::has)) {
                    readAggregated(table, table.next(), sink);
                    return;
                }
                int type = type(table.row());
                if (type > 0) {
                    sink.note(
                            table.line(),
                            "no line names the columns; they are taken to be those of aggregated events.");
                    table.header(columns(table.row(), type));
                    readAggregated(table, true, sink);
                    return;
                }
                if (TABULAR.stream().allMatch(table::has)
                        || table.has("Time") && table.has("Behavior") && table.has(TYPE)) {
                    readTabular(table, preamble, sink);
                    return;
                }
                List<String> row = table.row();
                if (row.size() > 1) preamble.putIfAbsent(row.get(0).toLowerCase(Locale.ROOT), row.get(1));
            }
        }
    }

    /** A row that waits until it is known which files an observation is of. */
    private record Row(
            int line,
            String observation,
            String media,
            String subject,
            String behavior,
            Map<String, String> values,
            double start,
            double stop,
            double offset,
            int rows) {}

    /** @param hasRow whether the table stands at the first row */
    private void readAggregated(LabelTable table, boolean hasRow, LabelSink sink) throws IOException {
        List<Row> rows = new ArrayList<>();
        Map<String, Set<String>> files = new LinkedHashMap<>();
        int comments = 0;
        for (boolean more = hasRow; more; more = table.next()) {
            sink.check();
            int line = table.line();
            String observation = table.text("Observation id");
            String media = table.any("Media file name", "Media file");
            Set<String> known = files.computeIfAbsent(observation, o -> new LinkedHashSet<>());
            known.addAll(BorisMedia.firstPlayer(table.text("Source")));
            if (!media.isEmpty()) known.add(media);
            double start = table.number("Start (s)");
            double stop = table.number("Stop (s)");
            boolean isPoint = table.text(TYPE).equalsIgnoreCase("POINT");
            if (isPoint) stop = start;
            if (table.text("Behavior").isEmpty() || Double.isNaN(start) || Double.isNaN(stop) || stop < start) {
                sink.unused(line, 1, "the row has no behaviour, or no start and stop in seconds.");
                continue;
            }
            if (!table.any("Comment start", "Comment").isEmpty()
                    || !table.text("Comment stop").isEmpty()) comments++;
            double rate = table.has("FPS (frame/s)") ? table.number("FPS (frame/s)") : table.number("FPS");
            if (!media.isEmpty()) sink.states(media, new LabelSink.Stated(0, 0, 0, rate, line));
            rows.add(new Row(
                    line,
                    observation,
                    media,
                    table.text("Subject"),
                    table.text("Behavior"),
                    modifiers(table),
                    start,
                    stop,
                    offset(table.number("Time offset (s)")),
                    1));
        }
        if (comments > 0) sink.note(0, comments + " comments were not used.");
        for (Row row : rows) emit(row, new BorisMedia(List.copyOf(files.get(row.observation)), sink), sink);
    }

    private static double offset(double stated) {
        return Double.isNaN(stated) ? 0 : stated;
    }

    private static void emit(Row row, BorisMedia media, LabelSink sink) {
        BorisMedia.Place start = media.at(row.start - row.offset, row.media);
        if (start == null) {
            sink.unused(row.line, row.rows, "the observation '" + row.observation + "' was live: it has no video.");
            return;
        }
        double length = row.stop - row.start;
        sink.event(new LabelEvent(
                row.line,
                start.file(),
                LabelEvent.Time.seconds(start.seconds(), start.seconds() + length),
                row.behavior,
                row.values,
                subject(row.subject),
                List.of(),
                Map.of(),
                row.rows,
                ""));
    }

    /** BORIS's name for nobody. */
    static String subject(String name) {
        return name.equalsIgnoreCase("No focal subject") ? "" : name;
    }

    /** The modifiers of a row: those of named columns by the name, those of one column by their own names. */
    private static Map<String, String> modifiers(LabelTable table) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : table.names())
            if (column.toLowerCase(Locale.ROOT).startsWith("modifier")) addModifiers(table.text(column), values);
        return values;
    }

    /** Adds modifiers that stand in a row, {@code m1|n2}, each as an attribute of its own. */
    static void addModifiers(String text, Map<String, String> values) {
        for (String modifier : text.split("\\|"))
            if (!modifier.isBlank() && !modifier.strip().equalsIgnoreCase("None")) values.put(modifier.strip(), "true");
    }

    private void readTabular(LabelTable table, Map<String, String> preamble, LabelSink sink) throws IOException {
        StateEvents states = new StateEvents(sink);
        double preambleOffset = offset(LabelTable.number(preamble.getOrDefault("time offset (s)", ""), 0));
        Map<String, Set<String>> files = new LinkedHashMap<>();
        int comments = 0;
        while (table.next()) {
            sink.check();
            int line = table.line();
            double time = table.number("Time");
            String behavior = table.text("Behavior");
            String status = table.any("Status", TYPE).toUpperCase(Locale.ROOT);
            if (Double.isNaN(time) || behavior.isEmpty()) {
                sink.unused(line, 1, "the row has no time in seconds or no behaviour.");
                continue;
            }
            if (!table.text("Comment").isEmpty()) comments++;
            String observation = table.has("Observation id")
                    ? table.text("Observation id")
                    : preamble.getOrDefault("observation id", "");
            String media = table.any("Media file name", "Media file path", "Media file");
            Set<String> known = files.computeIfAbsent(observation, o -> new LinkedHashSet<>());
            known.addAll(BorisMedia.firstPlayer(table.text("Source")));
            if (!media.isEmpty()) known.add(media);
            double rate = table.has("FPS (frame/s)") ? table.number("FPS (frame/s)") : table.number("FPS");
            if (!media.isEmpty()) sink.states(media, new LabelSink.Stated(0, 0, 0, rate, line));
            double offset = table.has("Time offset (s)") ? offset(table.number("Time offset (s)")) : preambleOffset;
            StateEvents.Mark mark = new StateEvents.Mark(
                    line, observation, media, table.text("Subject"), behavior, modifiers(table), time - offset);
            switch (status) {
                case "START" -> states.start(mark);
                case "STOP" -> states.stop(mark);
                case "POINT" -> states.point(mark);
                default -> sink.unused(line, 1, "the status is '" + status + "'. It must be START, STOP or POINT.");
            }
        }
        if (comments > 0) sink.note(0, comments + " comments were not used.");
        for (StateEvents.State state : states.finish()) {
            StateEvents.Mark from = state.from();
            emit(
                    new Row(
                            from.line(),
                            from.observation(),
                            from.media(),
                            from.subject(),
                            from.behavior(),
                            from.values(),
                            from.time(),
                            state.stop(),
                            0,
                            state.rows()),
                    new BorisMedia(List.copyOf(files.get(from.observation())), sink),
                    sink);
        }
    }
}
