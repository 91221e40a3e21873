package org.whynot.train;

import java.io.IOException;
import java.nio.file.Path;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.model.RegionShape;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.ExplainerSettings.Attributes;
import org.whynot.train.ExplainerSettings.ClassKernels;
import org.whynot.train.ExplainerSettings.Gradient;
import org.whynot.train.ExplainerSettings.Objective;
import org.whynot.util.Progress;

/** Settings of both training steps that take seconds, on a few small simulated videos, and their outputs in one folder. */
final class SmallTraining {

    private final Path folder;
    private final DataSet data;

    /** Simulates the videos below the folder. */
    SmallTraining(Path folder) throws IOException {
        this.folder = folder;
        Path cells = folder.resolve("data");
        new CellSimulator(new SimulationSettings(12, 10, 64, 64, 3, 0.34)).write(cells, Progress.SILENT);
        data = DataSet.read(cells);
    }

    DataSet data() {
        return data;
    }

    static ClassifierSettings settings() {
        return settings(sgd(0.02, Schedule.ONE_CYCLE), null, 0);
    }

    static SgdSettings sgd(double rate, Schedule schedule) {
        return new SgdSettings(2, 4, rate, schedule, 0.9, 1e-3, 0);
    }

    static ClassifierSettings settings(SgdSettings sgd, Path startFrom, int validateEvery) {
        return new ClassifierSettings(
                "tiny",
                new Architecture(new int[] {4, 4, 4, 6, 8}, 2),
                ClassifierSettings.input(4, 32, 2, "stretch"),
                sgd,
                Augmentation.DEFAULT,
                startFrom,
                validateEvery,
                10,
                5,
                "cpu");
    }

    /** Trains a classifier into the folder of that name. */
    Path classifier(String name, Progress progress) throws IOException {
        Path output = folder.resolve(name);
        new ClassifierTrainer(settings()).train(data, output, progress);
        return output;
    }

    /** Trains a head on a classifier of this folder. */
    Path explainer(String from, String name, Gradient way, Progress progress) throws IOException {
        Path output = folder.resolve(name);
        SgdSettings sgd = new SgdSettings(2, 4, 0.02, Schedule.ONE_CYCLE, 0.9, 1e-3, 5);
        ExplainerSettings settings = new ExplainerSettings(
                sgd,
                1,
                Objective.PUBLISHED,
                ClassKernels.LEARNED,
                Attributes.ALL,
                RegionShape.ALL,
                0,
                way,
                Augmentation.DEFAULT,
                10,
                5,
                "cpu");
        new ExplainerTrainer(settings).train(data, folder.resolve(from), output, progress);
        return output;
    }

    /** Cancels once a share of the work is done. */
    static Progress cancelledAt(double share) {
        return new Progress() {
            private volatile boolean cancelled;

            @Override
            public void report(double fraction, String message) {
                cancelled |= fraction >= share;
            }

            @Override
            public boolean isCancelled() {
                return cancelled;
            }
        };
    }
}
