package org.whynot.explain;

import org.whynot.tube.Tube;

/**
 * An explanation and the cells that it was made from.
 *
 * @param explanation in pixels of the video
 * @param tube in cells of its layer, trimmed like the explanation
 */
record Reason(Explanation explanation, Tube tube) {

    Reason with(Explanation same) {
        return new Reason(same, tube);
    }
}
