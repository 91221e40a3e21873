package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;

/**
 * Classifies the long videos of a run part by part, a part a task, before each is explained by one task. A part that could not be
 * classified is left to that task, which also states what is wrong with the video.
 */
final class SparkParts {

    /** Where the parts lie in the output folder until their videos are explained; the name is hidden from the search for videos. */
    static final String FOLDER = ".whynot-parts";

    private final JavaSparkContext spark;
    private final ClusterJob job;
    private final Broadcast<ModelFiles> files;
    private final Progress progress;

    SparkParts(JavaSparkContext spark, ClusterJob job, Broadcast<ModelFiles> files, Progress progress) {
        this.spark = spark;
        this.job = job;
        this.files = files;
        this.progress = progress;
    }

    /**
     * Finds out which videos are long; those that were explained before are not.
     *
     * @param frames the most sampled frames of a part
     * @return the same, each with its number of parts
     */
    List<ClusterItem> count(List<ClusterItem> items, int frames) {
        PartTask task = new PartTask(job, files);
        List<Integer> counts = new ArrayList<>();
        String what = "WhyNot: looking for long videos among " + items.size();
        boolean isCounted = run(
                what,
                () -> counts.addAll(spark.parallelize(items, items.size())
                        .map(item -> task.count(item, frames))
                        .collect()));
        return isCounted
                ? IntStream.range(0, items.size())
                        .mapToObj(i -> items.get(i).with(counts.get(i)))
                        .toList()
                : items;
    }

    /** Classifies all parts of some videos. */
    void classify(List<ClusterItem> videos) {
        PartTask task = new PartTask(job, files);
        List<PartTask.Part> parts = new ArrayList<>();
        for (ClusterItem video : videos)
            for (int part = 0; part < video.parts(); part++) parts.add(new PartTask.Part(video, part));
        String what = "WhyNot: classifying " + parts.size() + " parts of " + videos.size() + " long videos";
        run(what, () -> spark.parallelize(parts, parts.size()).foreach(task::classify));
    }

    private boolean run(String description, Runnable jobs) {
        progress.check();
        progress.report(0, description);
        try (JobGroup group = new JobGroup(spark, description, progress::isCancelled)) {
            jobs.run();
            return true;
        } catch (Exception e) {
            // Spark's own exceptions are checked ones that its methods don't declare.
            if (progress.isCancelled()) throw Progress.cancelled();
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            progress.note("Spark has given up classifying long videos in parts, so they are classified as a whole: "
                    + reason);
            return false;
        }
    }

    /** Removes all parts from the output folder, also those of a run that was killed. */
    void remove() throws IOException {
        if (Places.isHadoop(job.output())) {
            FileSystem system = Places.system(job.output());
            system.delete(new org.apache.hadoop.fs.Path(job.output() + "/" + FOLDER), true);
        } else {
            Path folder = Places.local(job.output()).resolve(FOLDER);
            if (Files.isDirectory(folder)) StagedFiles.removeTree(folder);
        }
    }
}
