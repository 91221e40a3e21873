package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlTest {

    private static Optional<Metric> metric(double value, double low, double high) {
        return Optional.of(new Metric("m", "a - b", 3, 0, value, low, high, 10, 5, 0));
    }

    @Test
    void textIsNoMarkup() {
        assertEquals("&lt;b&gt; &amp; &quot;c&quot;", Html.text("<b> & \"c\""));
    }

    @Test
    void aDifferenceIsMarkedOnlyIfItsIntervalLeavesOutNothing() {
        assertTrue(Html.difference(metric(0.2, 0.1, 0.3), true).contains("class=\"better\""));
        assertTrue(Html.difference(metric(0.2, 0.1, 0.3), false).contains("class=\"worse\""));
        assertTrue(Html.difference(metric(-0.2, -0.3, -0.1), true).contains("class=\"worse\""));
        assertTrue(Html.difference(metric(-0.2, -0.3, -0.1), false).contains("class=\"better\""));
        assertTrue(Html.difference(metric(0.2, 0, 0.3), true).contains("class=\"open\""));
        assertEquals("–", Html.difference(Optional.empty(), true));
    }

    @Test
    void whatShouldBeGoneIsMarkedIfItIsNot() {
        assertTrue(Html.leftover(metric(0.2, 0.1, 0.3)).contains("class=\"worse\""));
        assertTrue(Html.leftover(metric(0.2, 0, 0.3)).contains("class=\"open\""));
        assertTrue(Html.leftover(metric(-0.2, -0.3, -0.1)).contains("class=\"open\""));
    }

    @Test
    void aChartHasALineForWhatIsThere() {
        String svg = new LineChart("top <1>", "n", List.of("1", "2"))
                .line("ours", "blue", List.of(metric(0.5, 0.4, 0.6), metric(0.7, 0.6, 0.8)))
                .line("none", "red", List.of(Optional.empty(), Optional.empty()))
                .level("by chance", "grey", 0.2)
                .svg();
        assertEquals(2, svg.split("<circle", -1).length - 1);
        assertTrue(svg.contains("ours") && svg.contains("by chance") && svg.contains("top &lt;1&gt;"));
        assertFalse(svg.contains("none<"));
    }

    @Test
    void aChartShowsNegativeValuesBelowItsZero() {
        String svg = new LineChart("drop", "share", List.of("0 %", "100 %"), -1, 4)
                .line("ours", "blue", List.of(metric(-1, -1, -1), metric(4, 4, 4)))
                .svg();
        List<Double> heights = Pattern.compile("<circle [^>]*cy=\"([0-9.]+)\"")
                .matcher(svg)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
        double zero = heights.get(0) + (heights.get(1) - heights.get(0)) / 5;
        assertTrue(svg.contains(String.format(Locale.ROOT, "y1=\"%.1f\" y2=\"%.1f\" class=\"zero\"", zero, zero)), svg);
        assertTrue(svg.contains(">-1.0<") && svg.contains(">0.0<") && svg.contains(">4.0<"), svg);
    }
}
