package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.JudgedRegion.Method;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.explain.Verification;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.util.Wait;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Evaluates the bundled model on the bundled clips. */
@Tag("slow")
class EvaluatorTest {

    private static final Path CLIPS = Path.of("test-data", "cells");
    private static final EvaluationSettings SETTINGS = new EvaluationSettings("train", 5, true);

    private static final List<String> OWN_ATTRIBUTE = List.of("tube", "boxed_tube", "random_head", "random_classifier");

    @TempDir
    static Path folder;

    private static Model model;
    private static DataSet data;
    private static Evaluation evaluation;

    @BeforeAll
    static void evaluate() throws IOException {
        model = Model.open(ModelFolders.find("cells"), "cpu");
        data = DataSet.read(CLIPS);
        evaluation = new Evaluator(model, SETTINGS).evaluate(data, Progress.SILENT);
        EvaluationFiles.write(evaluation, List.of(), folder.resolve("first"), Progress.SILENT);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<Map<String, String>> rows(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = line.split(",", -1);
            assertEquals(names.length, values.length, line);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < names.length; i++) row.put(names[i], values[i]);
            rows.add(row);
        }
        return rows;
    }

    @Test
    void explanationsAndWhatErasingDoesAreThoseOfTheExplainer() throws IOException {
        for (JudgedRegion judged : evaluation.judgedRegions()) {
            if (judged.method() != Method.TUBE) continue;
            String positive = data.classes().get(judged.video().predicted());
            String negative = data.classes().get(judged.negative());
            Path path = data.samples().stream()
                    .filter(s -> s.id().equals(judged.video().id()))
                    .findFirst()
                    .orElseThrow()
                    .path();
            Answer answer;
            try (Video video = VideoFiles.open(path)) {
                answer = new Explainer(model)
                        .explain(video, new Question(positive, negative, 1, Evidence.FOR, true), Progress.SILENT);
            }
            Explanation expected = answer.explanations().get(0);
            Explanation own = judged.explanation().orElseThrow();
            assertEquals(expected.attribute(), own.attribute());
            assertEquals(expected.tube(), own.tube());
            Verification verification = expected.verification().orElseThrow();
            assertEquals(
                    verification.positiveAfter(), judged.after()[judged.video().predicted()]);
            assertEquals(verification.negativeAfter(), judged.after()[judged.negative()]);
            assertEquals(verification.negativeBefore(), judged.video().before()[judged.negative()]);
            assertEquals(verification.negativeRank(), judged.rank());
        }
    }

    @Test
    void everyVideoIsHeldAgainstEveryOtherClass() {
        for (Method method : Method.values()) {
            boolean erased = method != Method.BOXED_TUBE && method != Method.BOXED_RANDOM_TUBE;
            int draws = method == Method.RANDOM_TUBE
                    ? EvaluationSettings.RANDOM_TUBES
                    : method.word().startsWith("random_head") ? Checks.RANDOM_HEADS : 1;
            List<JudgedRegion> own = evaluation.judgedRegions().stream()
                    .filter(t -> t.method() == method)
                    .toList();
            assertEquals(4 * 3 * draws, own.size(), method.word());
            for (JudgedRegion judged : own) assertEquals(erased, judged.after() != null);
        }
    }

    @Test
    void theTableOfExplanationsGivesTheMetrics() throws IOException {
        List<Map<String, String>> rows = rows(folder.resolve("first").resolve(EvaluationFiles.EXPLANATIONS));
        int compared = 0;
        for (Map<String, String> metric : rows(folder.resolve("first").resolve(EvaluationFiles.METRICS))) {
            String k = metric.get("k");
            ToDoubleFunction<Map<String, String>> value =
                    switch (metric.get("metric")) {
                        case "negative_class_accuracy" ->
                            r -> Integer.parseInt(r.get("negative_rank")) <= Integer.parseInt(k) ? 1 : 0;
                        case "positive_drop" ->
                            r -> Double.parseDouble(r.get("positive_after"))
                                            < Double.parseDouble(r.get("positive_before"))
                                    ? 1
                                    : 0;
                        case "concept_accuracy" ->
                            r -> {
                                if (!OWN_ATTRIBUTE.contains(metric.get("method")))
                                    return Double.parseDouble(r.get("random_attribute_top" + k));
                                int rank = Integer.parseInt(r.get("concept_rank"));
                                return rank >= 1 && rank <= Integer.parseInt(k) ? 1 : 0;
                            };
                        case "attribute_present" -> r -> Double.parseDouble(r.get("attribute_present"));
                        default -> null;
                    };
            Predicate<Map<String, String>> counts = r -> r.get("method").equals(metric.get("method"))
                    && Integer.parseInt(r.get("place")) <= Integer.parseInt(metric.get("n"))
                    && (!metric.get("metric").startsWith("concept")
                            || r.get("correct").equals("1")
                                    && r.get("video_has_boxes").equals("1"));
            if (value == null
                    || Stream.of(Method.values()).noneMatch(m -> m.word().equals(metric.get("method")))) continue;
            List<Map<String, String>> own = rows.stream().filter(counts).toList();
            assertEquals(Integer.parseInt(metric.get("samples")), own.size(), metric.toString());
            double mean = own.stream().mapToDouble(value).average().orElseThrow();
            assertEquals(Double.parseDouble(metric.get("value")), mean, 1e-12, metric.toString());
            compared++;
        }
        assertTrue(compared > 50, "only " + compared);
    }

    @Test
    void theTableOfCurvesGivesTheirAreas() throws IOException {
        for (String curve : List.of("deletion", "insertion"))
            for (String method : List.of("tube", "random_tube")) {
                List<Map<String, String>> own = rows(folder.resolve("first").resolve(EvaluationFiles.CURVES)).stream()
                        .filter(r ->
                                r.get("curve").equals(curve) && r.get("method").equals(method))
                        .toList();
                assertEquals(4 * 5, own.size());
                double sum = 0;
                for (int i = 0; i < own.size(); i++) {
                    double weight = i % 5 == 0 || i % 5 == 4 ? 0.5 : 1;
                    sum += weight * Double.parseDouble(own.get(i).get("positive_probability"));
                }
                Metric metric = evaluation.metric(curve + "_area", method, 1, 0).orElseThrow();
                assertEquals(sum / 4 / 4, metric.value(), 1e-12);
                assertEquals(4, metric.samples());
                if (curve.equals("deletion")) continue;
                double begin = own.stream()
                        .filter(r -> r.get("share_of_boxes").equals("0.0"))
                        .mapToDouble(r -> Double.parseDouble(r.get("positive_probability")))
                        .average()
                        .orElseThrow();
                Metric gain = evaluation.metric("insertion_gain", method, 1, 0).orElseThrow();
                assertEquals(metric.value() - begin, gain.value(), 1e-12);
            }
    }

    @Test
    void deletingAndInsertingEverythingIsErasingTheTubeAndNothing() {
        for (Curve curve : evaluation.curves()) {
            boolean deletion = curve.kind() == Curve.Kind.DELETION;
            assertArrayEquals(curve.judged().video().before(), curve.at(deletion ? 0 : Curve.STEPS));
            assertArrayEquals(curve.judged().after(), curve.at(deletion ? Curve.STEPS : 0));
        }
    }

    @Test
    void noRandomTubeScoresMoreThanTheExplanation() {
        for (JudgedRegion judged : evaluation.judgedRegions())
            if (judged.method() == Method.TUBE)
                assertEquals(1, judged.strength().beaten(), "" + judged.strength());
    }

    @Test
    void theTrueReasonsAreThoseOfTheSimulator() {
        for (JudgedRegion judged : evaluation.judgedRegions()) {
            if (judged.method() != Method.TUBE) continue;
            String positive = data.classes().get(judged.video().predicted());
            String negative = data.classes().get(judged.negative());
            boolean isReason = CellSimulator.tellsApart(positive, negative)
                    .contains(judged.explanation().orElseThrow().attribute());
            assertEquals(isReason ? 1 : 0, judged.attribute().reason());
        }
    }

    @Test
    void untrainedWeightsExplainOtherwise() {
        List<String> trained = new ArrayList<>();
        List<String> untrained = new ArrayList<>();
        for (JudgedRegion judged : evaluation.judgedRegions())
            if (judged.method() == Method.TUBE)
                trained.add(judged.tube().orElseThrow().toString());
            else if (judged.method() == Method.RANDOM_HEAD || judged.method() == Method.RANDOM_CLASSIFIER)
                untrained.add(judged.tube().orElseThrow().toString());
        assertEquals(4 * 3 * (Checks.RANDOM_HEADS + 1), untrained.size());
        untrained.retainAll(trained);
        assertEquals(List.of(), untrained);
    }

    @Test
    void aSecondRunWritesTheSameBytes() throws IOException {
        Path second = folder.resolve("second");
        Evaluation again = new Evaluator(model, SETTINGS).evaluate(data, Progress.SILENT);
        EvaluationFiles.write(again, List.of(), second, Progress.SILENT);
        for (String file : List.of(EvaluationFiles.EXPLANATIONS, EvaluationFiles.CURVES, EvaluationFiles.METRICS))
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("first").resolve(file)),
                    Files.readAllBytes(second.resolve(file)),
                    file);
    }

    @Test
    void theCostCountsEveryPass() throws IOException {
        Evaluation.Cost cost = new Evaluator(model, new EvaluationSettings("train", 5, false))
                .evaluate(data, Progress.SILENT)
                .cost();
        // Four videos of one clip each: alone as they are; two to a pass without the centre, without the actor, and
        // without each of three tubes and of the random tubes beside it.
        assertEquals(4 + 4 * (2 + 3 * (1 + EvaluationSettings.RANDOM_TUBES)) / 2, cost.passes());
        assertTrue(cost.passSeconds() < cost.seconds());
    }

    @Test
    void freshVideosAreClassifiedAndExplainedAsTheCardSays() throws IOException {
        Path fresh = folder.resolve("fresh");
        new CellSimulator(new SimulationSettings(12, 32, 4242)).write(fresh, Progress.SILENT);
        Evaluation found = new Evaluator(model, new EvaluationSettings(EvaluationSettings.ALL, 0, false))
                .evaluate(DataSet.read(fresh), Progress.SILENT);
        Metric accuracy =
                found.metric("classifier_accuracy", "classifier", 0, 0).orElseThrow();
        Metric truthful = found.metric("true_reason", "tube", 3, 0).orElseThrow();
        Metric byChance = found.metric("true_reason", "random_attribute", 3, 0).orElseThrow();
        assertEquals(12, accuracy.samples());
        assertTrue(accuracy.value() >= 0.9, accuracy.toString());
        assertTrue(truthful.value() > 2 * byChance.value(), truthful + ", " + byChance);
    }

    @Test
    void whatDoesNotBelongTogetherIsSaid() {
        String split = assertThrows(IllegalArgumentException.class, () -> new Evaluator(
                                model, new EvaluationSettings("validation", 0, false))
                        .evaluate(data, Progress.SILENT))
                .getMessage();
        assertTrue(split.contains("'validation'") && split.endsWith("."), split);
    }

    @Test
    void anotherClassListIsRefused() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.copy(data.samples().get(0).path(), other.resolve("a.avi"));
        Files.writeString(other.resolve("videos.csv"), "id,class,path,split\na,cat,a.avi,train\n");
        Files.writeString(other.resolve("attributes.csv"), "id,moving cell\na,1\n");
        String message = assertThrows(IllegalArgumentException.class, () -> new Evaluator(model, SETTINGS)
                        .evaluate(DataSet.read(other), Progress.SILENT))
                .getMessage();
        assertTrue(message.contains("cat") && message.contains("mitosis"), message);
    }

    @Test
    void aVideoThatCantBeReadIsNamedAndNothingIsWritten() throws IOException {
        Path broken = folder.resolve("broken");
        copy(CLIPS, broken);
        Path video = broken.resolve(
                CLIPS.toAbsolutePath().relativize(data.samples().get(2).path()));
        Files.write(video, Arrays.copyOf(Files.readAllBytes(video), 3000));
        IOException e = assertThrows(IOException.class, () -> new Evaluator(model, SETTINGS)
                .evaluate(DataSet.read(broken), Progress.SILENT));
        assertTrue(e.getMessage().contains(video.getFileName().toString()), e.getMessage());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) Files.createDirectories(target);
                else Files.copy(path, target);
            }
        }
    }

    @Test
    void cancellingEndsTheWork() {
        Progress cancelled = new Progress() {
            private volatile boolean stop;

            @Override
            public void report(double fraction, String message) {
                stop |= fraction > 0.2;
            }

            @Override
            public boolean isCancelled() {
                return stop;
            }
        };
        assertThrows(CancellationException.class, () -> new Evaluator(model, SETTINGS).evaluate(data, cancelled));
        Wait.until("the end of the threads", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().equals("WhyNot clip preparation")));
    }
}
