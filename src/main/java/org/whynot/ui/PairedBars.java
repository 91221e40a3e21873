package org.whynot.ui;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.swing.JPanel;
import javax.swing.UIManager;
import org.whynot.explain.ClassProbability;

/** All classes before and after something was erased from the video: two bars each, the lower one for what is left. */
final class PairedBars extends JPanel {

    private static final int MARGIN = 6;
    /** More classes are not shown; those that changed most are. */
    private static final int MOST = 8;

    private record Row(String name, double before, double after) {}

    private List<Row> rows = List.of();
    private boolean checked;

    PairedBars() {
        setName("before and after");
        setOpaque(false);
        getAccessibleContext().setAccessibleName("Classes before and after erasing");
    }

    /**
     * Shows other numbers.
     *
     * @param before every class, most probable first
     * @param after the same classes in any order; empty to show nothing
     */
    void setClasses(List<ClassProbability> before, List<ClassProbability> after) {
        checked = !after.isEmpty();
        Map<String, Double> left =
                after.stream().collect(Collectors.toMap(ClassProbability::name, ClassProbability::probability));
        rows = before.stream()
                .map(c -> new Row(c.name(), c.probability(), left.getOrDefault(c.name(), 0.0)))
                .sorted((a, b) -> Double.compare(Math.max(b.before, b.after), Math.max(a.before, a.after)))
                .limit(MOST)
                .toList();
        getAccessibleContext()
                .setAccessibleDescription(rows.stream()
                        .map(row -> row.name + " " + percent(row.before) + " before, " + percent(row.after) + " after")
                        .collect(Collectors.joining("; ")));
        revalidate();
        repaint();
    }

    @Override
    public Dimension getMinimumSize() {
        return getPreferredSize();
    }

    @Override
    public Dimension getPreferredSize() {
        // As high before a check as after it, so that nothing moves.
        int line = getFontMetrics(UIManager.getFont("Label.font")).getHeight();
        return new Dimension(20 * line, 2 * MARGIN + (int) (Math.max(1, rows.size()) * 1.6 * line));
    }

    static String percent(double share) {
        return share > 0 && share < 0.001
                ? "<0.1 %"
                : share < 1 && share > 0.999
                        ? ">99.9 %"
                        : String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        Graphics2D g = (Graphics2D) graphics.create();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(UIManager.getFont("Label.font"));
        Color ink = UIManager.getColor("Label.foreground");
        FontMetrics metrics = g.getFontMetrics();
        g.setColor(ink);
        if (!checked) {
            g.drawString("Check it: erase the tube and classify again.", MARGIN, MARGIN + metrics.getAscent());
            g.dispose();
            return;
        }
        int names = rows.stream()
                .mapToInt(row -> metrics.stringWidth(row.name))
                .max()
                .orElse(0);
        int numbers = metrics.stringWidth(" >99.9 % \u2192 >99.9 %");
        double room = Math.max(10, getWidth() - names - numbers - 4.0 * MARGIN);
        double step = 1.6 * metrics.getHeight();
        double bar = 0.55 * metrics.getHeight();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double y = MARGIN + i * step;
            double left = names + 2.0 * MARGIN;
            g.setColor(ink);
            g.drawString(row.name, MARGIN, (float) (y + bar + metrics.getAscent() / 2.0));
            g.setColor(ClassCell.BEFORE);
            g.fill(new Rectangle2D.Double(left, y, Math.max(1, room * row.before), bar));
            g.setColor(ClassCell.AFTER);
            g.fill(new Rectangle2D.Double(left, y + bar, Math.max(1, room * row.after), bar));
            g.setColor(ink);
            String text = " " + percent(row.before) + " \u2192 " + percent(row.after);
            g.drawString(text, (float) (left + room + MARGIN), (float) (y + bar + metrics.getAscent() / 2.0));
        }
        g.dispose();
    }
}
