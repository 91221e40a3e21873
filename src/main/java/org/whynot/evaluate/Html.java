package org.whynot.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Pieces of a page. */
final class Html {

    /** Tables with more columns are set smaller. */
    private static final int WIDE = 8;

    private Html() {}

    /** A text with what means something in HTML replaced. */
    static String text(String plain) {
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /**
     * A table.
     *
     * @param head cells of the first row, HTML
     * @param rows cells of the others, HTML; the first of each names the row
     */
    static String table(List<String> head, List<List<String>> rows) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\"><table" + (head.size() > WIDE ? " class=\"wide\"" : "") + "><thead><tr>");
        for (String cell : head) html.append("<th>").append(cell).append("</th>");
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++)
                html.append(i == 0 ? "<th>" : "<td>").append(row.get(i)).append(i == 0 ? "</th>" : "</td>");
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** A value with its interval below it; a dash where there is none. */
    static String value(Optional<Metric> metric) {
        return metric.map(m -> "<b>" + number(m.value()) + "</b><small>" + number(m.low()) + " … " + number(m.high())
                        + "</small>")
                .orElse("–");
    }

    /** A difference with its interval, marked as better or worse where the interval leaves out 0. */
    static String difference(Optional<Metric> metric, boolean isMoreBetter) {
        if (metric.isEmpty()) return "–";
        Metric m = metric.get();
        boolean above = m.low() > 0;
        boolean below = m.high() < 0;
        String kind = !above && !below ? "open" : above == isMoreBetter ? "better" : "worse";
        return marked(m, kind);
    }

    /** A difference that should be gone, marked where its interval lies above 0. */
    static String leftover(Optional<Metric> metric) {
        return metric.map(m -> marked(m, m.low() > 0 ? "worse" : "open")).orElse("–");
    }

    private static String marked(Metric m, String kind) {
        return "<span class=\"" + kind + "\"><b>" + signed(m.value()) + "</b><small>" + signed(m.low()) + " … "
                + signed(m.high()) + "</small></span>";
    }

    /** Three decimals. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replace('-', '−');
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value).replace('-', '−');
    }

    /** A share as a whole percentage. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
