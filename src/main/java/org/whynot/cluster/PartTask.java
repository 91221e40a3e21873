package org.whynot.cluster;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.batch.VideoExplainer;
import org.whynot.batch.VideoParts;
import org.whynot.util.Progress;

/**
 * What Spark runs for long videos, on whatever machine. What can't be done here is left to the {@link VideoTask}, which does it as
 * a whole or states what is wrong.
 */
final class PartTask implements Serializable {

    private static final long serialVersionUID = 1;

    /** One part of a video, 0-based. */
    record Part(ClusterItem video, int number) implements Serializable {}

    private final ClusterJob job;
    private final Broadcast<ModelFiles> files;

    PartTask(ClusterJob job, Broadcast<ModelFiles> files) {
        this.job = job;
        this.files = files;
    }

    /** Work on a copy of a video. */
    @FunctionalInterface
    private interface Work {
        int on(LocalCopy copy, VideoExplainer explainer, VideoParts parts, Progress progress) throws IOException;
    }

    /**
     * How many parts a video is to be classified in.
     *
     * @param frames the most sampled frames of a part
     * @return 1 if it is short, was explained before, or can't be read
     */
    int count(ClusterItem item, int frames) {
        return run(item, (copy, explainer, parts, progress) -> {
            if (copy.fetchEarlier() && explainer.earlier(copy.video(), progress).isPresent()) return 1;
            copy.fetchVideo();
            return parts.count(copy.video(), frames);
        });
    }

    /** Classifies a part and leaves it where the video's task finds it. */
    void classify(Part part) {
        run(part.video(), (copy, explainer, parts, progress) -> {
            copy.fetchVideo();
            parts.classify(copy.video(), part.number(), part.video().parts(), copy.partFile(part.number()), progress);
            copy.publishPart(part.number());
            return 1;
        });
    }

    private int run(ClusterItem item, Work work) {
        TaskContext context = TaskContext.get();
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The engine looks its services up through the thread's class loader.
        Thread.currentThread().setContextClassLoader(PartTask.class.getClassLoader());
        String attempt = context.stageId() + "-" + context.taskAttemptId();
        try (LocalCopy copy = LocalCopy.of(job, item, attempt);
                ExecutorModel.Lease lease = VideoTask.openModel(job, item, files, context)) {
            var model = lease.model();
            var results = new TaskResults(job, item, copy.output());
            var explainer = new VideoExplainer(model, job.question(), results, VideoExplainer.Guard.NONE);
            return work.on(
                    copy,
                    explainer,
                    new VideoParts(model, job.question().timeAxis()),
                    Progress.quiet(context::isInterrupted));
        } catch (IOException | RuntimeException | LinkageError leftToTheVideosTask) {
            if (context.isInterrupted())
                throw new TaskKilledException(context.getKillReason().getOrElse(() -> "cancelled"));
            return 1;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
