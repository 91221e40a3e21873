package org.whynot.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;

/**
 * The strip below the picture of a rendered video: the two classes, and for every explanation its colour, words and a time
 * line with the tube's extent and contributions, on which a cursor marks the frame that is shown.
 */
final class Legend {

    static final Color GROUND = new Color(0x16181C);
    private static final Color TEXT = new Color(0xECECEC);
    private static final Color FAINT = new Color(0x9AA0A6);
    private static final Color TRACK = new Color(0x2C3036);
    /** More rows would make the strip higher than the picture. */
    private static final int MOST_ROWS = 8;
    /** Share of the width that the time lines take, on the right. */
    private static final double TIME_SHARE = 0.42;

    private final Answer answer;
    private final List<ExplanationStyle> rows;
    private final int left;
    private final int width;
    private final int margin;
    private final Font font;
    private final Font bold;
    private final FontMetrics metrics;
    private final int rowHeight;
    private final List<String> title;

    /**
     * @param answer what is explained
     * @param styles of all its explanations
     * @param width pixels
     */
    Legend(Answer answer, List<ExplanationStyle> styles, int width) {
        this.answer = answer;
        this.width = width;
        rows = styles.subList(0, Math.min(styles.size(), MOST_ROWS));
        left = styles.size() - rows.size();
        int size = Math.max(11, Math.min(30, Math.round(width / 36f)));
        font = new Font(Font.SANS_SERIF, Font.PLAIN, size);
        bold = font.deriveFont(Font.BOLD);
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        metrics = g.getFontMetrics(font);
        FontMetrics boldMetrics = g.getFontMetrics(bold);
        g.dispose();
        margin = size * 2 / 3;
        rowHeight = metrics.getHeight() + size / 3;
        title = wrap(
                title(),
                boldMetrics,
                width - 2 * margin - metrics.stringWidth(counter(answer.video().frames() - 1)) - margin);
    }

    /** Pixels. */
    int height() {
        return 2 * margin + rowHeight * (title.size() + rows.size() + (left > 0 ? 1 : 0));
    }

    /**
     * Paints the strip, its top left corner at the origin.
     *
     * @param frame 0-based, where the cursors stand
     */
    void paint(Graphics2D g, int frame) {
        int y = margin;
        g.setFont(bold);
        g.setColor(TEXT);
        for (String line : title) {
            g.drawString(line, margin, y + metrics.getAscent());
            y += rowHeight;
        }
        g.setFont(font);
        g.setColor(FAINT);
        String counter = counter(frame);
        g.drawString(counter, width - margin - metrics.stringWidth(counter), margin + metrics.getAscent());
        for (ExplanationStyle style : rows) {
            paintRow(g, style, y, frame);
            y += rowHeight;
        }
        if (left > 0) {
            g.setColor(FAINT);
            g.drawString("and " + left + " more", margin, y + metrics.getAscent());
        }
    }

    private void paintRow(Graphics2D g, ExplanationStyle style, int y, int frame) {
        int swatch = 2 * margin;
        int middle = y + metrics.getHeight() / 2;
        float line = Math.max(2, margin / 4f);
        g.setColor(style.color());
        g.setStroke(style.dashed() ? ExplanationOverlay.dashes(line) : new BasicStroke(line));
        g.draw(new Line2D.Double(margin, middle, margin + swatch, middle));
        double timeLeft = width * (1 - TIME_SHARE);
        boolean isNow = style.explanation().boxAt(frame).isPresent();
        g.setColor(isNow ? TEXT : FAINT);
        int textLeft = margin + swatch + margin;
        g.drawString(shorten(style.label(), (int) timeLeft - margin - textLeft), textLeft, y + metrics.getAscent());
        paintTime(g, style, timeLeft, y, frame);
    }

    private void paintTime(Graphics2D g, ExplanationStyle style, double timeLeft, int y, int frame) {
        Explanation explanation = style.explanation();
        double height = metrics.getHeight();
        double frameWidth = (width - margin - timeLeft) / answer.video().frames();
        g.setColor(TRACK);
        g.fill(new Rectangle2D.Double(timeLeft, y, width - margin - timeLeft, height));
        Color color = style.color();
        g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 80));
        int first = explanation.firstFrame();
        g.fill(new Rectangle2D.Double(
                timeLeft + first * frameWidth, y, (explanation.lastFrame() - first + 1) * frameWidth, height));
        int sign = explanation.evidence() == Evidence.AGAINST ? -1 : 1;
        double largest = explanation.tube().stream()
                .mapToDouble(box -> sign * box.contribution())
                .max()
                .orElse(0);
        g.setColor(color);
        for (TubeBox box : explanation.tube()) {
            if (sign * box.contribution() <= 0) continue;
            double bar = height * sign * box.contribution() / largest;
            g.fill(new Rectangle2D.Double(
                    timeLeft + box.frame() * frameWidth, y + height - bar, Math.max(frameWidth, 1.5), bar));
        }
        g.setColor(TEXT);
        double x = timeLeft + (frame + 0.5) * frameWidth;
        g.setStroke(new BasicStroke(Math.max(1.5f, margin / 5f)));
        g.draw(new Line2D.Double(x, y - 1, x, y + height + 1));
    }

    private String title() {
        return answer.positive() + probability(answer.positive()) + ", not " + answer.negative()
                + probability(answer.negative());
    }

    private String probability(String name) {
        double probability = answer.probability(name);
        return Double.isNaN(probability) ? "" : String.format(Locale.ROOT, " (%.2f)", probability);
    }

    private String counter(int frame) {
        return "frame " + (frame + 1) + " of " + answer.video().frames();
    }

    private String shorten(String text, int room) {
        if (metrics.stringWidth(text) <= room) return text;
        int space = text.lastIndexOf(' ');
        String number = "\u2026 " + text.substring(space + 1);
        int length = space;
        while (length > 0 && metrics.stringWidth(text.substring(0, length) + number) > room) length--;
        return text.substring(0, length).strip() + number;
    }

    private static List<String> wrap(String text, FontMetrics metrics, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && metrics.stringWidth(line + " " + word) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
