package org.whynot.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.LabelledClip;
import org.whynot.dataset.Sample;
import org.whynot.frontend.Messages;
import org.whynot.train.FrozenFeatures;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Computes, on the machines of a Spark cluster, the features that a training with a frozen backbone looks for in its cache folder,
 * with the files that the training itself would have written there.
 *
 * <pre>{@code
 * SparkFeatureCache.Report report =
 *         new SparkFeatureCache(spark, backbone, 4, "cpu").fill(data, Path.of("models", "features"), progress);
 * }</pre>
 *
 * <p>Every training video that has none yet is a task; its features, some kilobytes, are sent to the driver, which writes them. What was written
 * stays, however a run ends.
 */
public final class SparkFeatureCache {

    private final JavaSparkContext spark;
    private final Path backbone;
    private final int mostClips;
    private final String device;

    /**
     * @param spark not closed by this
     * @param backbone the model folder whose network is used; this machine has it, it is sent to the others
     * @param mostClips clips of a video at most, evenly spaced, at least 1; as many as the training learns from
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     */
    public SparkFeatureCache(JavaSparkContext spark, Path backbone, int mostClips, String device) {
        this.spark = spark;
        this.backbone = backbone;
        this.mostClips = mostClips;
        this.device = device;
    }

    /**
     * What became of the videos.
     *
     * @param computed how many have features now that had none
     * @param earlier how many had them before
     * @param problems why the others have none, a sentence each
     */
    public record Report(int computed, int earlier, List<String> problems) {

        /** {@code Features of 90 videos were computed, 10 more were there already.} */
        public String sentence() {
            return "Features of " + counted(computed) + (computed == 1 ? " was" : " were") + " computed"
                    + (earlier == 0 ? "." : ", " + earlier + " more were there already.");
        }

        /** What to say where some have none. */
        public String failure() {
            return counted(problems.size()) + (problems.size() == 1 ? " has" : " have")
                    + " no features, for the reasons above. A training would end there.";
        }
    }

    /** A video, and the file that its features belong into. */
    private record Item(LabelledClip clip, long bytes, String file) implements Serializable {}

    /** The content of a file of features; empty if the video can't be read, for a reason. */
    private record Found(byte[] content, String problem) implements Serializable {}

    /**
     * What is to be done.
     *
     * @param items the videos without features
     * @param earlier how many have them
     * @param problems of videos that are not there, a sentence each
     * @param key of the network and its clips
     * @param device what computes: {@code cpu} or {@code gpu}
     */
    private record Waiting(List<Item> items, int earlier, List<String> problems, String key, String device) {}

    /**
     * Computes what is missing of the split {@code train}.
     *
     * @param data the videos, which every machine has under the same paths
     * @param cache a folder of this machine, made if missing: the folder {@code features} beside that of the new model
     * @param progress notified of how many are done, and of every video that can't be read
     * @throws IOException if the network can't be opened, a machine does not have the videos, or a file can't be written; a
     *     sentence. What was written stays
     * @throws java.util.concurrent.CancellationException if cancelled; what was written stays
     */
    public Report fill(DataSet data, Path cache, Progress progress) throws IOException {
        // Whether anything can be written there is better known before the work than after it.
        new StagedFiles(cache).close();
        Waiting waiting = waiting(data, cache, progress);
        List<String> problems = new ArrayList<>(waiting.problems());
        Broadcast<ModelFiles> files = spark.broadcast(ModelFiles.read(backbone));
        // Spark must not be stopped while it still removes them: it would print that.
        try (Closeable noFiles = () -> files.destroy(true)) {
            new ItemJob<Item, Found>(spark, "videos with features", progress)
                    .run(
                            waiting.items(),
                            compute(waiting.key(), files, mostClips, waiting.device()),
                            (place, found) -> {
                                Item item = waiting.items().get(place);
                                if (found.problem().isEmpty()) FrozenFeatures.keep(cache, item.file(), found.content());
                                else problems.add(item.clip().id() + ": " + found.problem());
                            });
        }
        problems.forEach(progress::note);
        int failed = problems.size() - waiting.problems().size();
        return new Report(waiting.items().size() - failed, waiting.earlier(), List.copyOf(problems));
    }

    private static ItemTask.Work<Item, Found> compute(
            String key, Broadcast<ModelFiles> files, int mostClips, String device) {
        return (item, threads, progress) -> {
            Path video = Path.of(item.clip().file());
            SharedFiles.require(video);
            if (Files.size(video) != item.bytes())
                throw new IOException("The file " + video + " is another one than the driver has.");
            return ExecutorFeatures.use(
                    key, files::value, mostClips, device, threads, features -> found(features, item, progress));
        };
    }

    private static Found found(FrozenFeatures features, Item item, Progress progress) {
        try {
            return new Found(features.of(item.clip().sample(), progress), "");
        } catch (IOException e) {
            return new Found(new byte[0], Messages.sentence(e));
        }
    }

    private Waiting waiting(DataSet data, Path cache, Progress progress) throws IOException {
        List<Item> items = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        int earlier = 0;
        ExecutorModel.prepareEngine(spark);
        try (FrozenFeatures features = new FrozenFeatures(backbone, mostClips, device)) {
            for (Sample sample : data.split("train")) {
                progress.check();
                try {
                    if (features.isKept(sample, cache)) earlier++;
                    else
                        items.add(new Item(
                                new LabelledClip(sample), Files.size(sample.path()), features.fileName(sample)));
                } catch (IOException e) {
                    problems.add(sample.id() + ": " + Messages.sentence(e));
                }
            }
            return new Waiting(items, earlier, problems, features.key(), features.device());
        }
    }

    /**
     * What {@link #fill} would do, without doing it.
     *
     * @throws IOException if the network can't be opened; a sentence
     */
    public String plan(DataSet data, Path cache, Progress progress) throws IOException {
        Waiting waiting = waiting(data, cache, progress);
        return "Features of " + counted(waiting.items().size()) + " of " + data.folder() + " would be computed into "
                + cache
                + ", one task each, on " + spark.sc().master() + " with " + spark.defaultParallelism() + " cores now; "
                + waiting.earlier() + " more are there already.";
    }

    private static String counted(int videos) {
        return videos + (videos == 1 ? " video" : " videos");
    }
}
