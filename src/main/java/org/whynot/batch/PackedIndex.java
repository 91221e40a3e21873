package org.whynot.batch;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.whynot.util.Progress;

/**
 * Where the line of each video is, among those of one file or several: one line per video and one per place of results, of several
 * the one that was added last. Holds some 300 bytes per video, whatever the lines' length.
 */
final class PackedIndex {

    /** Is given every line that is none. */
    @FunctionalInterface
    interface Damaged {

        /** A line, and why it is none; may end the reading. */
        void visit(LineFile.Place place, IllegalArgumentException damage) throws IOException;
    }

    private record Entry(String results, LineFile.Place place) {}

    /** By video, sorted, which is the order of the lines that are written. */
    private final TreeMap<String, Entry> entries = new TreeMap<>();
    /** The video of each place of results. */
    private final Map<String, String> videos = new HashMap<>();

    /** Adds the lines of a file in their order; those that are damaged are left out, so that their videos are explained again. */
    void add(LineFile file, Progress progress) throws IOException {
        add(file, (place, damage) -> {}, progress);
    }

    /** The same, with a say in what becomes of those that are damaged. */
    void add(LineFile file, Damaged damaged, Progress progress) throws IOException {
        file.visit(
                (place, line) -> {
                    try {
                        add(PackedLine.parseKey(line), place);
                    } catch (IllegalArgumentException e) {
                        damaged.visit(place, e);
                    }
                },
                progress);
    }

    void add(PackedLine.Key key, LineFile.Place place) {
        String other = videos.put(key.results(), key.video());
        if (other != null && !other.equals(key.video())) entries.remove(other);
        Entry old = entries.put(key.video(), new Entry(key.results(), place));
        if (old != null && !old.results().equals(key.results())) videos.remove(old.results());
    }

    /** The line of a video; empty if there is none, or its results would belong elsewhere. */
    Optional<LineFile.Place> find(String video, String results) {
        Entry entry = entries.get(video);
        return entry != null && entry.results().equals(results) ? Optional.of(entry.place()) : Optional.empty();
    }

    /** The lines of all videos, sorted by video. */
    Collection<LineFile.Place> places() {
        return entries.values().stream().map(Entry::place).toList();
    }
}
