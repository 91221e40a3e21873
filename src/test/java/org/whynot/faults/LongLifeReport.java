package org.whynot.faults;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.ui.BrowserOpenings;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Does one thing many times in one Java process and prints how resident memory, Java's own objects, threads and open files develop
 * (Linux only).
 *
 * <p>{@code main(explain|open|browse|train, model, video file, minutes)}, or {@code 10000x} times instead of minutes: explains a video,
 * opens and reads it, opens and closes the browser's window on it, or trains an epoch on a few simulated videos (model and video
 * are then passed over). The slopes are the least-squares lines through what is there after a collection, over the second half of the
 * run, with their 95 % intervals.
 */
public final class LongLifeReport {

    private static final int SAMPLES = 120;
    private static final double NORMAL = 1.96;
    private static final double MB = 1 << 20;

    private record Sample(long repetitions, double megabytes, double heap, int threads, int files) {}

    private LongLifeReport() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[2]);
        Limit limit = Limit.of(arguments[3]);
        switch (arguments[0]) {
            case "open" -> repeat(limit, () -> open(file));
            case "browse" -> repeat(limit, new BrowserOpenings(arguments[1], file)::open);
            case "train" -> train(limit);
            default -> {
                try (Model model = Model.open(ModelFolders.find(arguments[1]), "cpu")) {
                    Question question = new Question("predicted", "runner-up", 3, Evidence.FOR, true);
                    repeat(limit, () -> {
                        try (Video video = VideoFiles.open(file)) {
                            new Explainer(model).explain(video, question, Progress.SILENT);
                        }
                    });
                }
            }
        }
        System.exit(0);
    }

    /** How long: nanoseconds, or repetitions. */
    private record Limit(long nanos, long repetitions) {
        static Limit of(String words) {
            return words.endsWith("x")
                    ? new Limit(Long.MAX_VALUE, Long.parseLong(words.substring(0, words.length() - 1)))
                    : new Limit((long) (Double.parseDouble(words) * TimeUnit.MINUTES.toNanos(1)), Long.MAX_VALUE);
        }

        /** How much of it is over, 0 to 1. */
        double share(long took, long done) {
            return Math.max((double) took / nanos, (double) done / repetitions);
        }
    }

    private static void open(Path file) throws IOException {
        try (Video video = VideoFiles.open(file)) {
            byte[] rgb = new byte[video.frameLength()];
            for (int frame = 0; frame < video.frames(); frame++) video.read(frame, rgb);
        }
    }

    private static void train(Limit limit) throws Exception {
        Path folder = Files.createTempDirectory("long-life");
        try {
            TrainingWorks.Classifier training = new TrainingWorks.Classifier();
            training.prepare(folder);
            try (Work.Turns turns = training.open(folder)) {
                repeat(limit, () -> {
                    turns.run(folder, 0);
                    StagedFiles.removeTree(folder.resolve(Works.OUT));
                });
            }
        } finally {
            StagedFiles.removeTree(folder);
        }
    }

    /** Something that can fail. */
    private interface Action {
        void run() throws Exception;
    }

    private static void repeat(Limit limit, Action action) throws Exception {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        long repetitions = 0;
        for (double done = 0; done < 1; done = limit.share(System.nanoTime() - start, repetitions)) {
            action.run();
            repetitions++;
            if (limit.share(System.nanoTime() - start, repetitions) < (samples.size() + 1.0) / SAMPLES) continue;
            // What Java has not collected yet is no leak; what stays resident after a collection may be one.
            System.gc();
            samples.add(sample(repetitions));
        }
        print(samples, repetitions, (System.nanoTime() - start) / 1e9);
    }

    private static Sample sample(long repetitions) throws IOException {
        double kilobytes = -1;
        int threads = -1;
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) kilobytes = Double.parseDouble(line.replaceAll("\\D", ""));
            if (line.startsWith("Threads:")) threads = Integer.parseInt(line.replaceAll("\\D", ""));
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Sample(repetitions, kilobytes / 1024, heap / MB, threads, (int) open.count());
        }
    }

    private static void print(List<Sample> all, long repetitions, double seconds) {
        List<Sample> half = all.subList(all.size() / 2, all.size());
        Sample first = half.get(0);
        Sample last = half.get(half.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "%d repetitions in %.0f s; second half, %d samples: threads %d to %d, open files %d to %d%n",
                repetitions,
                seconds,
                half.size(),
                first.threads,
                last.threads,
                first.files,
                last.files);
        slope("resident", half, Sample::megabytes);
        slope("Java's objects", half, Sample::heap);
    }

    private static void slope(String what, List<Sample> half, ToDoubleFunction<Sample> value) {
        double n = half.size();
        double meanX = half.stream().mapToDouble(Sample::repetitions).average().orElseThrow();
        double meanY = half.stream().mapToDouble(value).average().orElseThrow();
        double xx =
                half.stream().mapToDouble(s -> square(s.repetitions - meanX)).sum();
        double xy = half.stream()
                .mapToDouble(s -> (s.repetitions - meanX) * (value.applyAsDouble(s) - meanY))
                .sum();
        double slope = xy / xx;
        double rest = half.stream()
                .mapToDouble(s -> square(value.applyAsDouble(s) - meanY - slope * (s.repetitions - meanX)))
                .sum();
        double error = NORMAL * Math.sqrt(rest / (n - 2) / xx);
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f to %.1f MB, %.3f KB per repetition, 95 %% interval %.3f to %.3f; a million would add %.0f MB,"
                        + " at most %.0f%n",
                what,
                value.applyAsDouble(half.get(0)),
                value.applyAsDouble(half.get(half.size() - 1)),
                1024 * slope,
                1024 * (slope - error),
                1024 * (slope + error),
                1e6 * slope,
                1e6 * (slope + error));
    }

    private static double square(double value) {
        return value * value;
    }
}
