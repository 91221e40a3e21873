package org.whynot.overlay;

import ij.gui.Roi;
import ij.gui.TextRoi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.explain.Explanation;
import org.whynot.video.Box;

/**
 * A small legend in a corner of an overlay: a line for every explanation in its colour, visible in every frame. It lies in the corner
 * where it covers least of the tubes, and is left out where it would cover much of the image.
 *
 * @param box what it covers, pixels
 * @param rows a line each
 */
record OverlayLegend(Box box, List<Row> rows) {

    /** The largest share of the image that a legend may cover where the labels name the attributes too. */
    private static final double LARGEST_SHARE = 0.06;
    /** The same where the labels are only numbers, so that the legend is needed. */
    private static final double LARGEST_SHARE_IF_NEEDED = 0.22;

    private static final int SMALLEST_FONT = 5;
    private static final double FONT_SHARE = 0.7;
    /** How many letters of an attribute's name are shown: all, or so many where there is less room. */
    private static final int[] LETTERS = {Integer.MAX_VALUE, 18, 12};
    /** So many frames are examined for the corner. */
    private static final int LOOKS = 64;

    /**
     * A line.
     *
     * @param style the explanation
     * @param label its text
     * @param x left edge, pixels
     * @param y top edge, pixels
     */
    record Row(ExplanationStyle style, Label label, int x, int y) {
        TextRoi roi() {
            TextRoi roi = new TextRoi((double) x, (double) y, label.text(), label.font());
            roi.setAntialiased(true);
            roi.setStrokeColor(style.color());
            roi.setName(style.name());
            roi.setProperty(ExplanationOverlay.MARK, ExplanationOverlay.LEGEND);
            return roi;
        }
    }

    /**
     * The legend for some explanations.
     *
     * @param width of the image, pixels
     * @param height of the image, pixels
     * @param needed whether the labels are only numbers
     * @return empty if there is nothing to explain or no room
     */
    static Optional<OverlayLegend> of(List<ExplanationStyle> styles, int width, int height, boolean needed) {
        if (styles.isEmpty()) return Optional.empty();
        int size = Math.max(SMALLEST_FONT, (int) Math.round(FONT_SHARE * Label.fontSize(width, height)));
        double most = (needed ? LARGEST_SHARE_IF_NEEDED : LARGEST_SHARE) * width * height;
        for (int letters : LETTERS) {
            List<Label> lines = styles.stream()
                    .map(style -> Label.line(style.tag() + " " + shortened(style.label(), letters), size))
                    .toList();
            int across = lines.stream().mapToInt(Label::width).max().orElse(0);
            int down = lines.stream().mapToInt(Label::height).sum();
            if (across > width || down > height || (double) across * down > most) continue;
            return Optional.of(placed(styles, lines, corner(styles, across, down, width, height)));
        }
        return Optional.empty();
    }

    private static OverlayLegend placed(List<ExplanationStyle> styles, List<Label> lines, Box box) {
        List<Row> rows = new ArrayList<>();
        int y = (int) box.y();
        for (int i = 0; i < lines.size(); i++) {
            rows.add(new Row(styles.get(i), lines.get(i), (int) box.x(), y));
            y += lines.get(i).height();
        }
        return new OverlayLegend(box, rows);
    }

    private static Box corner(List<ExplanationStyle> styles, int across, int down, int width, int height) {
        Box best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int corner = 0; corner < 4; corner++) {
            Box box = new Box(corner % 2 == 0 ? 0 : width - across, corner < 2 ? 0 : height - down, across, down);
            double covered = 0;
            for (ExplanationStyle style : styles) covered += covered(style.explanation(), box);
            if (covered < least) {
                least = covered;
                best = box;
            }
        }
        return best;
    }

    private static double covered(Explanation explanation, Box box) {
        int first = explanation.firstFrame();
        int frames = explanation.lastFrame() - first + 1;
        int step = Math.max(1, frames / LOOKS);
        double covered = 0;
        for (int frame = first; frame <= explanation.lastFrame(); frame += step)
            covered += step * explanation.boxAt(frame).orElseThrow().overlap(box);
        return covered;
    }

    /** The dark ground, and on it the lines. */
    List<Roi> elements() {
        List<Roi> elements = new ArrayList<>();
        Roi ground = new Roi(box.x(), box.y(), box.width(), box.height());
        ground.setFillColor(ExplanationOverlay.GROUND);
        ground.setName("WhyNot legend");
        ground.setProperty(ExplanationOverlay.MARK, ExplanationOverlay.LEGEND);
        elements.add(ground);
        for (Row row : rows) elements.add(row.roi());
        return elements;
    }

    /** The name cut short, the number kept whole. */
    static String shortened(String text, int letters) {
        int space = text.lastIndexOf(' ');
        if (space <= letters) return text;
        return text.substring(0, letters).strip() + "\u2026" + text.substring(space);
    }
}
