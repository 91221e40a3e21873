package org.whynot.labelling;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.whynot.dataset.Segment;
import org.whynot.video.Box;

/** Everything that a person can do to labels, at random, as a seed has it. */
final class RandomActs {

    static final int FRAMES = 40;
    private static final List<String> SPLITS = List.of("", "train", "test", "validation");

    private final Random random;

    RandomActs(long seed) {
        random = new Random(seed);
    }

    /** Files of a folder that need not be there. */
    static Map<String, Path> videos(Path folder, int count) {
        Map<String, Path> videos = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) videos.put("clip_" + i, folder.resolve("day_" + i % 3 + "/clip_" + i + ".avi"));
        return videos;
    }

    /** The labels after one more act. */
    Labels act(Labels labels) {
        if (labels.classes().size() < 2)
            return labels.withNewClass("class " + labels.classes().size());
        if (labels.attributes().size() < 2)
            return labels.withNewAttribute("attribute, " + labels.attributes().size());
        if (labels.clips().isEmpty()) return labels.withClips(List.of(Clip.of("again", "again.avi")));
        Set<String> ids = some(labels);
        String id = ids.iterator().next();
        String attribute =
                labels.attributes().get(random.nextInt(labels.attributes().size()));
        return switch (random.nextInt(14)) {
            case 0, 1, 2 ->
                labels.withClass(
                        ids,
                        labels.classes().get(random.nextInt(labels.classes().size())));
            case 3 -> labels.withClass(ids, "");
            case 4, 5 -> labels.withAttribute(ids, attribute, random.nextInt(4) > 0);
            case 6, 7 -> labels.withBox(id, box(attribute));
            case 8 -> labels.withoutBox(id, attribute, 0, random.nextInt(FRAMES));
            case 9 -> labels.withGroup(ids, "dish " + random.nextInt(3));
            case 10 -> labels.withSplit(ids, SPLITS.get(random.nextInt(4)));
            case 11 -> labels.withSegment(id, Segment.frames(random.nextInt(10), 10 + random.nextInt(FRAMES - 10) + 1));
            case 12 -> labels.withCrop(ids, new Rectangle(random.nextInt(9), 3, 20, 20 + random.nextInt(9)));
            default -> rare(labels, id, ids);
        };
    }

    private Labels rare(Labels labels, String id, Set<String> ids) {
        return switch (random.nextInt(6)) {
            case 0 -> labels.without(ids);
            case 1 -> labels.split(id, Candidates.regular(FRAMES, 15, 10));
            case 2 -> labels.withProposedSplits(SplitProposal.USUAL);
            case 3 -> labels.renamedClass(labels.classes().get(0), "renamed " + random.nextInt());
            case 4 -> labels.renamedAttribute(labels.attributes().get(0), "renamed " + random.nextInt());
            default -> labels.withNewAttribute("attribute " + random.nextInt());
        };
    }

    KeyBox box(String attribute) {
        Box box = new Box(random.nextInt(50), random.nextInt(50) / 2.0, 1 + random.nextInt(20), 5);
        return new KeyBox(attribute, random.nextInt(2), random.nextInt(FRAMES), box, random.nextInt(4) == 0);
    }

    private Set<String> some(Labels labels) {
        int count = 1 + random.nextInt(3);
        return random.ints(count, 0, labels.clips().size())
                .mapToObj(i -> labels.clips().get(i).id())
                .collect(Collectors.toSet());
    }
}
