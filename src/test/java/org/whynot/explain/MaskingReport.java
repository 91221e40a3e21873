package org.whynot.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.whynot.classifier.foreign.Colours;
import org.whynot.classifier.foreign.NetworkDescription;
import org.whynot.classifier.foreign.OutputType;
import org.whynot.classifier.foreign.Trust;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.Box;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Prints how well tubes that masking finds with a classifier's logits alone overlap those that the same classifier's own model
 * finds in its feature maps, beside random tubes, with the number of passes.
 *
 * <p>{@code main(data set, the model's folder, TorchScript file of its classifier that gives logits only, every n-th test clip)}.
 * Every clip's predicted class is explained against the runner-up. Masking's best tube is compared with the native model's
 * best one, and with whichever of its three best it overlaps most; a random tube has the boxes of masking's, moved to a random
 * location and time.
 */
public final class MaskingReport {

    private static final int RANDOM_TUBES = 20;

    private MaskingReport() {}

    public static void main(String[] arguments) throws Exception {
        Path bundled = Path.of(arguments[1]);
        Path classifier = Path.of(arguments[2]);
        int every = Integer.parseInt(arguments[3]);
        if (!Files.exists(Path.of(arguments[0])) || !Files.exists(classifier)) {
            System.out.println("Skipped: '" + arguments[0] + "' or '" + classifier + "' is not there.");
            return;
        }
        Path folder = Files.createTempDirectory("whynot-masking-");
        System.setProperty(Trust.FOLDER_PROPERTY, folder.toString());
        Trust.give(Sha256.of(classifier));
        write(folder.resolve("model"), ModelCard.read(bundled), classifier);
        try (Model own = Model.open(bundled, "cpu");
                Model masking = Model.open(folder.resolve("model"), "cpu")) {
            compare(own, masking, DataSet.read(Path.of(arguments[0])).split("test"), every);
        }
    }

    private static void write(Path folder, ModelCard own, Path classifier) throws IOException {
        NetworkDescription description = new NetworkDescription(
                "classifier.pt",
                Sha256.of(classifier),
                classifier.getFileName().toString(),
                Colours.RGB,
                OutputType.LOGITS,
                List.of(own.input().frames()),
                false,
                false,
                null,
                "0",
                List.of());
        ModelCard card = ModelCard.ofForeign(
                "logits only",
                own.licence(),
                own.citation(),
                own.classes(),
                own.input(),
                ModelCard.TORCHSCRIPT,
                description,
                Map.of());
        ModelFolder.writeForeign(folder, classifier, card, List.of());
    }

    private static void compare(Model own, Model masking, List<Sample> samples, int every) throws IOException {
        Map<String, List<Double>> ious = new LinkedHashMap<>();
        SplittableRandom random = new SplittableRandom(1);
        long passes = 0;
        double drop = 0;
        int clips = 0;
        for (int i = 0; i < samples.size(); i += every)
            try (Video video = VideoFiles.open(samples.get(i).path())) {
                Answer expected = new Explainer(own)
                        .explain(
                                video, new Question("predicted", "runner-up", 3, Evidence.FOR, false), Progress.SILENT);
                Question question = new Question(expected.positive(), expected.negative(), 1, Evidence.FOR, true);
                Answer found = new Explainer(masking).explain(video, question, Progress.SILENT);
                clips++;
                passes += found.settings().maskingPasses();
                Explanation tube = found.explanations().get(0);
                drop += tube.verification().orElseThrow().positiveBefore()
                        - tube.verification().orElseThrow().positiveAfter();
                Explanation best = expected.explanations().get(0);
                put(ious, "masking, the best tube", iou(tube, best, video));
                put(ious, "masking, any of three", any(tube, expected, video));
                for (int r = 0; r < RANDOM_TUBES; r++) {
                    Explanation moved = moved(tube, video, random);
                    put(ious, "random, the best tube", iou(moved, best, video));
                    put(ious, "random, any of three", any(moved, expected, video));
                }
                System.out.printf(
                        "%s %s, not %s: %.3f%n",
                        samples.get(i).id(), expected.positive(), expected.negative(), iou(tube, best, video));
            }
        ious.forEach((name, values) -> System.out.printf(
                "%s: mean IoU %.3f (n = %d)%n",
                name, values.stream().mapToDouble(v -> v).average().orElse(Double.NaN), values.size()));
        System.out.printf(
                "%d clips, %.0f passes each at most; erasing the tube lowers p(positive) by %.3f%n",
                clips, (double) passes / clips, drop / clips);
    }

    private static void put(Map<String, List<Double>> ious, String name, double iou) {
        ious.computeIfAbsent(name, n -> new ArrayList<>()).add(iou);
    }

    private static double any(Explanation tube, Answer answer, Video video) {
        return answer.explanations().stream()
                .mapToDouble(e -> iou(tube, e, video))
                .max()
                .orElseThrow();
    }

    /** The mean over the frames in which either has a box. */
    private static double iou(Explanation a, Explanation b, Video video) {
        double sum = 0;
        int counted = 0;
        for (int frame = 0; frame < video.frames(); frame++) {
            var first = a.boxAt(frame);
            var second = b.boxAt(frame);
            if (first.isEmpty() && second.isEmpty()) continue;
            counted++;
            if (first.isPresent() && second.isPresent()) sum += first.get().iou(second.get());
        }
        return sum / counted;
    }

    /** The same boxes elsewhere and at another time, as far inside the video as they are. */
    private static Explanation moved(Explanation tube, Video video, SplittableRandom random) {
        List<TubeBox> boxes = tube.tube();
        double left = boxes.stream().mapToDouble(b -> b.box().x()).min().orElseThrow();
        double top = boxes.stream().mapToDouble(b -> b.box().y()).min().orElseThrow();
        double right = boxes.stream()
                .mapToDouble(b -> b.box().x() + b.box().width())
                .max()
                .orElseThrow();
        double bottom = boxes.stream()
                .mapToDouble(b -> b.box().y() + b.box().height())
                .max()
                .orElseThrow();
        double dx = random.nextDouble() * (video.width() - right + left) - left;
        double dy = random.nextDouble() * (video.height() - bottom + top) - top;
        int length = tube.lastFrame() - tube.firstFrame() + 1;
        int shift = random.nextInt(video.frames() - length + 1) - tube.firstFrame();
        List<TubeBox> moved = boxes.stream()
                .map(b -> new TubeBox(
                        b.frame() + shift,
                        new Box(
                                b.box().x() + dx,
                                b.box().y() + dy,
                                b.box().width(),
                                b.box().height()),
                        b.contribution()))
                .toList();
        return new Explanation(
                1,
                tube.evidence(),
                tube.attribute(),
                tube.score(),
                tube.counterfactuality(),
                tube.layer(),
                tube.shapeRows(),
                tube.shapeColumns(),
                moved,
                tube.verification());
    }
}
