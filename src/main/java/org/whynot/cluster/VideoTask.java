package org.whynot.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.executor.CommitDeniedException;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.OutputFolder;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.VideoExplainer;
import org.whynot.classifier.Precision;
import org.whynot.frontend.Messages;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * What Spark runs for every video, on whatever machine. The driver is asked before the files are put in their places, so that of
 * two copies of a task one writes them. Where results are packed no file is written, and the explanation is sent back.
 */
final class VideoTask extends AbstractFunction2<TaskContext, Iterator<ClusterItem>, Outcome>
        implements java.io.Serializable {

    private static final long serialVersionUID = 1;

    private final ClusterJob job;
    private final Broadcast<ModelFiles> files;

    VideoTask(ClusterJob job, Broadcast<ModelFiles> files) {
        this.job = job;
        this.files = files;
    }

    @Override
    public Outcome apply(TaskContext context, Iterator<ClusterItem> items) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The engine looks its services up through the thread's class loader.
        Thread.currentThread().setContextClassLoader(VideoTask.class.getClassLoader());
        try {
            return explain(context, items.next());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private Outcome explain(TaskContext context, ClusterItem item) {
        ExecutorModel.Lease model;
        try {
            model = openModel(job, item, files, context);
        } catch (IOException | RuntimeException | LinkageError e) {
            return Outcome.end("On the machine " + machine() + ": " + Messages.sentence(e));
        }
        Guard guard = new Guard(context, item);
        Progress progress = Progress.quiet(context::isInterrupted);
        Told told = new Told();
        String attempt = context.stageId() + "-" + context.taskAttemptId();
        try (model;
                LocalCopy copy = LocalCopy.of(job, item, attempt)) {
            TaskResults results = new TaskResults(job, item, copy.output());
            VideoExplainer explainer = new VideoExplainer(model.model(), job.question(), results, guard);
            if (copy.fetchEarlier()) {
                Optional<Row> earlier = explainer.earlier(copy.video(), progress);
                if (earlier.isPresent()) return Outcome.earlier(earlier.get());
            }
            try {
                copy.fetchVideo();
            } catch (UnreadableVideoException e) {
                return Outcome.now(Row.failed(item.path(), Messages.sentence(e)), "", told.notes, "");
            }
            Row row = copy.publish(explainer.explain(copy.video(), copy.fetchParts(), told, progress));
            return Outcome.now(row, told.sentence, told.notes, results.json());
        } catch (CancellationException e) {
            if (guard.isDenied) throw VideoTask.<RuntimeException>unchecked(denied(context));
            throw new TaskKilledException(context.getKillReason().getOrElse(() -> "cancelled"));
        } catch (IOException e) {
            return Outcome.end("On the machine " + machine() + ": " + Messages.sentence(e));
        }
    }

    /**
     * The model of this process, once it is certain that tasks can work here.
     *
     * @return to be closed by the caller
     * @throws IOException if the machine does not have the folders, or can't open the model; a sentence
     */
    static ExecutorModel.Lease openModel(
            ClusterJob job, ClusterItem item, Broadcast<ModelFiles> files, TaskContext context) throws IOException {
        requireFolders(job, item);
        Precision precision = job.question().precision();
        ExecutorModel.Lease lease =
                ExecutorModel.get(job.modelSha256(), files::value, job.device(), precision, context.cpus());
        try {
            requireSame(job, lease.model());
            return lease;
        } catch (IOException e) {
            lease.close();
            throw e;
        }
    }

    /** Folders that only the driver's machine has would make every video a broken one. */
    private static void requireFolders(ClusterJob job, ClusterItem item) throws IOException {
        if (!item.folder().isEmpty() && !Files.isDirectory(Places.local(item.folder())))
            throw new IOException("There is no folder " + item.folder()
                    + ". Put the videos where every machine has them under the same path.");
        // Nothing else is written there by a task that sends its results back.
        boolean isWrittenTo = !job.isPacked() || item.parts() > 1;
        if (isWrittenTo && !Places.isHadoop(job.output()) && !OutputFolder.isOpen(Places.local(job.output())))
            throw new IOException("The folder " + job.output()
                    + " is not the one that the driver has. Choose one that every machine has under the same path.");
    }

    private static void requireSame(ClusterJob job, Model model) throws IOException {
        if (!model.sha256().equals(job.modelSha256()))
            throw new IOException(
                    "The weights of the model '" + model.card().name() + "' are others than the driver's.");
    }

    /** The name of this machine, for messages. */
    static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "without a name";
        }
    }

    /** Spark does not count it as a failure. */
    private static CommitDeniedException denied(TaskContext context) {
        return new CommitDeniedException(
                "Another attempt writes the files of this video.",
                context.stageId(),
                context.partitionId(),
                context.attemptNumber());
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable checked) throws T {
        throw (T) checked;
    }

    /** Notes what the answer and the assumptions were. */
    private static final class Told implements FolderExplainer.Listener {

        private final List<String> notes = new ArrayList<>();
        private String sentence = "";

        @Override
        public void explained(String video, String said) {
            sentence = said;
        }

        @Override
        public void failed(String video, String reason) {}

        @Override
        public void note(String video, String note) {
            notes.add(note);
        }
    }

    /** Asks Spark's driver which of several attempts may write. */
    private final class Guard implements VideoExplainer.Guard {

        private final TaskContext context;
        private final ClusterItem item;
        private boolean isDenied;

        Guard(TaskContext context, ClusterItem item) {
            this.context = context;
            this.item = item;
        }

        @Override
        public void beforeWriting() throws IOException {
            requireFolders(job, item);
        }

        @Override
        public void beforeCommit() {
            // What is sent back is received once, whichever attempt is done first.
            if (job.isPacked()) return;
            isDenied = !SparkEnv.get()
                    .outputCommitCoordinator()
                    .canCommit(
                            context.stageId(),
                            context.stageAttemptNumber(),
                            context.partitionId(),
                            context.attemptNumber());
            if (isDenied) throw Progress.cancelled();
        }

        @Override
        public void afterFailure() throws IOException {
            if (!job.isPacked() && !Places.isHadoop(job.output())) OutputFolder.requireRoom(Places.local(job.output()));
        }
    }
}
