package org.whynot.classifier.peer;

import org.whynot.video.AxisOrder;
import org.whynot.video.ClipFormat;

/** Where the pixels of a clip lie in its array, whatever the order of the axes, and what black is there. */
final class ClipPixels {

    private final ClipFormat input;
    private final float[] black = new float[3];

    ClipPixels(ClipFormat input) {
        this.input = input;
        for (int c = 0; c < 3; c++) black[c] = -input.mean()[c] / input.deviation()[c];
    }

    /**
     * Fades a clip to black.
     *
     * @param clip normalised
     * @param kept what is left of each pixel, 0 to 1, {@code [T, H, W]}
     * @param target receives the faded clip, in the order of the clip's axes
     * @param offset where in the target it begins
     */
    void fade(float[] clip, float[] kept, float[] target, int offset) {
        int plane = input.height() * input.width();
        for (int c = 0; c < 3; c++)
            for (int t = 0; t < input.frames(); t++) {
                int from =
                        switch (input.axes()) {
                            case NCTHW -> (c * input.frames() + t) * plane;
                            case NTCHW -> (t * 3 + c) * plane;
                            case NTHWC -> t * plane * 3 + c;
                        };
                int step = input.axes() == AxisOrder.NTHWC ? 3 : 1;
                for (int p = 0; p < plane; p++) {
                    int at = from + p * step;
                    target[offset + at] = black[c] + kept[t * plane + p] * (clip[at] - black[c]);
                }
            }
    }
}
