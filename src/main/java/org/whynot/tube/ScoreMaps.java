package org.whynot.tube;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

/**
 * The score maps of one feature layer: one {@code [P, T, H, W]} per attribute, or per pair of class and attribute.
 *
 * <pre>{@code
 * ScoreMaps layer = new ScoreMaps(values, attributes, new TubeSpace(4, 16, 7, 7));
 * RandomAccessibleInterval<FloatType> image = layer.image();       // X, Y, T, shape, map
 * }</pre>
 *
 * @param values {@code [count, P, T, H, W]}, row-major; not copied
 * @param count number of maps
 * @param space the size of one map
 */
public record ScoreMaps(float[] values, int count, TubeSpace space) {

    /** @throws IllegalArgumentException if the array is shorter than the maps */
    public ScoreMaps {
        if (count < 0 || (long) count * space.size() > values.length)
            throw new IllegalArgumentException(count + " score maps of " + space + " need "
                    + (long) count * space.size() + " numbers, but the array holds " + values.length + ".");
    }

    /** The maps as an image with the axes X (column), Y (row), T, shape, map, without copying. */
    public RandomAccessibleInterval<FloatType> image() {
        return ArrayImgs.floats(values, space.columns(), space.rows(), space.frames(), space.shapes(), count);
    }
}
