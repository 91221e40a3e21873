package org.whynot.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.whynot.batch.FolderExplainer;
import org.whynot.batch.FolderQuestion;
import org.whynot.batch.FolderReport;
import org.whynot.batch.FolderVideo;
import org.whynot.batch.FolderVideos;
import org.whynot.batch.OutputFolder;
import org.whynot.batch.PackedFiles;
import org.whynot.batch.Summary;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;

/**
 * Explains every video of a folder on the machines of a Spark cluster, with the files that {@link FolderExplainer} would have
 * written on one.
 *
 * <pre>{@code
 * try (JavaSparkContext spark = new JavaSparkContext(conf)) {
 *     FolderReport report = new SparkFolderExplainer(spark, modelFolder, "cpu", question, 0)
 *             .explain("hdfs:///videos", "hdfs:///results", listener, progress);
 * }
 * }</pre>
 *
 * <p>Every video is a task of its own, or several where it is long: what a machine that is lost was working on is all that is done again. Nothing is shuffled. The
 * driver finds the videos and writes {@code summary.csv}; all else is done by the tasks. Where results are packed, the tasks send
 * the explanations to the driver, which writes them.
 */
public final class SparkFolderExplainer {

    /** Videos of one Spark job: so many tasks does a driver with the usual memory hold at ease. */
    private static final int VIDEOS_PER_JOB = 10_000;
    /** Parts of long videos that are classified for each core before the videos are explained. */
    private static final int PARTS_PER_CORE = 4;

    private final JavaSparkContext spark;
    private final Path modelFolder;
    private final String device;
    private final FolderQuestion question;
    private final int partFrames;

    /**
     * @param spark not closed by this
     * @param modelFolder a model that this machine has; it is sent to the others
     * @param device {@code auto}, {@code cpu} or {@code gpu}; {@code auto} is what it is on this machine
     * @param question is asked of every video
     * @param partFrames sampled frames: a video of more is classified in parts, each a task of its own; 0 if none is
     */
    public SparkFolderExplainer(
            JavaSparkContext spark, Path modelFolder, String device, FolderQuestion question, int partFrames) {
        this.spark = spark;
        this.modelFolder = modelFolder;
        this.device = device;
        this.question = question;
        this.partFrames = partFrames;
    }

    /**
     * Explains what is not explained yet.
     *
     * @param input the folder of the videos: a path that every machine has, or an address such as {@code hdfs:///videos}; or a
     *     {@linkplain org.whynot.batch.VideoList list} of videos, which only this machine needs to see
     * @param output the folder of the results, likewise; made if missing
     * @param listener notified of every video
     * @param progress notified of how many are done
     * @throws IOException if there is no video, the model can't be opened, the machines can't see the folders, or nothing more
     *     can be written; a sentence. What was done is kept
     * @throws IllegalArgumentException if a class is not known
     * @throws java.util.concurrent.CancellationException if cancelled; what was done is kept
     */
    public FolderReport explain(String input, String output, FolderExplainer.Listener listener, Progress progress)
            throws IOException {
        ClusterJob job = job(input, output);
        List<ClusterItem> items = new ArrayList<>();
        List<FolderVideo> videos = find(job, items, progress);
        if (Places.isHadoop(output)) return explainIntoHadoop(job, videos, items, listener, progress);
        try (OutputFolder target = OutputFolder.open(Places.local(output));
                DriverResults results = DriverResults.of(job, Places.local(output), progress)) {
            Summary summary = new Summary(Places.local(output), job.kind(), videos);
            try (Closeable table = () -> writeTable(target, summary)) {
                int earlier = run(job, videos, items, summary, results, listener, progress);
                results.complete(progress);
                // What copies of tasks have left that were killed with their process.
                target.removeLeftovers();
                return report(summary, earlier, summary.file());
            }
        }
    }

    private static void writeTable(OutputFolder target, Summary summary) throws IOException {
        target.requireThere();
        summary.write();
    }

    /**
     * What a run would do, without doing it: how many videos, and where the first and the last would have their results.
     *
     * @throws IOException if there is no video or the model can't be opened; a sentence
     */
    public String plan(String input, String output, Progress progress) throws IOException {
        ClusterJob job = job(input, output);
        List<ClusterItem> items = new ArrayList<>();
        find(job, items, progress);
        int jobs = (items.size() + VIDEOS_PER_JOB - 1) / VIDEOS_PER_JOB;
        StringBuilder plan = new StringBuilder()
                .append(items.size() + (items.size() == 1 ? " video" : " videos") + " of " + job.input())
                .append(" would be explained into " + job.output())
                .append(", one task each, in " + jobs + (jobs == 1 ? " job" : " jobs"))
                .append(" on " + spark.sc().master() + " with " + spark.defaultParallelism() + " cores now.\n")
                .append("The model's " + ModelFiles.read(modelFolder).bytes() / 1024
                        + " KB are sent to every machine once.");
        for (ClusterItem item : List.of(items.get(0), items.get(items.size() - 1)))
            plan.append("\n" + item.file() + " -> " + job.output() + "/"
                    + (job.isPacked()
                            ? PackedFiles.FILE
                            : item.results() + job.kind().ending()));
        return plan.toString();
    }

    private ClusterJob job(String input, String output) throws IOException {
        Places.check("input", input);
        Places.check("output", output);
        // Whatever is wrong with the model is wrong everywhere, and found out here at once.
        try (Model model = Model.open(modelFolder, device)) {
            question.requireClasses(model.card().classes());
            return ClusterJob.of(absolute(input), absolute(output), question, model.device(), model.sha256());
        }
    }

    /** A path as the other machines need it; addresses as they are. */
    private static String absolute(String place) {
        return Places.isHadoop(place)
                ? place.replaceFirst("(?<=[^/:])/+$", "")
                : Places.local(place).toAbsolutePath().toString();
    }

    private static List<FolderVideo> find(ClusterJob job, List<ClusterItem> items, Progress progress)
            throws IOException {
        boolean isList = Places.isList(job.input());
        if (!isList && !Places.isHadoop(job.input())) {
            Path output = Places.isHadoop(job.output()) ? Path.of("") : Places.local(job.output());
            List<FolderVideo> videos = FolderVideos.find(Places.local(job.input()), output, progress);
            for (FolderVideo video : videos) items.add(item(video, video.file().toString(), job.input()));
            return videos;
        }
        Map<String, String> files =
                isList ? Places.listed(job.input()) : Places.videos(job.input(), job.output(), progress);
        Map<String, Path> found = new LinkedHashMap<>();
        files.keySet().forEach(path -> found.put(path, Path.of(path)));
        List<FolderVideo> videos = FolderVideos.placed(found);
        for (FolderVideo video : videos) {
            String file = files.get(video.path());
            items.add(item(video, file, isList ? Places.localFolder(file) : ""));
        }
        return videos;
    }

    private static ClusterItem item(FolderVideo video, String file, String folder) {
        return new ClusterItem(video.path(), video.results(), file, folder, 1, null);
    }

    private FolderReport explainIntoHadoop(
            ClusterJob job,
            List<FolderVideo> videos,
            List<ClusterItem> items,
            FolderExplainer.Listener listener,
            Progress progress)
            throws IOException {
        FileSystem system = Places.system(job.output());
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(job.output());
        Places.required(job.output(), () -> system.mkdirs(folder));
        Path scratch = TemporaryFolders.make("summary");
        // They are closed in the other order, each whatever becomes of the others, and none hides why the run has
        // ended.
        try (Closeable noScratch = () -> StagedFiles.removeTree(scratch)) {
            Summary summary = new Summary(scratch, job.kind(), videos);
            try (Closeable table = () -> uploadTable(summary, folder);
                    Closeable noStaging = () -> removeStaging(system, folder);
                    DriverResults results = DriverResults.of(job, scratch, progress)) {
                int earlier = run(job, videos, items, summary, results, listener, progress);
                results.complete(progress);
                return report(summary, earlier, Path.of(job.kind().table()));
            }
        }
    }

    private static void uploadTable(Summary summary, org.apache.hadoop.fs.Path folder) throws IOException {
        summary.write();
        HadoopCopy.replace(
                summary.file(),
                new org.apache.hadoop.fs.Path(
                        folder, summary.file().getFileName().toString()),
                "");
    }

    private static void removeStaging(FileSystem system, org.apache.hadoop.fs.Path folder) throws IOException {
        for (FileStatus status : system.listStatus(folder))
            if (status.getPath().getName().startsWith(HadoopCopy.STAGING)) system.delete(status.getPath(), true);
    }

    private static FolderReport report(Summary summary, int earlier, Path file) {
        int failed = (int) summary.rows().stream()
                .filter(row -> row.status() == Status.FAILED)
                .count();
        return new FolderReport(summary.rows().size() - failed, earlier, failed, file);
    }

    /** Runs one Spark job after another until no row is waiting; returns how many were done earlier. */
    private int run(
            ClusterJob job,
            List<FolderVideo> videos,
            List<ClusterItem> found,
            Summary summary,
            DriverResults results,
            FolderExplainer.Listener listener,
            Progress progress)
            throws IOException {
        Broadcast<ModelFiles> files = spark.broadcast(ModelFiles.read(modelFolder));
        SparkParts parts = new SparkParts(spark, job, files, progress);
        // Spark must not be stopped while it still removes them: it would print that.
        try (Closeable noFiles = () -> files.destroy(true);
                Closeable noParts = parts::remove) {
            parts.remove();
            SparkRun run = new SparkRun(spark, new VideoTask(job, files), summary, results, listener, progress);
            List<ClusterItem> items = new ArrayList<>();
            for (int from = 0; from < found.size(); from += VIDEOS_PER_JOB) {
                int to = Math.min(found.size(), from + VIDEOS_PER_JOB);
                List<ClusterItem> some = results.with(videos.subList(from, to), found.subList(from, to));
                items.addAll(partFrames == 0 ? some : parts.count(some, partFrames));
                run.explain(items, places(items, from, to, 1));
                explainLong(run, parts, items, places(items, from, to, 2));
            }
            return run.earlier();
        }
    }

    /** The places of those of at least so many parts; of one part: of one only. */
    private static List<Integer> places(List<ClusterItem> items, int from, int to, int parts) {
        return IntStream.range(from, to)
                .filter(i ->
                        parts == 1 ? items.get(i).parts() == 1 : items.get(i).parts() >= parts)
                .boxed()
                .toList();
    }

    /** A few videos at a time, as the features of an hour of video take some GB on the disk. */
    private void explainLong(SparkRun run, SparkParts parts, List<ClusterItem> items, List<Integer> places)
            throws IOException {
        int enough = PARTS_PER_CORE * spark.defaultParallelism();
        for (int first = 0; first < places.size(); ) {
            int last = first;
            for (int count = 0; last < places.size() && count < enough; last++)
                count += items.get(places.get(last)).parts();
            List<Integer> some = places.subList(first, last);
            parts.classify(some.stream().map(items::get).toList());
            run.explain(items, some);
            parts.remove();
            first = last;
        }
    }
}
