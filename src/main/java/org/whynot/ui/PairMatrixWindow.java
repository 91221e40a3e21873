package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.event.KeyEvent;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.SwingConstants;
import javax.swing.UIManager;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.Explanation;
import org.whynot.explain.PairMatrix;
import org.whynot.explain.Question;
import org.whynot.overlay.ExplanationStyle;
import org.whynot.overlay.FramePicture;
import org.whynot.video.Box;
import org.whynot.video.Video;

/**
 * Every class against every other one: the attribute that tells them apart best in this video, its score, and the frame where it
 * is strongest. A click on a cell goes there. Filled pair by pair, so that other questions are answered in between.
 */
final class PairMatrixWindow extends JFrame {

    private static final int THUMBNAIL_LINES = 4;

    private record Cell(Answer answer, ImageIcon picture) {}

    private final transient VideoWorker worker;
    private final transient Consumer<Answer> go;
    private final transient Deque<Question> left = new ArrayDeque<>();
    private final transient Map<String, Cell> cells = new HashMap<>();
    private transient List<String> classes = List.of();
    private final JTable table = new JTable();
    private final JLabel status = new JLabel("Looking at the video");
    private final int side;

    /**
     * @param video its name
     * @param worker asked for each pair
     * @param go is given the pair that was clicked
     */
    PairMatrixWindow(String video, VideoWorker worker, Consumer<Answer> go) {
        super("All pairs: " + video);
        this.worker = worker;
        this.go = go;
        setName("all pairs");
        FontMetrics metrics = getFontMetrics(UIManager.getFont("Label.font"));
        side = THUMBNAIL_LINES * metrics.getHeight();
        table.setName("pairs");
        table.setCellSelectionEnabled(true);
        table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        table.setRowHeight(side + 4 * metrics.getHeight());
        table.setAutoResizeMode(JTable.AUTO_RESIZE_OFF);
        table.setDefaultRenderer(Object.class, new Renderer());
        table.getTableHeader().setReorderingAllowed(false);
        add(new JScrollPane(table), BorderLayout.CENTER);
        JLabel how = new JLabel("Row: why this class. Column: and not that one. Click a cell to go there.");
        how.setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
        add(how, BorderLayout.PAGE_START);
        status.setBorder(BorderFactory.createEmptyBorder(4, 6, 4, 6));
        status.setName("pairs status");
        add(status, BorderLayout.PAGE_END);
        JMenu menu = new JMenu("File");
        menu.setMnemonic('F');
        menu.add(Windows.action("Go there", KeyEvent.VK_G, Windows.menuKey(KeyEvent.VK_G), this::goSelected));
        menu.add(Windows.action("Close", KeyEvent.VK_W, Windows.menuKey(KeyEvent.VK_W), this::dispose));
        JMenuBar bar = new JMenuBar();
        bar.add(menu);
        setJMenuBar(bar);
        table.addMouseListener(new java.awt.event.MouseAdapter() {
            @Override
            public void mouseReleased(java.awt.event.MouseEvent e) {
                goSelected();
            }
        });
        setPreferredSize(new Dimension(60 * metrics.charWidth('n'), 30 * metrics.getHeight()));
        pack();
        worker.ask("pairs", (seen, progress) -> seen.prediction(), this::begin);
    }

    private void begin(List<ClassProbability> prediction) {
        classes = prediction.stream().map(ClassProbability::name).toList();
        left.addAll(PairMatrix.questions(prediction));
        table.setModel(new Matrix());
        FontMetrics metrics = table.getFontMetrics(table.getFont());
        for (int column = 0; column < table.getColumnCount(); column++)
            table.getColumnModel().getColumn(column).setPreferredWidth(Math.max(side * 2, 16 * metrics.charWidth('n')));
        Dimension wanted = table.getPreferredSize();
        table.setPreferredScrollableViewportSize(
                new Dimension(Math.min(wanted.width, 1000), Math.min(wanted.height, 700)));
        setPreferredSize(null);
        pack();
        next();
    }

    private void next() {
        if (!isDisplayable()) return;
        Question question = left.poll();
        int all = classes.size() * (classes.size() - 1);
        if (question == null) {
            status.setText(all + " pairs.");
            return;
        }
        status.setText(all - left.size() + " of " + all + ": " + question.positive() + ", not " + question.negative());
        worker.ask(
                "pairs",
                (seen, progress) -> {
                    Answer answer = seen.answer(question, progress);
                    return new Cell(answer, picture(answer, seen.video(), side));
                },
                this::add);
    }

    private void add(Cell cell) {
        cells.put(key(cell.answer.positive(), cell.answer.negative()), cell);
        table.repaint();
        next();
    }

    private static String key(String positive, String negative) {
        return positive + "\n" + negative;
    }

    private void goSelected() {
        int row = table.getSelectedRow();
        int column = table.getSelectedColumn() - 1;
        if (row < 0 || column < 0 || row == column) return;
        Cell cell = cells.get(key(classes.get(row), classes.get(column)));
        if (cell != null) go.accept(cell.answer);
    }

    /** The strongest frame, small, with the tube's box. */
    private static ImageIcon picture(Answer answer, Video video, int side) throws IOException {
        Explanation best = answer.explanations().get(0);
        int frame = best.strongestFrame();
        float[] rgb = new float[video.frameLength()];
        video.read(frame, rgb);
        BufferedImage whole = FramePicture.of(rgb, video.width(), video.height());
        double scale = Math.min(2.0 * side / video.width(), (double) side / video.height());
        int width = Math.max(1, (int) Math.round(video.width() * scale));
        int height = Math.max(1, (int) Math.round(video.height() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.drawImage(whole.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        g.setColor(ExplanationStyle.of(answer).get(0).color());
        g.setStroke(new java.awt.BasicStroke(1.5f));
        Box box = best.boxAt(frame).orElseThrow();
        g.draw(new Rectangle2D.Double(
                box.x() * scale, box.y() * scale, box.width() * scale - 1, box.height() * scale - 1));
        g.dispose();
        return new ImageIcon(small);
    }

    private final class Matrix extends AbstractTableModel {

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
            return column == 0 ? "why \\ and not" : classes.get(column - 1);
        }

        @Override
        public Object getValueAt(int row, int column) {
            if (column == 0) return classes.get(row);
            return cells.get(key(classes.get(row), classes.get(column - 1)));
        }
    }

    private static final class Renderer extends DefaultTableCellRenderer {

        @Override
        public Component getTableCellRendererComponent(
                JTable table, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(table, "", isSelected, hasFocus, row, column);
            setIcon(null);
            setHorizontalAlignment(SwingConstants.CENTER);
            setHorizontalTextPosition(SwingConstants.CENTER);
            setVerticalTextPosition(SwingConstants.BOTTOM);
            setToolTipText(null);
            if (column == 0) {
                setText("<html><b>" + value + "</b></html>");
            } else if (value instanceof Cell cell) {
                Explanation best = cell.answer.explanations().get(0);
                setIcon(cell.picture);
                setText("<html><center>" + best.attribute() + "<br>" + String.format(Locale.ROOT, "%.2f", best.score())
                        + "</center></html>");
                setToolTipText(cell.answer.sentence());
            } else if (column == row + 1) {
                setText("\u2013");
            }
            if (!isSelected) setBackground(column == row + 1 ? shade(table) : table.getBackground());
            return this;
        }

        private static Color shade(JComponent table) {
            Color ground = table.getBackground();
            Color ink = table.getForeground();
            return new Color(
                    (ground.getRed() * 9 + ink.getRed()) / 10,
                    (ground.getGreen() * 9 + ink.getGreen()) / 10,
                    (ground.getBlue() * 9 + ink.getBlue()) / 10);
        }
    }
}
