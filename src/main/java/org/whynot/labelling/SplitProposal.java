package org.whynot.labelling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Proposes which clips to train and which to test with. Clips of one group (animal, dish, day), or of one video
 * file where they have no group, are never on both sides, nor are clips with common pixels; and each class has about the wanted share
 * of its clips among those to test.
 *
 * <pre>{@code
 * Map<String, String> splits = new SplitProposal(0.2, 0).of(labels);
 * }</pre>
 *
 * <p>In an order drawn from the seed, each group goes to
 * the test split if that brings the numbers of all classes nearer to the wanted ones, and leaves every class something to train with.
 *
 * @param testShare of the clips of each class, 0 to 1
 * @param seed of the order
 */
public record SplitProposal(double testShare, long seed) {

    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /** A fifth to test with. */
    public static final SplitProposal USUAL = new SplitProposal(0.2, 0);

    /** @throws IllegalArgumentException if the share is not from 0 to 1 */
    public SplitProposal {
        if (!(testShare >= 0 && testShare <= 1))
            throw new IllegalArgumentException("The share to test with must be from 0 to 1, not " + testShare + ".");
    }

    /**
     * The split of each clip: the one that somebody chose for it, or for a clip that must be on its side, or else a proposed one.
     * Segments of a file for which different splits were chosen keep them, as far as a data set can hold that: where clips of a
     * group or with common pixels have different ones, all take that of the first.
     *
     * @return by the clips' ids, in their order
     */
    public Map<String, String> of(Labels labels) {
        List<List<Clip>> units = units(labels);
        Map<String, Integer> all = new TreeMap<>();
        labels.clips().forEach(c -> all.merge(c.className(), 1, Integer::sum));
        Map<String, Integer> test = new HashMap<>();
        Map<String, Integer> fixed = new HashMap<>();
        Map<List<Clip>, String> sides = new HashMap<>();
        Map<String, String> byClip = settled(labels);
        for (List<Clip> unit : units) {
            String chosen = chosen(unit);
            if (chosen.isEmpty()) continue;
            sides.put(unit, chosen);
            for (Clip clip : unit) {
                String side = byClip.getOrDefault(clip.id(), chosen);
                if (side.equals(TEST)) count(List.of(clip), test);
                if (!side.equals(TRAIN)) count(List.of(clip), fixed);
            }
        }
        List<List<Clip>> open = new ArrayList<>(
                units.stream().filter(unit -> !sides.containsKey(unit)).toList());
        open.sort(Comparator.comparingLong((List<Clip> unit) -> rank(unit))
                .thenComparing(unit -> unit.get(0).id()));
        for (List<Clip> unit : open) {
            Map<String, Integer> more = new HashMap<>(test);
            count(unit, more);
            Map<String, Integer> gone = new HashMap<>(fixed);
            count(unit, gone);
            boolean leavesSome = unit.stream().allMatch(c -> gone.get(c.className()) < all.get(c.className()));
            boolean isTest = leavesSome && distance(more, all) < distance(test, all);
            sides.put(unit, isTest ? TEST : TRAIN);
            if (isTest) {
                count(unit, test);
                count(unit, fixed);
            }
        }
        sides.forEach((unit, side) -> unit.forEach(c -> byClip.putIfAbsent(c.id(), side)));
        Map<String, String> ordered = new LinkedHashMap<>();
        labels.clips().forEach(c -> ordered.put(c.id(), byClip.get(c.id())));
        return ordered;
    }

    /**
     * The chosen splits by the clips' ids, as a data set can hold them: that of the first where clips of a group or with common
     * pixels have different ones. Clips that may be in any split are left out.
     */
    static Map<String, String> settled(Labels labels) {
        Map<String, String> settled = new HashMap<>();
        for (List<Clip> unit : units(labels, c -> c.group().isEmpty() ? "clip " + c.id() : name(c))) {
            String chosen = chosen(unit);
            if (!chosen.isEmpty()) unit.forEach(c -> settled.put(c.id(), chosen));
        }
        return settled;
    }

    private static String chosen(List<Clip> unit) {
        return unit.stream()
                .map(Clip::split)
                .filter(split -> !split.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static void count(List<Clip> unit, Map<String, Integer> counts) {
        unit.forEach(c -> counts.merge(c.className(), 1, Integer::sum));
    }

    /** How far the numbers of clips to test with are from the wanted ones, over all classes. */
    private double distance(Map<String, Integer> test, Map<String, Integer> all) {
        return all.entrySet().stream()
                .mapToDouble(e -> Math.abs(test.getOrDefault(e.getKey(), 0) - testShare * e.getValue()))
                .sum();
    }

    /** A place in the order that depends on the seed and on the unit alone, so that new clips change little. */
    private long rank(List<Clip> unit) {
        Clip first = unit.stream().min(Comparator.comparing(Clip::id)).orElseThrow();
        return new SplittableRandom(seed * 31 + name(first).hashCode()).nextLong();
    }

    /** The ids of all clips that must be on the same side as some clips, these included. */
    static Set<String> inseparable(Labels labels, Set<String> ids) {
        Set<String> all = new HashSet<>(ids);
        for (List<Clip> unit : units(labels))
            if (unit.stream().anyMatch(c -> ids.contains(c.id()))) unit.forEach(c -> all.add(c.id()));
        return all;
    }

    /** The clips that share a group, a file or pixels, directly or by way of others, together. */
    private static List<List<Clip>> units(Labels labels) {
        return units(labels, SplitProposal::name);
    }

    /** The clips that share a name or pixels, directly or by way of others, together. */
    private static List<List<Clip>> units(Labels labels, Function<Clip, String> names) {
        Map<String, String> parents = new HashMap<>();
        Map<String, List<Clip>> files = new LinkedHashMap<>();
        for (Clip clip : labels.clips())
            files.computeIfAbsent(clip.video(), video -> new ArrayList<>()).add(clip);
        files.values().forEach(clips -> joinOverlapping(clips, names, parents));
        Map<String, List<Clip>> units = new LinkedHashMap<>();
        for (Clip clip : labels.clips())
            units.computeIfAbsent(root(parents, names.apply(clip)), root -> new ArrayList<>())
                    .add(clip);
        return List.copyOf(units.values());
    }

    /** Joins the names of those clips of a file that have pixels in common. */
    private static void joinOverlapping(List<Clip> clips, Function<Clip, String> names, Map<String, String> parents) {
        if (clips.stream().map(names).distinct().count() < 2) return;
        List<Clip> sorted = new ArrayList<>(clips);
        sorted.sort(Comparator.comparingInt(c -> c.segment().start()));
        for (int i = 0; i < sorted.size(); i++) {
            Clip clip = sorted.get(i);
            int stop = clip.stopIn(Integer.MAX_VALUE);
            for (int j = i + 1; j < sorted.size() && sorted.get(j).segment().start() < stop; j++)
                // The later one under the earlier one, so that in a chain of segments each is one step from the root.
                if (clip.segment().overlaps(sorted.get(j).segment()))
                    parents.put(root(parents, names.apply(sorted.get(j))), root(parents, names.apply(clip)));
        }
    }

    /** What must not be split: the group, or the file where there is none. */
    private static String name(Clip clip) {
        return clip.group().isEmpty() ? "file " + clip.video() : "group " + clip.group();
    }

    private static String root(Map<String, String> parents, String name) {
        String at = name;
        for (String up = parents.get(at); up != null && !up.equals(at); up = parents.get(at)) at = up;
        return at;
    }
}
