package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;

class BoxFillsTest {

    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;
    private static final IntFunction<Optional<Box>> BOXES =
            frame -> frame == 1 ? Optional.empty() : Optional.of(new Box(5, 8, 12, 10));

    private static Video noise() {
        byte[] values = new byte[WIDTH * HEIGHT * 3];
        new Random(1).nextBytes(values);
        return new Video(
                "noise", ArrayImgs.unsignedBytes(values, WIDTH, HEIGHT, 3), new Display.Range(0, 255), Double.NaN);
    }

    private static boolean isInside(int i) {
        int x = i % WIDTH;
        int y = i / WIDTH % HEIGHT;
        return x >= 5 && x < 17 && y >= 8 && y < 18;
    }

    @Test
    void aColourFillsTheBoxAndNothingElse() throws IOException {
        Video video = noise();
        Video filled = video.filter(BoxFills.colour(WIDTH, HEIGHT, BOXES, new float[] {0.25f, 0.5f, 1}));
        for (int frame = 0; frame < 3; frame++) {
            float[] before = new float[video.frameLength()];
            float[] after = new float[video.frameLength()];
            video.read(frame, before);
            filled.read(frame, after);
            for (int i = 0; i < before.length; i++) {
                float colour = new float[] {0.25f, 0.5f, 1}[i / (WIDTH * HEIGHT)];
                if (frame != 1 && isInside(i)) assertEquals(colour, after[i], 0.6 / 255);
                else assertEquals(before[i], after[i]);
            }
        }
    }

    @Test
    void aColourOutsideLeavesTheBoxesAndNothingElse() throws IOException {
        Video video = noise();
        float[] colour = {0.25f, 0.5f, 1};
        List<Box> two = List.of(new Box(5, 8, 12, 10), new Box(30, 20, 100, 100));
        Video filled =
                video.filter(BoxFills.colourOutside(WIDTH, HEIGHT, frame -> frame == 1 ? List.of() : two, colour));
        for (int frame = 0; frame < 3; frame++) {
            float[] before = new float[video.frameLength()];
            float[] after = new float[video.frameLength()];
            video.read(frame, before);
            filled.read(frame, after);
            for (int i = 0; i < before.length; i++) {
                boolean isLeft = isInside(i) || i % WIDTH >= 30 && i / WIDTH % HEIGHT >= 20;
                if (frame != 1 && isLeft) assertEquals(before[i], after[i]);
                else assertEquals(colour[i / (WIDTH * HEIGHT)], after[i], 0.6 / 255);
            }
        }
    }

    @Test
    void aBlurKeepsTheMeanAndTakesTheDetail() throws IOException {
        Video video = noise();
        Video blurred = video.filter(BoxFills.blur(WIDTH, HEIGHT, BOXES, 3));
        float[] before = new float[video.frameLength()];
        float[] after = new float[video.frameLength()];
        video.read(0, before);
        blurred.read(0, after);
        double[] sums = new double[2];
        double[] squares = new double[2];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            if (!isInside(i)) {
                assertEquals(before[i], after[i]);
                continue;
            }
            sums[0] += before[i] / 120;
            sums[1] += after[i] / 120;
            squares[0] += before[i] * before[i] / 120;
            squares[1] += after[i] * after[i] / 120;
        }
        assertEquals(sums[0], sums[1], 0.06);
        double deviation = Math.sqrt(squares[1] - sums[1] * sums[1]);
        assertTrue(deviation < 0.2 * Math.sqrt(squares[0] - sums[0] * sums[0]), "" + deviation);
    }

    @Test
    void threeBoxFiltersAreThoseWrittenOut() {
        float[] rgb = new float[3 * WIDTH * HEIGHT];
        Random random = new Random(2);
        for (int i = 0; i < rgb.length; i++) rgb[i] = random.nextFloat();
        float[] blurred = rgb.clone();
        int radius = 2;
        try {
            BoxFills.blur(WIDTH, HEIGHT, f -> Optional.of(new Box(0, 0, WIDTH, HEIGHT)), radius)
                    .apply(0, blurred);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        double[] expected = new double[WIDTH * HEIGHT];
        for (int i = 0; i < expected.length; i++) expected[i] = rgb[WIDTH * HEIGHT + i];
        for (int i = 0; i < 3; i++) expected = boxFiltered(expected, radius);
        for (int i = 0; i < expected.length; i++) assertEquals(expected[i], blurred[WIDTH * HEIGHT + i], 1e-5);
    }

    private static double[] boxFiltered(double[] plane, int radius) {
        double[] filtered = new double[plane.length];
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) {
                double sum = 0;
                for (int dy = -radius; dy <= radius; dy++)
                    for (int dx = -radius; dx <= radius; dx++) {
                        int fromY = Math.max(0, Math.min(HEIGHT - 1, y + dy));
                        int fromX = Math.max(0, Math.min(WIDTH - 1, x + dx));
                        sum += plane[fromY * WIDTH + fromX];
                    }
                filtered[y * WIDTH + x] = sum / ((2 * radius + 1) * (2 * radius + 1));
            }
        return filtered;
    }

    @Test
    void aBoxOutsideTheFrameChangesNothing() throws IOException {
        Video video = noise();
        Video filled = video.filter(
                BoxFills.colour(WIDTH, HEIGHT, f -> Optional.of(new Box(50, 50, 5, 5)), new float[] {1, 1, 1}));
        byte[] before = new byte[video.frameLength()];
        byte[] after = new byte[video.frameLength()];
        video.read(0, before);
        filled.read(0, after);
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, after);
    }
}
