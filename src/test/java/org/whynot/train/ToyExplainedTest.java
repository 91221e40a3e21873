package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.ToyClassifier;
import org.whynot.dataset.DataSet;
import org.whynot.evaluate.Evaluation;
import org.whynot.evaluate.EvaluationFiles;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.Evaluator;
import org.whynot.evaluate.FaithfulnessSettings;
import org.whynot.evaluate.Metric;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.explain.TubeBox;
import org.whynot.explain.Window;
import org.whynot.model.Classifiers;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.model.RegionShape;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** A classifier that is not ours, with three layers on grids of their own, gets a head and is explained. */
class ToyExplainedTest {

    private static final int SIZE = 96;
    private static final int SQUARE = 24;
    private static final Color[] COLOURS = {new Color(230, 40, 40), new Color(40, 230, 40), new Color(40, 40, 230)};
    private static final List<String> CLASSES = List.of("red", "green", "blue");
    private static final int VIDEOS = 36;
    /** Frames that do not come out even in clips of eight. */
    private static final int FRAMES = 21;

    @TempDir
    static Path folder;

    private static DataSet data;
    private static Path model;

    @BeforeAll
    static void trainAHead() throws IOException {
        Classifiers.register("toy", device -> new ToyClassifier());
        Path set = Files.createDirectories(folder.resolve("squares"));
        StringBuilder videos = new StringBuilder("id,class,path,split\n");
        StringBuilder attributes = new StringBuilder("id,red square,green square,blue square\n");
        for (int v = 0; v < VIDEOS; v++) {
            video(set.resolve(v + ".tif"), v);
            int c = v % 3;
            videos.append(v + "," + CLASSES.get(c) + "," + v + ".tif," + (v < VIDEOS - 6 ? "train" : "test") + "\n");
            attributes.append(v + "," + (c == 0 ? 1 : 0) + "," + (c == 1 ? 1 : 0) + "," + (c == 2 ? 1 : 0) + "\n");
        }
        Files.writeString(set.resolve("videos.csv"), videos);
        Files.writeString(set.resolve("attributes.csv"), attributes);
        data = DataSet.read(set);
        ExplainerSettings d = ExplainerSettings.DEFAULTS;
        SgdSettings sgd = new SgdSettings(12, 10, 0.05, Schedule.ONE_CYCLE, 0.9, 1e-3, 5);
        ExplainerSettings settings = new ExplainerSettings(
                sgd,
                2,
                ExplainerSettings.Objective.CONTRAST,
                ExplainerSettings.ClassKernels.LEARNED,
                ExplainerSettings.Attributes.ALL,
                RegionShape.ALL,
                0.5,
                d.gradient(),
                Augmentation.NONE,
                10,
                1,
                "cpu");
        model = folder.resolve("explained");
        new ExplainerTrainer(settings).train(data, ModelFolders.find("toy"), model, Progress.SILENT);
    }

    /** The upper left corner of the square in a frame: it crosses the image on a line of its own. */
    private static int[] corner(int video, int frame) {
        Random random = new Random(video);
        double fromX = random.nextInt(SIZE - SQUARE);
        double fromY = random.nextInt(SIZE - SQUARE);
        double toX = random.nextInt(SIZE - SQUARE);
        double toY = random.nextInt(SIZE - SQUARE);
        double share = frame / (FRAMES - 1.0);
        return new int[] {(int) (fromX + share * (toX - fromX)), (int) (fromY + share * (toY - fromY))};
    }

    private static void video(Path file, int video) {
        ImageStack stack = new ImageStack(SIZE, SIZE);
        for (int frame = 0; frame < FRAMES; frame++) {
            ColorProcessor image = new ColorProcessor(SIZE, SIZE);
            image.setColor(new Color(90, 90, 90));
            image.fill();
            image.setColor(COLOURS[video % 3]);
            int[] corner = corner(video, frame);
            image.fillRect(corner[0], corner[1], SQUARE, SQUARE);
            stack.addSlice(image);
        }
        ImagePlus whole = new ImagePlus("video", stack);
        whole.setDimensions(1, 1, FRAMES);
        new FileSaver(whole).saveAsTiffStack(file.toString());
    }

    private static Answer explain(Model opened, int video, Question question) throws IOException {
        try (Video file = VideoFiles.open(data.folder().resolve(video + ".tif"))) {
            return new Explainer(opened).explain(file, question, Progress.SILENT);
        }
    }

    @Test
    void itsTubesLieWhereTheToyLooks() throws IOException {
        int hits = 0;
        int boxes = 0;
        int named = 0;
        int asked = 0;
        try (Model opened = Model.open(model, "cpu")) {
            assertEquals(2, opened.card().tube().radius());
            for (int v = VIDEOS - 6; v < VIDEOS; v++)
                for (String other : CLASSES) {
                    String own = CLASSES.get(v % 3);
                    if (other.equals(own)) continue;
                    Answer answer = explain(opened, v, new Question("predicted", other, 1, Evidence.FOR, true));
                    assertEquals(own, answer.positive());
                    assertEquals(2, answer.settings().radius());
                    Explanation e = answer.explanations().get(0);
                    asked++;
                    if (e.attribute().equals(own + " square")) named++;
                    assertEquals(
                            e.score(),
                            e.tube().stream().mapToDouble(TubeBox::contribution).sum(),
                            1e-4);
                    assertTrue(e.verification().orElseThrow().positiveAfter()
                            < e.verification().orElseThrow().positiveBefore());
                    for (TubeBox box : e.tube()) {
                        boxes++;
                        int[] corner = corner(v, box.frame());
                        double x = corner[0] + SQUARE / 2.0;
                        double y = corner[1] + SQUARE / 2.0;
                        if (box.box().x() <= x
                                && x <= box.box().right()
                                && box.box().y() <= y
                                && y <= box.box().bottom()) hits++;
                    }
                }
        }
        assertEquals(asked, named, "the square of the class's own colour is the reason");
        assertTrue(hits >= 0.9 * boxes, hits + " of " + boxes + " boxes hold the square's centre");
    }

    /** Every window of a layer with a stride has its own tubes, and they stay in it. */
    @Test
    void windowsAndFurtherTubesWorkOnAnyGrid() throws IOException {
        try (Model opened = Model.open(model, "cpu")) {
            for (int frames : new int[] {3, 8, 10}) {
                Answer answer = explain(
                        opened,
                        VIDEOS - 1,
                        new Question("blue", "red", 20, Evidence.BOTH, false, new Window(frames, true), 2));
                for (Explanation e : answer.explanations())
                    for (int i = 1; i < e.tube().size(); i++)
                        assertEquals(
                                e.tube().get(i - 1).frame() + 1, e.tube().get(i).frame());
                int windows = (FRAMES + frames - 1) / frames;
                assertTrue(answer.explanations().size() >= Math.min(20, windows), frames + " frames");
            }
        }
    }

    /** The same answer whether the scores are found on the way or gone through afterwards. */
    @Test
    void theAnswerDoesNotDependOnWhenTheClassesAreKnown() throws IOException {
        try (Model opened = Model.open(model, "cpu")) {
            Answer asked = explain(opened, 1, new Question("predicted", "runner-up", 3, Evidence.BOTH, false));
            Answer named =
                    explain(opened, 1, new Question(asked.positive(), asked.negative(), 3, Evidence.BOTH, false));
            assertEquals(asked, named);
        }
    }

    /**
     * Erasing where the toy looks lowers the contrast more than erasing elsewhere. It has no gradients, and its videos no boxes:
     * what needs them is left out, which the report says, and a second run writes the same bytes.
     */
    @Test
    void erasingItsTubesLowersTheContrastMoreThanRandomOnes() throws IOException {
        EvaluationSettings settings =
                new EvaluationSettings("test", 3, false, Optional.of(new FaithfulnessSettings(true, 40, 2)));
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        try (Model opened = Model.open(model, "cpu")) {
            Evaluation found = new Evaluator(opened, settings).evaluate(data, Progress.SILENT);
            EvaluationFiles.write(found, List.of(), first, Progress.SILENT);
            EvaluationFiles.write(
                    new Evaluator(opened, settings).evaluate(data, Progress.SILENT),
                    List.of(),
                    second,
                    Progress.SILENT);
            for (String erasure : List.of("black", "mean", "blur")) {
                Metric tube = found.metric("contrast_drop_" + erasure, "tube - random_tube", 1, 0)
                        .orElseThrow();
                assertTrue(tube.low() > 0, tube.toString());
            }
            Metric oracle =
                    found.metric("contrast_drop_black", "tube - oracle", 1, 0).orElseThrow();
            assertEquals(2, oracle.videos());
            assertTrue(oracle.high() <= 0, oracle.toString());
            assertEquals(
                    3 * 40,
                    found.metric("clips_classified_per_explanation", "rise", 1, 0)
                            .orElseThrow()
                            .value());
            assertEquals(Optional.empty(), found.metric("contrast_drop_black", "grad_cam", 1, 0));
            assertTrue(found.summary().contains("Grad-CAM is left out"), found.summary());
        }
        for (String file : List.of("explanations.csv", "contrast.csv", "metrics.csv"))
            assertEquals(Files.readString(first.resolve(file)), Files.readString(second.resolve(file)), file);
        String report = Files.readString(first.resolve("report.html"));
        assertTrue(report.contains("Grad-CAM is left out") && report.contains("plausibility is left out"));
        String times = "<span class=\"time\">[^<]*</span>";
        assertEquals(
                report.replaceAll(times, ""),
                Files.readString(second.resolve("report.html")).replaceAll(times, ""));
    }

    @Test
    void withoutAHeadItIsInTheListAndSaysWhatToDo() {
        assertTrue(ModelFolders.known().containsKey("toy"));
        String message = org.junit.jupiter.api.Assertions.assertThrows(
                        IOException.class, () -> Model.open(ModelFolders.find("toy"), "cpu"))
                .getMessage();
        assertTrue(message.contains("Train Explainer"), message);
    }
}
