package org.whynot.explain;

import java.util.List;
import java.util.Locale;
import org.whynot.util.Json;
import org.whynot.video.Box;

/**
 * A counterfactual: with which part of a real clip of the other class, in place of an explanation's tube, the classifier would
 * predict that class (after Goyal et al.: Counterfactual Visual Explanations, 2019).
 *
 * <p>Cells of the classifier's first feature layer are replaced by those of the location in the other clip whose features are most
 * similar to the tube's; the tube's cells first, those first that change the prediction most and none that would not help, then the
 * other cells of the same clips.
 *
 * @param clip name of the other clip
 * @param file of the other clip
 * @param place where in that clip the cells come from, in frames and pixels of the clip, which may be a part of the file
 * @param similarity cosine of the angle between the tube's features and those of the place, -1 to 1
 * @param isFlipped whether the prediction becomes the other class
 * @param cells how many cells are replaced: the fewest that were found to be enough, or all of the tube's clips if they are not
 * @param tubeSwapped how many of them are the tube's
 * @param tubeCells how many cells the tube has
 * @param allCells how many cells the tube's clips have
 * @param swapped the replaced cells
 * @param prediction every class with them replaced, most probable first
 * @param orders how many cells other orders need
 */
public record Swap(
        String clip,
        String file,
        List<Place> place,
        double similarity,
        boolean isFlipped,
        int cells,
        int tubeSwapped,
        int tubeCells,
        int allCells,
        List<Cell> swapped,
        List<ClassProbability> prediction,
        Orders orders) {

    /**
     * A box in a frame of the other clip.
     *
     * @param frame 0-based
     * @param box pixels of its video
     */
    public record Place(int frame, Box box) implements BoxInFrame {}

    /**
     * A cell of the first feature layer of the whole video.
     *
     * @param step of the feature map, 0-based
     * @param row of the map
     * @param column of the map
     */
    public record Cell(int step, int row, int column) {}

    /**
     * How many cells have to be replaced from the same clip until the prediction is the other class, in other orders, the tube left
     * out of account; null where it never is.
     *
     * @param gradCam by Grad-CAM of the difference of the two logits, largest first
     * @param evidence by the scores that the tube was found in, largest first
     * @param random at random, the median of {@link EvidenceSwap#RANDOM_ORDERS} draws
     * @param effect by what each cell changes if it alone is replaced, largest first: near the fewest possible
     */
    public record Orders(
            @Json.MayBeMissing Integer gradCam,
            @Json.MayBeMissing Integer evidence,
            @Json.MayBeMissing Integer random,
            @Json.MayBeMissing Integer effect) {}

    /** @throws IllegalArgumentException if there is no place or no class */
    public Swap {
        place = List.copyOf(place);
        swapped = List.copyOf(swapped);
        prediction = List.copyOf(prediction);
        if (place.isEmpty() || prediction.isEmpty())
            throw new IllegalArgumentException("a swap needs a place and a prediction.");
    }

    /** Whether cells of the tube alone are enough. */
    public boolean isTubeEnough() {
        return isFlipped && cells == tubeSwapped;
    }

    /** First frame of the place, 0-based. */
    public int firstFrame() {
        return place.get(0).frame();
    }

    /** Last frame of the place, 0-based. */
    public int lastFrame() {
        return place.get(place.size() - 1).frame();
    }

    /**
     * The counterfactual in words, for example {@code With 7 of the 63 cells of 'dividing nucleus' (frames 7 to 15) replaced by those of
     * apoptosis_00001 (frames 3 to 11), it would be apoptosis (0.52).}
     *
     * @param explanation whose tube was replaced
     * @param negative the other class
     */
    public String sentence(Explanation explanation, String negative) {
        String tube = explanation.attribute().isEmpty() ? explanation.label() : "'" + explanation.attribute() + "'";
        String of = " of the " + tubeCells + " cells of " + tube + " ("
                + Answer.span(explanation.firstFrame(), explanation.lastFrame()) + ")";
        String by = " replaced by those of " + clip + " (" + Answer.span(firstFrame(), lastFrame()) + ")";
        String after = prediction.get(0).name()
                + String.format(Locale.ROOT, " (%.2f)", prediction.get(0).probability());
        int others = cells - tubeSwapped;
        if (isTubeEnough()) return "With " + cells + of + by + ", it would be " + after + ".";
        if (isFlipped)
            return "With " + tubeSwapped + of + by + " it would not be " + negative + " yet; with " + others
                    + " other cells too, it would be " + after + ".";
        return "With " + tubeSwapped + of + by + ", and all other cells too, it would not be " + negative + " but "
                + after + ".";
    }

    /** The cells that other orders need, in words. */
    public String orderWords() {
        return "Cells needed in other orders: Grad-CAM " + word(orders.gradCam()) + ", scores "
                + word(orders.evidence()) + ", random " + word(orders.random()) + ", effect of each cell "
                + word(orders.effect()) + ".";
    }

    private static String word(Integer cells) {
        return cells == null ? "never enough" : String.valueOf(cells);
    }
}
