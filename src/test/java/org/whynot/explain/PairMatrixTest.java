package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ij.ImagePlus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** Tests {@link PairMatrix} against the explainer, with the bundled model. */
@Tag("slow")
class PairMatrixTest {

    @Test
    void everyCellIsTheExplainersAnswer() throws IOException {
        ImagePlus image =
                new CellSimulator(new SimulationSettings(4, 24, 5)).simulate(2).toImage();
        try (Model model = Model.open(ModelFolders.find("cells"), "cpu");
                Video video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
                ClassifiedVideo seen = new Explainer(model).classify(video, Progress.SILENT)) {
            List<PairMatrix.Cell> told = new ArrayList<>();
            List<PairMatrix.Cell> cells = PairMatrix.of(seen, told::add, Progress.SILENT);
            assertEquals(cells, told);
            int i = 0;
            for (String positive : model.card().classes())
                for (String negative : model.card().classes()) {
                    if (positive.equals(negative)) continue;
                    Question question = new Question(positive, negative, 1, Evidence.FOR, false);
                    Answer expected = new Explainer(model).explain(video, question, Progress.SILENT);
                    assertEquals(new PairMatrix.Cell(positive, negative, expected), cells.get(i++));
                }
            assertEquals(i, cells.size());
            // The user stops it after the second pair.
            List<PairMatrix.Cell> some = new ArrayList<>();
            Progress impatient = new Progress() {
                @Override
                public void report(double fraction, String message) {}

                @Override
                public boolean isCancelled() {
                    return some.size() == 2;
                }
            };
            assertThrows(CancellationException.class, () -> PairMatrix.of(seen, some::add, impatient));
            assertEquals(cells.subList(0, 2), some);
        }
    }
}
