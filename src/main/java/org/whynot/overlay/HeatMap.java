package org.whynot.overlay;

import ij.gui.ImageRoi;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.whynot.video.Box;
import org.whynot.video.FrameGeometry;
import org.whynot.video.FrameSampling;

/**
 * The scores of one attribute (delta_m, equation 4) as a transparent picture over a frame: vermilion speaks for the class,
 * blue against it, and the stronger the score, the less of the frame is seen.
 *
 * <pre>{@code
 * HeatMap heat = new HeatMap(scores, rows, columns, video.sampling(), video.geometry());
 * ImageRoi element = heat.at(frame, 0.6); // at no position yet
 * }</pre>
 *
 * <p>Between the centres of cells and between sampled frames the scores are interpolated linearly. The colours are two of Okabe
 * and Ito's, which colour-blind people can tell apart. The scale is symmetric about 0 and the same for all frames.
 */
public final class HeatMap {

    /** The colour of scores that speak for the class. */
    public static final Color FOR = new Color(0xD55E00);
    /** The colour of scores that speak against the class. */
    public static final Color AGAINST = new Color(0x0072B2);

    /** The value of {@link ExplanationOverlay#MARK} that marks an overlay element as a heat map. */
    public static final String ELEMENT = "heat";

    private final float[] scores;
    private final int rows;
    private final int columns;
    private final FrameSampling sampling;
    private final FrameGeometry geometry;
    private final float largest;

    /**
     * @param scores {@code [T, H, W]} of one attribute, layer and shape; T is the number of sampled frames; not copied
     * @param rows cells down (H)
     * @param columns cells across (W)
     * @param sampling which frame of the video each frame of the map is
     * @param geometry from the network's input to pixels of the video
     * @throws IllegalArgumentException if the array has another size
     */
    public HeatMap(float[] scores, int rows, int columns, FrameSampling sampling, FrameGeometry geometry) {
        if (scores.length != sampling.sampled() * rows * columns)
            throw new IllegalArgumentException("A heat map of " + sampling.sampled() + " frames of " + rows + " x "
                    + columns + " cells needs as many numbers, but there are " + scores.length + ".");
        this.scores = scores;
        this.rows = rows;
        this.columns = columns;
        this.sampling = sampling;
        this.geometry = geometry;
        float most = 0;
        for (float score : scores) most = Math.max(most, Math.abs(score));
        largest = most;
    }

    /** The largest score that occurs, for or against: where a colour is fullest. No unit. */
    public float largest() {
        return largest;
    }

    /**
     * The picture over one frame, marked as ours, without a stack position.
     *
     * @param frame of the video, 0-based
     * @param opacity of the strongest scores, 0 to 1
     * @param width of the video, pixels
     * @param height of the video, pixels
     */
    public ImageRoi at(int frame, double opacity, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        float[] cells = cells(frame);
        Box source = geometry.source();
        double[] across = places(width, source.x(), source.width(), columns);
        double[] down = places(height, source.y(), source.height(), rows);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                if (!Double.isNaN(down[y]) && !Double.isNaN(across[x]))
                    pixels[y * width + x] = color(between(cells, down[y], across[x]), opacity);
        ImageRoi roi = new ImageRoi(0, 0, image);
        roi.setName("WhyNot heat map");
        roi.setProperty(ExplanationOverlay.MARK, ELEMENT);
        return roi;
    }

    /** The scores at a frame of the video, {@code [H, W]}, interpolated between the sampled frames about it. */
    private float[] cells(int frame) {
        int step = sampling.frameStep();
        int before = Math.min(frame / step, sampling.sampled() - 1);
        int after = Math.min(before + 1, sampling.sampled() - 1);
        float share = after == before ? 0 : Math.min(1f, (frame - before * step) / (float) step);
        int n = rows * columns;
        float[] cells = new float[n];
        for (int i = 0; i < n; i++) cells[i] = scores[before * n + i] * (1 - share) + scores[after * n + i] * share;
        return cells;
    }

    /** Where the centre of every pixel lies among the centres of cells; NaN where the network did not look. */
    private static double[] places(int pixels, double first, double length, int cells) {
        double[] places = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            double inSource = (i + 0.5 - first) / length;
            places[i] = inSource < 0 || inSource > 1
                    ? Double.NaN
                    : Math.max(0, Math.min(cells - 1.0, inSource * cells - 0.5));
        }
        return places;
    }

    private double between(float[] cells, double row, double column) {
        int r = Math.min((int) row, Math.max(0, rows - 2));
        int c = Math.min((int) column, Math.max(0, columns - 2));
        double down = row - r;
        double across = column - c;
        int below = Math.min(r + 1, rows - 1) * columns;
        int right = Math.min(c + 1, columns - 1);
        double upper = cells[r * columns + c] * (1 - across) + cells[r * columns + right] * across;
        double lower = cells[below + c] * (1 - across) + cells[below + right] * across;
        return upper * (1 - down) + lower * down;
    }

    private int color(double score, double opacity) {
        if (largest == 0) return 0;
        int alpha = (int) Math.round(255 * opacity * Math.min(1, Math.abs(score) / largest));
        return alpha << 24 | (score >= 0 ? FOR : AGAINST).getRGB() & 0xffffff;
    }
}
