package org.whynot.ui;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.swing.Icon;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.explain.Verification;
import org.whynot.overlay.ExplanationStyle;

/**
 * The explanations of an answer as rows: shown or not, colour, attribute, counterfactuality, frames (from 1), and what erasing
 * the tube did to the class's probability.
 */
final class ExplanationRows extends JTable {

    private static final String[] HEADINGS = {"Show", "", "Attribute", "Counterfactuality", "Frames", "When erased"};
    private static final int SHOW = 0;
    private static final int COLOR = 1;

    private final transient Runnable changed;
    private transient List<ExplanationStyle> styles = List.of();
    private final transient Set<Explanation> hidden = new HashSet<>();

    /** @param changed called when a tick was set or taken away by the user */
    ExplanationRows(Runnable changed) {
        this.changed = changed;
        setName("explanations");
        getAccessibleContext().setAccessibleName("Explanations");
        setModel(new Rows());
        setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        setFillsViewportHeight(true);
        setShowGrid(false);
        getTableHeader().setReorderingAllowed(false);
        getColumnModel().getColumn(COLOR).setCellRenderer(new Swatch());
        FontMetrics metrics = getFontMetrics(getFont());
        setRowHeight(metrics.getHeight() + metrics.getHeight() / 3);
        int[] letters = {5, 3, 22, 14, 10, 16};
        for (int column = 0; column < letters.length; column++)
            getColumnModel().getColumn(column).setPreferredWidth(letters[column] * metrics.charWidth('n'));
        getColumnModel().getColumn(COLOR).setMaxWidth(4 * metrics.charWidth('n'));
        getColumnModel().getColumn(SHOW).setMaxWidth(7 * metrics.charWidth('n'));
        setPreferredScrollableViewportSize(new Dimension(70 * metrics.charWidth('n'), 5 * getRowHeight()));
        // Tab leaves the table, as it does every other part of the window.
        setFocusTraversalKeys(java.awt.KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        setFocusTraversalKeys(java.awt.KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
    }

    /** Shows another answer; everything of it is shown, and the row that was selected is selected again if there is one. */
    void setAnswer(Answer answer) {
        int row = Math.max(0, getSelectedRow());
        styles = ExplanationStyle.of(answer);
        hidden.clear();
        ((AbstractTableModel) getModel()).fireTableDataChanged();
        if (!styles.isEmpty())
            setRowSelectionInterval(Math.min(row, styles.size() - 1), Math.min(row, styles.size() - 1));
    }

    /** Exchanges an explanation for the same one, verified. */
    void replace(Answer answer) {
        int row = getSelectedRow();
        Set<Integer> hiddenRows = new HashSet<>();
        for (int i = 0; i < styles.size(); i++)
            if (hidden.contains(styles.get(i).explanation())) hiddenRows.add(i);
        styles = ExplanationStyle.of(answer);
        hidden.clear();
        hiddenRows.forEach(i -> hidden.add(styles.get(i).explanation()));
        ((AbstractTableModel) getModel()).fireTableDataChanged();
        if (row >= 0) setRowSelectionInterval(row, row);
    }

    /** The row that is selected. */
    Optional<ExplanationStyle> selected() {
        int row = getSelectedRow();
        return row < 0 || row >= styles.size() ? Optional.empty() : Optional.of(styles.get(row));
    }

    /** The explanations with a tick. */
    Set<Explanation> shown() {
        Set<Explanation> shown = new HashSet<>();
        for (ExplanationStyle style : styles) if (!hidden.contains(style.explanation())) shown.add(style.explanation());
        return shown;
    }

    /** Shows or hides the selected one. */
    void toggleSelected() {
        selected().ifPresent(style -> toggle(style.explanation()));
    }

    private void toggle(Explanation explanation) {
        if (!hidden.remove(explanation)) hidden.add(explanation);
        repaint();
        changed.run();
    }

    private final class Rows extends AbstractTableModel {

        @Override
        public int getRowCount() {
            return styles == null ? 0 : styles.size();
        }

        @Override
        public int getColumnCount() {
            return HEADINGS.length;
        }

        @Override
        public String getColumnName(int column) {
            return HEADINGS[column];
        }

        @Override
        public Class<?> getColumnClass(int column) {
            return column == SHOW ? Boolean.class : column == COLOR ? ExplanationStyle.class : String.class;
        }

        @Override
        public boolean isCellEditable(int row, int column) {
            return column == SHOW;
        }

        @Override
        public Object getValueAt(int row, int column) {
            ExplanationStyle style = styles.get(row);
            Explanation e = style.explanation();
            return switch (column) {
                case SHOW -> !hidden.contains(e);
                case COLOR -> style;
                case 2 -> (style.dashed() ? "against: " : "") + e.attribute();
                case 3 -> String.format(Locale.ROOT, "%.4f", e.counterfactuality());
                case 4 -> e.firstFrame() + 1 + " to " + (e.lastFrame() + 1);
                default -> e.verification().map(ExplanationRows::words).orElse("");
            };
        }

        @Override
        public void setValueAt(Object value, int row, int column) {
            toggle(styles.get(row).explanation());
        }
    }

    private static String words(Verification v) {
        return PairedBars.percent(v.positiveBefore()) + " \u2192 " + PairedBars.percent(v.positiveAfter());
    }

    /** A piece of the line that the tube is drawn with. */
    private static final class Swatch extends DefaultTableCellRenderer {

        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(table, "", isSelected, hasFocus, row, column);
            ExplanationStyle style = (ExplanationStyle) value;
            int side = table.getRowHeight() / 2;
            setIcon(new Line(style.color(), style.dashed(), side));
            getAccessibleContext().setAccessibleName(style.name());
            return this;
        }
    }

    private record Line(Color color, boolean dashed, int side) implements Icon {

        @Override
        public void paintIcon(Component c, Graphics graphics, int x, int y) {
            Graphics2D g = (Graphics2D) graphics.create();
            g.setColor(color);
            float[] dashes = {side / 3f, side / 4f};
            g.setStroke(
                    dashed
                            ? new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0)
                            : new BasicStroke(3));
            g.drawRect(x + 1, y + 1, side - 2, side - 2);
            g.dispose();
        }

        @Override
        public int getIconWidth() {
            return side;
        }

        @Override
        public int getIconHeight() {
            return side;
        }
    }
}
