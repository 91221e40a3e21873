package org.whynot.video;

import java.util.Random;
import java.util.function.IntConsumer;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.cell.Cell;
import net.imglib2.img.cell.CellGrid;
import net.imglib2.img.cell.LazyCellImg;
import net.imglib2.type.numeric.real.FloatType;

/** Videos of seeded noise whose frames are made when they are read. */
public final class NoiseVideo {

    private NoiseVideo() {}

    /** Grey noise that depends on the seed and the frame alone. */
    public static Video of(int width, int height, int frames, long seed) {
        return of(width, height, frames, seed, frame -> {});
    }

    /** @param onRead receives every frame (0-based) that is read, before it is made; may throw */
    public static Video of(int width, int height, int frames, long seed, IntConsumer onRead) {
        int[] cell = {width, height, 1};
        CellGrid grid = new CellGrid(new long[] {width, height, frames}, cell);
        LazyCellImg<FloatType, FloatArray> image = new LazyCellImg<>(grid, new FloatType(), index -> {
            int frame = Math.toIntExact(index);
            onRead.accept(frame);
            Random random = new Random(seed * 1_000_003 + frame);
            float[] pixels = new float[width * height];
            for (int i = 0; i < pixels.length; i++) pixels[i] = random.nextFloat();
            return new Cell<>(cell, new long[] {0, 0, frame}, new FloatArray(pixels));
        });
        return new ImgVideo("noise", image, 0, 1, Double.NaN);
    }
}
