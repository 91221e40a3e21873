package org.whynot.explain;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.whynot.command.Curves;
import org.whynot.frontend.SampleVideo;
import org.whynot.frontend.UntrainedModel;
import org.whynot.frontend.cli.BenchmarkVideo;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Measures what an answer costs against the length of a video and against the number of classes, prints it, and draws both as plots.
 * A program, not a test: {@code CostPlots MODEL FOLDER_FOR_VIDEOS FOLDER_FOR_PLOTS}.
 *
 * <p>The videos are made and kept. Classes are those of models with drawn weights and twelve attributes; a class more or less makes no
 * difference to what is computed, trained or not.
 */
public final class CostPlots {

    private static final int[] SECONDS = {60, 600, 3600};
    private static final int[] CLASSES = {6, 25, 101, 400};
    private static final int ATTRIBUTES = 12;
    private static final int[] WIDTHS = {16, 16, 32, 64, 128};
    private static final int REPEATS = 15;

    private CostPlots() {}

    /** Measures, prints and draws. */
    public static void main(String[] arguments) throws Exception {
        Path plots = Files.createDirectories(Path.of(arguments[2]));
        byLength(ModelFolders.find(arguments[0]), Files.createDirectories(Path.of(arguments[1])), plots);
        byClasses(plots);
    }

    private static void byLength(Path folder, Path videos, Path plots) throws Exception {
        double[] minutes = new double[SECONDS.length];
        double[] times = new double[SECONDS.length];
        try (Model model = Model.open(folder, "cpu")) {
            List<String> classes = model.card().classes();
            Question question = new Question(classes.get(0), classes.get(1), 3, Evidence.FOR, false);
            Explainer explainer = new Explainer(model);
            for (int i = 0; i < SECONDS.length; i++) {
                Path file = videos.resolve("boxes-" + SECONDS[i] + "-s.mp4");
                if (!Files.exists(file)) {
                    Path half = file.resolveSibling("half-" + file.getFileName());
                    BenchmarkVideo.write(half, SECONDS[i] * BenchmarkVideo.FRAMES_PER_SECOND, Progress.SILENT);
                    Files.move(half, file);
                }
                try (Video video = VideoFiles.open(file)) {
                    minutes[i] = SECONDS[i] / 60.0;
                    times[i] = seconds(() -> explainer.explain(video, question, Progress.SILENT));
                    System.out.printf(
                            "%d s: %.1f s, %.0f frames a second%n", SECONDS[i], times[i], video.frames() / times[i]);
                }
            }
        }
        Curves curves = new Curves("length of the video, minutes", minutes, "answer, s").add("answer", times);
        write(curves, plots.resolve("cost-length.png"));
    }

    private static void byClasses(Path plots) throws Exception {
        double[] classes = new double[CLASSES.length];
        double[] whole = new double[CLASSES.length];
        double[] another = new double[CLASSES.length];
        ImagePlus clip = SampleVideo.open();
        for (int i = 0; i < CLASSES.length; i++) {
            Path folder = Path.of("target", "cost-plots");
            StagedFiles.removeTree(folder);
            Path made = UntrainedModel.write(
                    folder.resolve("model"), names("class", CLASSES[i]), names("attribute", ATTRIBUTES), WIDTHS);
            classes[i] = CLASSES[i];
            try (Model model = Model.open(made, "cpu");
                    ImagePlusVideo video = ImagePlusVideo.of(clip, TimeAxis.AUTO, note -> {});
                    ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
                Explainer explainer = new Explainer(model);
                whole[i] = milliseconds(() -> explainer.explain(video, Question.DEFAULT, Progress.SILENT));
                another[i] = milliseconds(() -> classified.answer(Question.DEFAULT, Progress.SILENT));
            }
            System.out.printf("%d classes: whole answer %.1f ms, another %.1f ms%n", CLASSES[i], whole[i], another[i]);
        }
        Curves curves = new Curves("classes of the model", classes, "ms")
                .add("whole answer", whole)
                .add("another question", another)
                .range(0, 1.2 * Arrays.stream(whole).max().orElseThrow());
        write(curves, plots.resolve("cost-classes.png"));
    }

    private static List<String> names(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> kind + " " + i).toList();
    }

    private static double milliseconds(Callable<?> work) throws Exception {
        work.call();
        double[] times = new double[REPEATS];
        for (int i = 0; i < REPEATS; i++) times[i] = 1000 * seconds(work);
        Arrays.sort(times);
        return times[REPEATS / 2];
    }

    private static double seconds(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void write(Curves curves, Path file) throws IOException {
        Files.write(file, Curves.png(List.of(curves.plot(""))));
    }
}
