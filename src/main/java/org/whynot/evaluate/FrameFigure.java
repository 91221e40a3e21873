package org.whynot.evaluate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.whynot.explain.Explanation;
import org.whynot.video.Box;

/** A frame with a tube's box and the true boxes drawn over it, as SVG with the image inside. */
final class FrameFigure {

    /** Larger images are halved until they fit, pixels. */
    private static final int MOST_WIDTH = 400;

    private FrameFigure() {}

    /**
     * The figure.
     *
     * @param rgb the frame, {@code [3, height, width]}, 0 to 1
     * @param explanation whose box is drawn if it has one in the frame
     * @param frame 0-based
     * @param truth true boxes of the explanation's attribute, drawn dashed
     * @throws IOException if the image can't be encoded
     */
    static String svg(float[] rgb, int width, int height, Explanation explanation, int frame, List<Box> truth)
            throws IOException {
        StringBuilder svg = new StringBuilder(
                "<svg class=\"frame\" viewBox=\"0 0 " + width + " " + height + "\"><image width=\"" + width
                        + "\" height=\"" + height + "\" href=\"data:image/jpeg;base64,"
                        + Base64.getEncoder().encodeToString(jpeg(rgb, width, height)) + "\"/>");
        double line = Math.max(1, width / 110.0);
        for (Box box : truth) svg.append(rectangle(box, "true-box", line));
        explanation.boxAt(frame).ifPresent(box -> svg.append(rectangle(box, "halo", line * 1.9))
                .append(rectangle(box, "tube-box", line)));
        return svg.append("</svg>").toString();
    }

    private static String rectangle(Box box, String kind, double line) {
        double half = line / 2;
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" stroke-width=\"%.1f\"/>",
                kind,
                box.x() + half,
                box.y() + half,
                Math.max(0, box.width() - line),
                Math.max(0, box.height() - line),
                line);
    }

    private static byte[] jpeg(float[] rgb, int width, int height) throws IOException {
        int step = 1;
        while (width / step > MOST_WIDTH) step *= 2;
        BufferedImage image = new BufferedImage(width / step, Math.max(1, height / step), BufferedImage.TYPE_INT_RGB);
        int plane = width * height;
        for (int y = 0; y < image.getHeight(); y++)
            for (int x = 0; x < image.getWidth(); x++) {
                int at = y * step * width + x * step;
                image.setRGB(x, y, level(rgb[at]) << 16 | level(rgb[at + plane]) << 8 | level(rgb[at + 2 * plane]));
            }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    private static int level(float value) {
        return Math.round(255 * Math.min(1, Math.max(0, value)));
    }
}
