package org.whynot.frontend;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.whynot.dataset.labels.ClassFrom;
import org.whynot.dataset.labels.ImportReport;
import org.whynot.dataset.labels.LabelSettings;

/** What an import of labels asks for and reports, on one machine and on many. */
public final class LabelImports {

    private LabelImports() {}

    /**
     * What the parameters of Import Labels... ask for.
     *
     * @param values of all parameters; {@code videos} and {@code output} may be missing or null
     * @throws UsageException if {@code class_from} is none
     */
    public static LabelSettings settings(Map<String, ?> values) {
        return new LabelSettings(
                path(values, "file"),
                text(values, "format"),
                path(values, "videos"),
                classFrom(text(values, "class_from")),
                names(text(values, "subjects")),
                names(text(values, "skip")),
                ((Number) values.get("point_frames")).intValue(),
                LabelSettings.Crop.valueOf(text(values, "crop").toUpperCase(Locale.ROOT)),
                ((Number) values.get("seed")).longValue(),
                path(values, "output"));
    }

    private static String text(Map<String, ?> values, String name) {
        Object value = values.get(name);
        return value == null ? "" : value.toString();
    }

    private static Path path(Map<String, ?> values, String name) {
        return values.get(name) instanceof File file ? file.toPath() : null;
    }

    private static ClassFrom classFrom(String word) {
        try {
            return ClassFrom.of(word);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static Set<String> names(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /**
     * Reports what was imported.
     *
     * @param output the data set that was made; null if none was
     */
    public static void report(ImportReport report, Path output, FrontEnd to) {
        report.preview().forEach(shown -> to.note(shown.sentence()));
        report.sentences().forEach(to::result);
        if (output == null) to.result("Nothing was written: give an output folder to import the labels.");
        else to.written(output);
    }
}
