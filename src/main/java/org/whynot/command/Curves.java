package org.whynot.command;

import ij.gui.Plot;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Curves over a common axis, drawn by ImageJ's {@link Plot}; no display is needed.
 *
 * <pre>{@code
 * Plot plot = new Curves("epoch", epochs, "loss, nats").add("loss", losses).plot("Training");
 * byte[] png = Curves.png(List.of(plot));
 * }</pre>
 */
public final class Curves {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 200;
    private static final double MARGIN = 0.05;
    private static final int MOST_MARKED_POINTS = 30;
    /** Told apart by people who see colours differently, too (Okabe and Ito). */
    private static final List<Color> COLOURS =
            List.of(new Color(0, 114, 178), new Color(213, 94, 0), new Color(0, 158, 115), new Color(204, 121, 167));

    private final String xLabel;
    private final double[] x;
    private final String yLabel;
    private final Map<String, double[]> curves = new LinkedHashMap<>();
    private double[] range;

    /**
     * No curves yet.
     *
     * @param xLabel what is on the axis
     * @param x where the points are, rising, from 0 on
     * @param yLabel what the curves measure, with its unit
     */
    public Curves(String xLabel, double[] x, String yLabel) {
        this.xLabel = xLabel;
        this.x = x.clone();
        this.yLabel = yLabel;
    }

    /**
     * Adds a curve.
     *
     * @param name for the legend
     * @param y as many numbers as there are points; NaN where there is none
     * @throws IllegalArgumentException if there are more or fewer
     */
    public Curves add(String name, double[] y) {
        if (y.length != x.length)
            throw new IllegalArgumentException(
                    "The curve '" + name + "' has " + y.length + " numbers for " + x.length + " points.");
        curves.put(name, y.clone());
        return this;
    }

    /** Sets what the y axis shows; otherwise it fits the curves. */
    public Curves range(double low, double high) {
        range = new double[] {low, high};
        return this;
    }

    /** The drawing, not shown. */
    public Plot plot(String title) {
        Plot plot = new Plot(title, xLabel, yLabel);
        plot.setFrameSize(WIDTH, HEIGHT);
        int colour = 0;
        for (double[] y : curves.values()) {
            int[] there = IntStream.range(0, x.length)
                    .filter(i -> Double.isFinite(y[i]))
                    .toArray();
            Color own = COLOURS.get(colour++ % COLOURS.size());
            plot.setColor(own, own);
            plot.setLineWidth(2);
            plot.add(
                    there.length > MOST_MARKED_POINTS ? "line" : "connected circle",
                    Arrays.stream(there).mapToDouble(i -> x[i]).toArray(),
                    Arrays.stream(there).mapToDouble(i -> y[i]).toArray());
        }
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend(String.join("\n", curves.keySet()));
        double[] y = range != null ? range : fitted();
        plot.setLimits(0, x.length == 0 ? 1 : Math.max(1, x[x.length - 1]), y[0], y[1]);
        return plot;
    }

    /** The curves' smallest and largest numbers, with a margin. */
    private double[] fitted() {
        DoubleSummaryStatistics all = curves.values().stream()
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .summaryStatistics();
        if (all.getCount() == 0) return new double[] {0, 1};
        double spread = all.getMax() - all.getMin();
        double margin = MARGIN * (spread > 0 ? spread : Math.max(1, Math.abs(all.getMax())));
        return new double[] {all.getMin() - margin, all.getMax() + margin};
    }

    /**
     * An image of some drawings, one below the other.
     *
     * @return a PNG file's bytes
     * @throws IOException if it can't be encoded
     */
    public static byte[] png(List<Plot> plots) throws IOException {
        List<ImageProcessor> drawn = plots.stream().map(Plot::getProcessor).toList();
        int width = drawn.stream().mapToInt(ImageProcessor::getWidth).max().orElseThrow();
        int height = drawn.stream().mapToInt(ImageProcessor::getHeight).sum();
        ColorProcessor all = new ColorProcessor(width, height);
        all.setColor(Color.WHITE);
        all.fill();
        int top = 0;
        for (ImageProcessor one : drawn) {
            all.insert(one.convertToRGB(), 0, top);
            top += one.getHeight();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(all.getBufferedImage(), "png", bytes);
        return bytes.toByteArray();
    }
}
