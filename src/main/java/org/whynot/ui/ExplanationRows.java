package org.whynot.ui;

import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.event.MouseEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.swing.BorderFactory;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import javax.swing.table.TableColumn;
import org.whynot.explain.Answer;
import org.whynot.explain.Confidence;
import org.whynot.explain.Explanation;
import org.whynot.overlay.ExplanationStyle;

/** The explanations of an answer as rows: tick box, colour, attribute, counterfactuality, frames, comparison with chance, verification. */
final class ExplanationRows extends JTable {

    /** The column of the tick boxes. */
    static final int SHOWN = 0;

    private static final int COMPARISON = 5;

    private static final String[] HEADINGS = {
        "Show", "", "Attribute", "Counterfactuality", "Frames", "Random tubes", "Tube erased"
    };
    private static final double[] WIDTHS = {5, 2.5, 19, 13, 8, 19, 22};

    private final Rows rows = new Rows();
    /** There only where the explanations were compared with random tubes. */
    private final TableColumn comparison;

    private Runnable ticked = () -> {};

    ExplanationRows() {
        setModel(rows);
        setName("explanations");
        getAccessibleContext().setAccessibleName("Explanations");
        setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        setFillsViewportHeight(true);
        getTableHeader().setReorderingAllowed(false);
        // Tab leaves the table, as in other lists; the arrow keys move in it.
        setFocusTraversalKeys(java.awt.KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        setFocusTraversalKeys(java.awt.KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        getColumnModel().getColumn(1).setCellRenderer(new Swatch());
        int em = getFontMetrics(getFont()).getHeight();
        setRowHeight(Math.round(em * 1.5f));
        for (int i = 0; i < WIDTHS.length; i++)
            getColumnModel().getColumn(i).setPreferredWidth((int) (WIDTHS[i] * em * 0.62));
        comparison = getColumnModel().getColumn(COMPARISON);
        removeColumn(comparison);
        setPreferredScrollableViewportSize(new Dimension(42 * em, 6 * getRowHeight()));
    }

    /** The whole of a cell, which may be cut short. */
    @Override
    public String getToolTipText(MouseEvent event) {
        int row = rowAtPoint(event.getPoint());
        int column = columnAtPoint(event.getPoint());
        if (row < 0 || column < 0 || column == SHOWN) return null;
        return String.valueOf(getValueAt(row, column));
    }

    /** Is called when a tick box was changed. */
    void setTicked(Runnable listener) {
        ticked = listener;
    }

    /** Shows an answer, all its tubes ticked, the first selected. */
    void show(Answer answer) {
        rows.styles = ExplanationStyle.of(answer);
        rows.answer = answer;
        rows.hidden.clear();
        rows.after.clear();
        rows.fireTableDataChanged();
        showComparison(
                answer.explanations().stream().anyMatch(e -> e.confidence().isPresent()));
        if (getRowCount() > 0) setRowSelectionInterval(0, 0);
    }

    private void showComparison(boolean wanted) {
        boolean isThere = getColumnCount() == HEADINGS.length;
        if (wanted && !isThere) {
            addColumn(comparison);
            moveColumn(HEADINGS.length - 1, COMPARISON);
        } else if (!wanted && isThere) removeColumn(comparison);
    }

    /** Writes into an explanation's row what erasing its tube did. */
    void verified(Explanation explanation, double positive, double negative) {
        rows.after.put(explanation, new double[] {positive, negative});
        rows.fireTableRowsUpdated(0, rows.getRowCount() - 1);
    }

    /** The selected explanation's style. */
    Optional<ExplanationStyle> selected() {
        int row = getSelectedRow();
        return row < 0 || row >= rows.styles.size() ? Optional.empty() : Optional.of(rows.styles.get(row));
    }

    /** Those whose tick boxes are ticked. */
    List<ExplanationStyle> shown() {
        List<ExplanationStyle> shown = new ArrayList<>();
        for (int i = 0; i < rows.styles.size(); i++) if (!rows.hidden.contains(i)) shown.add(rows.styles.get(i));
        return shown;
    }

    /** Ticks the selected row's box, or unticks it. */
    void tickSelected() {
        int row = getSelectedRow();
        if (row >= 0) rows.setValueAt(rows.hidden.contains(row), row, SHOWN);
    }

    private final class Rows extends AbstractTableModel {

        private final Set<Integer> hidden = new HashSet<>();
        private final Map<Explanation, double[]> after = new HashMap<>();
        private List<ExplanationStyle> styles = List.of();
        private Answer answer;

        @Override
        public int getRowCount() {
            return styles.size();
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
            return column == SHOWN ? Boolean.class : String.class;
        }

        @Override
        public boolean isCellEditable(int row, int column) {
            return column == SHOWN;
        }

        @Override
        public void setValueAt(Object value, int row, int column) {
            if (Boolean.TRUE.equals(value)) hidden.remove(row);
            else hidden.add(row);
            fireTableCellUpdated(row, column);
            ticked.run();
        }

        @Override
        public Object getValueAt(int row, int column) {
            ExplanationStyle style = styles.get(row);
            Explanation e = style.explanation();
            return switch (column) {
                case SHOWN -> !hidden.contains(row);
                case 1 -> style.dashed() ? "against" : "for";
                case 2 -> (style.dashed() ? "against: " : "") + e.label();
                case 3 -> ExplanationStyle.number(e.counterfactuality());
                case 4 -> e.firstFrame() + 1 + " to " + (e.lastFrame() + 1);
                case COMPARISON -> e.confidence().map(Rows::words).orElse("not compared");
                default -> verification(e);
            };
        }

        /** {@code 19 of 19, p 0.05}, or {@code chance: 11 of 19, p 0.45}. */
        private static String words(Confidence confidence) {
            String beaten = confidence.words().replaceFirst("beats (.*) random tubes", "$1");
            return confidence.isBetterThanChance() ? beaten : "chance: " + beaten;
        }

        private String verification(Explanation e) {
            double[] pair = after.get(e);
            if (pair == null && e.verification().isPresent())
                pair = new double[] {
                    e.verification().get().positiveAfter(),
                    e.verification().get().negativeAfter()
                };
            if (pair == null) return "not verified";
            return answer.positive() + " " + ExplanationStyle.number(answer.probability(answer.positive())) + " \u2192 "
                    + ExplanationStyle.number(pair[0]) + ", " + answer.negative() + " "
                    + ExplanationStyle.number(answer.probability(answer.negative())) + " \u2192 "
                    + ExplanationStyle.number(pair[1]);
        }
    }

    /** A field of the tube's colour. */
    private final class Swatch extends DefaultTableCellRenderer {
        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(table, "", false, false, row, column);
            Color color = rows.styles.get(row).color();
            setBackground(color);
            Color around = isSelected ? table.getSelectionBackground() : table.getBackground();
            setBorder(BorderFactory.createMatteBorder(4, 6, 4, 6, around));
            getAccessibleContext().setAccessibleName(String.valueOf(value));
            return this;
        }
    }
}
