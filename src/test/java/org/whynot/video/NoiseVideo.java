package org.whynot.video;

import java.util.Random;
import java.util.function.IntConsumer;

/** Videos of seeded noise whose frames are made when they are read. */
public final class NoiseVideo {

    private NoiseVideo() {}

    /** Grey noise that depends on the seed and the frame alone. */
    public static Video of(int width, int height, int frames, long seed) {
        return of(width, height, frames, seed, frame -> {});
    }

    /** @param onRead receives every frame (0-based) that is read, before it is made; may throw */
    public static Video of(int width, int height, int frames, long seed, IntConsumer onRead) {
        LazyFrames<?, ?> image = LazyFrames.ofFloats(width, height, 1, frames, (frame, pixels) -> {
            onRead.accept(frame);
            Random random = new Random(seed * 1_000_003 + frame);
            for (int i = 0; i < width * height; i++) ((float[]) pixels)[i] = random.nextFloat();
        });
        return new Video("noise", image, new Display.Range(0, 1), Double.NaN);
    }
}
