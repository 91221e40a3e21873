package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.PairMatrix;
import org.whynot.overlay.ExplanationStyle;
import org.whynot.overlay.LastAnswer;

/** The finished matrix of all pairs in a window of its own: a click on a cell draws its tube and goes to its strongest frame. */
public final class PairsOnImage implements ImageView.Listener {

    private final ImageView view;
    private PairsWindow window;

    private PairsOnImage(ImagePlus image, boolean timeOnSlices) {
        view = new ImageView(image, timeOnSlices, this);
    }

    /** Whether there is a display and ImageJ's window. */
    public static boolean isPossible() {
        return IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
    }

    /**
     * Opens the window soon; returns at once.
     *
     * @param image that was classified
     * @param filled all pairs, each with its thumbnail
     * @param timeOnSlices true if the image's slices, not its frames, were taken as time
     * @param model folder of the model that was asked
     * @param device the value for what computed
     */
    public static void open(
            ImagePlus image, List<PairsWindow.Filled> filled, boolean timeOnSlices, Path model, String device) {
        EventQueue.invokeLater(() -> {
            PairsOnImage pairs = new PairsOnImage(image, timeOnSlices);
            List<String> classes = filled.get(0).cell().answer().prediction().stream()
                    .map(ClassProbability::name)
                    .toList();
            pairs.window = PairsWindow.open(image, classes, cell -> {
                LastAnswer.keep(image, new LastAnswer(cell.answer(), timeOnSlices, model, device));
                pairs.show(cell);
            });
            pairs.window.onClose(pairs.view::close);
            filled.forEach(f -> pairs.window.fill(f, 1));
        });
    }

    private void show(PairMatrix.Cell cell) {
        List<ExplanationStyle> styles = ExplanationStyle.of(cell.answer());
        view.show(new ImageView.Tubes(cell.answer(), styles, Optional.empty()), Optional.empty(), 1);
        view.goTo(cell.best().strongestFrame());
    }

    @Override
    public void frameShown(int frame) {}

    @Override
    public void closed() {
        window.close();
    }

    @Override
    public void problem(String sentence) {
        IJ.showStatus(sentence);
    }
}
