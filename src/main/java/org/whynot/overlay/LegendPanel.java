package org.whynot.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;

/**
 * The explanations: the colour of each one's tube, its attribute and counterfactuality, and a time line below with the
 * tube's extent and a mark at the frame that is shown. Bright while the tube is there, faint before and after.
 */
final class LegendPanel extends Panel {

    /** More would not be read. */
    private static final int MOST_ROWS = 8;
    /** How many letters of an attribute's name are shown: all, or so many where there is less room. */
    private static final int[] LETTERS = {Integer.MAX_VALUE, 18, 12};

    private static final Color TRACK = new Color(255, 255, 255, 60);

    private final List<ExplanationStyle> styles;
    private final List<String> texts = new ArrayList<>();
    private final int frames;

    private LegendPanel(Answer answer, List<ExplanationStyle> styles, int letters, int fontSize) {
        super(fontSize, Math.min(styles.size(), MOST_ROWS) + (styles.size() > MOST_ROWS ? 1 : 0));
        this.styles = styles;
        frames = answer.video().frames();
        for (ExplanationStyle style : styles.subList(0, Math.min(styles.size(), MOST_ROWS)))
            texts.add(OverlayLegend.shortened(style.label(), letters));
        if (styles.size() > MOST_ROWS) texts.add("and " + (styles.size() - MOST_ROWS) + " more");
        double longest =
                texts.stream().mapToDouble(text -> textWidth(text, false)).max().orElse(0);
        setContentWidth(swatch() + longest);
    }

    /** The panels with shorter and shorter names; none if there is nothing to explain. */
    static List<Panel> variants(Answer answer, List<ExplanationStyle> styles, int fontSize) {
        List<Panel> variants = new ArrayList<>();
        if (styles.isEmpty()) return variants;
        for (int letters : LETTERS) variants.add(new LegendPanel(answer, styles, letters, fontSize));
        return variants;
    }

    @Override
    void paintRow(Graphics2D g, int row, int x, int y, int frame) {
        g.setFont(font(false));
        if (row == MOST_ROWS) {
            g.setColor(FAINT);
            g.drawString(texts.get(row), x + swatch(), y + ascent());
            return;
        }
        ExplanationStyle style = styles.get(row);
        float line = Math.max(2, fontSize() / 6f);
        double middle = y + 0.65 * fontSize();
        g.setColor(style.color());
        g.setStroke(style.dashed() ? ExplanationOverlay.dashes(line / 2) : new BasicStroke(line));
        g.draw(new Line2D.Double(x, middle, x + swatch() - fontSize() / 2.0, middle));
        g.setColor(style.explanation().boxAt(frame).isPresent() ? TEXT : FAINT);
        g.drawString(texts.get(row), x + swatch(), y + ascent());
        paintTime(g, style, x + swatch(), y + ascent() + fontSize() * 0.3, frame);
    }

    private void paintTime(Graphics2D g, ExplanationStyle style, double left, double top, int frame) {
        double right = width() - margin();
        double height = Math.max(1, fontSize() / 9.0);
        double frameWidth = (right - left) / frames;
        g.setColor(TRACK);
        g.fill(new Rectangle2D.Double(left, top, right - left, height));
        Explanation explanation = style.explanation();
        int first = explanation.firstFrame();
        double extent = (explanation.lastFrame() - first + 1) * frameWidth;
        g.setColor(style.color());
        g.fill(new Rectangle2D.Double(left + first * frameWidth, top, extent, height));
        g.setColor(TEXT);
        double mark = left + (frame + 0.5) * frameWidth;
        g.fill(new Rectangle2D.Double(mark - height, top - height / 2, 2 * height, 2 * height));
    }

    private int swatch() {
        return 2 * fontSize();
    }
}
