package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.Sample;
import org.whynot.util.Csv;

/**
 * What an import has used and what not: every entry of the label files, a row or an event, is counted on one of the two sides,
 * and every sentence has a file and a line.
 */
public final class ImportReport {

    /** A table of all entries and messages, beside the data set. */
    public static final String FILE = "imported.csv";

    /** Sentences that the summary repeats; the table has all. */
    private static final int MOST_LISTED = 20;

    private static final int MOST_SHOWN = 5;

    /** Characters of a sentence. */
    private static final int LONGEST = 500;

    /**
     * A sentence about a line.
     *
     * @param file name of the label file
     * @param line 1-based; 0 for the whole file
     * @param entries how many were lost by it
     * @param sentence what is wrong and what to do
     */
    public record Remark(String file, int line, int entries, String sentence) {
        @Override
        public String toString() {
            return file + (line > 0 ? ", line " + line : "") + ": " + sentence;
        }
    }

    /**
     * A clip that was made of the labels.
     *
     * @param sentence for people
     * @param className its class
     * @param clip its video and segment
     */
    public record Shown(String sentence, String className, Sample clip) {}

    private record Used(String file, int line, int entries, String clip, String className) {}

    private final List<Remark> remarks = new ArrayList<>();
    private final List<Used> used = new ArrayList<>();
    private final Map<String, Integer> classes = new LinkedHashMap<>();
    private final List<Shown> preview = new ArrayList<>();
    private int lost;

    void use(String file, int line, int entries, String clip, String className) {
        used.add(new Used(file, line, entries, clip, className));
        classes.merge(className, 1, Integer::sum);
    }

    /** Describes a clip, for people to see what becomes of their labels. */
    void show(String sentence, String className, Sample clip) {
        if (preview.size() < MOST_SHOWN) preview.add(new Shown(sentence, className, clip));
    }

    /** The first clips. */
    public List<Shown> preview() {
        return List.copyOf(preview);
    }

    void remark(String file, int line, int entries, String sentence) {
        // Names in a damaged file can hold anything, and be as long as the file.
        String clean = sentence.replaceAll("\\p{Cntrl}", " ");
        String shortened = clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " … (shortened).";
        remarks.add(new Remark(file, line, entries, shortened));
        lost += entries;
    }

    /** Entries of the label files that clips were made of. */
    public int used() {
        return used.stream().mapToInt(Used::entries).sum();
    }

    /** Entries of which none could be made. */
    public int unused() {
        return lost;
    }

    /** Everything that was noticed, in the order of the files. */
    public List<Remark> remarks() {
        return List.copyOf(remarks);
    }

    /** Clips of each class. */
    public Map<String, Integer> classes() {
        return Map.copyOf(classes);
    }

    /** The summary: how many events were used, the clips of each class, and the first remarks. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add((used.size() == 1 ? "1 clip was" : used.size() + " clips were") + " made of " + used()
                + " of the " + (used() + lost) + " entries of the labels"
                + (lost == 0 ? "." : "; why not of the others is listed in " + FILE + "."));
        if (!classes.isEmpty()) {
            List<String> counts = classes.entrySet().stream()
                    .map(e -> e.getKey() + " " + e.getValue())
                    .toList();
            sentences.add("Clips: " + String.join(", ", counts) + ".");
        }
        remarks.stream().limit(MOST_LISTED).map(Remark::toString).forEach(sentences::add);
        if (remarks.size() > MOST_LISTED)
            sentences.add((remarks.size() - MOST_LISTED) + " more are listed in " + FILE + ".");
        return sentences;
    }

    /** The table: file, line, used (1, or 0), entries, clip, class, remark. */
    String csv() {
        StringBuilder text = new StringBuilder(Csv.row("file", "line", "used", "entries", "clip", "class", "remark"));
        for (Used u : used)
            text.append(Csv.row(u.file, u.line > 0 ? u.line : null, true, u.entries, u.clip, u.className, null));
        for (Remark r : remarks)
            text.append(Csv.row(r.file, r.line > 0 ? r.line : null, false, r.entries, null, null, r.sentence));
        return text.toString();
    }
}
