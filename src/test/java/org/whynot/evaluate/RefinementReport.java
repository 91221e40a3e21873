package org.whynot.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.explain.Refinement;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * Measures on the test videos of a data set what moving tubes off the grid of cells changes: the contrast drop, and how well the boxes
 * fit those of people. The predicted class against the runner-up, the first explanation. A program, not a test:
 * {@code RefinementReport MODEL DATASET VIDEOS}.
 */
public final class RefinementReport {

    private static final int RESAMPLES = 2000;
    private static final double CONFIDENCE = 0.95;

    /**
     * One explanation on cells and moved.
     *
     * @param drop contrast drop
     * @param iou with the boxes of its attribute; NaN where the video has none
     * @param pointing 1 or 0; NaN where the video has no box
     */
    private record Values(double drop, double iou, double pointing) {}

    private final List<Values> found = new ArrayList<>();
    private final List<Values> refined = new ArrayList<>();
    private int moved;
    private int erasures;

    private RefinementReport() {}

    /** Prints the report. */
    public static void main(String[] arguments) throws Exception {
        DataSet data = DataSet.read(Path.of(arguments[1]));
        RefinementReport report = new RefinementReport();
        try (Model model = Model.open(ModelFolders.find(arguments[0]), "cpu")) {
            List<Sample> test = data.split("test");
            int wanted = Math.min(Integer.parseInt(arguments[2]), test.size());
            // Spread over the list, which is sorted by class.
            for (int i = 0; i < wanted; i++) report.add(model, test.get(i * test.size() / wanted));
        }
        report.print();
    }

    private void add(Model model, Sample sample) throws Exception {
        try (Video video = sample.open();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            Question question = new Question("predicted", "runner-up", 1, Evidence.FOR, false);
            Explanation onCells = first(classified.answer(question, Progress.SILENT));
            Explanation off = first(classified.answer(question.withRefinement(true), Progress.SILENT));
            Refinement how = off.refinement().orElseThrow();
            Concepts concepts = new Concepts(sample, video.frames(), Concepts.Labels.ALL);
            found.add(values(onCells, how.found(), concepts));
            refined.add(values(off, how.refined(), concepts));
            if (how.x() != 0 || how.y() != 0) moved++;
            erasures += how.erasures();
        }
    }

    private static Explanation first(Answer answer) {
        return answer.explanations().get(0);
    }

    private static Values values(Explanation e, double drop, Concepts concepts) {
        double iou = concepts.ious(VideoPart.of(e)).getOrDefault(e.attribute(), Double.NaN);
        return new Values(drop, iou, concepts.pointing(e));
    }

    private void print() {
        System.out.printf(
                "%d explanations, %d moved, %.1f erasures each%n",
                found.size(), moved, (double) erasures / found.size());
        print("contrast drop", Values::drop);
        print("IoU with the attribute's boxes", Values::iou);
        print("pointing game", Values::pointing);
    }

    private void print(String what, ToDoubleFunction<Values> value) {
        List<Integer> known = Stream.iterate(0, i -> i < found.size(), i -> i + 1)
                .filter(i -> !Double.isNaN(value.applyAsDouble(found.get(i))))
                .toList();
        double[] before = known.stream()
                .mapToDouble(i -> value.applyAsDouble(found.get(i)))
                .toArray();
        double[] after = known.stream()
                .mapToDouble(i -> value.applyAsDouble(refined.get(i)))
                .toArray();
        int[] ones = known.stream().mapToInt(i -> 1).toArray();
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, CONFIDENCE, 0);
        Bootstrap.Interval difference = bootstrap.difference(after, ones, before, ones);
        System.out.printf(
                "%s, %d videos: on cells %.3f, moved %.3f, difference %.3f [%.3f, %.3f]%n",
                what,
                known.size(),
                bootstrap.mean(before, ones).value(),
                bootstrap.mean(after, ones).value(),
                difference.value(),
                difference.low(),
                difference.high());
    }
}
