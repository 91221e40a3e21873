package org.whynot.overlay;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;

/**
 * How one explanation looks and is called wherever it is shown: in the overlay, the rendered video, a browser.
 *
 * <pre>{@code
 * List<ExplanationStyle> styles = ExplanationStyle.of(answer); // one for each of answer.explanations(), same order
 * }</pre>
 *
 * @param explanation what is shown
 * @param name {@code WhyNot 1: dividing nucleus}, with {@code against} after {@code WhyNot} for evidence against
 * @param label attribute and counterfactuality: {@code dividing nucleus 0.98}
 * @param tag its number among all explanations of the answer, from 1: stands for the label where there is little room
 * @param color one of the Okabe-Ito colours, which colour-blind people can tell apart
 * @param dashed true for evidence against
 */
public record ExplanationStyle(
        Explanation explanation, String name, String label, String tag, Color color, boolean dashed) {

    /**
     * The colours of Okabe and Ito (Color Universal Design, 2008) that are bright enough on a dark ground: their blue and
     * black are left out. They are used in turn, so the seventh explanation has the colour of the first.
     */
    private static final List<Color> COLORS = List.of(
            new Color(0xE69F00), // orange
            new Color(0x56B4E9), // sky blue
            new Color(0x009E73), // bluish green
            new Color(0xF0E442), // yellow
            new Color(0xCC79A7), // reddish purple
            new Color(0xD55E00)); // vermilion

    /** The colour of the one at a place, from 0 on. */
    public static Color color(int place) {
        return COLORS.get(place % COLORS.size());
    }

    /** The style of every explanation of an answer, in the answer's order. */
    public static List<ExplanationStyle> of(Answer answer) {
        List<ExplanationStyle> styles = new ArrayList<>();
        for (Explanation explanation : answer.explanations()) {
            boolean against = explanation.evidence() == Evidence.AGAINST;
            styles.add(new ExplanationStyle(
                    explanation,
                    name(explanation.evidence(), explanation.rank(), explanation.label()),
                    (against ? "against: " : "") + explanation.label() + " " + number(explanation),
                    Integer.toString(styles.size() + 1),
                    color(styles.size()),
                    against));
        }
        return List.copyOf(styles);
    }

    /** Two decimals; a sigmoid is never quite 0 or 1, so it is not rounded to them. */
    /** The name of a tube's elements. */
    static String name(Evidence evidence, int rank, String attribute) {
        return "WhyNot " + (evidence == Evidence.AGAINST ? "against " : "") + rank + ": " + attribute;
    }

    private static String number(Explanation explanation) {
        return number(explanation.counterfactuality());
    }

    /** A number from 0 to 1 in two decimals; never rounded to 0 or 1: {@code >0.99}. */
    public static String number(double value) {
        if (value >= 0.995) return ">0.99";
        if (value < 0.005) return "<0.01";
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
