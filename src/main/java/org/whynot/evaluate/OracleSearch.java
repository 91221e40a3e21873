package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.whynot.evaluate.ContrastTube.Cost;
import org.whynot.evaluate.ContrastTube.Method;
import org.whynot.evaluate.PeerTubes.PeerTube;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.tube.RandomTubes;
import org.whynot.tube.Tube;
import org.whynot.tube.TubeSpace;

/**
 * Searches the tube whose erasing lowers the contrast most by erasing and classifying, to see how much is left to gain. Not exact: a
 * lower bound of the best there is.
 *
 * <p>It begins with the best of all methods' tubes that lie on cells and of tubes that stand still at each cell, at the first, middle and last
 * frames; then it moves the whole tube by one cell or one frame, or a quarter, half or three quarters of it by one cell, takes the
 * best of these moves, and goes on while that is an improvement. Draws nothing at random.
 */
final class OracleSearch {

    private static final int MOST_ROUNDS = 12;
    private static final int[][] DIRECTIONS = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};

    private final int radius;

    /** @param radius cells that row and column of a tube may each change by from a step to the next */
    OracleSearch(int radius) {
        this.radius = radius;
    }

    /**
     * The best tube that the search finds.
     *
     * @param evaluated the video
     * @param negative index of the negative class
     * @param measured tubes of all methods, whose contrast is known
     */
    PeerTube search(EvaluatedVideo evaluated, int negative, List<ContrastTube> measured) throws IOException {
        long start = System.nanoTime();
        Tube like = measured.get(0).tube();
        TubeSpace space = evaluated.features().spaces().get(like.layer());
        Trial trial = new Trial(evaluated, negative, measured.get(0).before());
        // A refined tube is not where its cells are.
        for (ContrastTube tube : measured)
            if (tube.method() != Method.REFINED_TUBE) trial.consider(tube.tube(), tube.drop(Erasure.BLACK));
        trial.measure(standing(like, space));
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double before = trial.drop;
            trial.measure(moves(trial.best, space));
            if (!(trial.drop > before)) break;
        }
        return new PeerTube(
                trial.best,
                new Cost(trial.passes * evaluated.features().sampling().clips(), (System.nanoTime() - start) / 1e9));
    }

    /** The best tube so far. */
    private static final class Trial {
        private final EvaluatedVideo evaluated;
        private final int negative;
        private final double whole;
        private Tube best;
        private double drop = Double.NEGATIVE_INFINITY;
        private long passes;

        Trial(EvaluatedVideo evaluated, int negative, double whole) {
            this.evaluated = evaluated;
            this.negative = negative;
            this.whole = whole;
        }

        void consider(Tube tube, double fall) {
            if (!(fall > drop)) return;
            best = tube;
            drop = fall;
        }

        void measure(Iterable<Tube> tubes) throws IOException {
            List<Tube> all = new ArrayList<>();
            tubes.forEach(all::add);
            double[] falls = new double[all.size()];
            for (int i = 0; i < falls.length; i++) {
                int at = i;
                Explanation explanation =
                        Explanation.of(1, Evidence.FOR, Concepts.ANYTHING, all.get(i), evaluated.tubeGeometry());
                evaluated.contrast(
                        VideoPart.of(explanation).erasedFrom(evaluated.video()),
                        negative,
                        contrast -> falls[at] = whole - contrast);
            }
            passes += falls.length;
            evaluated.await();
            for (int i = 0; i < falls.length; i++) consider(all.get(i), falls[i]);
        }
    }

    private static List<Tube> standing(Tube like, TubeSpace space) {
        int last = space.frames() - like.length();
        Set<Integer> starts = new LinkedHashSet<>(List.of(like.start(), 0, last / 2, last));
        List<Tube> tubes = new ArrayList<>();
        for (int start : starts)
            for (int row = 0; row < space.rows(); row++)
                for (int column = 0; column < space.columns(); column++)
                    tubes.add(RandomTubes.still(like, row, column).from(start));
        return tubes;
    }

    private List<Tube> moves(Tube tube, TubeSpace space) {
        List<Tube> moves = new ArrayList<>();
        for (int shift : new int[] {-1, 1})
            if (tube.start() + shift >= 0 && tube.end() + shift <= space.frames())
                moves.add(tube.from(tube.start() + shift));
        for (int[] direction : DIRECTIONS) {
            add(moves, tube, 0, tube.length(), direction, space);
            for (int quarter = 1; quarter < 4; quarter++) {
                int at = tube.length() * quarter / 4;
                if (at == 0) continue;
                add(moves, tube, 0, at, direction, space);
                add(moves, tube, at, tube.length(), direction, space);
            }
        }
        return moves;
    }

    /** Adds the tube with some of its cells moved, if that is a tube of the map. */
    private void add(List<Tube> moves, Tube tube, int from, int to, int[] direction, TubeSpace space) {
        int[] rows = new int[tube.length()];
        int[] columns = new int[tube.length()];
        for (int i = 0; i < rows.length; i++) {
            boolean moved = i >= from && i < to;
            rows[i] = tube.row(i) + (moved ? direction[0] : 0);
            columns[i] = tube.column(i) + (moved ? direction[1] : 0);
            if (rows[i] < 0 || rows[i] >= space.rows() || columns[i] < 0 || columns[i] >= space.columns()) return;
        }
        Tube candidate = new Tube(tube.start(), tube.layer(), tube.shape(), rows, columns, new float[tube.length()]);
        if (candidate.isConnected(radius)) moves.add(candidate);
    }
}
