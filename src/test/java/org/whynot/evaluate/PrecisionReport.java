package org.whynot.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.whynot.classifier.Precision;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.explain.TubeBox;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Video;

/**
 * Measures on the test videos of a data set what half precision changes: predicted classes, the first attribute of each class against
 * its runner-up, tubes and probabilities; and the measures of Evaluate... beside each other. A program, not a test:
 * {@code PrecisionReport MODEL DATASET}.
 */
public final class PrecisionReport {

    private static final Question QUESTION = new Question("predicted", "runner-up", 3, Evidence.FOR, false);

    private int classes;
    private int runnersUp;
    private int attributes;
    private int lists;
    private int tubes;
    private double largest;

    private PrecisionReport() {}

    /** Prints the report. */
    public static void main(String[] arguments) throws Exception {
        DataSet data = DataSet.read(Path.of(arguments[1]));
        Path folder = ModelFolders.find(arguments[0]);
        try (Model exact = Model.open(folder, "cpu");
                Model fast = Model.open(folder, "cpu", Precision.FAST, System.out::println)) {
            if (fast.precision() == Precision.EXACT) return;
            PrecisionReport report = new PrecisionReport();
            List<Sample> test = data.split("test");
            for (Sample sample : test) report.add(answer(exact, sample), answer(fast, sample));
            report.print(test.size());
            for (Model model : List.of(exact, fast)) {
                Evaluation evaluation =
                        new Evaluator(model, new EvaluationSettings("test", 0, false)).evaluate(data, Progress.SILENT);
                System.out.println(model.precision().word() + "\n" + evaluation.summary());
            }
        }
    }

    private static Answer answer(Model model, Sample sample) throws Exception {
        try (Video video = sample.open()) {
            return new Explainer(model).explain(video, QUESTION, Progress.SILENT);
        }
    }

    private void add(Answer exact, Answer fast) {
        for (ClassProbability p : exact.prediction())
            for (ClassProbability q : fast.prediction())
                if (p.name().equals(q.name())) largest = Math.max(largest, Math.abs(p.probability() - q.probability()));
        if (!exact.positive().equals(fast.positive())) {
            classes++;
            return;
        }
        if (!exact.negative().equals(fast.negative())) {
            runnersUp++;
            return;
        }
        boolean sameFirst = names(exact).get(0).equals(names(fast).get(0));
        if (!sameFirst) attributes++;
        if (!names(exact).equals(names(fast))) lists++;
        if (sameFirst && !boxes(exact).equals(boxes(fast))) tubes++;
    }

    /** The first explanation's frames and boxes, whose scores are others in any case. */
    private static Map<Integer, Box> boxes(Answer answer) {
        return answer.explanations().get(0).tube().stream().collect(Collectors.toMap(TubeBox::frame, TubeBox::box));
    }

    private static List<String> names(Answer answer) {
        return answer.explanations().stream().map(e -> e.attribute()).toList();
    }

    private void print(int videos) {
        System.out.printf(
                "%d videos: another class in %d, else another runner-up in %d, else another first attribute in %d,"
                        + " another list of three in %d; the same first attribute with another tube in %d%n"
                        + "probabilities differ by at most %.4f%n",
                videos, classes, runnersUp, attributes, lists, tubes, largest);
    }
}
