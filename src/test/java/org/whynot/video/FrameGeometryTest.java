package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.whynot.video.ClipFormat.Resize;

class FrameGeometryTest {

    private static final int[][] SIZES = {
        {176, 132, 112, 112}, {112, 112, 112, 112}, {40, 30, 112, 112}, {7, 300, 16, 24}, {1, 1, 8, 8}, {513, 77, 8, 5}
    };

    private static ClipFormat format(int width, int height, Resize resize) {
        return new ClipFormat(4, height, width, 1, resize, new float[3], new float[] {1, 1, 1});
    }

    private static float[] resize(int[] size, Resize resize, float[] rgb) {
        FrameGeometry geometry = new FrameGeometry(size[0], size[1], format(size[2], size[3], resize));
        float[] target = new float[3 * size[2] * size[3]];
        geometry.resize(rgb, target, 0, size[2] * size[3]);
        return target;
    }

    private static float[] noise(int length, long seed) {
        Random random = new Random(seed);
        float[] noise = new float[length];
        for (int i = 0; i < length; i++) noise[i] = random.nextFloat();
        return noise;
    }

    /** Columns reversed in every plane. */
    private static float[] mirrored(float[] planes, int width) {
        float[] result = new float[planes.length];
        for (int i = 0; i < planes.length; i++) result[i - i % width + width - 1 - i % width] = planes[i];
        return result;
    }

    @Test
    void aConstantStaysConstant() {
        for (Resize resize : Resize.values())
            for (int[] size : SIZES) {
                float[] rgb = new float[3 * size[0] * size[1]];
                Arrays.fill(rgb, 0.7f);
                for (float value : resize(size, resize, rgb)) assertEquals(0.7f, value, 1e-5);
            }
    }

    @Test
    void aRampStaysTheSameRampAwayFromTheEdges() {
        for (Resize resize : Resize.values())
            for (int[] size : SIZES) {
                float[] rgb = new float[3 * size[0] * size[1]];
                for (int i = 0; i < rgb.length; i++) rgb[i] = i % size[0] + 0.5f;
                float[] small = resize(size, resize, rgb);
                FrameGeometry geometry = new FrameGeometry(size[0], size[1], format(size[2], size[3], resize));
                double radius = Math.max(1, geometry.source().width() / size[2]);
                for (int x = 0; x < size[2]; x++) {
                    double centre = geometry.toVideo(new Box(x + 0.5, 0, 0, 0)).x();
                    // Sampled at pixels, a triangle wider than one is centred up to a small fraction of a pixel.
                    if (centre >= radius && centre <= size[0] - radius)
                        assertEquals(centre, small[x], radius == 1 ? 1e-3 : 0.1);
                }
            }
    }

    @Test
    void theMirroredFrameGivesTheMirroredResult() {
        for (Resize resize : Resize.values())
            for (int[] size : SIZES) {
                float[] rgb = noise(3 * size[0] * size[1], 5);
                float[] expected = mirrored(resize(size, resize, rgb), size[2]);
                TestVideos.assertClose(expected, resize(size, resize, mirrored(rgb, size[0])), 1e-5);
            }
    }

    @Test
    void agreesWithTheDefinitionOfTheFilter() {
        for (Resize resize : Resize.values())
            for (int[] size : SIZES) {
                float[] rgb = noise(3 * size[0] * size[1], 6);
                float[] actual = resize(size, resize, rgb);
                Box source = new FrameGeometry(size[0], size[1], format(size[2], size[3], resize)).source();
                Random random = new Random(7);
                for (int trial = 0; trial < 50; trial++) {
                    int x = random.nextInt(size[2]);
                    int y = random.nextInt(size[3]);
                    double cx = source.x() + (x + 0.5) * source.width() / size[2];
                    double cy = source.y() + (y + 0.5) * source.height() / size[3];
                    double rx = Math.max(1, source.width() / size[2]);
                    double ry = Math.max(1, source.height() / size[3]);
                    double sum = 0;
                    double total = 0;
                    for (int v = 0; v < size[1]; v++)
                        for (int u = 0; u < size[0]; u++) {
                            double weight = Math.max(0, 1 - Math.abs(u + 0.5 - cx) / rx)
                                    * Math.max(0, 1 - Math.abs(v + 0.5 - cy) / ry);
                            total += weight;
                            sum += weight * rgb[(size[1] + v) * size[0] + u];
                        }
                    assertEquals(sum / total, actual[(size[3] + y) * size[2] + x], 1e-5);
                }
            }
    }

    @Test
    void shrinkingByAWholeFactorKeepsTheMeanAndRemovesAliases() {
        int[] size = {64, 64, 16, 16};
        float[] stripes = new float[3 * 64 * 64];
        for (int i = 0; i < stripes.length; i++) stripes[i] = i % 2;
        float[] small = resize(size, Resize.STRETCH, stripes);
        for (int i = 0; i < small.length; i++) if (i % 16 > 0 && i % 16 < 15) assertEquals(0.5, small[i], 1e-6);
        float[] noise = noise(3 * 64 * 64, 8);
        double before = 0;
        double after = 0;
        for (float v : noise) before += v / noise.length;
        float[] shrunk = resize(size, Resize.STRETCH, noise);
        for (float v : shrunk) {
            after += v / shrunk.length;
            assertTrue(v >= 0 && v <= 1);
        }
        assertEquals(before, after, 0.01);
    }

    @Test
    void theSameSizeChangesNothing() {
        float[] rgb = noise(3 * 12 * 10, 9);
        TestVideos.assertClose(rgb, resize(new int[] {12, 10, 12, 10}, Resize.STRETCH, rgb), 0);
        TestVideos.assertClose(rgb, resize(new int[] {12, 10, 12, 10}, Resize.CROP, rgb), 0);
    }

    @Test
    void eightBitsGiveTheSameNumbersToTheLastBit() {
        int[][] sizes = Stream.concat(Stream.of(SIZES), Stream.of(new int[][] {{640, 360, 112, 112}, {3, 5, 4, 40}}))
                .toArray(int[][]::new);
        for (Resize resize : Resize.values())
            for (int[] size : sizes) {
                byte[] bytes = new byte[3 * size[0] * size[1]];
                new Random(size[0]).nextBytes(bytes);
                float[] rgb = new float[bytes.length];
                for (int i = 0; i < rgb.length; i++) rgb[i] = (bytes[i] & 255) / 255f;
                FrameGeometry geometry = new FrameGeometry(size[0], size[1], format(size[2], size[3], resize));
                int plane = size[2] * size[3];
                float[] target = new float[3 * plane];
                // Twice, as nothing must be left of the frame before.
                geometry.resize(new byte[bytes.length], target, 0, plane);
                geometry.resize(bytes, target, 0, plane);
                assertArrayEquals(resize(size, resize, rgb), target);
            }
    }

    @Test
    void writesWhereItIsToldAndNowhereElse() {
        FrameGeometry geometry = new FrameGeometry(20, 15, format(8, 6, Resize.STRETCH));
        float[] rgb = noise(900, 10);
        float[] clip = new float[3 * 4 * 48];
        Arrays.fill(clip, -1);
        geometry.resize(rgb, clip, 2 * 48, 4 * 48);
        float[] alone = resize(new int[] {20, 15, 8, 6}, Resize.STRETCH, rgb);
        for (int i = 0; i < clip.length; i++)
            assertEquals(i / 48 % 4 == 2 ? alone[i / 192 * 48 + i % 48] : -1, clip[i]);
    }

    @Test
    void cropIsTheLargestCentredPart() {
        assertEquals(new Box(22, 0, 132, 132), new FrameGeometry(176, 132, format(112, 112, Resize.CROP)).source());
        assertEquals(new Box(0, 22, 132, 132), new FrameGeometry(132, 176, format(112, 112, Resize.CROP)).source());
        assertEquals(new Box(21.5, 0, 132, 132), new FrameGeometry(175, 132, format(112, 112, Resize.CROP)).source());
        assertEquals(new Box(0, 0, 176, 132), new FrameGeometry(176, 132, format(112, 112, Resize.STRETCH)).source());
        assertEquals(new Box(0, 16, 200, 100), new FrameGeometry(200, 132, format(80, 40, Resize.CROP)).source());
    }

    @Test
    void boxesComeBack() {
        Random random = new Random(11);
        for (Resize resize : Resize.values())
            for (int[] size : SIZES) {
                FrameGeometry geometry = new FrameGeometry(size[0], size[1], format(size[2], size[3], resize));
                for (int trial = 0; trial < 100; trial++) {
                    double x = random.nextDouble() * size[0];
                    double y = random.nextDouble() * size[1];
                    Box box = new Box(x, y, random.nextDouble() * (size[0] - x), random.nextDouble() * (size[1] - y));
                    assertBox(box, geometry.toVideo(geometry.toNetwork(box)));
                    assertBox(box, geometry.toNetwork(geometry.toVideo(box)));
                }
                assertBox(geometry.source(), geometry.toVideo(new Box(0, 0, size[2], size[3])));
            }
    }

    @Test
    void regionsOfCells() {
        FrameGeometry stretch = new FrameGeometry(176, 132, format(112, 112, Resize.STRETCH));
        // One cell of a 7 x 7 map is 16 x 16 network pixels.
        assertBox(new Box(3 * 176 / 7.0, 2 * 132 / 7.0, 176 / 7.0, 132 / 7.0), stretch.cellBox(2, 3, 7, 7, 1, 1));
        assertBox(
                new Box(2.5 * 176 / 7, 1 * 132 / 7.0, 2 * 176 / 7.0, 3 * 132 / 7.0), stretch.cellBox(2, 3, 7, 7, 3, 2));
        assertBox(new Box(0, 0, 2 * 176 / 7.0, 1.5 * 132 / 7), stretch.cellBox(0, 0, 7, 7, 2, 3));
        FrameGeometry crop = new FrameGeometry(176, 132, format(112, 112, Resize.CROP));
        assertBox(new Box(22, 0, 2 * 132 / 7.0, 1.5 * 132 / 7), crop.cellBox(0, 0, 7, 7, 2, 3));
        assertBox(
                new Box(22 + 5 * 132 / 7.0, 5 * 132 / 7.0, 2 * 132 / 7.0, 2 * 132 / 7.0),
                crop.cellBox(6, 6, 7, 7, 3, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> crop.cellBox(7, 0, 7, 7, 2, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> crop.cellBox(0, -1, 7, 7, 2, 2));
    }

    @Test
    void everyRegionLiesInTheFrame() {
        for (Resize resize : Resize.values())
            for (int[] size : SIZES) {
                FrameGeometry geometry = new FrameGeometry(size[0], size[1], format(size[2], size[3], resize));
                for (int i = 0; i < 49; i++) {
                    Box box = geometry.cellBox(i / 7, i % 7, 7, 7, 3, 3);
                    assertTrue(box.x() >= 0 && box.y() >= 0 && box.area() > 0, box::toString);
                    assertTrue(box.right() <= size[0] + 1e-9 && box.bottom() <= size[1] + 1e-9, box::toString);
                }
            }
    }

    private static void assertBox(Box expected, Box actual) {
        assertEquals(expected.x(), actual.x(), 1e-9);
        assertEquals(expected.y(), actual.y(), 1e-9);
        assertEquals(expected.width(), actual.width(), 1e-9);
        assertEquals(expected.height(), actual.height(), 1e-9);
    }
}
