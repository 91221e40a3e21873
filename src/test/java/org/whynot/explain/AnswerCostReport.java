package org.whynot.explain;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.Engine;
import org.whynot.classifier.Precision;
import org.whynot.classifier.VideoClassifier;
import org.whynot.frontend.UntrainedModel;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.video.ClipReader;

/**
 * Prints what an answer costs beside its classifier's forward passes alone, on the same clips in turns in one process, beside reading
 * and classifying the video without explaining it, and what one more question costs once the video is classified.
 *
 * <p>{@code main(model, video file, repetitions)}, and {@code fast} if that precision is wanted; {@code untrained:400:50} is a model of so many classes and attributes with the widths
 * of the bundled ones, whose weights were drawn.
 */
public final class AnswerCostReport {

    private static final String UNTRAINED = "untrained:";

    private AnswerCostReport() {}

    public static void main(String[] arguments) throws IOException {
        int repetitions = Integer.parseInt(arguments[2]);
        ImagePlus image = ImageFiles.openImage(Path.of(arguments[1]));
        Question question = new Question("predicted", "runner-up", 3, Evidence.FOR, false);
        double[] forward = new double[repetitions];
        double[] classified = new double[repetitions];
        double[] answer = new double[repetitions];
        double[] more = new double[repetitions];
        Precision precision = arguments.length > 3 ? Precision.of(arguments[3]) : Precision.EXACT;
        try (Model model = Model.open(folder(arguments[0]), "cpu", precision, System.out::println);
                ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
                ClassifiedVideo ready = new Explainer(model).classify(video, Progress.SILENT)) {
            List<float[]> passes = passes(model, video);
            List<String> classes = model.card().classes();
            forward(model.classifier(), passes);
            for (int i = 0; i < repetitions; i++) {
                long start = System.nanoTime();
                forward(model.classifier(), passes);
                forward[i] = since(start);
                start = System.nanoTime();
                model.probabilities(model.reader(video), () -> false);
                classified[i] = since(start);
                start = System.nanoTime();
                new Explainer(model).explain(video, question, Progress.SILENT);
                answer[i] = since(start);
                Question other = new Question(
                        classes.get(i % classes.size()), classes.get((i + 1) % classes.size()), 3, Evidence.FOR, false);
                start = System.nanoTime();
                ready.answer(other, Progress.SILENT);
                more[i] = since(start);
            }
            System.out.printf(
                    "%s: %d classes, %d attributes, %d frames, medians of %d%n",
                    arguments[0], classes.size(), model.card().attributes().size(), video.frames(), repetitions);
        }
        double passes = median(forward);
        System.out.printf("forward passes with features: %.1f ms%n", passes);
        System.out.printf("reading and classifying: %.1f ms%n", median(classified));
        System.out.printf(
                "whole answer: %.1f ms, %.3f times the passes, %.3f times reading and classifying%n",
                median(answer), median(answer) / passes, median(answer) / median(classified));
        System.out.printf("another question: %.1f ms%n", median(more));
    }

    private static Path folder(String model) throws IOException {
        if (!model.startsWith(UNTRAINED)) return ModelFolders.find(model);
        String[] counts = model.substring(UNTRAINED.length()).split(":");
        Path folder = Path.of("target", "answer-cost");
        StagedFiles.removeTree(folder);
        return UntrainedModel.write(
                folder.resolve("model"), names("class", counts[0]), names("attribute", counts[1]), new int[] {
                    16, 16, 32, 64, 128
                });
    }

    private static List<String> names(String kind, String count) {
        return IntStream.range(0, Integer.parseInt(count))
                .mapToObj(i -> kind + " " + i)
                .toList();
    }

    /** All clips as they are classified: two in a pass, and three in the last one where one would be left alone. */
    private static List<float[]> passes(Model model, ImagePlusVideo video) throws IOException {
        ClipReader reader = model.reader(video);
        int length = model.classifier().input().clipLength();
        int clips = reader.sampling().clips();
        List<float[]> passes = new ArrayList<>();
        for (int clip = 0; clip < clips; ) {
            int count = clips - clip <= 3 ? clips - clip : ClassifierRun.CLIPS_PER_PASS;
            float[] pass = new float[Math.max(count, ClassifierRun.CLIPS_PER_PASS) * length];
            for (int i = 0; i < count; i++) reader.read(clip + i, pass, i * length);
            passes.add(pass);
            clip += count;
        }
        return passes;
    }

    private static void forward(VideoClassifier classifier, List<float[]> passes) {
        for (float[] pass : passes)
            try (NDManager manager = Engine.newManager(classifier.device());
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                int clips = pass.length / classifier.input().clipLength();
                // Until the logits are there, the engine may still be at work.
                classifier
                        .forward(manager.create(
                                pass, new Shape(classifier.input().batchShape(clips))))
                        .logits()
                        .toFloatArray();
            }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
