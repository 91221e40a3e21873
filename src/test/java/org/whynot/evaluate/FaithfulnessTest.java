package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Engine;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.ContrastTube.Method;
import org.whynot.explain.TubeBox;
import org.whynot.explain.TubeRefiner;
import org.whynot.frontend.UntrainedModel;
import org.whynot.model.Model;
import org.whynot.simulation.CellClass;
import org.whynot.util.Progress;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** The contrast drop of all methods with a small model of our own kind, which has gradients, on clips with boxes and without. */
@Tag("slow")
class FaithfulnessTest {

    private static final Path CLIPS = Path.of("test-data", "cells");
    private static final int MASKS = 6;
    private static final int VIDEOS = 4;
    private static final EvaluationSettings SETTINGS =
            new EvaluationSettings("train", 5, true, Optional.of(new FaithfulnessSettings(true, MASKS, 1)));

    @TempDir
    static Path folder;

    private static Model model;
    private static Evaluation evaluation;

    @BeforeAll
    static void evaluate() throws IOException {
        model = Model.open(UntrainedModel.write(folder.resolve("model")), "cpu");
        evaluation = new Evaluator(model, SETTINGS).evaluate(DataSet.read(CLIPS), Progress.SILENT);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<ContrastTube> tubes(Method method) {
        return evaluation.faithfulness().tubes().stream()
                .filter(t -> t.method() == method)
                .toList();
    }

    @Test
    void everyMethodHasATubeOfTheExplanationsLayerShapeAndLength() {
        assertEquals(Set.of(), evaluation.faithfulness().missing());
        for (Method method : Method.values()) {
            int each = method == Method.RANDOM_TUBE ? Faithfulness.RANDOM_TUBES : 1;
            assertEquals(
                    method == Method.ORACLE ? 1 : VIDEOS * each, tubes(method).size(), method.word());
            for (ContrastTube own : tubes(method)) {
                ContrastTube explained = tubes(Method.TUBE).stream()
                        .filter(t -> t.video() == own.video())
                        .findFirst()
                        .orElseThrow();
                assertEquals(explained.tube().layer(), own.tube().layer());
                assertEquals(explained.tube().shape(), own.tube().shape());
                assertEquals(explained.tube().length(), own.tube().length());
                assertEquals(explained.before(), own.before());
                assertEquals(explained.negative(), own.negative());
            }
        }
    }

    /** The drop worked out clip by clip; these videos are three clips of eight frames each, which share none. */
    @Test
    void theDropIsTheMeanOverTheClipsOfTheDifferenceOfTheLogits() throws IOException {
        Map<String, Path> paths = new TreeMap<>();
        DataSet.read(CLIPS).samples().forEach(s -> paths.put(s.id(), s.path()));
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            for (ContrastTube tube : evaluation.faithfulness().tubes())
                try (Video video = VideoFiles.open(paths.get(tube.video().id()))) {
                    double before = contrast(video, tube, manager);
                    assertEquals(before, tube.before(), 1e-5);
                    double after = contrast(video.erase(tube.explanation()::boxAt), tube, manager);
                    assertEquals(
                            before - after,
                            tube.drop(Erasure.BLACK),
                            1e-5,
                            tube.method().word());
                }
        }
        assertTrue(tubes(Method.TUBE).stream().anyMatch(t -> Math.abs(t.drop(Erasure.BLACK)) > 1e-3));
    }

    private static double contrast(Video video, ContrastTube tube, NDManager manager) throws IOException {
        ClipReader reader = model.reader(video);
        assertEquals(3, reader.sampling().clips());
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            float[] clip = new float[reader.format().clipLength()];
            reader.read(i, clip, 0);
            NDArray clips = manager.create(clip, new Shape(reader.format().batchShape(1)));
            float[] logits = model.classifier().logits(clips).toFloatArray();
            sum += logits[tube.video().predicted()] - (double) logits[tube.negative()];
        }
        return sum / 3;
    }

    @Test
    void theOracleIsAtLeastAsGoodAsEveryOtherTube() {
        ContrastTube oracle = tubes(Method.ORACLE).get(0);
        double best = Double.NEGATIVE_INFINITY;
        for (ContrastTube tube : evaluation.faithfulness().tubes())
            // The refined tube does not lie on cells, as those do that the oracle searches.
            if (tube.video() == oracle.video() && tube != oracle && tube.method() != Method.REFINED_TUBE)
                best = Math.max(best, tube.drop(Erasure.BLACK));
        assertTrue(oracle.drop(Erasure.BLACK) >= best, oracle.drop(Erasure.BLACK) + " of " + best);
        // At least a tube that stands still at each cell, and one move.
        assertTrue(
                oracle.tube().value() != 0, "scored as the explanation is, so that its boxes are erased in that order");
        assertTrue(oracle.cost().passes() >= 3 * (4 * 4 + 1), oracle.cost().toString());
    }

    @Test
    void theRefinedTubeIsAtLeastAsGoodAsTheExplanationsAndOfItsSize() {
        for (ContrastTube refined : tubes(Method.REFINED_TUBE)) {
            ContrastTube tube = tubes(Method.TUBE).stream()
                    .filter(t -> t.video() == refined.video())
                    .findFirst()
                    .orElseThrow();
            assertTrue(refined.drop(Erasure.BLACK) >= tube.drop(Erasure.BLACK) - 1e-5);
            for (int i = 0; i < tube.explanation().tube().size(); i++) {
                TubeBox from = tube.explanation().tube().get(i);
                TubeBox to = refined.explanation().tube().get(i);
                assertEquals(from.frame(), to.frame());
                assertEquals(from.box().area(), to.box().area(), 1e-3);
            }
        }
    }

    @Test
    void theCostIsInClips() {
        for (ContrastTube tube : evaluation.faithfulness().tubes()) {
            long explanation = tubes(Method.TUBE).stream()
                    .filter(t -> t.video() == tube.video())
                    .findFirst()
                    .orElseThrow()
                    .cost()
                    .passes();
            switch (tube.method()) {
                case TUBE, CLASS_EVIDENCE, GRAD_CAM ->
                    assertEquals(explanation, tube.cost().passes());
                case REFINED_TUBE -> {
                    long erasures = tube.cost().passes() / explanation - 1;
                    assertEquals(0, tube.cost().passes() % explanation);
                    assertTrue(erasures >= 1 && erasures <= TubeRefiner.MOST_ERASURES, erasures + " erasures");
                }
                case RISE -> assertEquals(MASKS * explanation, tube.cost().passes());
                case OCCLUSION -> assertTrue(tube.cost().passes() > 100 * explanation);
                case RANDOM_TUBE, CENTRE_TUBE -> assertEquals(0, tube.cost().passes());
                case ORACLE -> assertEquals(0, tube.cost().passes() % explanation);
            }
        }
    }

    @Test
    void differencesArePairedByVideo() {
        List<Double> differences = new ArrayList<>();
        for (ContrastTube tube : tubes(Method.TUBE)) {
            double random = tubes(Method.RANDOM_TUBE).stream()
                    .filter(t -> t.video() == tube.video())
                    .mapToDouble(t -> t.drop(Erasure.MEAN))
                    .average()
                    .orElseThrow();
            differences.add(tube.drop(Erasure.MEAN) - random);
        }
        double mean =
                differences.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        Metric metric = evaluation
                .metric("contrast_drop_mean", "tube - random_tube", 1, 0)
                .orElseThrow();
        assertEquals(mean, metric.value(), 1e-12);
        assertTrue(metric.low() <= mean && mean <= metric.high());
    }

    /** Twice with everything that is measured, and once with nothing of it: the other tables stay as they are. */
    @Test
    void aSecondRunWritesTheSameBytesAndOneWithoutTheSameOtherTables() throws IOException {
        Map<String, String> first = written(evaluation, "first");
        assertTrue(first.keySet().containsAll(Set.of("contrast.csv", "curves.csv", "explanations.csv", "metrics.csv")));
        Map<String, String> second =
                written(new Evaluator(model, SETTINGS).evaluate(DataSet.read(CLIPS), Progress.SILENT), "second");
        assertEquals(first, second);
        EvaluationSettings without = new EvaluationSettings("train", 5, true);
        Map<String, String> plain =
                written(new Evaluator(model, without).evaluate(DataSet.read(CLIPS), Progress.SILENT), "first");
        assertFalse(plain.containsKey("contrast.csv"), "that of the earlier run is removed");
        assertEquals(first.get("explanations.csv"), plain.get("explanations.csv"));
        assertEquals(first.get("curves.csv"), plain.get("curves.csv"));
        assertFalse(plain.get("report.html").contains("Contrast drop"));
    }

    /** The files by name, without what states a time. */
    private static Map<String, String> written(Evaluation of, String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (Path file : EvaluationFiles.write(of, List.of(), folder.resolve(name), Progress.SILENT)) {
            String text = Files.readString(file);
            String form = file.getFileName().toString();
            if (form.equals("metrics.json"))
                text = text.replaceAll("\"(forward_pass_)?seconds\": .*", "")
                        .replaceAll("(?s)\"seconds_per_explanation\": \\{.*?}", "");
            files.put(form, text.replaceAll("<span class=\"time\">[^<]*</span>", ""));
        }
        return files;
    }

    /**
     * One clip of each class, one of them black throughout so that there is nothing to erase, and no boxes: what erases nothing
     * changes nothing, and the report says what is left out.
     */
    @Test
    void blackVideosClassesOfOneClipAndMissingBoxesAreNoTrouble() throws IOException {
        Path set = Files.createDirectories(folder.resolve("black"));
        StringBuilder videos = new StringBuilder("id,class,path,split\n");
        StringBuilder attributes = new StringBuilder("id," + String.join(",", CellClass.ATTRIBUTES) + "\n");
        for (int v = 0; v < UntrainedModel.CLASSES.size(); v++) {
            video(set.resolve(v + ".tif"), v == 0 ? 0 : 40 * v);
            videos.append(v + "," + UntrainedModel.CLASSES.get(v) + "," + v + ".tif,test\n");
            attributes
                    .append(v)
                    .append(",1".repeat(CellClass.ATTRIBUTES.size()))
                    .append("\n");
        }
        Files.writeString(set.resolve("videos.csv"), videos);
        Files.writeString(set.resolve("attributes.csv"), attributes);
        EvaluationSettings settings =
                new EvaluationSettings("test", 1, true, Optional.of(new FaithfulnessSettings(true, 3, 4)));
        Evaluation found = new Evaluator(model, settings).evaluate(DataSet.read(set), Progress.SILENT);
        for (ContrastTube tube : found.faithfulness().tubes()) {
            assertTrue(Double.isFinite(tube.before()), tube.method().word());
            assertEquals(Double.NaN, tube.place().iou());
            for (Erasure erasure : Erasure.values()) {
                assertTrue(Double.isFinite(tube.drop(erasure)), tube.method().word());
                if (tube.video().id().equals("0")) assertEquals(0, tube.drop(erasure), 1e-12);
            }
            for (Curve.Kind kind : Curve.Kind.values())
                if (tube.video().id().equals("0") && Double.isFinite(tube.area(kind)))
                    assertEquals(0, tube.area(kind), 1e-12);
        }
        assertEquals(Optional.empty(), found.metric("anything_iou", "tube", 1, 0));
        String report = written(found, "black-report").get("report.html");
        assertTrue(report.contains("plausibility is left out"));
        assertFalse(report.contains("NaN"));
    }

    /** Frames of one grey level with a square that is twice as bright, so of nothing but black for level 0. */
    private static void video(Path file, int level) {
        ImageStack stack = new ImageStack(64, 64);
        for (int frame = 0; frame < 10; frame++) {
            ColorProcessor image = new ColorProcessor(64, 64);
            image.setColor(level << 16 | level << 8 | level);
            image.fill();
            image.setColor(2 * level << 16 | 2 * level << 8 | 2 * level);
            image.fillRect(3 * frame, 20, 16, 16);
            stack.addSlice(image);
        }
        ImagePlus whole = new ImagePlus("video", stack);
        whole.setDimensions(1, 1, 10);
        new FileSaver(whole).saveAsTiffStack(file.toString());
    }
}
