package org.whynot.dataset.labels;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;

/** Clips as aggregated events of BORIS: one tab-separated row per clip. */
final class BorisWriter {

    private static final List<String> COLUMNS = List.of(
            "Observation id",
            "Observation date",
            "Description",
            "Media file",
            "Total length",
            "FPS",
            "Subject",
            "Behavior",
            "Behavioral category",
            "Modifiers",
            "Behavior type",
            "Start (s)",
            "Stop (s)",
            "Duration (s)",
            "Comment start",
            "Comment stop");

    private BorisWriter() {}

    static String header() {
        return String.join("\t", COLUMNS) + "\n";
    }

    /** @throws IOException if the video does not state its frames per second, which times in seconds need */
    static String rows(DataSet data, Films.Film film, List<Sample> samples, Set<String> notes) throws IOException {
        if (Double.isNaN(film.rate()))
            throw new IOException("The video " + film.file()
                    + " states no frames per second, and BORIS's times are in seconds. Set its frame interval, or export"
                    + " for CVAT.");
        StringBuilder rows = new StringBuilder();
        String media = film.file().getFileName().toString();
        for (Sample sample : samples) {
            int start = sample.segment().start();
            int stop = sample.segment().stop() > 0 ? sample.segment().stop() : film.frames();
            if (!sample.boxes().isEmpty() || !sample.actors().isEmpty())
                notes.add("BORIS has no boxes: they were left out.");
            if (sample.segment().isCropped()) notes.add("BORIS has no rectangles: the clips are whole frames there.");
            String modifiers = sample.attributes().stream()
                    .map(data.attributes()::get)
                    .map(name -> name.replace('|', '/'))
                    .collect(Collectors.joining("|"));
            StringJoiner row = new StringJoiner("\t", "", "\n");
            for (String value : List.of(
                    Films.stem(media),
                    "",
                    "",
                    media,
                    seconds(film.frames(), film),
                    String.format(Locale.ROOT, "%.6g", film.rate()),
                    "No focal subject",
                    data.classes().get(sample.classIndex()),
                    "",
                    modifiers,
                    "STATE",
                    seconds(start, film),
                    seconds(stop, film),
                    seconds(stop - start, film),
                    "",
                    "")) row.add(value.replaceAll("[\\t\\r\\n]", " "));
            rows.append(row);
        }
        return rows.toString();
    }

    private static String seconds(int frame, Films.Film film) {
        boolean isVariable = film.times() != null && frame < film.frames();
        return String.format(Locale.ROOT, "%.4f", isVariable ? film.times()[frame] : frame / film.rate());
    }
}
