package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.batch.FolderOfClips;
import org.whynot.batch.Results;
import org.whynot.frontend.UntrainedModel;

/**
 * Explains many small clips on one executor of its own process, and prints how long that took to explain the first, and its resident
 * memory after every hundredth (Linux only). Memory that grows with the videos would show in the last column.
 *
 * <p>{@code mvn -q -B test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test "-Dexec.args=-cp %classpath
 * org.whynot.cluster.ExecutorReport FOLDER 1000"}; the folder should not exist yet.
 */
public final class ExecutorReport {

    private static final int CLIPS_PER_LINE = 100;
    private static final long POLL_MILLISECONDS = 50;

    private ExecutorReport() {}

    /** Runs and prints it. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Path model = UntrainedModel.write(folder.resolve("untrained"));
        FolderOfClips clips =
                FolderOfClips.write(folder.resolve("clips"), Integer.parseInt(args[1]) - FolderOfClips.KINDS_OF_BROKEN);
        Path output = folder.resolve("results");
        SparkChild child = SparkChild.start(
                Files.createDirectory(folder.resolve("scratch")),
                List.of(),
                "explain-folder",
                "--master=local-cluster[1,1,1024]",
                "--model=" + model,
                "--input=" + clips.folder(),
                "--output=" + output,
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2");
        List<Double> megabytes = new ArrayList<>();
        boolean isFirst = true;
        while (child.isAlive()) {
            Thread.sleep(POLL_MILLISECONDS);
            int explained = Results.explained(output).size();
            if (explained == 0) continue;
            ProcessHandle executor = child.executors().stream().findFirst().orElse(null);
            if (executor == null) continue;
            if (isFirst) {
                Instant start = executor.info().startInstant().orElseThrow();
                Duration taken = Duration.between(start, Instant.now());
                System.out.printf(
                        Locale.ROOT, "first video %.1f s after the executor's start%n", taken.toMillis() / 1e3);
                isFirst = false;
            }
            if (explained < CLIPS_PER_LINE * (megabytes.size() + 1)) continue;
            double resident = resident(executor.pid());
            if (resident < 0) continue;
            megabytes.add(resident);
            System.out.printf(Locale.ROOT, "%5d explained, resident %.0f MB%n", explained, resident);
        }
        if (child.end() != 1) throw new IllegalStateException(child.complaints());
        System.out.print(child.results().lines().reduce("", (before, line) -> line + "\n"));
    }

    /** Of a process, in MB; negative if it has ended. */
    private static double resident(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/status");
        if (!Files.exists(status)) return -1;
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }
}
