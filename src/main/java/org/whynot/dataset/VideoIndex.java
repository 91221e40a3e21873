package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.whynot.util.Progress;
import org.whynot.util.ReservedNames;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** The videos of a data-set folder while its files are read, and what is wrong with these. */
final class VideoIndex {

    /** Work between two questions whether to stop; a power of two. */
    private static final int STEPS = 2048;

    private final Path folder;
    private final Layout layout;
    private final Progress progress;
    private final Problems problems = new Problems();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Set<String> classes = new TreeSet<>();
    /** Of the files that were opened; unknown where one can't be read. */
    private final Map<Path, VideoSize> sizes = new HashMap<>();

    private boolean complete = true;
    private int steps;

    VideoIndex(Path folder, Layout layout, Progress progress) {
        this.folder = folder.toAbsolutePath().normalize();
        this.layout = layout;
        this.progress = progress;
    }

    /** The folder of the data set, absolute. */
    Path folder() {
        return folder;
    }

    /** Where everything that is wrong goes. */
    Problems problems() {
        return problems;
    }

    /** All videos in the order of their lists. */
    Collection<Draft> videos() {
        return drafts.values();
    }

    /** Whether the data set may do without attributes. */
    boolean needsAttributes() {
        return layout.needsAttributes();
    }

    /** Reports something worth knowing, a sentence. */
    void note(String sentence) {
        progress.note(sentence);
    }

    /** The video of the id in a table's row; null if there is none, and reported where the lists of videos are known. */
    Draft video(CsvTable table) {
        String id = table.text("id");
        if (id.isEmpty()) return null;
        Draft video = drafts.get(id);
        if (video == null && complete) table.problem("id", id, layout.unknownId());
        return video;
    }

    /**
     * Adds a video.
     *
     * @return null, or the video that has this id already
     */
    Draft add(Draft video) {
        if (classes.add(video.className) && ReservedNames.contains(video.className))
            problems.add(video.list, video.line, "class", video.className, ReservedNames.advice());
        return drafts.putIfAbsent(video.id, video);
    }

    /** Names of the classes, sorted. */
    Set<String> classes() {
        return Collections.unmodifiableSet(classes);
    }

    /** Adds the name of a class that may have no videos. */
    void addClass(String name) {
        classes.add(name);
    }

    /** Whether every list of videos could be read, so that a video or class that is not here does not exist. */
    boolean isComplete() {
        return complete;
    }

    /** Tells that a list of videos could not be read, so that other tables may rightly speak of unknown videos. */
    void setIncomplete() {
        complete = false;
    }

    /**
     * Counts a row that was read, and checks now and then.
     *
     * @param fraction of the file or of the files, 0 to 1
     * @throws java.util.concurrent.CancellationException if not
     */
    void step(double fraction, String message) {
        if ((++steps & STEPS - 1) == 0) check(fraction, message);
    }

    /**
     * Reports how far the work is and asks whether to continue.
     *
     * @param fraction of the file or of the files, 0 to 1
     * @throws java.util.concurrent.CancellationException if it shall not
     */
    void check(double fraction, String message) {
        progress.check();
        progress.report(fraction, message);
    }

    /** The size of the file of a video with boxes, from the file where the data set does not tell. */
    VideoSize size(Draft video) {
        VideoSize told = video.size;
        boolean whole = told.frames() > 0 && told.width() > 0 && told.height() > 0;
        if (whole || video.path == null) return told;
        // Many clips can be segments of one file.
        VideoSize measured = measured(video);
        if (measured.frames() > 0)
            video.size = new VideoSize(
                    told.frames() > 0 ? told.frames() : measured.frames(),
                    told.width() > 0 ? told.width() : measured.width(),
                    told.height() > 0 ? told.height() : measured.height());
        return video.size;
    }

    private VideoSize measured(Draft video) {
        VideoSize known = sizes.get(video.path);
        if (known != null) return known;
        progress.check();
        VideoSize size = VideoSize.UNKNOWN;
        try (Video file = VideoFiles.open(video.path)) {
            size = new VideoSize(file.frames(), file.width(), file.height());
        } catch (IOException e) {
            problems.add(video.list, video.line, "path", relative(video.path), e.getMessage());
        }
        sizes.put(video.path, size);
        return size;
    }

    /** A path as messages have it: from the folder on, with slashes. */
    String relative(Path path) {
        return (path.startsWith(folder) ? folder.relativize(path) : path)
                .toString()
                .replace('\\', '/');
    }
}
