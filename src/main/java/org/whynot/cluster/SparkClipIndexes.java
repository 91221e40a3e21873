package org.whynot.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.classifier.Precision;
import org.whynot.dataset.LabelledVideos;
import org.whynot.explain.ClipIndex;
import org.whynot.explain.EvidenceSwap;
import org.whynot.model.Model;
import org.whynot.model.Names;
import org.whynot.util.Progress;

/**
 * Makes, on the machines of a Spark cluster, the indexes in which Swap Evidence... looks for clips of another class, with the files
 * that it would have made in the user's cache folder itself.
 *
 * <pre>{@code
 * List<String> sentences = new SparkClipIndexes(spark, modelFolder, "cpu").fill(clips, List.of("apoptosis"), progress);
 * }</pre>
 *
 * <p>Every video is a task, some at a time, until the index of its class is full. The driver writes the indexes into the cache folder of the user who has
 * started it.
 */
public final class SparkClipIndexes {

    /** Videos that are classified at the same time, for each core: few, as an index is soon full. */
    private static final int VIDEOS_PER_CORE = 2;

    private final JavaSparkContext spark;
    private final Path modelFolder;
    private final String device;

    /**
     * @param spark not closed by this
     * @param modelFolder a model that this machine has; it is sent to the others
     * @param device {@code auto}, {@code cpu} or {@code gpu}; {@code auto} is what it is on this machine
     */
    public SparkClipIndexes(JavaSparkContext spark, Path modelFolder, String device) {
        this.spark = spark;
        this.modelFolder = modelFolder;
        this.device = device;
    }

    /** A labelled video, as it is sent to the machine that classifies it. */
    private record Item(String name, String file, String part, ClipIndex.Opener opener) implements Serializable {

        static Item of(ClipIndex.Source video) {
            return new Item(video.name(), video.file().toString(), video.part(), video.opener());
        }

        ClipIndex.Source source() {
            return new ClipIndex.Source(name, Path.of(file), part, opener);
        }
    }

    /** The videos of one class. */
    private record OfClass(String name, List<ClipIndex.Source> videos) {}

    /**
     * Makes the indexes that are not there yet.
     *
     * @param clips a data set, a folder with a folder per class, or a folder of videos, which every machine has under the same path
     * @param classes of the model; none for all of which there are videos
     * @param progress notified of how far it is
     * @return what became of each class, a sentence each
     * @throws IOException if a video or the model can't be read, a machine does not have the videos, or an index can't be written; a
     *     sentence. Indexes that were written stay
     * @throws IllegalArgumentException if a class is not known, or evidence of the model can't be swapped
     * @throws java.util.concurrent.CancellationException if cancelled; indexes that were written stay
     */
    public List<String> fill(Path clips, List<String> classes, Progress progress) throws IOException {
        ExecutorModel.prepareEngine(spark);
        List<String> sentences = new ArrayList<>();
        try (Model model = Model.open(modelFolder, device)) {
            List<OfClass> all = find(model, clips, classes, progress.part(0, 0));
            Broadcast<ModelFiles> files = spark.broadcast(ModelFiles.read(modelFolder));
            // Spark must not be stopped while it still removes them: it would print that.
            try (Closeable noFiles = () -> files.destroy(true)) {
                for (int i = 0; i < all.size(); i++) {
                    Progress part = progress.part(i / (double) all.size(), (i + 1) / (double) all.size());
                    sentences.add(fill(model, files, all.get(i), part));
                }
            }
        }
        return sentences;
    }

    private String fill(Model model, Broadcast<ModelFiles> files, OfClass one, Progress progress) throws IOException {
        ItemTask.Work<Item, ClipIndex.Part> work = classify(model.sha256(), model.device(), one.name(), files);
        ClipIndex.Computing onCluster = (videos, to) -> {
            ClipIndex.Part[] parts = new ClipIndex.Part[videos.size()];
            new ItemJob<Item, ClipIndex.Part>(spark, "videos of '" + one.name() + "' classified", to)
                    .run(videos.stream().map(Item::of).toList(), work, (place, part) -> parts[place] = part);
            return Arrays.asList(parts);
        };
        OptionalInt found = ClipIndex.prepare(model, one.name(), one.videos(), atOnce(), onCluster, progress);
        if (found.isEmpty()) return "The index of the class '" + one.name() + "' was there already.";
        if (found.getAsInt() == 0)
            return "The index of the class '" + one.name() + "' is empty: the model calls none of the "
                    + one.videos().size() + " videos by that class.";
        return "The index of the class '" + one.name() + "' has " + found.getAsInt() + " clips.";
    }

    private static ItemTask.Work<Item, ClipIndex.Part> classify(
            String sha256, String device, String className, Broadcast<ModelFiles> files) {
        return (item, threads, progress) -> {
            SharedFiles.require(Path.of(item.file()));
            try (ExecutorModel.Lease lease =
                    ExecutorModel.get(sha256, files::value, device, Precision.EXACT, threads)) {
                return ClipIndex.part(lease.model(), className, item.source(), progress);
            }
        };
    }

    private int atOnce() {
        return VIDEOS_PER_CORE * spark.defaultParallelism();
    }

    /** The videos of the classes that are asked for; where none are, those of the classes that have any. */
    private static List<OfClass> find(Model model, Path clips, List<String> classes, Progress progress)
            throws IOException {
        EvidenceSwap.requirePossible(model);
        List<String> known = model.card().classes();
        for (String name : classes) Names.indexOf("classes", name, known);
        if (!Files.isDirectory(clips))
            throw new IOException("There is no folder " + clips + ". Give a data set or a folder of videos.");
        List<OfClass> found = new ArrayList<>();
        IOException none = null;
        for (String name : classes.isEmpty() ? known : classes) {
            try {
                found.add(new OfClass(name, LabelledVideos.of(clips, name, progress)));
            } catch (IOException e) {
                if (!classes.isEmpty()) throw e;
                none = e;
            }
        }
        if (found.isEmpty()) throw none;
        return found;
    }

    /**
     * What {@link #fill} would do, without doing it.
     *
     * @throws IOException if a folder or the model can't be read; a sentence
     * @throws IllegalArgumentException if a class is not known, or evidence of the model can't be swapped
     */
    public String plan(Path clips, List<String> classes, Progress progress) throws IOException {
        ExecutorModel.prepareEngine(spark);
        try (Model model = Model.open(modelFolder, device)) {
            List<String> lines = new ArrayList<>();
            for (OfClass one : find(model, clips, classes, progress))
                lines.add("Up to " + ClipIndex.MOST_CLIPS + " clips of the first of "
                        + one.videos().size()
                        + " videos of the class '" + one.name() + "' would be put into an index, " + atOnce()
                        + " videos at a time, one task each, on " + spark.sc().master() + ".");
            return String.join("\n", lines);
        }
    }
}
