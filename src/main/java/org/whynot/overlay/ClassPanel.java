package org.whynot.overlay;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;

/**
 * The classes and their probabilities, with bars: the class that was explained in bold letters, {@code not} before the one it
 * was compared with.
 */
final class ClassPanel extends Panel {

    private static final int MOST_ROWS = 5;
    private static final Color TRACK = new Color(255, 255, 255, 60);
    /** Width of a bar of probability 1, in font sizes. */
    private static final double BAR = 3;

    private final Answer answer;
    private final List<ClassProbability> classes;
    private final double nameWidth;
    private final double numberWidth;

    private ClassPanel(Answer answer, List<ClassProbability> classes, int fontSize) {
        super(fontSize, classes.size());
        this.answer = answer;
        this.classes = classes;
        nameWidth = classes.stream()
                .mapToDouble(c -> textWidth(name(c), isPositive(c)))
                .max()
                .orElse(0);
        numberWidth = textWidth("0.00", false);
        setContentWidth(nameWidth + gap() + (hasBars() ? barWidth() + gap() : 0) + numberWidth);
    }

    /** The panels with fewer and fewer classes, at last with the one that was explained only. */
    static List<Panel> variants(Answer answer, int fontSize) {
        List<Panel> variants = new ArrayList<>();
        for (int rows = Math.min(MOST_ROWS, answer.prediction().size()); rows >= 1; rows--)
            variants.add(new ClassPanel(answer, shown(answer, rows), fontSize));
        return variants;
    }

    /** The most probable classes, the positive one among them and, if there is room, the negative one. */
    private static List<ClassProbability> shown(Answer answer, int rows) {
        List<ClassProbability> shown = new ArrayList<>();
        List<String> first = List.of(answer.positive(), answer.negative());
        for (String name : first.subList(0, Math.min(rows, first.size())))
            answer.prediction().stream().filter(c -> c.name().equals(name)).forEach(shown::add);
        for (ClassProbability other : answer.prediction())
            if (shown.size() < rows && !shown.contains(other)) shown.add(other);
        return answer.prediction().stream().filter(shown::contains).toList();
    }

    @Override
    void paintRow(Graphics2D g, int row, int x, int y, int frame) {
        ClassProbability shown = classes.get(row);
        boolean positive = isPositive(shown);
        g.setFont(font(positive));
        g.setColor(positive || shown.name().equals(answer.negative()) ? TEXT : FAINT);
        g.drawString(name(shown), x, y + ascent());
        String number = String.format(Locale.ROOT, "%.2f", shown.probability());
        // Bold digits run into each other where they are small.
        g.setFont(font(false));
        int right = x + width() - 2 * margin();
        g.drawString(number, right - (int) Math.ceil(textWidth(number, false)), y + ascent());
        if (!hasBars()) return;
        double height = fontSize() * 0.6;
        double top = y + ascent() - height;
        double left = x + nameWidth + gap();
        Color text = g.getColor();
        g.setColor(TRACK);
        g.fill(new Rectangle2D.Double(left, top, barWidth(), height));
        g.setColor(text);
        g.fill(new Rectangle2D.Double(left, top, barWidth() * shown.probability(), height));
    }

    private boolean hasBars() {
        return classes.size() > 1;
    }

    private boolean isPositive(ClassProbability shown) {
        return shown.name().equals(answer.positive());
    }

    private String name(ClassProbability shown) {
        return (shown.name().equals(answer.negative()) && classes.size() > 1 ? "not " : "") + shown.name();
    }

    private double barWidth() {
        return BAR * fontSize();
    }

    private double gap() {
        return fontSize() / 2.0;
    }
}
