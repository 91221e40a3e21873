package org.whynot.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Divides clips into train and test so that no group, an animal, a dish, a day, is in both: about a quarter of each class's
 * clips are tested on, and each class keeps a group to train on.
 *
 * <pre>{@code
 * Map<String, String> splits = GroupSplit.of(List.of(new GroupSplit.Clip("dish 1", "division"), …), 0);
 * splits.get("dish 1"); // "train"
 * }</pre>
 */
public final class GroupSplit {

    /** The share of a class's clips that are to be tested on. */
    private static final double TEST = 0.25;

    private GroupSplit() {}

    /**
     * A clip.
     *
     * @param group not empty
     * @param className its class
     */
    public record Clip(String group, String className) {}

    /** Clips of every class in a group. */
    private static Map<String, Map<String, Integer>> counted(Collection<Clip> clips) {
        Map<String, Map<String, Integer>> groups = new LinkedHashMap<>();
        for (Clip clip : clips)
            groups.computeIfAbsent(clip.group, g -> new LinkedHashMap<>()).merge(clip.className, 1, Integer::sum);
        return groups;
    }

    /**
     * Divides clips.
     *
     * @param seed the same seed gives the same split of the same clips
     * @return {@code train} or {@code test} of each group; all {@code train} where the groups are too few
     */
    public static Map<String, String> of(Collection<Clip> clips, long seed) {
        Map<String, Map<String, Integer>> groups = counted(clips);
        Map<String, Integer> total = new HashMap<>();
        Map<String, Integer> trainingGroups = new HashMap<>();
        groups.values()
                .forEach(group -> group.forEach((name, count) -> {
                    total.merge(name, count, Integer::sum);
                    trainingGroups.merge(name, 1, Integer::sum);
                }));
        List<String> order = new ArrayList<>(groups.keySet());
        Collections.sort(order);
        Collections.shuffle(order, new Random(seed));
        Map<String, Integer> tested = new HashMap<>();
        Set<String> test = new LinkedHashSet<>();
        for (String name : order) {
            Map<String, Integer> group = groups.get(name);
            boolean isNeeded = group.keySet().stream()
                    .anyMatch(c -> tested.getOrDefault(c, 0) < Math.floor(TEST * total.get(c) + 0.5)
                            || !tested.containsKey(c) && trainingGroups.get(c) > 1);
            boolean isSpare = group.keySet().stream().allMatch(c -> trainingGroups.get(c) > 1);
            // A group of many clips must not take half of a class away.
            boolean isSmall = group.entrySet().stream()
                    .allMatch(e -> tested.getOrDefault(e.getKey(), 0) + e.getValue() <= total.get(e.getKey()) / 2.0);
            if (!isNeeded || !isSpare || !isSmall) continue;
            test.add(name);
            group.forEach((c, count) -> {
                tested.merge(c, count, Integer::sum);
                trainingGroups.merge(c, -1, Integer::sum);
            });
        }
        Map<String, String> splits = new LinkedHashMap<>();
        for (String name : groups.keySet()) splits.put(name, test.contains(name) ? "test" : "train");
        return splits;
    }
}
