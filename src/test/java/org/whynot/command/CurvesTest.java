package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.Plot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CurvesTest {

    private static final double[] EPOCHS = {1, 2, 3, 3.5};

    @Test
    void whatWasNotMeasuredIsLeftOutAndTheRestFits() {
        Plot plot = new Curves("epoch", EPOCHS, "nats")
                .add("loss", new double[] {4, 3, 2, 2})
                .add("validation loss", new double[] {Double.NaN, 6, Double.NaN, Double.NaN})
                .plot("title");
        assertArrayEquals(new double[] {0, 3.5, 1.8, 6.2}, plot.getLimits(), 1e-9);
        assertArrayEquals(new float[] {4, 3, 2, 2}, plot.getDataObjectArrays(0)[1]);
        assertArrayEquals(new float[] {2}, plot.getDataObjectArrays(1)[0]);
        assertArrayEquals(new float[] {6}, plot.getDataObjectArrays(1)[1]);
        assertEquals("title", plot.getTitle());
    }

    @Test
    void aPictureHoldsAllDrawingsOneBelowTheOther() throws IOException {
        Curves loss = new Curves("epoch", EPOCHS, "nats").add("loss", new double[] {4, 3, 2, 2});
        Curves share = new Curves("epoch", EPOCHS, "share").add("accuracy", new double[] {0, 1, 1, 1});
        BufferedImage one = read(Curves.png(List.of(loss.plot("a"))));
        BufferedImage two =
                read(Curves.png(List.of(loss.plot("a"), share.range(0, 1).plot("b"))));
        assertEquals(2 * one.getHeight(), two.getHeight(), 4);
        int blue = 0;
        for (int y = 0; y < one.getHeight(); y++)
            for (int x = 0; x < one.getWidth(); x++) if ((one.getRGB(x, y) & 0xffffff) == 0x0072b2) blue++;
        assertTrue(blue > 200, "The curve has " + blue + " pixels.");
    }

    @Test
    void noPointsAndNoNumbersAreDrawnAsWell() throws IOException {
        for (int points : new int[] {0, 1, 100}) {
            double[] x = IntStream.range(0, points).asDoubleStream().toArray();
            double[] y = IntStream.range(0, points).mapToDouble(i -> Double.NaN).toArray();
            double[] flat = new double[points];
            read(Curves.png(List.of(new Curves("epoch", x, "nats")
                    .add("none", y)
                    .add("flat", flat)
                    .plot("t"))));
        }
    }

    @Test
    void aCurveNeedsANumberAPoint() {
        Curves curves = new Curves("epoch", EPOCHS, "nats");
        assertThrows(IllegalArgumentException.class, () -> curves.add("loss", new double[3]));
    }

    private static BufferedImage read(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertTrue(image.getWidth() > 400);
        return image;
    }
}
