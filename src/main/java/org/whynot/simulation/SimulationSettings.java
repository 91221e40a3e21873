package org.whynot.simulation;

/**
 * What {@link CellSimulator} makes.
 *
 * @param videos number of videos, 1 to 100,000; classes take turns, so a multiple of four is balanced
 * @param frames frames of a video, at least 8
 * @param width pixels, 32 to 2048
 * @param height pixels, 32 to 2048; cells scale with the shorter side
 * @param seed the same seed and settings give the same videos
 * @param testShare share of the videos of each class in the split {@code test}, 0 to 1; the others are in {@code train}
 */
public record SimulationSettings(int videos, int frames, int width, int height, long seed, double testShare) {

    /** Frames of a video by default. */
    public static final int DEFAULT_FRAMES = 32;
    /** Width and height of a video by default, pixels. */
    public static final int DEFAULT_SIZE = 128;
    /** Share of the test split by default. */
    public static final double DEFAULT_TEST_SHARE = 0.2;

    /** A video is made in memory, a byte a pixel, several at once. */
    private static final long MOST_PIXELS = 200_000_000;

    /** @throws IllegalArgumentException if a number is out of range; the message names it and its range */
    public SimulationSettings {
        check("videos", videos, 1, 100_000);
        check("frames", frames, 8, 10_000);
        check("width", width, 32, 2048);
        check("height", height, 32, 2048);
        if ((long) frames * width * height > MOST_PIXELS)
            throw new IllegalArgumentException("Simulate Cells: " + frames + " frames of " + width + " x " + height
                    + " pixels are more than " + MOST_PIXELS + " pixels a video. Use fewer frames or a smaller size.");
        if (!(testShare >= 0 && testShare <= 1))
            throw new IllegalArgumentException(
                    "Simulate Cells: the test share must be from 0 to 1, it is " + testShare + ".");
    }

    /** Videos of the default size, a fifth of them for testing. */
    public SimulationSettings(int videos, int frames, long seed) {
        this(videos, frames, DEFAULT_SIZE, DEFAULT_SIZE, seed, DEFAULT_TEST_SHARE);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most)
            throw new IllegalArgumentException(
                    "Simulate Cells: " + name + " must be from " + least + " to " + most + ", it is " + value + ".");
    }
}
