package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.whynot.classifier.Engine;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetException;
import org.whynot.dataset.Sample;
import org.whynot.model.ExplanationHead;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** The bundled {@code ucf6} head on an imported copy of its classifier, which must then answer as the native model. */
final class BundledHead {

    /** The native model. */
    static final Path MODEL = Path.of("models/ucf6");

    private BundledHead() {}

    /** Writes a model of an imported classifier's folder and the bundled head; returns its folder. */
    static Path on(Path classifier, ModelCard imported, Path folder) throws IOException {
        ModelCard own = ModelCard.read(MODEL);
        ModelCard card = imported.withHead(own.attributes(), own.tube(), Map.of());
        try (NDManager manager = Engine.newManager(Engine.device("cpu"));
                ExplanationHead head = ExplanationHead.read(
                        MODEL.resolve(Model.EXPLAINER_FILE),
                        card.architecture().foreign().layers(),
                        own.classes().size(),
                        own.attributes().size(),
                        own.tube().shapes(),
                        manager)) {
            ModelFolder.writeModel(folder, classifier, card, head, "");
        }
        return folder;
    }

    /** Fails if a model answers otherwise than the native one about a video that both read. */
    static void requireNativeAnswer(Path model, Video video) throws IOException {
        try (Model own = Model.open(MODEL, "cpu");
                Model foreign = Model.open(model, "cpu")) {
            requireSame(own, foreign, video);
        }
    }

    /** Fails if a model answers otherwise than the native one about any of the 96 test clips; skips without them. */
    static void requireNativeAnswersForAllTestClips(Path model) throws IOException, DataSetException {
        Path data = testClips();
        List<Sample> samples = DataSet.read(data).split("test");
        assertEquals(96, samples.size());
        try (Model own = Model.open(MODEL, "cpu");
                Model foreign = Model.open(model, "cpu")) {
            for (Sample sample : samples)
                try (Video video = VideoFiles.open(sample.path())) {
                    requireSame(own, foreign, video);
                }
        }
    }

    /** The data set of the test clips; skips the test where it is not there. */
    static Path testClips() {
        Path data = Path.of(System.getProperty("whynot.data", "../shared/data"), "ucf6");
        assumeTrue(Files.isDirectory(data), "Skipped: '" + data + "' is not there.");
        return data;
    }

    private static void requireSame(Model own, Model foreign, Video video) throws IOException {
        Question question = new Question("predicted", "runner-up", 5, Evidence.BOTH, false);
        Answer expected = new Explainer(own).explain(video, question, Progress.SILENT);
        Answer actual = new Explainer(foreign).explain(video, question, Progress.SILENT);
        assertEquals(expected.sentence(), actual.sentence(), video.name());
        for (ClassProbability p : expected.prediction())
            assertEquals(p.probability(), actual.probability(p.name()), 1e-5, video.name());
        assertEquals(boxes(expected), boxes(actual), video.name());
        for (int i = 0; i < expected.explanations().size(); i++)
            assertEquals(
                    expected.explanations().get(i).score(),
                    actual.explanations().get(i).score(),
                    1e-2,
                    video.name());
    }

    private static List<List<Object>> boxes(Answer answer) {
        List<List<Object>> boxes = new ArrayList<>();
        for (Explanation e : answer.explanations())
            for (TubeBox box : e.tube()) boxes.add(List.of(e.attribute(), box.frame(), box.box()));
        return boxes;
    }
}
