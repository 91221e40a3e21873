package org.whynot.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.whynot.util.Progress;

/**
 * For every class against every other the strongest reason in one video: the tube with the largest score (equation 9).
 *
 * <pre>{@code
 * List<PairMatrix.Cell> cells = PairMatrix.of(classified, cell -> {}, Progress.SILENT);
 * }</pre>
 */
public final class PairMatrix {

    /**
     * One pair.
     *
     * @param positive the class that is spoken for
     * @param negative the class it is compared with
     * @param answer with a single explanation, for the positive class
     */
    public record Cell(String positive, String negative, Answer answer) {

        /** The pair's strongest reason. */
        public Explanation best() {
            return answer.explanations().get(0);
        }
    }

    private PairMatrix() {}

    /**
     * All pairs, row by row of the matrix: the positive classes in the model's order, each against the others in that order.
     *
     * @param video the classified video
     * @param found told of every pair as soon as it is known
     * @param progress of all pairs
     * @throws IOException if what was kept can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static List<Cell> of(ClassifiedVideo video, Consumer<Cell> found, Progress progress) throws IOException {
        List<String> classes = video.card().classes();
        double pairs = classes.size() * (classes.size() - 1.0);
        List<Cell> cells = new ArrayList<>();
        for (String positive : classes)
            for (String negative : classes) {
                if (positive.equals(negative)) continue;
                progress.check();
                progress.report(cells.size() / pairs, "Looking for reasons: " + positive + ", not " + negative);
                Progress part = progress.part(cells.size() / pairs, (cells.size() + 1) / pairs);
                Cell cell = cell(video, positive, negative, part);
                cells.add(cell);
                found.accept(cell);
            }
        return cells;
    }

    /** How many pairs there are and what the prediction is, for people. */
    public static String sentence(ClassifiedVideo video, List<Cell> cells) {
        return cells.size() + " pairs of classes. " + video.prediction().get(0).name() + " is the prediction.";
    }

    /**
     * One pair.
     *
     * @throws IOException if what was kept can't be read
     * @throws IllegalArgumentException if a class is not known or both are the same
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Cell cell(ClassifiedVideo video, String positive, String negative, Progress progress)
            throws IOException {
        Question question = new Question(positive, negative, 1, Evidence.FOR, false);
        return new Cell(positive, negative, video.answer(question, progress));
    }
}
