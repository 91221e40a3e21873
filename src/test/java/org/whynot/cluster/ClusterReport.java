package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;

/**
 * Explains the same folder of clips on one machine, on two threads of Spark's, in two executors of their own and in four
 * shards that are merged, and prints how long each took and whether it has written the same bytes.
 *
 * <p>{@code main(folder for clips and results, number of clips, 10 of which are broken)}. Run it with {@code OMP_WAIT_POLICY=PASSIVE}
 * and what Spark needs of Java.
 */
public final class ClusterReport {

    private static final int SHARDS = 4;

    private final Path folder;
    private final Path model;
    private final FolderOfClips clips;
    private Map<String, String> expected = Map.of();

    private ClusterReport(Path folder, int clips) throws IOException {
        this.folder = folder;
        model = UntrainedModel.write(folder.resolve("untrained"));
        this.clips = FolderOfClips.write(folder.resolve("clips"), clips - FolderOfClips.KINDS_OF_BROKEN);
    }

    /** Runs and prints it. */
    public static void main(String[] args) throws Exception {
        ClusterReport report = new ClusterReport(Files.createDirectories(Path.of(args[0])), Integer.parseInt(args[1]));
        System.out.println("processors: " + Runtime.getRuntime().availableProcessors());
        report.run("one machine", List.of("laptop"));
        report.run("local[2]", List.of("--master=local[2]"));
        report.run("two executors", List.of("--master=local-cluster[2,1,1024]"));
        List<String> shards = new ArrayList<>();
        for (int shard = 1; shard <= SHARDS; shard++) shards.add("--shard=" + shard + "/" + SHARDS);
        report.run("four shards", shards);
    }

    private void run(String name, List<String> ways) throws IOException, InterruptedException {
        Path output = folder.resolve("results of " + name);
        long start = System.nanoTime();
        for (String way : ways) {
            List<String> words = new ArrayList<>(List.of(
                    "explain-folder",
                    "--model=" + model,
                    "--input=" + clips.folder(),
                    "--output=" + output,
                    "--positive=mitosis",
                    "--why-not=apoptosis",
                    "--explanations=2"));
            if (way.startsWith("--")) words.add(way);
            Class<?> program = way.startsWith("--master") ? Main.class : org.whynot.frontend.cli.Main.class;
            requireRun(program, way, words);
        }
        if (ways.size() > 1)
            requireRun(org.whynot.frontend.cli.Main.class, name, List.of("merge-summaries", "--output=" + output));
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, String> found = Results.digests(output);
        if (expected.isEmpty()) expected = found;
        System.out.printf(
                "%-14s %7.1f s, %d files, %s%n",
                name, seconds, found.size(), found.equals(expected) ? "the same bytes" : "OTHER BYTES");
    }

    /** Some clips are broken, so the exit code is 1. */
    private void requireRun(Class<?> program, String name, List<String> words)
            throws IOException, InterruptedException {
        // Its path becomes a word among Java's options, so it must not have blanks.
        Path own = Files.createDirectories(folder.resolve("scratch-" + name.replaceAll("\\W+", "-")));
        SparkChild child = SparkChild.start(own, program, List.of(), words.toArray(new String[0]));
        if (child.end() != 1) throw new IllegalStateException(name + ": " + child.complaints());
    }
}
