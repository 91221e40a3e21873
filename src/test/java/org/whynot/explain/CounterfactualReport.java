package org.whynot.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * Measures swaps, switches and the comparison with chance on the test videos of a data set, the predicted class against the
 * runner-up. A program, not a test: {@code CounterfactualReport MODEL DATASET VIDEOS}.
 *
 * <p>Clips of the other class are taken from the training videos.
 */
public final class CounterfactualReport {

    private final List<Swap> swaps = new ArrayList<>();
    private int better;
    private int compared;
    private double shifted;
    private double cropped;
    private int asked;
    private int reasons;
    private double chance;

    private CounterfactualReport() {}

    /** Prints the report. */
    public static void main(String[] arguments) throws Exception {
        DataSet data = DataSet.read(Path.of(arguments[1]));
        CounterfactualReport report = new CounterfactualReport();
        try (Model model = Model.open(ModelFolders.find(arguments[0]), "cpu")) {
            List<Sample> test = data.split("test");
            int wanted = Math.min(Integer.parseInt(arguments[2]), test.size());
            // Spread over the list, which is sorted by class.
            for (int i = 0; i < wanted; i++) report.add(model, data, test.get(i * test.size() / wanted));
        }
        report.print();
    }

    private void add(Model model, DataSet data, Sample sample) throws Exception {
        try (Video video = sample.open();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            Question question = new Question("predicted", "runner-up", 1, Evidence.FOR, false);
            Answer answer = classified.answer(question.withConfidence(Confidence.LEAST), Progress.SILENT);
            Explanation first = answer.explanations().get(0);
            Confidence confidence = first.confidence().orElseThrow();
            compared++;
            if (confidence.isBetterThanChance()) better++;
            shifted += confidence.shiftIou();
            cropped += confidence.cropIou();
            String other = answer.negative();
            List<ClipIndex.Source> clips = data.split("train").stream()
                    .filter(s -> data.classes().get(s.classIndex()).equals(other))
                    .map(s -> new ClipIndex.Source(s.id(), s.path(), s.segment().toString(), s::open))
                    .toList();
            ClipIndex index = ClipIndex.of(classified, other, clips, Progress.SILENT);
            swaps.add(new EvidenceSwap(classified, index).of(answer, first, Progress.SILENT));
            Set<String> known = data.reasons().of(answer.positive(), other).orElse(Set.of());
            if (known.isEmpty()) return;
            List<AttributeSwitch> switches = new AttributeSwitches(classified)
                    .of(answer.positive(), other, Progress.SILENT)
                    .switches();
            asked++;
            if (known.contains(switches.get(0).attribute())) reasons++;
            chance += known.size() / (double) switches.size();
        }
    }

    private void print() {
        System.out.printf(
                "%d explanations, %d better than %d random tubes each (p %.2f); IoU a frame later %.2f, cropped %.2f%n",
                compared, better, Confidence.LEAST, Confidence.LEVEL, shifted / compared, cropped / compared);
        System.out.printf(
                "%d swaps, %d flipped, %d by cells of the tube alone; median similarity %.2f%n",
                swaps.size(),
                swaps.stream().filter(Swap::isFlipped).count(),
                swaps.stream().filter(Swap::isTubeEnough).count(),
                swaps.stream()
                        .mapToDouble(Swap::similarity)
                        .sorted()
                        .skip(swaps.size() / 2)
                        .findFirst()
                        .orElse(Double.NaN));
        print("tube first", s -> s.isFlipped() ? s.cells() : null);
        print("Grad-CAM", s -> s.orders().gradCam());
        print("scores", s -> s.orders().evidence());
        print("random", s -> s.orders().random());
        print("effect", s -> s.orders().effect());
        if (asked > 0)
            System.out.printf(
                    "%d switched: the strongest attribute is a true reason in %.3f, by chance %.3f%n",
                    asked, reasons / (double) asked, chance / asked);
    }

    private void print(String order, Function<Swap, Integer> cells) {
        List<Double> shares = new ArrayList<>();
        int fewer = 0;
        int more = 0;
        for (Swap swap : swaps) {
            Integer needed = cells.apply(swap);
            shares.add(needed == null ? 1.0 : needed / (double) swap.allCells());
            int own = swap.isFlipped() ? swap.cells() : Integer.MAX_VALUE;
            int its = needed == null ? Integer.MAX_VALUE : needed;
            if (its < own) fewer++;
            if (its > own) more++;
        }
        shares.sort(null);
        System.out.printf(
                "%-10s flips %d, median share of the cells %.3f, mean %.3f; fewer cells than tube first in %d, more in %d%n",
                order,
                swaps.stream().filter(s -> cells.apply(s) != null).count(),
                shares.get(shares.size() / 2),
                shares.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN),
                fewer,
                more);
    }
}
