package org.whynot.ui;

import ij.ImagePlus;
import java.awt.BorderLayout;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import org.whynot.explain.PairMatrix;
import org.whynot.overlay.ExplanationStyle;
import org.whynot.video.Video;

/** A window with the matrix of all pairs; on the event thread but for {@link #filled}. */
public final class PairsWindow {

    /**
     * A cell with its thumbnail.
     *
     * @param cell pair and reason
     * @param picture the strongest frame with the box
     */
    public record Filled(PairMatrix.Cell cell, BufferedImage picture) {}

    private final ToolWindow window;
    private final ClassMatrix matrix;
    private final JProgressBar bar = new JProgressBar(0, 1000);

    private Runnable closing = () -> {};

    private PairsWindow(ImagePlus image, List<String> classes, Consumer<PairMatrix.Cell> chosen) {
        matrix = new ClassMatrix(classes);
        matrix.setChosen(chosen);
        JPanel content = new JPanel(new BorderLayout(6, 6));
        content.setBorder(BorderFactory.createEmptyBorder(8, 8, 8, 8));
        JLabel title =
                new JLabel("The strongest reason for the class of a row, and against that of a column. Click one to"
                        + " see it in the video.");
        title.setLabelFor(matrix);
        content.add(title, BorderLayout.NORTH);
        content.add(new JScrollPane(matrix), BorderLayout.CENTER);
        bar.setName("progress");
        content.add(bar, BorderLayout.SOUTH);
        window =
                new ToolWindow("All pairs of " + image.getTitle(), "whynot.pairs", image, content, () -> closing.run());
    }

    /** Does something when it is closed. */
    void onClose(Runnable work) {
        closing = work;
    }

    /**
     * Opens an empty matrix.
     *
     * @param image that it is about
     * @param classes in the order of rows and columns
     * @param chosen receives the cell that the user chooses
     */
    public static PairsWindow open(ImagePlus image, List<String> classes, Consumer<PairMatrix.Cell> chosen) {
        PairsWindow pairs = new PairsWindow(image, classes, chosen);
        pairs.window.open();
        return pairs;
    }

    /**
     * Makes a cell's thumbnail; not on the event thread.
     *
     * @throws IOException if the frame can't be read
     */
    public static Filled filled(PairMatrix.Cell cell, Video video) throws IOException {
        return new Filled(
                cell,
                Thumbnails.of(
                        video,
                        cell.best(),
                        ExplanationStyle.of(cell.answer()).get(0).color(),
                        ClassMatrix.THUMBNAIL));
    }

    /** Fills a cell; {@code fraction} of the whole, 0 to 1, is done then. */
    public void fill(Filled filled, double fraction) {
        matrix.fill(filled.cell(), filled.picture());
        bar.setValue((int) Math.round(1000 * fraction));
        int n = matrix.getRowCount();
        bar.setVisible(matrix.filled() < n * (n - 1));
    }

    /** Whether the user has not closed it. */
    public boolean isOpen() {
        return window.isDisplayable();
    }

    /** Brings it to the front. */
    public void toFront() {
        window.toFront();
    }

    /** Closes it. */
    public void close() {
        window.close();
    }
}
