package org.whynot.ui;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.Roi;
import ij.gui.RoiListener;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FlowLayout;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.KeyEvent;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.swing.Action;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.whynot.classifier.Precision;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Region;
import org.whynot.explain.RegionScore;
import org.whynot.explain.RegionScorer;
import org.whynot.overlay.RegionTable;
import org.whynot.overlay.RoiRegions;
import org.whynot.ui.VideoSession.Kind;
import org.whynot.util.StagedFiles;

/**
 * The scores of the region on an image, kept up to date while it is dragged.
 *
 * <pre>{@code
 * RegionWindow.open(image, false, folder, "auto", score); // from any thread
 * }</pre>
 *
 * <p>Each row is an attribute: a bar for its score, a line at the score of the best tube in the video. The model works on a
 * thread of its own ({@link VideoSession}), which ends with the window.
 */
public final class RegionWindow extends JPanel implements VideoSession.Listener {

    private static final Map<ImagePlus, RegionWindow> OPEN = new WeakHashMap<>();
    private static final String PLACE = "whynot.region.loc";
    private static final int SCORE = 1;
    /** With more attributes the table is scrolled. */
    private static final int MOST_ROWS = 12;

    private final transient ImagePlus image;
    private final boolean timeOnSlices;
    private final transient VideoSession session;
    private final transient Listener listener = new Listener();
    private final JTable table = new JTable();
    private final ClassBars bars = new ClassBars("before and after");
    private final ToolWindow window;
    private final JTextArea sentence = Windows.sentence();
    private final JLabel status = new JLabel(" ");
    private transient RegionScore score;
    /** What the session's thread keeps for the next region. */
    private transient volatile RegionScorer scorer;

    private volatile boolean shut;

    /**
     * Opens a window on an image's region, instead of one that is open.
     *
     * @param image whose region is watched
     * @param timeOnSlices whether its slices, not its frames, are time
     * @param model its folder
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param score the region's scores now; its classes are asked about from now on
     */
    public static void open(ImagePlus image, boolean timeOnSlices, Path model, String device, RegionScore score) {
        EventQueue.invokeLater(() -> {
            if (image.getWindow() == null) return;
            RegionWindow before = OPEN.get(image);
            if (before != null) before.window.close();
            RegionWindow region = new RegionWindow(image, timeOnSlices, model, device, score);
            OPEN.put(image, region);
            region.window.open();
        });
    }

    private RegionWindow(ImagePlus image, boolean timeOnSlices, Path model, String device, RegionScore score) {
        super(new BorderLayout());
        this.image = image;
        this.timeOnSlices = timeOnSlices;
        this.score = score;
        session = new VideoSession(
                image, timeOnSlices, model, device, Precision.EXACT, SwingUtilities::invokeLater, this);
        setName("region");
        table.setName("region scores");
        table.setModel(new Rows());
        table.getColumnModel().getColumn(SCORE).setCellRenderer(new Bar());
        table.setShowGrid(false);
        FontMetrics metrics = table.getFontMetrics(table.getFont());
        table.setRowHeight(metrics.getHeight() + metrics.getHeight() / 3);
        int[] letters = {20, 24, 10, 10, 10};
        for (int i = 0; i < letters.length; i++)
            table.getColumnModel()
                    .getColumn(i)
                    .setPreferredWidth(Math.max(letters[i] * metrics.charWidth('n'), headingWidth(i)));
        table.setPreferredScrollableViewportSize(new Dimension(
                table.getPreferredSize().width, Math.min(score.attributes().size(), MOST_ROWS) * table.getRowHeight()));
        sentence.setName("region sentence");
        status.setName("region status");
        Box foot = Box.createVerticalBox();
        foot.add(bars);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
        JButton verify =
                new JButton(Windows.action("Verify", KeyEvent.VK_K, Windows.menuKey(KeyEvent.VK_K), this::verify));
        verify.setName("verify region");
        JButton save =
                new JButton(Windows.action("Save table...", KeyEvent.VK_S, Windows.menuKey(KeyEvent.VK_S), this::save));
        buttons.add(verify);
        buttons.add(save);
        foot.add(buttons);
        foot.add(status);
        for (Component part : foot.getComponents()) ((JComponent) part).setAlignmentX(LEFT_ALIGNMENT);
        add(sentence, BorderLayout.PAGE_START);
        add(new JScrollPane(table), BorderLayout.CENTER);
        add(foot, BorderLayout.PAGE_END);
        for (JButton button : List.of(verify, save)) {
            Object key = button.getAction().getValue(Action.ACCELERATOR_KEY);
            getInputMap(WHEN_IN_FOCUSED_WINDOW).put((KeyStroke) key, key);
            getActionMap().put(key, button.getAction());
        }
        show(score);
        window = new ToolWindow("Region: " + image.getTitle(), PLACE, image, this, this::shut);
        Roi.addRoiListener(listener);
        ImagePlus.addImageListener(listener);
        // The model classifies the video now, so that the first drag is answered at once.
        ask();
    }

    /** Pixels that a column's heading needs, in whichever look and feel. */
    private int headingWidth(int column) {
        Component heading = table.getTableHeader()
                .getDefaultRenderer()
                .getTableCellRendererComponent(table, table.getColumnName(column), false, false, -1, column);
        return heading.getPreferredSize().width + table.getIntercellSpacing().width + 2;
    }

    private void show(RegionScore shown) {
        score = shown;
        ((AbstractTableModel) table.getModel()).fireTableDataChanged();
        sentence.setText(shown.sentence());
        status.setText(" ");
    }

    /** The region as it is drawn now; where there is none, or none that can be scored, reports it. */
    private Optional<Region> region() {
        if (shut) return Optional.empty();
        // What was asked about an earlier region no longer matters, and must not overwrite the current message.
        session.cancel();
        Roi roi = image.getRoi();
        try {
            if (roi != null) return Optional.of(RoiRegions.of(List.of(roi), image, timeOnSlices));
            status.setText("There is no region on the image: draw one.");
        } catch (IllegalArgumentException e) {
            status.setText(e.getMessage());
        }
        return Optional.empty();
    }

    /** Scores the region. */
    private void ask() {
        region().ifPresent(region -> session.ask(
                Kind.ANSWER,
                (video, progress) -> scorer(video).score(region, score.positive(), score.negative(), progress),
                this::show));
    }

    private RegionScorer scorer(ClassifiedVideo video) {
        RegionScorer kept = scorer;
        if (kept == null) kept = new RegionScorer(video);
        // A closed window must not hold the video.
        scorer = shut ? null : kept;
        return kept;
    }

    private record Verified(List<ClassProbability> before, List<ClassProbability> after) {}

    private void verify() {
        region().ifPresent(region -> session.ask(
                Kind.VERIFY,
                (video, progress) ->
                        new Verified(video.prediction(), scorer(video).erased(region, progress)),
                verified -> {
                    bars.show(verified.before, verified.after, score.positive(), score.negative());
                    status.setText(" ");
                }));
    }

    private void save() {
        RegionScore saved = score;
        Windows.chooseFolder(this, "Save table").ifPresent(folder -> {
            try {
                Path file = StagedFiles.writeText(
                        folder, RegionTable.fileName(image.getTitle()), RegionTable.csv(List.of(saved)));
                status.setText("Written: " + file);
            } catch (IOException e) {
                status.setText(e.getMessage());
            }
        });
    }

    @Override
    public void progress(double fraction, String message) {
        if (!message.isEmpty() && !shut) status.setText(message);
    }

    @Override
    public void failed(Kind kind, String sentence) {
        if (!shut && !sentence.isEmpty()) status.setText(sentence);
    }

    /** Ends the thread and frees the model. */
    private void shut() {
        shut = true;
        Roi.removeRoiListener(listener);
        ImagePlus.removeImageListener(listener);
        session.close();
        scorer = null;
        OPEN.remove(image, this);
    }

    private final class Listener implements RoiListener, ImageListener {

        @Override
        public void roiModified(ImagePlus changed, int what) {
            if (changed != null && changed != image) return;
            // Told from whichever thread drags, and without an image when the region is taken away.
            SwingUtilities.invokeLater(RegionWindow.this::ask);
        }

        @Override
        public void imageOpened(ImagePlus opened) {}

        @Override
        public void imageUpdated(ImagePlus updated) {}

        @Override
        public void imageClosed(ImagePlus closed) {
            if (closed != image) return;
            SwingUtilities.invokeLater(() -> {
                shut();
                status.setText("The image was closed.");
            });
        }
    }

    private final class Rows extends AbstractTableModel {

        private static final String[] HEADINGS = {
            "Attribute", "Score (line: best tube)", "Score", "Counterfactuality", "Random tubes below"
        };

        @Override
        public int getRowCount() {
            return score.attributes().size();
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
        public Object getValueAt(int row, int column) {
            RegionScore.Attribute attribute = score.attributes().get(row);
            return switch (column) {
                case 0 -> attribute.name().isEmpty() ? "class evidence" : attribute.name();
                case SCORE -> attribute;
                case 2 -> String.format(Locale.ROOT, "%.2f", attribute.score());
                case 3 -> String.format(Locale.ROOT, "%.3f", attribute.counterfactuality());
                default -> String.format(Locale.ROOT, "%.0f %%", 100 * attribute.randomBelow());
            };
        }
    }

    /** A score as a bar to the right (for) or left (against) of 0, on the scale of the largest in the table. */
    private final class Bar extends DefaultTableCellRenderer {

        private transient RegionScore.Attribute attribute;

        @Override
        public Component getTableCellRendererComponent(
                JTable owner, Object value, boolean isSelected, boolean hasFocus, int row, int column) {
            super.getTableCellRendererComponent(owner, "", isSelected, hasFocus, row, column);
            attribute = (RegionScore.Attribute) value;
            return this;
        }

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            Graphics2D g = (Graphics2D) graphics.create();
            double largest = score.attributes().stream()
                    .mapToDouble(a -> Math.max(Math.abs(a.score()), Math.abs(a.bestScore())))
                    .max()
                    .orElse(1);
            double scale = largest > 0 ? (getWidth() / 2.0 - 4) / largest : 0;
            double zero = getWidth() / 2.0;
            double length = Math.abs(attribute.score()) * scale;
            Color color = attribute.score() >= 0 ? Palette.POSITIVE : Palette.NEGATIVE;
            g.setColor(color);
            double left = attribute.score() >= 0 ? zero : zero - length;
            g.fill(new Rectangle2D.Double(left, getHeight() * 0.25, length, getHeight() * 0.5));
            g.setColor(getForeground());
            g.draw(new Line2D.Double(zero, 2, zero, getHeight() - 2.0));
            double best = zero + attribute.bestScore() * scale;
            g.draw(new Line2D.Double(best, getHeight() * 0.15, best, getHeight() * 0.85));
            g.dispose();
        }
    }
}
