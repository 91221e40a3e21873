package org.whynot.train.automatic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.VideoSurvey;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.train.ClassifierSettings;
import org.whynot.util.Progress;

/** What is chosen, for machines of any speed: the pace is given, no network is run. */
class PlannerTest {

    private static final long MEMORY = 16_000_000_000L;

    @TempDir
    static Path folder;

    private static DataSet data;
    private static VideoSurvey survey;

    @BeforeAll
    static void simulate() throws IOException {
        Path cells = folder.resolve("data");
        new CellSimulator(new SimulationSettings(60, 24, 96, 96, 3, 0.2)).write(cells, Progress.SILENT);
        data = DataSet.read(cells);
        survey = VideoSurvey.of(data, Progress.SILENT);
    }

    /** A machine that takes so many seconds for a clip of the largest network, and in proportion to pixels for others. */
    private static Planner.Pace machine(double seconds) {
        return (ClassifierSettings settings) -> {
            double pixels = settings.input().frames()
                    * settings.input().height()
                    * settings.input().width();
            return seconds * settings.sgd().batchSize() * pixels / (16 * 112 * 112);
        };
    }

    private static TrainingPlan plan(double minutes, double secondsPerClip, long memory) throws IOException {
        ModelRequest request = new ModelRequest("m", folder.resolve("m"), minutes, null, 0, "cpu");
        return new Planner(data, survey, request, memory).plan(() -> 5, machine(secondsPerClip));
    }

    @Test
    void aFastMachineTakesTheLargestNetworkAndNoMoreEpochsThanHelp() throws IOException {
        TrainingPlan plan = plan(60, 0.01, MEMORY);
        assertEquals(112, plan.inputSize());
        assertEquals(16, plan.clipFrames());
        // Three quarters of 24 frames are about one clip.
        assertEquals(1, plan.frameStep());
        // 48 training videos: four batches at least.
        assertEquals(12, plan.batchSize());
        assertEquals(1500 / 4, plan.epochs());
        assertEquals(12, data.split("test").size());
        assertEquals(12, plan.evaluatedVideos());
        assertTrue(plan.located());
    }

    @Test
    void aSlowerMachineTakesASmallerNetworkAndThePlanFitsTheTime() throws IOException {
        TrainingPlan slower = plan(10, 0.15, MEMORY);
        assertEquals(64, slower.inputSize());
        assertEquals(8, slower.cellSize());
        TrainingPlan slow = plan(2, 2, MEMORY);
        assertEquals(List.of(8, 8, 16, 32, 64), slow.widths());
        for (TrainingPlan plan : new TrainingPlan[] {slower, slow}) {
            assertTrue(plan.epochs() >= 1);
            assertTrue(plan.classifierEnd() >= plan.begun());
            assertTrue(plan.explainerEnd() >= plan.classifierEnd());
        }
        double epoch = machine(0.15).secondsPerStep(slower.classifier(request())) * 4;
        assertTrue(5 + slower.epochs() * epoch <= slower.classifierEnd());
        assertTrue(slower.explainerEnd() < 600);
    }

    private static ModelRequest request() {
        return new ModelRequest("m", folder.resolve("m"), 10, null, 0, "cpu");
    }

    @Test
    void littleMemoryMakesSmallBatches() throws IOException {
        assertEquals(4, plan(60, 0.01, 2_000_000_000L).batchSize());
        assertEquals(2, plan(60, 0.01, 100_000_000L).batchSize());
    }

    @Test
    void aTimeThatIsOutOfRangeIsRefused() {
        for (double minutes : new double[] {0, -1, Double.NaN, 1e9}) {
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new ModelRequest("m", folder.resolve("m"), minutes, null, 0, "cpu"))
                    .getMessage();
            assertEquals("minutes=" + minutes + " is out of range. Use a number from 0.1 to 10080.0.", message);
        }
    }
}
