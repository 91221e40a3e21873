package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.whynot.video.FileVideo;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** The videos of a folder, by the names that label files have for them. Each is opened once, when it is asked for. */
final class Films {

    private static final int DEEPEST = 6;

    /**
     * A video.
     *
     * @param file absolute
     * @param frames at least 1
     * @param width pixels
     * @param height pixels
     * @param rate frames per second, NaN if it does not say
     * @param times seconds of each frame where the rate varies; otherwise null
     */
    record Film(Path file, int frames, int width, int height, double rate, double[] times) {

        /** Seconds from the first to after the last frame, NaN if not known. */
        double seconds() {
            return frames / rate;
        }

        /** The first frame that is shown at or after a time, to half a frame; may be beyond the end. */
        double frame(double seconds, double rateIfUnknown) {
            double used = Double.isNaN(rate) ? rateIfUnknown : rate;
            if (times == null) return seconds * used;
            int frame = 0;
            while (frame < frames && times[frame] < seconds - 0.5 / used) frame++;
            return frame == frames ? Math.max(frames, seconds * used) : frame;
        }
    }

    /** Opens a video to learn about it. */
    interface Probe {
        Film of(Path file) throws IOException;
    }

    private final Path folder;
    private final Probe probe;
    private final Map<String, List<Path>> byName = new HashMap<>();
    private final Map<String, List<Path>> byStem = new HashMap<>();
    private final Map<Path, Film> films = new HashMap<>();
    private final Map<Path, IOException> unreadable = new HashMap<>();

    /** @throws IOException if the folder can't be listed */
    Films(Path folder, Probe probe) throws IOException {
        this.folder = folder;
        this.probe = probe;
        if (!Files.isDirectory(folder)) throw new IOException("There is no folder " + folder + ".");
        try (Stream<Path> files = Files.walk(folder, DEEPEST)) {
            files.filter(VideoFiles::isVideo).sorted().forEach(file -> {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                byName.computeIfAbsent(name, n -> new ArrayList<>(1)).add(file);
                byStem.computeIfAbsent(stem(name), n -> new ArrayList<>(1)).add(file);
            });
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Opens videos as WhyNot does. */
    static Film probe(Path file) throws IOException {
        try (Video video = VideoFiles.open(file)) {
            double[] times = null;
            if (video instanceof FileVideo decoded && decoded.isVariableRate()) {
                times = new double[video.frames()];
                for (int i = 0; i < times.length; i++) times[i] = decoded.time(i) - decoded.time(0);
            }
            double interval = video.frameInterval();
            return new Film(
                    file,
                    video.frames(),
                    video.width(),
                    video.height(),
                    interval > 0 ? 1 / interval : Double.NaN,
                    times);
        }
    }

    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** The files that a label file's name for a video can mean: by the very path, the name, the name without ending. */
    List<Path> find(String name) {
        String slashes = name.replace('\\', '/');
        try {
            Path direct = folder.resolve(name);
            if (!name.isEmpty() && VideoFiles.isVideo(direct)) return List.of(direct);
        } catch (InvalidPathException e) {
            return List.of();
        }
        String last = slashes.substring(slashes.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        List<Path> named = byName.getOrDefault(last, List.of());
        if (named.isEmpty()) named = byStem.getOrDefault(last, List.of());
        if (named.isEmpty()) named = byStem.getOrDefault(stem(last), List.of());
        return named;
    }

    /** The longest name of a video, without ending, that a name begins with; empty if there is none. */
    String atStartOf(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return byStem.keySet().stream()
                .filter(stem -> lower.startsWith(stem) && lower.length() > stem.length())
                .max(java.util.Comparator.comparingInt(String::length))
                .map(stem -> stem(byStem.get(stem).get(0).getFileName().toString()))
                .orElse("");
    }

    /** All videos. */
    List<Path> all() {
        return byName.values().stream().flatMap(List::stream).sorted().toList();
    }

    /** What is known of a video. */
    Film film(Path file) throws IOException {
        IOException earlier = unreadable.get(file);
        if (earlier != null) throw earlier;
        Film film = films.get(file);
        if (film != null) return film;
        try {
            film = probe.of(file);
        } catch (IOException e) {
            unreadable.put(file, e);
            throw e;
        }
        films.put(file, film);
        return film;
    }
}
