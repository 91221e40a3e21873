package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.RegionShape;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;

@Tag("slow")
class DepthModelsTest {

    @TempDir
    Path folder;

    @Test
    void theyAreTrainedAsTheCardSaysAndKept() throws IOException {
        Path cells = folder.resolve("cells");
        new CellSimulator(new SimulationSettings(8, 10, 64, 64, 3, 0.34)).write(cells, Progress.SILENT);
        DataSet data = DataSet.read(cells);
        ClipFormat input = new ClipFormat(
                8, 64, 64, 1, ClipFormat.Resize.STRETCH, new float[] {0.4f, 0.4f, 0.4f}, new float[] {0.3f, 0.3f, 0.3f
                });
        ClassifierSettings classifier = new ClassifierSettings(
                "tiny",
                new Architecture(new int[] {4, 4, 4, 8, 8}, 2),
                input,
                new SgdSettings(1, 3, 0.02, Schedule.COSINE, 0.8, 1e-4, 7),
                new Augmentation(0.9, false, 0.1, true, new SceneChanges(true, false, true)),
                null,
                0,
                ClassifierSettings.CHECKPOINT_MINUTES,
                11,
                "cpu");
        ExplainerSettings explainer = new ExplainerSettings(
                new SgdSettings(1, 5, 0.003, Schedule.STEP, 0.7, 1e-5, 0),
                1,
                Objective.CONTRAST,
                ClassKernels.CLASSIFIER,
                Attributes.LOCATED,
                RegionShape.ALL,
                0.7,
                Gradient.POOLED,
                Augmentation.NONE,
                ClassifierSettings.CHECKPOINT_MINUTES,
                12,
                "cpu");
        Path model = folder.resolve("tiny");
        new ClassifierTrainer(classifier).train(data, model, Progress.SILENT);
        new ExplainerTrainer(explainer).train(data, model, model, Progress.SILENT);

        DepthModels depths = new DepthModels(ModelCard.read(model), "cpu");
        assertEquals(classifier, depths.classifier("tiny", 2));
        assertEquals(explainer, depths.explainer());

        List<Path> others = depths.train(data, folder.resolve("models"), Progress.SILENT);
        assertEquals(
                List.of("tiny-1fc", "tiny-3fc"),
                others.stream().map(p -> p.getFileName().toString()).toList());
        for (int i = 0; i < 2; i++) {
            ModelCard card = ModelCard.read(others.get(i));
            assertEquals(i == 0 ? 1 : 3, card.network().fullyConnected());
            assertEquals("contrast", card.training().get("explainer_objective"));
            try (Model opened = Model.open(others.get(i), "cpu")) {
                assertTrue(opened.card().attributes().size() > 1);
            }
        }
        // What is there is kept, and a model that lost its head gets it again.
        Path head = others.get(1).resolve(Model.EXPLAINER_FILE);
        byte[] before = Files.readAllBytes(head);
        Files.delete(head);
        assertEquals(others, depths.train(data, folder.resolve("models"), Progress.SILENT));
        assertArrayEquals(before, Files.readAllBytes(head));
    }
}
