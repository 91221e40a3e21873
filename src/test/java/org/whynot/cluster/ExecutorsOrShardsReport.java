package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.StagedFiles;

/**
 * Explains the same folder of clips with two executors of one core each, and with two shards that are run at the same time, in turns,
 * and prints the medians of both and the ratio of their throughputs.
 *
 * <p>Every process that explains has one thread of the engine. Two times are measured:
 * <ul>
 *   <li><b>with the start</b>: from the start of the first process until the table of all videos is there, by which Spark pays for
 *       the driver, for itself and for its executors, one after another, and the shards for two Javas side by side, and one for
 *       the merge;
 *   <li><b>without it</b>: from when a tenth of the explanations was written until nine tenths were, by the dates of the files, in
 *       which both do nothing but explain.
 * </ul>
 *
 * <p>{@code OMP_WAIT_POLICY=PASSIVE mvn -q -B test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test
 * "-Dexec.args=-cp %classpath org.whynot.cluster.ExecutorsOrShardsReport FOLDER 200 10 5"}: a folder that does not exist yet, the number of
 * clips, 10 of which are broken, the frames of each, and how often each is measured.
 */
public final class ExecutorsOrShardsReport {

    private static final String ONE_THREAD = "ai.djl.pytorch.num_threads=1";
    /** The share of the explanations at either end that does not count without the start. */
    private static final double ENDS = 0.1;

    private final Path folder;
    private final Path model;
    private final FolderOfClips clips;
    private int runs;

    private ExecutorsOrShardsReport(Path folder, int clips, int frames) throws IOException {
        this.folder = folder;
        model = UntrainedModel.write(folder.resolve("untrained"));
        this.clips = FolderOfClips.write(folder.resolve("clips"), clips - FolderOfClips.KINDS_OF_BROKEN, frames);
    }

    /** Videos per second of one run. */
    private record Throughput(double withStart, double withoutStart) {}

    /** Runs and prints it. */
    public static void main(String[] args) throws Exception {
        ExecutorsOrShardsReport report = new ExecutorsOrShardsReport(
                Files.createDirectories(Path.of(args[0])), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        System.out.println("processors: " + Runtime.getRuntime().availableProcessors());
        List<Throughput> executors = new ArrayList<>();
        List<Throughput> shards = new ArrayList<>();
        for (int round = 1; round <= Integer.parseInt(args[3]); round++) {
            // Neither is always the one that finds the files in memory.
            if (round % 2 == 1) executors.add(report.executors());
            shards.add(report.shards());
            if (round % 2 == 0) executors.add(report.executors());
        }
        print("two executors", executors);
        print("two shards", shards);
        System.out.printf(
                Locale.ROOT,
                "ratio: with the start %.2f, without it %.2f%n",
                median(executors, true) / median(shards, true),
                median(executors, false) / median(shards, false));
    }

    private static void print(String name, List<Throughput> all) {
        System.out.printf(
                Locale.ROOT,
                "%-14s videos/s: with the start %.2f, without it %.2f (medians of %d)%n",
                name,
                median(all, true),
                median(all, false),
                all.size());
    }

    private static double median(List<Throughput> all, boolean isWithStart) {
        double[] sorted = all.stream()
                .mapToDouble(one -> isWithStart ? one.withStart() : one.withoutStart())
                .sorted()
                .toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private Throughput executors() throws IOException, InterruptedException {
        Path output = output();
        long start = System.nanoTime();
        requireEnd(start(Main.class, List.of(), words(output, "--master=local-cluster[2,1,1024]")));
        return throughput("two executors", output, start);
    }

    private Throughput shards() throws IOException, InterruptedException {
        Path output = output();
        Class<?> program = org.whynot.frontend.cli.Main.class;
        long start = System.nanoTime();
        SparkChild first = start(program, List.of(ONE_THREAD), words(output, "--shard=1/2"));
        SparkChild second = start(program, List.of(ONE_THREAD), words(output, "--shard=2/2"));
        requireEnd(first);
        requireEnd(second);
        requireEnd(start(program, List.of(), List.of("merge-summaries", "--output=" + output)));
        return throughput("two shards", output, start);
    }

    private Path output() {
        return folder.resolve("results" + ++runs);
    }

    private List<String> words(Path output, String way) {
        return List.of(
                "explain-folder",
                "--model=" + model,
                "--input=" + clips.folder(),
                "--output=" + output,
                "--device=cpu",
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2",
                way);
    }

    private SparkChild start(Class<?> program, List<String> settings, List<String> words) throws IOException {
        Path own = Files.createTempDirectory(folder, "scratch");
        return SparkChild.start(own, program, settings, words.toArray(new String[0]));
    }

    /** Some clips are broken, so the exit code is 1. */
    private static void requireEnd(SparkChild child) throws IOException, InterruptedException {
        if (child.end() != 1) throw new IllegalStateException(child.complaints());
    }

    private Throughput throughput(String name, Path output, long start) throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] written = written(output);
        if (written.length != clips.whole().size())
            throw new IllegalStateException(written.length + " explanations in " + output);
        int first = (int) (ENDS * written.length);
        int last = written.length - 1 - first;
        Throughput throughput = new Throughput(
                (clips.whole().size() + clips.broken().size()) / seconds,
                (last - first) / ((written[last] - written[first]) / 1e3));
        System.out.printf(
                Locale.ROOT,
                "%-14s %.1f s, %.2f videos/s with the start, %.2f without it%n",
                name,
                seconds,
                throughput.withStart(),
                throughput.withoutStart());
        StagedFiles.removeTree(output);
        return throughput;
    }

    /** When the explanations were written, rising, milliseconds. */
    private static long[] written(Path output) throws IOException {
        List<Long> times = new ArrayList<>();
        for (String explained : Results.explained(output))
            times.add(Files.getLastModifiedTime(output.resolve(explained + AnswerFiles.JSON))
                    .toMillis());
        long[] sorted = times.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
