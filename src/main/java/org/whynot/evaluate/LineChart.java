package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A chart of lines with their intervals as bands, as SVG.
 *
 * <pre>{@code
 * new LineChart("top 3", "negative classes", List.of("1", "2", "3"))
 *         .line("tube", "#0072B2", metrics)
 *         .svg();
 * }</pre>
 */
final class LineChart {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 230;
    private static final int LEFT = 38;
    private static final int RIGHT = 12;
    private static final int TOP = 26;
    private static final int BOTTOM = 40;
    private static final int GRID_LINES = 5;
    private static final int MOST_LABELS = 12;

    private final String title;
    private final String below;
    private final List<String> places;
    private final double low;
    private final double high;
    private final StringBuilder bands = new StringBuilder();
    private final StringBuilder lines = new StringBuilder();
    private final List<String[]> legend = new ArrayList<>();

    /** A chart of values from 0 to 1, as {@link #LineChart(String, String, List, double, double)}. */
    LineChart(String title, String below, List<String> places) {
        this(title, below, places, 0, 1);
    }

    /**
     * A chart without lines.
     *
     * @param title above the chart
     * @param below what the positions along the bottom are
     * @param places positions along the bottom, left to right
     * @param low the smallest value that is shown
     * @param high the largest one
     */
    LineChart(String title, String below, List<String> places, double low, double high) {
        this.title = title;
        this.below = below;
        this.places = places;
        this.low = low;
        this.high = high;
    }

    /**
     * Adds a line; nothing if none of its points is there.
     *
     * @param name for the legend
     * @param color as CSS has it
     * @param points one for each position
     */
    LineChart line(String name, String color, List<Optional<Metric>> points) {
        StringBuilder line = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            if (points.get(i).isEmpty()) continue;
            Metric m = points.get(i).get();
            line.append(point(i, m.value()));
            upper.append(point(i, m.high()));
            lower.insert(0, point(i, m.low()));
            lines.append(String.format(
                    Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(i), y(m.value()), color));
        }
        if (line.isEmpty()) return this;
        bands.append("<polygon points=\"" + upper + lower + "\" fill=\"" + color + "\" opacity=\"0.15\"/>");
        lines.append("<polyline points=\"" + line + "\" fill=\"none\" stroke=\"" + color + "\" stroke-width=\"2\"/>");
        legend.add(new String[] {name, color});
        return this;
    }

    /** Adds a dashed level line. */
    LineChart level(String name, String color, double value) {
        lines.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-dasharray=\"4 3\"/>",
                LEFT,
                WIDTH - RIGHT,
                y(value),
                y(value),
                color));
        legend.add(new String[] {name, color});
        return this;
    }

    /** The chart with its legend below it. */
    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<figure class=\"chart\"><svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" role=\"img\" aria-label=\"" + Html.text(title) + "\">");
        svg.append(label(WIDTH / 2.0, 15, "middle", "chart-title", title));
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = low + (high - low) * i / GRID_LINES;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"grid\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y(value),
                    y(value)));
            svg.append(label(LEFT - 6, y(value) + 4, "end", "tick", String.format(Locale.ROOT, "%.1f", value)));
        }
        if (low < 0)
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" class=\"zero\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    y(0),
                    y(0)));
        int step = (places.size() + MOST_LABELS - 1) / MOST_LABELS;
        for (int i = 0; i < places.size(); i += step)
            svg.append(label(x(i), HEIGHT - BOTTOM + 16, "middle", "tick", places.get(i)));
        svg.append(label((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "tick", below));
        svg.append(bands).append(lines).append("</svg><figcaption>");
        for (String[] entry : legend)
            svg.append("<span class=\"key\"><i style=\"background:" + entry[1] + "\"></i>" + Html.text(entry[0])
                    + "</span>");
        return svg.append("</figcaption></figure>\n").toString();
    }

    private static String label(double x, double y, String anchor, String kind, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x,
                y,
                anchor,
                kind,
                Html.text(text));
    }

    private String point(int place, double value) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x(place), y(value));
    }

    private double x(int place) {
        double room = WIDTH - LEFT - RIGHT;
        return places.size() == 1 ? LEFT + room / 2 : LEFT + 12 + (room - 24) * place / (places.size() - 1);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - low) / (high - low);
    }
}
