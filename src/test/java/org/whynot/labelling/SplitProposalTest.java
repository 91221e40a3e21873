package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.dataset.Segment;

class SplitProposalTest {

    private static Labels labels(int clips, int groups, long seed) {
        Random random = new Random(seed);
        List<Clip> all = new ArrayList<>();
        for (int i = 0; i < clips; i++)
            all.add(new Clip(
                    "clip" + i,
                    "film" + i / 4 + ".avi",
                    Segment.frames(i % 4 * 100, i % 4 * 100 + 100),
                    random.nextBoolean() ? "a" : "b",
                    List.of(),
                    List.of(),
                    List.of(),
                    groups == 0 ? "" : "animal " + random.nextInt(groups),
                    ""));
        return new Labels(List.of("a", "b"), List.of(), all);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 12, 40})
    void groupsAndFilesStayTogetherAndEveryClassHasAboutTheShare(int groups) {
        for (long seed = 0; seed < 20; seed++) {
            Labels labels = labels(120, groups, seed);
            Map<String, String> splits = new SplitProposal(0.25, seed).of(labels);
            Map<String, Set<String>> sides = new HashMap<>();
            for (Clip clip : labels.clips())
                sides.computeIfAbsent(groups == 0 ? clip.video() : clip.group(), g -> new HashSet<>())
                        .add(splits.get(clip.id()));
            sides.forEach((group, side) -> assertEquals(1, side.size(), group));
            for (String name : labels.classes()) {
                double test = share(labels, splits, name);
                double slack = groups == 0 ? 0.08 : 0.1 + 0.6 / groups;
                assertEquals(0.25, test, slack, "class " + name + ", seed " + seed + ", groups " + groups);
            }
        }
    }

    private static double share(Labels labels, Map<String, String> splits, String name) {
        List<Clip> own =
                labels.clips().stream().filter(c -> c.className().equals(name)).toList();
        return own.stream().filter(c -> splits.get(c.id()).equals("test")).count() / (double) own.size();
    }

    @Test
    void whatSomebodyChoseStaysAndTakesItsGroupAlong() {
        Labels labels = labels(60, 6, 3);
        Labels chosen = labels.withSplit(Set.of("clip7"), "validation");
        String group = labels.clip("clip7").orElseThrow().group();
        Map<String, String> splits = SplitProposal.USUAL.of(chosen);
        for (Clip clip : chosen.clips())
            assertEquals(clip.group().equals(group), splits.get(clip.id()).equals("validation"), clip.id());
    }

    @Test
    void oneFileWithoutGroupsIsTrainedWithAndTheSeedChangesTheOrder() {
        Labels one = Labels.EMPTY.withNewClass("a").withClips(List.of(Clip.of("x", "x.avi")));
        assertEquals(Map.of("x", "train"), SplitProposal.USUAL.of(one));
        Labels many = labels(80, 0, 1);
        assertNotEquals(new SplitProposal(0.2, 0).of(many), new SplitProposal(0.2, 1).of(many));
        assertEquals(new SplitProposal(0.2, 0).of(many), new SplitProposal(0.2, 0).of(many));
    }

    @Test
    void overlappingSegmentsOfTwoGroupsStayTogether() {
        Labels labels = labels(8, 0, 1).changed(Set.of("clip0"), c -> c.withGroup("left"));
        assertEquals(Set.of("clip0"), SplitProposal.inseparable(labels, Set.of("clip0")));
        Labels overlapping = labels.changed(Set.of("clip0"), c -> c.withSegment(Segment.frames(0, 101)));
        assertTrue(SplitProposal.inseparable(overlapping, Set.of("clip0")).containsAll(Set.of("clip0", "clip3")));
    }

    private static Clip part(String id, int start, String group, String split) {
        return new Clip(
                id, "film.avi", Segment.frames(start, start + 100), "a", List.of(), List.of(), List.of(), group, split);
    }

    private static Labels film(Clip... parts) {
        return new Labels(List.of("a"), List.of(), List.of(parts));
    }

    @Test
    void segmentsOfAFilmKeepTheSplitsThatSomebodyChose() {
        Labels labels = film(
                part("first", 0, "", "train"),
                part("second", 100, "", "test"),
                part("third", 200, "", ""),
                part("fourth", 300, "", "validation"));
        assertEquals(
                Map.of("first", "train", "second", "test", "third", "train", "fourth", "validation"),
                SplitProposal.USUAL.of(labels));
    }

    /** A data set can't hold them in two splits. */
    @Test
    void segmentsWithCommonPixelsTakeTheSplitOfTheFirst() {
        Labels labels = film(
                part("first", 0, "", "train"), part("second", 100, "", "test"), part("late", 150, "", "validation"));
        assertEquals(Map.of("first", "train", "second", "test", "late", "test"), SplitProposal.USUAL.of(labels));
    }

    @Test
    void joiningAGroupUnifiesItsSplits() {
        Labels labels = film(
                part("first", 0, "", "train"),
                part("second", 100, "dish", "test"),
                part("third", 200, "dish", "test"),
                part("fourth", 300, "", ""));
        Labels joined = labels.withGroup(Set.of("first", "fourth"), "dish");
        assertEquals(
                List.of("train", "train", "train", ""),
                joined.clips().stream().map(Clip::split).toList());
        assertEquals(Set.of("train"), Set.copyOf(SplitProposal.USUAL.of(joined).values()));
        assertEquals(
                List.of("train", "test", "test", ""),
                labels.withGroup(Set.of("first"), "other").clips().stream()
                        .map(Clip::split)
                        .toList());
    }
}
