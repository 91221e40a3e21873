package org.whynot.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.whynot.classifier.ClipPasses;
import org.whynot.frontend.cli.BenchmarkVideo;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.model.VideoFeatures;
import org.whynot.tube.ScoreMaps;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSearch;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Explains a long video, which it makes, and prints how fast, in how much memory (Linux only), and whether the tubes are
 * those that are found in memory.
 *
 * <p>{@code main(model, folder for the video, seconds, positive class, negative class, window)}. Run it with {@code -Xmx1g}
 * and the environment variable {@code OMP_WAIT_POLICY=PASSIVE}. While it works, the classifier's own speed is measured again
 * and again: the classifier alone on clips that lie in memory, and classifying the same file without explaining it.
 */
public final class LongVideoReport {

    /** Frames of the parts in which the tubes are also searched in memory; a whole number of clips. */
    private static final int PART = 800;

    private LongVideoReport() {}

    public static void main(String[] arguments) throws IOException {
        int seconds = Integer.parseInt(arguments[2]);
        Path file = Path.of(arguments[1], "boxes-" + seconds + "-s.mp4");
        if (!Files.exists(file)) {
            Path half = file.resolveSibling("half-" + file.getFileName());
            Files.createDirectories(file.toAbsolutePath().getParent());
            BenchmarkVideo.write(half, seconds * BenchmarkVideo.FRAMES_PER_SECOND, Progress.SILENT);
            Files.move(half, file);
        }
        System.out.printf("%s: %.1f MB%n", file.getFileName(), Files.size(file) / 1e6);
        try (Model model = Model.open(ModelFolders.find(arguments[0]), "cpu");
                Video video = VideoFiles.open(file)) {
            Question question =
                    new Question(arguments[3], arguments[4], 3, Evidence.FOR, false, Window.of(arguments[5]));
            Speed speed = new Speed(model, file, video.frames());
            long start = System.nanoTime();
            Answer answer = new Explainer(model).explain(video, question, speed);
            double explaining = (System.nanoTime() - start) / 1e9 - speed.pauses;
            double own = video.frames() / explaining;
            System.out.printf(
                    "%d frames of %d x %d explained in %.1f s: %.1f frames/s%n",
                    video.frames(), video.width(), video.height(), explaining, own);
            speed.print(own);
            System.out.println("largest resident memory: " + status("VmHWM") + ", now " + status("VmRSS")
                    + ", Java heap at most " + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB");
            System.out.println(answer.sentence());
            for (Explanation e : answer.explanations())
                System.out.printf(
                        "%d %s: %.4f, frames %d to %d%n",
                        e.rank(), e.attribute(), e.score(), e.firstFrame(), e.lastFrame());
            compare(model, video, answer);
        }
    }

    /** Searches parts of the video in memory and compares bit for bit. */
    private static void compare(Model model, Video video, Answer answer) throws IOException {
        List<String> classes = model.card().classes();
        int positive = classes.indexOf(answer.positive());
        int negative = classes.indexOf(answer.negative());
        int windowFrames = answer.settings()
                .window()
                .sampledFrames(video, model.card().input().frameStep());
        for (int first : new int[] {0, video.frames() / 2 / PART * PART, video.frames() / PART * PART - PART}) {
            if (first < 0) continue;
            Video part = video.cut(first, Math.min(PART, video.frames() - first));
            try (VideoFeatures features = model.features(model.reader(part), () -> false)) {
                List<ScoreMaps> scores = features.differences(positive, negative, () -> false);
                Tube[] tubes = new TubeSearch(model.card().tube().radius()).maxima(scores, 2, () -> false);
                int cells = sameContributions(model, answer, first, part.frames(), scores);
                Question question = new Question(answer.positive(), answer.negative(), 20, Evidence.FOR, false);
                Answer streamed = new Explainer(model, () -> new org.whynot.model.FeatureLimits(0, Long.MAX_VALUE))
                        .explain(part, question, Progress.SILENT);
                int same = 0;
                for (Explanation e : streamed.explanations())
                    if (same(e, tubes[model.card().attributes().indexOf(e.attribute())], 0)) same++;
                System.out.printf(
                        "frames %d to %d: %d of %d streamed tubes are those found in memory; %d cells of the long video's"
                                + " tubes score as in memory%n",
                        first,
                        first + part.frames() - 1,
                        same,
                        streamed.explanations().size(),
                        cells);
                for (Explanation e : answer.explanations())
                    if (windowFrames == PART && e.firstFrame() / PART == first / PART)
                        System.out.println("the window's '" + e.attribute() + "' is the one found in memory: "
                                + same(e, tubes[model.card().attributes().indexOf(e.attribute())], first));
            }
        }
    }

    private static boolean same(Explanation e, Tube tube, int first) {
        if (e.tube().size() != tube.length() || e.firstFrame() != first + tube.start() || e.score() != tube.value())
            return false;
        for (int i = 0; i < tube.length(); i++)
            if (e.tube().get(i).contribution() != tube.contribution(i)) return false;
        return true;
    }

    /** How many cells of the long video's tubes in a part have the score that the part has in memory; all or an error. */
    private static int sameContributions(Model model, Answer answer, int first, int frames, List<ScoreMaps> scores) {
        int cells = 0;
        for (Explanation e : answer.explanations()) {
            int attribute = model.card().attributes().indexOf(e.attribute());
            ScoreMaps layer = scores.get(e.layer());
            TubeSpace space = layer.space();
            int perFrame = space.cellsPerFrame();
            for (TubeBox box : e.tube()) {
                int t = box.frame() - first;
                if (t < 0 || t >= frames) continue;
                boolean found = false;
                for (int shape = 0; shape < space.shapes() && !found; shape++)
                    for (int i = 0; i < perFrame && !found; i++)
                        found = layer.values()[
                                        ((attribute * space.shapes() + shape) * space.frames() + t) * perFrame + i]
                                == box.contribution();
                if (!found) throw new IllegalStateException("Frame " + box.frame() + " scores otherwise in memory.");
                cells++;
            }
        }
        return cells;
    }

    private static String status(String key) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith(key + ":")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB";
        return "unknown";
    }

    /** Measures the classifier's own speed now and then, on the thread that classifies, while nothing is read. */
    private static final class Speed implements Progress {

        private static final int PROBES = 20;
        private static final int PROBE_CLIPS = 64;

        private final Model model;
        private final Path file;
        private final int frames;
        private final Thread thread = Thread.currentThread();
        private final List<Double> alone = new ArrayList<>();
        private final List<Double> withReading = new ArrayList<>();
        private volatile double fraction;
        private String last = "";
        private boolean probing;
        private double pauses;

        Speed(Model model, Path file, int frames) {
            this.model = model;
            this.file = file;
            this.frames = frames;
        }

        @Override
        public void report(double done, String message) {
            fraction = done;
            last = message;
        }

        @Override
        public boolean isCancelled() {
            if (Thread.currentThread() == thread && !probing && fraction > (alone.size() + 0.5) / PROBES) probe();
            return false;
        }

        private void probe() {
            probing = true;
            long start = System.nanoTime();
            try {
                // What is being read ahead comes to its end.
                Thread.sleep(500);
                int perClip =
                        model.card().input().frames() * model.card().input().frameStep();
                long begin = System.nanoTime();
                classifyNoise();
                alone.add(PROBE_CLIPS * perClip / ((System.nanoTime() - begin) / 1e9));
                try (Video video = VideoFiles.open(file)) {
                    int first = Math.max(0, (int) (fraction * frames) / perClip * perClip - PROBE_CLIPS * perClip);
                    Video part = video.cut(first, Math.min(PROBE_CLIPS * perClip, frames));
                    video.read(first, new float[video.frameLength()]);
                    begin = System.nanoTime();
                    model.probabilities(model.reader(part), () -> false);
                    withReading.add(part.frames() / ((System.nanoTime() - begin) / 1e9));
                }
                System.out.printf(
                        "%.0f %%: classifier alone %.1f frames/s, with reading %.1f; %s resident; %s%n",
                        100 * fraction,
                        alone.get(alone.size() - 1),
                        withReading.get(withReading.size() - 1),
                        status("VmRSS"),
                        last);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            pauses += (System.nanoTime() - start) / 1e9;
            probing = false;
        }

        void print(double own) {
            print("the classifier alone, on clips in memory", alone, own);
            print("the classifier with reading the file", withReading, own);
        }

        /** Frames per second of all probes together, as those of the whole video are. */
        private static void print(String what, List<Double> speeds, double own) {
            double mean =
                    speeds.size() / speeds.stream().mapToDouble(s -> 1 / s).sum();
            System.out.printf(
                    "%s: %.1f frames/s (%d times); explaining has %.0f %% of it%n",
                    what, mean, speeds.size(), 100 * own / mean);
        }

        /** Clips that cost nothing to read. */
        private void classifyNoise() {
            ClipPasses passes = model.clipPasses();
            float[] batch = new float[ClipPasses.CLIPS * passes.clipLength()];
            for (int pass = 0; pass < PROBE_CLIPS / ClipPasses.CLIPS; pass++) {
                Arrays.fill(batch, pass * 0.1f);
                passes.run(batch, ClipPasses.CLIPS);
            }
        }
    }
}
