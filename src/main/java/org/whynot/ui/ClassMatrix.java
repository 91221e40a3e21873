package org.whynot.ui;

import java.awt.Component;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.AbstractAction;
import javax.swing.ImageIcon;
import javax.swing.JTable;
import javax.swing.KeyStroke;
import javax.swing.ListSelectionModel;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.whynot.explain.Explanation;
import org.whynot.explain.PairMatrix;

/**
 * All classes against all: in each cell the strongest reason for the row's class and against the column's, with its score and
 * a thumbnail. It is filled cell by cell. A click on a cell, or Enter, chooses it.
 */
final class ClassMatrix extends JTable {

    /** Longer side of a thumbnail, pixels. */
    static final int THUMBNAIL = 64;

    private record Filled(PairMatrix.Cell cell, ImageIcon picture) {}

    private final List<String> classes;
    private final Map<String, Filled> cells = new HashMap<>();
    private Consumer<PairMatrix.Cell> chosen = cell -> {};

    /** @param classes in the order of rows and columns */
    ClassMatrix(List<String> classes) {
        this.classes = List.copyOf(classes);
        setModel(new Cells());
        setName("matrix");
        getAccessibleContext().setAccessibleName("All pairs of classes");
        setCellSelectionEnabled(true);
        setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        getTableHeader().setReorderingAllowed(false);
        setDefaultRenderer(Object.class, new CellRenderer());
        int em = getFontMetrics(getFont()).getHeight();
        setRowHeight(THUMBNAIL + 2 * em + em);
        setAutoResizeMode(AUTO_RESIZE_OFF);
        for (int i = 0; i <= classes.size(); i++)
            getColumnModel().getColumn(i).setPreferredWidth(i == 0 ? 8 * em : 11 * em);
        setPreferredScrollableViewportSize(new java.awt.Dimension(
                Math.min(1000, (8 + 11 * classes.size()) * em), Math.min(700, classes.size() * getRowHeight())));
        addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent e) {
                choose(rowAtPoint(e.getPoint()), columnAtPoint(e.getPoint()));
            }
        });
        getInputMap(WHEN_ANCESTOR_OF_FOCUSED_COMPONENT).put(KeyStroke.getKeyStroke(KeyEvent.VK_ENTER, 0), "choose");
        getActionMap().put("choose", new AbstractAction() {
            @Override
            public void actionPerformed(java.awt.event.ActionEvent e) {
                choose(getSelectedRow(), getSelectedColumn());
            }
        });
    }

    /** Receives which cell the user chooses. */
    void setChosen(Consumer<PairMatrix.Cell> listener) {
        chosen = listener;
    }

    /** Fills a cell. */
    void fill(PairMatrix.Cell cell, BufferedImage picture) {
        cells.put(key(cell.positive(), cell.negative()), new Filled(cell, new ImageIcon(picture)));
        repaint(getCellRect(classes.indexOf(cell.positive()), classes.indexOf(cell.negative()) + 1, true));
    }

    /** How many cells are filled. */
    int filled() {
        return cells.size();
    }

    private void choose(int row, int column) {
        if (row < 0 || column < 1) return;
        Filled filled = at(row, column);
        if (filled != null) chosen.accept(filled.cell());
    }

    private Filled at(int row, int column) {
        return cells.get(key(classes.get(row), classes.get(column - 1)));
    }

    private static String key(String positive, String negative) {
        return positive + "\n" + negative;
    }

    private final class Cells extends AbstractTableModel {
        @Override
        public int getRowCount() {
            return classes.size();
        }

        @Override
        public int getColumnCount() {
            return classes.size() + 1;
        }

        @Override
        public String getColumnName(int column) {
            return column == 0 ? "" : "not " + classes.get(column - 1);
        }

        @Override
        public Object getValueAt(int row, int column) {
            if (column == 0) return classes.get(row);
            Filled filled = at(row, column);
            return filled == null ? "" : filled.cell().best().label();
        }
    }

    /** Thumbnail, attribute and score below each other. */
    private final class CellRenderer extends DefaultTableCellRenderer {

        private Filled filled;

        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(table, value, isSelected && column > 0, hasFocus, row, column);
            filled = column == 0 ? null : at(row, column);
            setToolTipText(filled == null ? null : filled.cell().answer().sentence());
            return this;
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            if (filled == null) {
                super.paintComponent(graphics);
                return;
            }
            Graphics2D g = Palette.smooth(graphics, this);
            g.setColor(getBackground());
            g.fillRect(0, 0, getWidth(), getHeight());
            FontMetrics metrics = g.getFontMetrics();
            int gap = metrics.getHeight() / 4;
            ImageIcon picture = filled.picture();
            picture.paintIcon(this, g, (getWidth() - picture.getIconWidth()) / 2, gap);
            g.setColor(getForeground());
            int base = gap + THUMBNAIL + metrics.getHeight();
            Explanation best = filled.cell().best();
            centred(g, metrics, best.label(), base);
            centred(g, metrics, String.format(Locale.ROOT, "score %.1f", best.score()), base + metrics.getHeight());
            g.dispose();
        }

        private void centred(Graphics2D g, FontMetrics metrics, String words, int base) {
            g.drawString(words, Math.max(3, (getWidth() - metrics.stringWidth(words)) / 2), base);
        }
    }
}
