package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.whynot.dataset.labels.ImportReport;
import org.whynot.dataset.labels.LabelImport;
import org.whynot.dataset.labels.LabelSettings;
import org.whynot.dataset.labels.VideoFacts;
import org.whynot.util.Progress;

/**
 * Imports label files, or only checks them, with the videos opened on the machines of a Spark cluster. What is reported and written
 * is what {@link LabelImport} would have on one.
 *
 * <pre>{@code
 * ImportReport report = new SparkLabelImport(spark, settings).run(progress);
 * }</pre>
 *
 * <p>Every video is a task, which sends back its size, length and times. The driver reads the labels and does all else.
 */
public final class SparkLabelImport {

    /** The share of the work until the videos are opened. */
    private static final double OPENED = 0.9;

    private final JavaSparkContext spark;
    private final LabelSettings settings;

    /**
     * @param spark not closed by this
     * @param settings with absolute paths; every machine must have the videos under the same ones
     */
    public SparkLabelImport(JavaSparkContext spark, LabelSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Opens the videos of the labels and imports these, or only checks them where the settings have no output.
     *
     * @return what was used and what was not
     * @throws IOException if nothing can be read or used, a machine does not have the videos, or the data set can't be written; a
     *     sentence
     * @throws java.util.concurrent.CancellationException if cancelled; nothing was written then
     */
    public ImportReport run(Progress progress) throws IOException {
        List<Path> videos = new LabelImport(settings).videos(progress.part(0, 0));
        Map<Path, VideoFacts> known = new HashMap<>();
        List<String> files = videos.stream().map(Path::toString).toList();
        new ItemJob<String, VideoFacts>(spark, "videos opened", progress.part(0, OPENED))
                .run(files, SparkLabelImport::open, (place, facts) -> known.put(videos.get(place), facts));
        return new LabelImport(settings, known).run(progress.part(OPENED, 1));
    }

    private static VideoFacts open(String file, int threads, Progress progress) throws IOException {
        SharedFiles.require(Path.of(file));
        return VideoFacts.of(Path.of(file));
    }

    /**
     * What a run would do, without opening a video.
     *
     * @throws IOException if the labels can't be read, or speak of no video that is there; a sentence
     */
    public String plan(Progress progress) throws IOException {
        List<Path> videos = new LabelImport(settings).videos(progress);
        return (videos.size() == 1 ? "1 video" : videos.size() + " videos") + " of the labels in " + settings.file()
                + " would be opened, one task each, on " + spark.sc().master() + " with " + spark.defaultParallelism()
                + " cores now.\n"
                + (settings.output() == null
                        ? "Nothing would be written: give an output folder to import the labels."
                        : "The data set would be written to " + settings.output() + ".");
    }
}
