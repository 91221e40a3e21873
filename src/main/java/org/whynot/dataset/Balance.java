package org.whynot.dataset;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.whynot.util.Csv;

/**
 * How the training videos of a data set are shared out among its classes and attributes, and what of it stands in the way of
 * learning.
 *
 * <pre>{@code
 * for (String sentence : Balance.of(DataSet.read(folder)).findings())
 *     log(sentence);
 * }</pre>
 *
 * @param classes training videos of every class, in the data set's order
 * @param attributes training videos that have an attribute, in the data set's order
 * @param videos training videos
 * @param findings what is badly balanced: a sentence each
 */
public record Balance(
        Map<String, Integer> classes, Map<String, Integer> attributes, int videos, List<String> findings) {

    /** A class with so many times fewer videos than the largest one is named. */
    private static final int MANY_TIMES = 3;
    /** An attribute that fewer videos have, or lack, is named. */
    private static final int FEW = 5;

    /** Counts the videos of the split {@code train}; no video is opened. */
    public static Balance of(DataSet data) {
        List<Sample> samples = data.split("train");
        int[] byClass = new int[data.classes().size()];
        List<BitSet> byAttribute =
                data.attributes().stream().map(a -> new BitSet()).toList();
        for (int i = 0; i < samples.size(); i++) {
            byClass[samples.get(i).classIndex()]++;
            for (int attribute : samples.get(i).attributes())
                byAttribute.get(attribute).set(i);
        }
        Map<String, Integer> classes = new LinkedHashMap<>();
        for (int c = 0; c < byClass.length; c++) classes.put(data.classes().get(c), byClass[c]);
        Map<String, Integer> attributes = new LinkedHashMap<>();
        for (int a = 0; a < byAttribute.size(); a++)
            attributes.put(data.attributes().get(a), byAttribute.get(a).cardinality());
        List<String> findings = new ArrayList<>();
        classFindings(classes, findings);
        attributeFindings(attributes, samples.size(), findings);
        together(data.attributes(), byAttribute, samples.size(), findings);
        return new Balance(classes, attributes, samples.size(), List.copyOf(findings));
    }

    private static void classFindings(Map<String, Integer> classes, List<String> findings) {
        int most = classes.values().stream().max(Integer::compare).orElse(0);
        String none = named(classes, 0, 0);
        if (!none.isEmpty())
            findings.add("No training videos, so that they can't be learned, have the classes: " + none + ".");
        String few = named(classes, 1, most / MANY_TIMES);
        if (!few.isEmpty())
            findings.add("The largest class has " + most + " training videos, at least " + MANY_TIMES
                    + " times as many as these, which the classifier will seldom predict: " + few + ".");
    }

    private static void attributeFindings(Map<String, Integer> attributes, int videos, List<String> findings) {
        String none = named(attributes, 0, 0);
        if (!none.isEmpty())
            findings.add("No training video has these attributes, so that they can't be learned: " + none + ".");
        String all = named(attributes, videos, videos);
        if (!all.isEmpty() && videos > 0)
            findings.add(
                    "All training videos have these attributes, so that they distinguish no classes: " + all + ".");
        String few = named(attributes, 1, Math.min(FEW - 1, videos - 1));
        if (!few.isEmpty()) findings.add("Fewer than " + FEW + " training videos have these attributes: " + few + ".");
        String most = named(attributes, Math.max(FEW, videos - FEW + 1), videos - 1);
        if (!most.isEmpty())
            findings.add("All but fewer than " + FEW + " training videos have these attributes: " + most + ".");
    }

    private static void together(List<String> names, List<BitSet> videos, int all, List<String> findings) {
        Map<BitSet, List<String>> groups = new LinkedHashMap<>();
        for (int a = 0; a < names.size(); a++)
            groups.computeIfAbsent(videos.get(a), key -> new ArrayList<>()).add(names.get(a));
        groups.forEach((which, group) -> {
            // Those that none or all have were named before.
            if (group.size() > 1 && !which.isEmpty() && which.cardinality() < all)
                findings.add("These attributes always occur together, so that they can't be distinguished: "
                        + String.join(", ", group) + ".");
        });
    }

    private static String named(Map<String, Integer> counts, int least, int most) {
        return counts.entrySet().stream()
                .filter(e -> e.getValue() >= least && e.getValue() <= most)
                .map(e -> e.getKey() + (least == most ? "" : " (" + e.getValue() + ")"))
                .collect(Collectors.joining(", "));
    }

    /** Lines with the number of videos of every class and, if there are attributes, the share of videos with each. */
    public List<String> summary() {
        String ofClasses =
                "Training videos, " + videos + ": " + listed(classes, (name, count) -> name + " " + count) + ".";
        if (attributes.isEmpty()) return List.of(ofClasses);
        return List.of(
                ofClasses,
                "Of them have: "
                        + listed(
                                attributes,
                                (name, count) -> name + " "
                                        + String.format(Locale.ROOT, "%.0f %%", 100.0 * count / Math.max(1, videos)))
                        + ".");
    }

    private static String listed(Map<String, Integer> counts, BiFunction<String, Integer, String> words) {
        return counts.entrySet().stream()
                .map(e -> words.apply(e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A table: {@code kind} (class or attribute), {@code name}, {@code training_videos}, {@code share} (0 to 1). */
    public String csv() {
        StringBuilder csv = new StringBuilder(Csv.row("kind", "name", "training_videos", "share"));
        for (String kind : List.of("class", "attribute"))
            (kind.equals("class") ? classes : attributes)
                    .forEach((name, count) -> csv.append(Csv.row(
                            kind,
                            name,
                            count,
                            String.format(Locale.ROOT, "%.6g", count / (double) Math.max(1, videos)))));
        return csv.toString();
    }
}
