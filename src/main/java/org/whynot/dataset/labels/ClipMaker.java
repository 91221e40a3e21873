package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.FrameBox;
import org.whynot.util.Progress;
import org.whynot.util.ReservedNames;
import org.whynot.video.Box;

/** Makes clips of events: finds their videos, turns times into frames, and reports what can't be used. */
final class ClipMaker {

    /** Frame rates that differ by less are the same. */
    private static final double SAME_RATE = 0.01;

    private final LabelSettings settings;
    private final Films films;
    private final ImportReport report;
    private final List<Clip> clips = new ArrayList<>();

    ClipMaker(LabelSettings settings, Films films, ImportReport report) {
        this.settings = settings;
        this.films = films;
        this.report = report;
    }

    /** Adds the events of a label file. */
    void add(EventCollector file, Progress progress) {
        Map<String, List<LabelEvent>> byVideo = new LinkedHashMap<>();
        for (LabelEvent event : file.events())
            byVideo.computeIfAbsent(event.video(), v -> new ArrayList<>()).add(event);
        byVideo.forEach((video, events) -> {
            progress.check();
            Films.Film film = film(file, video, events);
            if (film != null) for (LabelEvent event : events) add(file, event, film);
        });
    }

    /** The video that events are of; null, and reported, if they can't be used. */
    private Films.Film film(EventCollector file, String video, List<LabelEvent> events) {
        int line = events.get(0).line();
        int rows = rows(events);
        List<Path> found = films.find(video.isEmpty() ? file.stem() : video);
        if (found.isEmpty() && video.isEmpty() && films.all().size() == 1) {
            found = films.all();
            report.remark(file.file(), 0, 0, "it names no video; the only one there is taken, " + found.get(0) + ".");
        }
        if (found.isEmpty()) {
            report.remark(
                    file.file(),
                    line,
                    rows,
                    video.isEmpty()
                            ? "it names no video, and none is called '" + file.stem() + "'. Give the video that name."
                            : "there is no video '" + video
                                    + "' among the videos. Put it there, or choose its folder.");
            return null;
        }
        if (found.size() > 1)
            report.remark(
                    file.file(),
                    line,
                    0,
                    "there are " + found.size() + " videos '" + video + "'; the first is used, " + found.get(0) + ".");
        try {
            Films.Film film = films.film(found.get(0));
            return isOf(file, video, film, events) ? film : null;
        } catch (IOException e) {
            report.remark(file.file(), line, rows, e.getMessage());
            return null;
        }
    }

    private static int rows(List<LabelEvent> events) {
        return events.stream().mapToInt(LabelEvent::rows).sum();
    }

    /** Whether what the label file states about a video fits it. */
    private boolean isOf(EventCollector file, String video, Films.Film film, List<LabelEvent> events) {
        LabelSink.Stated stated = file.stated(video);
        if (stated == null) return true;
        String name = "'" + film.file().getFileName() + "'";
        boolean isSize = stated.width() == 0
                || stated.height() == 0
                || stated.width() == film.width() && stated.height() == film.height();
        if (!isSize) {
            report.remark(
                    file.file(),
                    stated.line(),
                    rows(events),
                    "the labels are of a video of " + stated.width() + " x " + stated.height() + " pixels, and " + name
                            + " has " + film.width() + " x " + film.height()
                            + ". Put the labelled video there.");
            return false;
        }
        if (stated.frames() > 0 && stated.frames() != film.frames())
            report.remark(
                    file.file(),
                    stated.line(),
                    0,
                    "the labels are of " + stated.frames() + " frames, and " + name + " has " + film.frames()
                            + ". Is it the labelled video?");
        if (stated.rate() > 0 && Math.abs(film.rate() / stated.rate() - 1) > SAME_RATE)
            report.remark(
                    file.file(),
                    stated.line(),
                    0,
                    String.format(
                            java.util.Locale.ROOT,
                            "the labels are of %.4g frames per second, and %s has %.4g. Seconds are used as they are.",
                            stated.rate(),
                            name,
                            film.rate()));
        return true;
    }

    private void add(EventCollector file, LabelEvent event, Films.Film film) {
        String className = settings.classFrom().of(event);
        String problem = null;
        if (!settings.subjects().isEmpty() && !settings.subjects().contains(event.subject()))
            problem = "it is of the subject '" + event.subject() + "', which was not chosen.";
        else if (className.isEmpty())
            problem = "'" + event.label() + "' has no value of "
                    + settings.classFrom().attribute() + ", which is to be the class.";
        else if (settings.skip().contains(className)) problem = "the class '" + className + "' is left out.";
        else if (ReservedNames.contains(className))
            problem = "a class can't be called '" + className + "'. " + ReservedNames.advice();
        if (problem != null) {
            report.remark(file.file(), event.line(), event.rows(), problem);
            return;
        }
        LabelSink.Stated stated = file.stated(event.video());
        FrameSpan span = FrameSpan.of(event.time(), film, stated == null ? Double.NaN : stated.rate(), settings);
        if (span.problem() != null)
            report.remark(file.file(), event.line(), span.isLost() ? event.rows() : 0, span.problem());
        if (span.isLost()) return;
        Places places = new Places(event, film, span);
        if (places.areOutside()) {
            report.remark(
                    file.file(),
                    event.line(),
                    event.rows(),
                    "its boxes are outside the video, which is " + film.width() + " x " + film.height()
                            + " pixels. Are the labels of another video?");
            return;
        }
        clips.add(new Clip(
                file.file(),
                event,
                film,
                className,
                attributes(event),
                span.start(),
                span.stop(),
                places.track(),
                places.boxes(),
                settings.crop() == LabelSettings.Crop.YES
                        && event.mark() == null
                        && !places.track().isEmpty()));
    }

    private List<String> attributes(LabelEvent event) {
        List<String> names = new ArrayList<>();
        event.values().forEach((name, value) -> {
            if (name.equals(settings.classFrom().attribute()) || value.equals("false")) return;
            names.add(value.equals("true") ? name : name + " " + value);
        });
        return names;
    }

    /** All clips in the order of the videos; overlaps are reported, and cropped where that tells subjects apart. */
    List<Clip> finish() {
        List<Clip> sorted = new ArrayList<>(clips);
        sorted.sort(Comparator.comparing((Clip c) -> c.film().file()).thenComparingInt(Clip::start));
        boolean[] isShared = new boolean[sorted.size()];
        for (int i = 0; i < sorted.size(); i++)
            for (int j = i + 1; j < sorted.size() && sorted.get(i).isAtTheTimeOf(sorted.get(j)); j++) {
                Clip a = sorted.get(i);
                Clip b = sorted.get(j);
                boolean isSubject = a.event().subject().equals(b.event().subject());
                boolean isPlaced = !a.track().isEmpty() && !b.track().isEmpty();
                if (isSubject && !isPlaced && !a.className().equals(b.className()))
                    report.remark(
                            b.source(),
                            b.event().line(),
                            0,
                            "'" + b.className() + "' overlaps '" + a.className() + "' of line "
                                    + a.event().line()
                                    + (b.event().subject().isEmpty()
                                            ? ""
                                            : " of the subject " + b.event().subject())
                                    + ". Both became clips; leave one out if they contradict each other.");
                isShared[i] |= isPlaced && a.event().mark() == null;
                isShared[j] |= isPlaced && b.event().mark() == null;
            }
        if (settings.crop() != LabelSettings.Crop.AUTO) return sorted;
        for (int i = 0; i < isShared.length; i++)
            if (isShared[i]) sorted.set(i, sorted.get(i).cropped());
        return sorted;
    }

    /** Where an event's subject and attributes are, in the frames of its clip. */
    private static final class Places {
        private final Films.Film film;
        private final FrameSpan span;
        private final List<FrameBox> track;
        private final Map<String, List<FrameBox>> boxes = new LinkedHashMap<>();
        private final boolean areOutside;

        Places(LabelEvent event, Films.Film film, FrameSpan span) {
            this.film = film;
            this.span = span;
            boolean isShares = event.time().unit() == LabelEvent.Unit.SECONDS;
            List<FrameBox> places = isShares ? FrameSpan.ofShares(event.track(), film) : event.track();
            // An event without duration has one place, where its subject is all the time.
            if (event.time().isPoint() && places.size() == 1 || isShares) places = span.filled(places);
            track = inside(places);
            areOutside = !places.isEmpty() && track.isEmpty();
            // Boxes of whole frames only say that nobody has drawn any.
            if (event.mark() == null
                    && track.stream()
                            .allMatch(place -> place.box().equals(new Box(0, 0, film.width(), film.height())))) {
                track.clear();
                return;
            }
            event.boxes().forEach((name, of) -> {
                List<FrameBox> inside = inside(of);
                if (!inside.isEmpty()) boxes.put(name, inside);
            });
        }

        private List<FrameBox> inside(List<FrameBox> places) {
            List<FrameBox> inside = new ArrayList<>();
            for (FrameBox place : places)
                if (place.frame() >= span.start() && place.frame() < span.stop())
                    Clip.inside(place.box(), film)
                            .ifPresent(box ->
                                    inside.add(new FrameBox(place.frame(), box, place.keyframe(), place.track())));
            return inside;
        }

        List<FrameBox> track() {
            return track;
        }

        Map<String, List<FrameBox>> boxes() {
            return boxes;
        }

        boolean areOutside() {
            return areOutside;
        }
    }
}
