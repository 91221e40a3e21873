package org.whynot.ui;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.whynot.explain.PairMatrix;
import org.whynot.ui.VideoSession.Kind;

/** The matrix of all pairs that a browser opens: shows its window, and fills it a pair at a time, so that a click is not kept waiting. */
final class BrowserPairs {

    private final ImagePlus image;
    private final VideoSession session;
    private final Consumer<PairMatrix.Cell> chosen;
    private final Runnable ended;
    private Optional<PairsWindow> shown = Optional.empty();

    /**
     * @param image that the session is about
     * @param chosen receives the cell that the user chooses
     * @param ended runs when the matrix is full or its window was closed
     */
    BrowserPairs(ImagePlus image, VideoSession session, Consumer<PairMatrix.Cell> chosen, Runnable ended) {
        this.image = image;
        this.session = session;
        this.chosen = chosen;
        this.ended = ended;
    }

    /**
     * Shows the matrix, a new one if there is none.
     *
     * @param classes in the order of rows and columns
     */
    void show(List<String> classes) {
        if (shown.filter(PairsWindow::isOpen).isPresent()) {
            shown.get().toFront();
            return;
        }
        shown = Optional.of(PairsWindow.open(image, classes, chosen));
        fill(shown.get(), classes, 0);
    }

    private void fill(PairsWindow window, List<String> classes, int index) {
        int n = classes.size();
        if (index == n * n || !window.isOpen()) {
            ended.run();
            return;
        }
        String positive = classes.get(index / n);
        String negative = classes.get(index % n);
        if (positive.equals(negative)) {
            fill(window, classes, index + 1);
            return;
        }
        session.ask(
                Kind.MATRIX,
                (video, progress) -> PairsWindow.filled(
                        PairMatrix.cell(video, positive, negative, progress.part(0, 0)), video.video()),
                filled -> {
                    window.fill(filled, (index + 1.0) / (n * n));
                    fill(window, classes, index + 1);
                });
    }

    /** Closes the window if there is one. */
    void close() {
        shown.ifPresent(PairsWindow::close);
    }
}
