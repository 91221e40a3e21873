package org.whynot.dataset.labels;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.util.Progress;

/** Collects the events of one label file; everything else goes to the report. */
final class EventCollector implements LabelSink {

    private final LabelSource source;
    private final Films films;
    private final ImportReport report;
    private final Progress progress;
    private final List<LabelEvent> events = new ArrayList<>();
    private final Map<String, Stated> stated = new LinkedHashMap<>();

    EventCollector(LabelSource source, Films films, ImportReport report, Progress progress) {
        this.source = source;
        this.films = films;
        this.report = report;
        this.progress = progress;
    }

    /** The name of the label file. */
    String file() {
        return source.path().getFileName().toString();
    }

    /** The name without ending, which may be that of a video. */
    String stem() {
        return source.stem();
    }

    List<LabelEvent> events() {
        return events;
    }

    /** What the file states about a video; null if nothing. */
    Stated stated(String video) {
        return stated.get(video);
    }

    @Override
    public void event(LabelEvent event) {
        events.add(event);
    }

    @Override
    public void unused(int line, int lost, String sentence) {
        report.remark(file(), line, lost, sentence);
    }

    @Override
    public void note(int line, String sentence) {
        report.remark(file(), line, 0, sentence);
    }

    @Override
    public void states(String video, Stated what) {
        stated.putIfAbsent(video, what);
    }

    @Override
    public double secondsOf(String video) {
        List<Path> found = films.find(video);
        try {
            return found.isEmpty() ? Double.NaN : films.film(found.get(0)).seconds();
        } catch (IOException e) {
            // Reported with the events of that video.
            return Double.NaN;
        }
    }

    @Override
    public String videoAtStartOf(String name) {
        return films.atStartOf(name);
    }

    @Override
    public void check() {
        progress.check();
    }
}
