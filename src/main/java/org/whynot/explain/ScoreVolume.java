package org.whynot.explain;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.whynot.classifier.LayerSampling;
import org.whynot.tube.TubeSpace;

/**
 * The difference of two classes' scores (delta_m, equation 4) of one attribute, in one feature layer and shape, over a whole
 * video.
 *
 * <pre>{@code
 * RandomAccessibleInterval<FloatType> heat = classified.volume("mitosis", "apoptosis", explanation, progress).image();   // X, Y, T
 * }</pre>
 *
 * @param values {@code [T, H, W]}, row-major, in steps and cells of the layer; not copied
 * @param space their size: one shape, steps, rows, columns
 * @param time which sampled frames the steps stand for
 */
public record ScoreVolume(float[] values, TubeSpace space, LayerSampling time) {

    /** The scores as an image with the axes X (column), Y (row) and T (step), without copying. */
    public RandomAccessibleInterval<FloatType> image() {
        return ArrayImgs.floats(values, space.columns(), space.rows(), space.frames());
    }

    /** The largest absolute value. */
    public float largest() {
        float largest = 0;
        for (float value : values) largest = Math.max(largest, Math.abs(value));
        return largest;
    }
}
