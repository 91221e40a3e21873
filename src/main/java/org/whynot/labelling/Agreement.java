package org.whynot.labelling;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Segment;
import org.whynot.util.Csv;
import org.whynot.video.Box;

/**
 * How far two people's labels of the same clips agree.
 *
 * <pre>{@code
 * Agreement agreement = Agreement.of(mine, yours);
 * double kappa = agreement.classes().kappa();
 * }</pre>
 *
 * <p>Clips are the same if they are the same frames and crop of the same file; where folders differ, of the file of the same name if
 * there is only one. Compared are clips that both have given a class.
 *
 * @param compared how many clips
 * @param onlyFirst how many labelled clips only the first has, or has labelled
 * @param onlySecond how many labelled clips only the second has, or has labelled
 * @param classes agreement on the class
 * @param attributes agreement on each attribute that both have, in the order of the first
 * @param boxIou mean intersection over union of the boxes, over all frames and attributes where both have one; NaN if there are none
 * @param differences clip by clip
 */
public record Agreement(
        int compared,
        int onlyFirst,
        int onlySecond,
        Kappa classes,
        Map<String, Kappa> attributes,
        double boxIou,
        List<Difference> differences) {

    /**
     * Agreement of two people, and what remains of it after subtracting what chance would give: Cohen's kappa (Educational and
     * Psychological Measurement 20, 1960, doi:10.1177/001316446002000104).
     *
     * @param agreement the share of clips with the same answer, 0 to 1; NaN without clips
     * @param kappa 1 for full agreement, 0 for that of chance; NaN where both gave the same single answer throughout
     */
    public record Kappa(double agreement, double kappa) {

        /** Of pairs of answers, each with how often it was given. */
        static Kappa of(Map<List<String>, Integer> pairs) {
            double all = pairs.values().stream().mapToInt(n -> n).sum();
            Map<String, Integer> first = new HashMap<>();
            Map<String, Integer> second = new HashMap<>();
            double same = 0;
            for (Map.Entry<List<String>, Integer> pair : pairs.entrySet()) {
                String one = pair.getKey().get(0);
                String other = pair.getKey().get(1);
                first.merge(one, pair.getValue(), Integer::sum);
                second.merge(other, pair.getValue(), Integer::sum);
                if (one.equals(other)) same += pair.getValue();
            }
            double chance = first.entrySet().stream()
                    .mapToDouble(e -> e.getValue() / all * second.getOrDefault(e.getKey(), 0) / all)
                    .sum();
            double agreement = same / all;
            return new Kappa(agreement, chance < 1 ? (agreement - chance) / (1 - chance) : Double.NaN);
        }
    }

    /**
     * One thing that two people labelled differently.
     *
     * @param clip its id in the first one's labels
     * @param what {@code class}, or the attribute
     * @param first what the first has
     * @param second what the second has
     */
    public record Difference(String clip, String what, String first, String second) {}

    /** Compares the labels of two people. */
    public static Agreement of(Labels first, Labels second) {
        Map<Clip, Clip> pairs = pairs(first, second);
        List<String> common = first.attributes().stream()
                .filter(second.attributes()::contains)
                .toList();
        Map<List<String>, Integer> classes = new HashMap<>();
        Map<String, Map<List<String>, Integer>> flags = new LinkedHashMap<>();
        common.forEach(a -> flags.put(a, new HashMap<>()));
        List<Difference> differences = new ArrayList<>();
        List<Double> ious = new ArrayList<>();
        pairs.forEach((mine, yours) -> {
            compare(mine, "class", mine.className(), yours.className(), classes, differences);
            for (String a : common)
                compare(
                        mine,
                        a,
                        mine.attributes().contains(a) ? "yes" : "no",
                        yours.attributes().contains(a) ? "yes" : "no",
                        flags.get(a),
                        differences);
            addIous(mine, yours, ious);
        });
        Map<String, Kappa> attributes = new LinkedHashMap<>();
        flags.forEach((a, answers) -> attributes.put(a, Kappa.of(answers)));
        double iou = ious.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
        return new Agreement(
                pairs.size(),
                first.labelled() - pairs.size(),
                second.labelled() - pairs.size(),
                Kappa.of(classes),
                attributes,
                iou,
                List.copyOf(differences));
    }

    private static void compare(
            Clip clip,
            String what,
            String mine,
            String yours,
            Map<List<String>, Integer> answers,
            List<Difference> differences) {
        answers.merge(List.of(mine, yours), 1, Integer::sum);
        if (!mine.equals(yours)) differences.add(new Difference(clip.id(), what, mine, yours));
    }

    /** The boxes on the frames where both have one of an attribute and track. */
    private static void addIous(Clip mine, Clip yours, List<Double> ious) {
        Map<String, List<FrameBox>> boxes = mine.frameBoxes(Integer.MAX_VALUE);
        boxes.forEach((attribute, frames) -> {
            for (FrameBox box : frames) {
                Optional<Box> other = yours.boxAt(attribute, box.track(), box.frame());
                other.ifPresent(b -> ious.add(box.box().iou(b)));
            }
        });
    }

    private record Part(String file, Segment segment) {}

    private static Map<Clip, Clip> pairs(Labels first, Labels second) {
        Map<Part, List<Clip>> byPath = new HashMap<>();
        Map<Part, List<Clip>> byName = new HashMap<>();
        for (Clip clip : second.clips()) {
            if (!clip.isLabelled()) continue;
            byPath.computeIfAbsent(part(clip, clip.video()), p -> new ArrayList<>())
                    .add(clip);
            byName.computeIfAbsent(part(clip, name(clip)), p -> new ArrayList<>())
                    .add(clip);
        }
        Map<Clip, Clip> pairs = new LinkedHashMap<>();
        for (Clip clip : first.clips()) {
            if (!clip.isLabelled()) continue;
            List<Clip> same = byPath.get(part(clip, clip.video()));
            if (same == null) same = byName.get(part(clip, name(clip)));
            if (same != null && same.size() == 1) pairs.put(clip, same.get(0));
        }
        return pairs;
    }

    private static Part part(Clip clip, String file) {
        return new Part(file, clip.segment());
    }

    private static String name(Clip clip) {
        return clip.video().substring(clip.video().lastIndexOf('/') + 1);
    }

    /** In one sentence. */
    public String sentence() {
        if (compared == 0) return "No clip has a class in both: nothing can be compared.";
        String kappa = Double.isNaN(classes.kappa())
                ? "Cohen's kappa is not defined, as only one class occurs"
                : String.format(Locale.ROOT, "Cohen's kappa %.2f", classes.kappa());
        return String.format(
                Locale.ROOT,
                "%d clips compared: the same class for %.0f %%, %s; %d differences.",
                compared,
                100 * classes.agreement(),
                kappa,
                differences.size());
    }

    /** The differences as a table. */
    public String csv() {
        StringBuilder text = new StringBuilder(Csv.row("clip", "what", "first", "second"));
        differences.forEach(d -> text.append(Csv.row(d.clip(), d.what(), d.first(), d.second())));
        return text.toString();
    }
}
