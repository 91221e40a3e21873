package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.whynot.dataset.CellSimulator;
import org.whynot.dataset.SimulationSettings;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.video.ImagePlusVideo;
import org.whynot.video.Progress;
import org.whynot.video.TimeAxis;
import org.whynot.video.Video;

/** Tests {@link PairMatrix} with the bundled model. */
class PairMatrixTest {

    private static Video video() {
        ImagePlus image =
                new CellSimulator(new SimulationSettings(4, 40, 5)).simulate(2).toImage();
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    @Test
    void everyPairHasTheAnswerOfItsOwnQuestion() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                Video video = video();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            List<Answer> told = new ArrayList<>();
            List<Answer> all = PairMatrix.fill(classified, told::add, Progress.SILENT);
            assertEquals(all, told);
            int classes = model.card().classes().size();
            assertEquals(classes * (classes - 1), all.stream().distinct().count());
            for (Answer answer : all)
                assertEquals(
                        new Explainer(model)
                                .explain(
                                        video,
                                        new Question(answer.positive(), answer.negative(), 1, Evidence.FOR, false),
                                        Progress.SILENT),
                        answer);
        }
    }

    @Test
    void itCanBeCancelledBetweenPairs() throws IOException {
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                Video video = video();
                ClassifiedVideo classified = new Explainer(model).classify(video, Progress.SILENT)) {
            List<Answer> told = new ArrayList<>();
            Progress twice = new Progress() {
                @Override
                public void report(double fraction, String message) {}

                @Override
                public boolean isCancelled() {
                    return told.size() == 2;
                }
            };
            assertThrows(CancellationException.class, () -> PairMatrix.fill(classified, told::add, twice));
            assertEquals(2, told.size());
        }
    }
}
