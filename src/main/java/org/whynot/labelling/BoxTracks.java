package org.whynot.labelling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

/**
 * The boxes of a clip: those that were set, sorted by attribute, track and frame, and what is interpolated between them. Edges are
 * interpolated linearly.
 */
final class BoxTracks {

    /** By attribute, track and frame. */
    static final Comparator<KeyBox> ORDER = Comparator.comparing(KeyBox::attribute)
            .thenComparingInt(KeyBox::track)
            .thenComparingInt(KeyBox::frame);

    /** Edges that differ by no more, pixels, are the same: files round. */
    private static final double TOLERANCE = 0.011;

    private BoxTracks() {}

    /** The keys with another one, which takes the place of that on its frame. */
    static List<KeyBox> with(List<KeyBox> keys, KeyBox added) {
        List<KeyBox> all = new ArrayList<>(without(keys, added.attribute(), added.track(), added.frame()));
        all.add(added);
        all.sort(ORDER);
        return all;
    }

    /** The keys without that of a track on a frame. */
    static List<KeyBox> without(List<KeyBox> keys, String attribute, int track, int frame) {
        return keys.stream()
                .filter(k -> k.frame() != frame
                        || k.track() != track
                        || !k.attribute().equals(attribute))
                .toList();
    }

    /** The box of a track on a frame, set or interpolated; empty where it is out of sight. */
    static Optional<Box> at(List<KeyBox> keys, String attribute, int track, int frame) {
        KeyBox before = null;
        for (KeyBox key : keys) {
            if (key.track() != track || !key.attribute().equals(attribute)) continue;
            if (key.frame() == frame) return Optional.of(key.box());
            if (key.frame() > frame)
                return before == null || before.ends() ? Optional.empty() : Optional.of(between(before, key, frame));
            before = key;
        }
        return Optional.empty();
    }

    private static Box between(KeyBox from, KeyBox to, int frame) {
        return from.box().interpolate(to.box(), (double) (frame - from.frame()) / (to.frame() - from.frame()));
    }

    /**
     * The box of every frame in which one is in sight.
     *
     * @param keys sorted
     * @param start the first frame that counts
     * @param stop the first frame that does not count any more
     * @return by attribute; by track, frames ascending
     */
    static Map<String, List<FrameBox>> frames(List<KeyBox> keys, int start, int stop) {
        Map<String, List<FrameBox>> boxes = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            KeyBox key = keys.get(i);
            KeyBox next = i + 1 < keys.size() ? keys.get(i + 1) : null;
            boolean moves = next != null && !key.ends() && next.isOfTrackOf(key);
            int last = moves ? next.frame() - 1 : key.frame();
            for (int frame = Math.max(start, key.frame()); frame <= Math.min(last, stop - 1); frame++) {
                boolean isKey = frame == key.frame();
                Box box = isKey ? key.box() : between(key, next, frame);
                boxes.computeIfAbsent(key.attribute(), a -> new ArrayList<>())
                        .add(new FrameBox(frame, box, isKey, key.track()));
            }
        }
        return boxes;
    }

    /**
     * The fewest keys that give the boxes of a table again: those marked as such, those at which an object appears or disappears, and
     * those that are not where interpolation would put them.
     */
    static List<KeyBox> keys(String attribute, List<FrameBox> boxes) {
        Map<Integer, TreeMap<Integer, FrameBox>> tracks = new TreeMap<>();
        for (FrameBox box : boxes)
            tracks.computeIfAbsent(box.track(), t -> new TreeMap<>()).put(box.frame(), box);
        List<KeyBox> keys = new ArrayList<>();
        tracks.forEach((track, frames) -> {
            List<FrameBox> run = new ArrayList<>();
            for (FrameBox box : frames.values()) {
                run.add(box);
                if (frames.containsKey(box.frame() + 1)) continue;
                boolean isLast = box.frame() == frames.lastKey();
                addRun(attribute, run, !isLast, keys);
                run.clear();
            }
        });
        return keys;
    }

    private static void addRun(String attribute, List<FrameBox> run, boolean ends, List<KeyBox> keys) {
        int from = 0;
        for (int i = 0; i < run.size(); i++) {
            boolean isLast = i == run.size() - 1;
            if (i > 0 && !isLast && !run.get(i).keyframe()) continue;
            addDeviations(attribute, run, from, i, keys);
            keys.add(key(attribute, run.get(i), isLast && ends));
            from = i;
        }
    }

    /** Keys for the frames between two keys that are not on the line between them. */
    private static void addDeviations(String attribute, List<FrameBox> run, int from, int to, List<KeyBox> keys) {
        for (int i = from + 1; i < to; i++) {
            Box line = run.get(from).box().interpolate(run.get(to).box(), (double) (i - from) / (to - from));
            Box box = run.get(i).box();
            double off = Math.max(
                    Math.max(Math.abs(line.x() - box.x()), Math.abs(line.y() - box.y())),
                    Math.max(Math.abs(line.width() - box.width()), Math.abs(line.height() - box.height())));
            if (off <= TOLERANCE) continue;
            keys.add(key(attribute, run.get(i), false));
            from = i;
        }
    }

    private static KeyBox key(String attribute, FrameBox box, boolean ends) {
        return new KeyBox(attribute, box.track(), box.frame(), box.box(), ends);
    }
}
