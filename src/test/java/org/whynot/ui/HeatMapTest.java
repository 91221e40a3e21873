package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.ImageRoi;
import java.awt.Color;
import java.awt.image.BufferedImage;
import net.imglib2.RandomAccess;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.whynot.classifier.FeatureLayer;
import org.whynot.classifier.LayerSampling;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.explain.ScoreVolume;
import org.whynot.explain.TubeBox;
import org.whynot.frontend.SampleVideo;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.tube.TubeSpace;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.FrameSampling;

/** Tests {@link HeatMap}. */
class HeatMapTest {

    /** What a tube's frame contributes is the map's value at the box's middle. */
    @Test
    void alongATubeItHasTheContributions() throws Exception {
        try (ImagePlusVideo video = ImagePlusVideo.of(SampleVideo.open(), TimeAxis.AUTO, note -> {});
                Model model = Model.open(ModelFolders.find("cells"), "cpu");
                ClassifiedVideo seen = new Explainer(model).classify(video, Progress.SILENT)) {
            Question question = new Question("mitosis", "apoptosis", 4, Evidence.BOTH, false);
            int compared = 0;
            for (Explanation e : seen.answer(question, Progress.SILENT).explanations()) {
                HeatMap map = HeatMap.of(seen, "mitosis", "apoptosis", e, Progress.SILENT);
                TubeSpace space = map.scores().space();
                double cellWidth = (double) video.width() / space.columns();
                double cellHeight = (double) video.height() / space.rows();
                for (TubeBox box : e.tube()) {
                    Box b = box.box();
                    // At the edge of the frame the box is clipped, and its middle another.
                    if (b.x() < 0.5
                            || b.y() < 0.5
                            || b.right() > video.width() - 0.5
                            || b.bottom() > video.height() - 0.5) continue;
                    int column = (int) ((b.x() + b.width() / 2) / cellWidth);
                    int row = (int) ((b.y() + b.height() / 2) / cellHeight);
                    int frame = box.frame() / map.frameStep();
                    float value = map.scores().values()[(frame * space.rows() + row) * space.columns() + column];
                    assertEquals(box.contribution(), value, 1e-6, e.attribute() + " in frame " + box.frame());
                    assertTrue(Math.abs(value) <= map.largest());
                    RandomAccess<FloatType> image = map.scores().image().randomAccess();
                    assertEquals(
                            value, image.setPositionAndGet(column, row, frame).get());
                    compared++;
                }
            }
            assertTrue(compared > 10, "only " + compared + " boxes were compared");
        }
    }

    @Test
    void zeroIsClearAndTheLargestIsTheStrongestColour() {
        float[] values = {0, 2, -4, 1, 0, 0, 0, 0};
        LayerSampling time = new LayerSampling(new FrameSampling(4, 3, 2), new FeatureLayer("layer", 1, 2, 2, 2));
        ScoreVolume scores = new ScoreVolume(values, TubeSpace.of(2, 2, 2), time);
        HeatMap map = new HeatMap(scores, 4, 3, new Box(0, 0, 40, 20), 40, 20);
        assertEquals(0, map.argb(0) >>> 24);
        assertEquals(255, map.argb(-4) >>> 24);
        assertEquals(128, map.argb(2) >>> 24);
        assertEquals(HeatMap.BELOW, new Color(map.argb(-4)));
        assertEquals(HeatMap.ABOVE, new Color(map.argb(2)));
        ImageRoi first = map.over(2, 0.5);
        BufferedImage picture = (BufferedImage) first.getProcessor().getBufferedImage();
        assertEquals(40, picture.getWidth());
        assertEquals(0.5, first.getOpacity());
        // From frame 3 on the second sampled frame is shown, which is clear; after the last one too.
        for (int frame : new int[] {3, 100}) {
            int[] pixels = (int[]) map.over(frame, 1).getProcessor().getPixels();
            for (int pixel : pixels) assertEquals(0, pixel >>> 24);
        }
    }
}
