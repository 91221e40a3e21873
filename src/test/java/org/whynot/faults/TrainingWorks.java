package org.whynot.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.model.RegionShape;
import org.whynot.model.foreign.ForeignImport;
import org.whynot.model.foreign.ImportHints;
import org.whynot.model.foreign.ImportSettings;
import org.whynot.model.foreign.Preset;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.Augmentation;
import org.whynot.train.ClassifierSettings;
import org.whynot.train.ClassifierTrainer;
import org.whynot.train.ExplainerSettings;
import org.whynot.train.ExplainerTrainer;
import org.whynot.train.Schedule;
import org.whynot.train.SgdSettings;
import org.whynot.util.Progress;

/** The works whose end is a model folder. */
final class TrainingWorks {

    private static final int EPOCHS = 2;
    /** A checkpoint after every step. */
    private static final double CHECKPOINT_MINUTES = 0;
    /** What a training keeps beside its output until it is done. */
    private static final Set<String> KEPT = Set.of(".checkpoint", ".best.params");

    private TrainingWorks() {}

    private static Path simulate(Path input, int variant) throws IOException {
        Path data = input.resolve("data");
        new CellSimulator(new SimulationSettings(8, 8, 32, 32, 2 + variant, 0.3)).write(data, Progress.SILENT);
        return data;
    }

    private static void classifier(DataSet data, Path output, Progress progress) throws IOException {
        ClassifierSettings settings = new ClassifierSettings(
                "tiny",
                new Architecture(new int[] {4, 4, 4, 6, 8}, 1),
                ClassifierSettings.input(4, 32, 1, "stretch"),
                new SgdSettings(EPOCHS, 2, 0.02, Schedule.ONE_CYCLE, 0.9, 1e-3, 0),
                Augmentation.DEFAULT,
                null,
                1,
                CHECKPOINT_MINUTES,
                5,
                "cpu");
        new ClassifierTrainer(settings).train(data, output, progress);
    }

    /** Train Classifier. */
    static final class Classifier implements Work {

        @Override
        public void prepare(Path input, int variant) throws IOException {
            simulate(input, variant);
        }

        @Override
        public Turns open(Path input) throws IOException {
            DataSet data = DataSet.read(input.resolve("data"));
            return (place, turn, progress) -> classifier(data, place.resolve(Works.OUT), progress);
        }

        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            return Work.isPart(found, Map.of(), KEPT);
        }
    }

    /** Train Explainer. */
    static final class Head implements Work {

        @Override
        public void prepare(Path input, int variant) throws IOException {
            classifier(DataSet.read(simulate(input, variant)), input.resolve("classifier"), Progress.SILENT);
        }

        @Override
        public Turns open(Path input) throws IOException {
            DataSet data = DataSet.read(input.resolve("data"));
            ExplainerSettings settings = new ExplainerSettings(
                    new SgdSettings(EPOCHS, 2, 0.01, Schedule.ONE_CYCLE, 0.9, 1e-3, 5),
                    1,
                    ExplainerSettings.Objective.PUBLISHED,
                    ExplainerSettings.ClassKernels.LEARNED,
                    ExplainerSettings.Attributes.ALL,
                    RegionShape.ALL,
                    0,
                    ExplainerSettings.Gradient.POOLED,
                    Augmentation.DEFAULT,
                    CHECKPOINT_MINUTES,
                    5,
                    "cpu");
            return (place, turn, progress) -> new ExplainerTrainer(settings)
                    .train(data, input.resolve("classifier"), place.resolve(Works.OUT), progress);
        }

        @Override
        public boolean isOnTheWay(Map<String, String> found, Map<String, String> after) {
            return Work.isPart(found, Map.of(), KEPT);
        }
    }

    /** Import Classifier, of an ONNX file beside the repository. */
    static final class Import implements Work {

        private static final int SIZE = 64;

        private static Path file() {
            return Path.of(System.getProperty("whynot.data", "../shared/data"))
                    .resolveSibling("classifiers")
                    .resolve("r21d.onnx");
        }

        static boolean isPossible() {
            return Files.isRegularFile(file());
        }

        @Override
        public void prepare(Path input, int variant) throws IOException {
            byte[] network = Files.readAllBytes(file());
            // A bit of a weight.
            network[network.length / 2] ^= (byte) variant;
            Files.write(input.resolve("classifier.onnx"), network);
        }

        @Override
        public Turns open(Path input) {
            ImportHints hints = new ImportHints(
                    List.of("a", "b", "c", "d", "e"),
                    null,
                    null,
                    null,
                    null,
                    SIZE,
                    SIZE,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
            return (place, turn, progress) -> new ForeignImport(new ImportSettings(
                            input.resolve("classifier.onnx"),
                            place.resolve(Works.OUT),
                            "imported",
                            Preset.NONE,
                            hints,
                            null,
                            "cpu"))
                    .run(progress);
        }
    }
}
