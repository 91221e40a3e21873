package org.whynot.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Does one thing many times in one Java process and prints how resident memory, threads and open files develop (Linux only).
 *
 * <p>{@code main(explain|open, model, video file, minutes)}: explains a video, or opens and reads it, as often as the time permits. The
 * slope is the least-squares line through the resident memory after a collection, over the second half of the run, with its 95 %
 * interval.
 */
public final class LongLifeReport {

    private static final int SAMPLES = 120;
    private static final double NORMAL = 1.96;

    private record Sample(long repetitions, double megabytes, int threads, int files) {}

    private LongLifeReport() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[2]);
        long time = (long) (Double.parseDouble(arguments[3]) * TimeUnit.MINUTES.toNanos(1));
        if (arguments[0].equals("open")) repeat(time, () -> open(file));
        else
            try (Model model = Model.open(ModelFolders.find(arguments[1]), "cpu")) {
                Question question = new Question("predicted", "runner-up", 3, Evidence.FOR, true);
                repeat(time, () -> {
                    try (Video video = VideoFiles.open(file)) {
                        new Explainer(model).explain(video, question, Progress.SILENT);
                    }
                });
            }
    }

    private static void open(Path file) throws IOException {
        try (Video video = VideoFiles.open(file)) {
            byte[] rgb = new byte[video.frameLength()];
            for (int frame = 0; frame < video.frames(); frame++) video.read(frame, rgb);
        }
    }

    /** Something that can fail. */
    private interface Action {
        void run() throws Exception;
    }

    private static void repeat(long time, Action action) throws Exception {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        long repetitions = 0;
        while (System.nanoTime() - start < time) {
            action.run();
            repetitions++;
            if (System.nanoTime() - start < (samples.size() + 1) * (time / SAMPLES)) continue;
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
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return new Sample(repetitions, kilobytes / 1024, threads, (int) open.count());
        }
    }

    private static void print(List<Sample> all, long repetitions, double seconds) {
        List<Sample> half = all.subList(all.size() / 2, all.size());
        double n = half.size();
        double meanX = half.stream().mapToDouble(Sample::repetitions).average().orElseThrow();
        double meanY = half.stream().mapToDouble(Sample::megabytes).average().orElseThrow();
        double xx =
                half.stream().mapToDouble(s -> square(s.repetitions - meanX)).sum();
        double xy = half.stream()
                .mapToDouble(s -> (s.repetitions - meanX) * (s.megabytes - meanY))
                .sum();
        double slope = xy / xx;
        double rest = half.stream()
                .mapToDouble(s -> square(s.megabytes - meanY - slope * (s.repetitions - meanX)))
                .sum();
        double error = NORMAL * Math.sqrt(rest / (n - 2) / xx);
        Sample first = half.get(0);
        Sample last = half.get(half.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "%d repetitions in %.0f s; second half, %d samples: resident %.1f to %.1f MB,%n"
                        + "slope %.2f KB per 1000 repetitions, 95 %% interval %.2f to %.2f;"
                        + " threads %d to %d, open files %d to %d%n",
                repetitions,
                seconds,
                half.size(),
                first.megabytes,
                last.megabytes,
                1024 * 1000 * slope,
                1024 * 1000 * (slope - error),
                1024 * 1000 * (slope + error),
                first.threads,
                last.threads,
                first.files,
                last.files);
        System.out.printf(
                Locale.ROOT,
                "a million repetitions would add %.0f MB, at most %.0f MB%n",
                1e6 * slope,
                1e6 * (slope + error));
    }

    private static double square(double value) {
        return value * value;
    }
}
