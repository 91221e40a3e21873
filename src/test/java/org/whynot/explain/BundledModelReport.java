package org.whynot.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.whynot.dataset.CellSimulator;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.SimulationSettings;
import org.whynot.model.Model;
import org.whynot.model.ModelFolder;
import org.whynot.video.Box;
import org.whynot.video.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Measures the bundled model {@code cells} on fresh simulated videos, whose true reasons are known.
 *
 * <p>{@code main(model folder, number of videos, seed, yes)} prints the numbers, and with {@code yes} writes them to the model's card.
 */
public final class BundledModelReport {

    private BundledModelReport() {}

    /**
     * What was measured, over every video and every class it is held against.
     *
     * @param videos number of videos
     * @param accuracy share of videos that are classified correctly
     * @param pairs number of questions
     * @param truthful share of questions whose first attribute truly tells the classes apart
     * @param byChance the same for an attribute drawn at random
     * @param iou mean IoU of the first tube with the true boxes of its attribute, where it truly tells the classes apart
     * @param randomIou the same for the same boxes put at a random place
     */
    public record Result(
            int videos, double accuracy, int pairs, double truthful, double byChance, double iou, double randomIou) {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int videos = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        Result result;
        try (Model model = Model.open(folder, "cpu")) {
            result = measure(model, videos, seed);
        }
        System.out.println(result);
        if (arguments.length > 3 && arguments[3].equals("yes")) {
            Map<String, Object> scores = new LinkedHashMap<>();
            scores.put("fresh_videos", result.videos());
            scores.put("fresh_seed", seed);
            scores.put("accuracy", result.accuracy());
            scores.put("first_attribute_truly_tells_the_classes_apart", result.truthful());
            scores.put("the_same_for_a_random_attribute", result.byChance());
            scores.put("iou_of_its_tube_with_the_true_box", result.iou());
            scores.put("the_same_for_the_tube_at_a_random_place", result.randomIou());
            ModelFolder.writeScores(folder, scores);
        }
    }

    /** Explains fresh videos, written to files as the training videos were, against every other class. */
    public static Result measure(Model model, int videos, long seed) throws IOException {
        Path folder = Files.createTempDirectory("whynot-fresh");
        try {
            Path cells = folder.resolve("cells");
            new CellSimulator(new SimulationSettings(videos, 32, seed)).write(cells, Progress.SILENT);
            return measure(model, DataSet.read(cells), seed);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
            }
        }
    }

    private static Result measure(Model model, DataSet data, long seed) throws IOException {
        Random random = new Random(seed);
        int correct = 0;
        int pairs = 0;
        int truthful = 0;
        double chance = 0;
        List<Double> ious = new ArrayList<>();
        List<Double> randomIous = new ArrayList<>();
        for (Sample sample : data.samples()) {
            String truth = data.classes().get(sample.classIndex());
            boolean counted = false;
            for (String other : data.classes()) {
                if (other.equals(truth)) continue;
                Answer answer;
                try (Video video = VideoFiles.open(sample.path())) {
                    Question question = new Question(truth, other, 1, Evidence.FOR, false);
                    answer = new Explainer(model).explain(video, question, Progress.SILENT);
                }
                if (!counted && answer.prediction().get(0).name().equals(truth)) correct++;
                counted = true;
                pairs++;
                Explanation first = answer.explanations().get(0);
                Set<String> reasons = CellSimulator.tellsApart(truth, other);
                chance += reasons.size() / (double) model.card().attributes().size();
                if (!reasons.contains(first.attribute())) continue;
                truthful++;
                List<FrameBox> boxes = sample.boxes().getOrDefault(first.attribute(), List.of());
                ious.add(iou(first, boxes, 0, 0));
                Box start = first.tube().get(0).box();
                double dx = random.nextDouble() * (answer.video().width() - start.width()) - start.x();
                double dy = random.nextDouble() * (answer.video().height() - start.height()) - start.y();
                randomIous.add(iou(first, boxes, dx, dy));
            }
        }
        int videos = data.samples().size();
        return new Result(
                videos,
                correct / (double) videos,
                pairs,
                truthful / (double) pairs,
                chance / pairs,
                mean(ious),
                mean(randomIous));
    }

    /** The mean IoU over the frames in which the tube or the truth has a box; of several true boxes the best one counts. */
    private static double iou(Explanation explanation, List<FrameBox> truth, double dx, double dy) {
        double sum = 0;
        int frames = 0;
        int last = Math.max(
                explanation.lastFrame(),
                truth.stream().mapToInt(FrameBox::frame).max().orElse(0));
        for (int frame = 0; frame <= last; frame++) {
            int at = frame;
            var tube = explanation.boxAt(frame);
            List<Box> boxes = truth.stream()
                    .filter(b -> b.frame() == at)
                    .map(FrameBox::box)
                    .toList();
            if (tube.isEmpty() && boxes.isEmpty()) continue;
            frames++;
            if (tube.isEmpty()) continue;
            Box moved = new Box(
                    tube.get().x() + dx,
                    tube.get().y() + dy,
                    tube.get().width(),
                    tube.get().height());
            sum += boxes.stream().mapToDouble(moved::iou).max().orElse(0);
        }
        return frames == 0 ? 0 : sum / frames;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
