package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.FontMetrics;
import java.awt.GridLayout;
import java.awt.Insets;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import javax.swing.Action;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.ButtonGroup;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JTextArea;
import javax.swing.JToggleButton;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;

/** What is in the {@link ExplanationBrowser}: shows an answer, and tells what the user chooses. */
final class BrowserPanel extends JPanel {

    private static final int GAP = 6;

    private final JComboBox<String> positive = new JComboBox<>();
    private final ClassCell cell = new ClassCell();
    private final DefaultListModel<ClassProbability> classes = new DefaultListModel<>();
    private final JList<ClassProbability> whyNot = new JList<>(classes);
    private final Map<Evidence, JToggleButton> evidence = new EnumMap<>(Evidence.class);
    private final ExplanationRows rows = new ExplanationRows(this::showChanged);
    private final ScorePlot plot;
    private final PairedBars bars = new PairedBars();
    private final JCheckBox heat = new JCheckBox("Heat map");
    private final JSlider opacity = new JSlider(0, 100, 60);
    private final JTextArea sentence = Windows.sentence();
    private final JLabel status = new JLabel(" ");
    private final JProgressBar progress = new JProgressBar(0, 1000);
    private final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING, GAP, 0));
    private Runnable onAsk = () -> {};
    private Runnable onShow = () -> {};
    private Runnable onSelect = () -> {};
    private Runnable onHeat = () -> {};
    private boolean filling;
    private boolean ready;
    /** What the foot says of work that goes on, to be taken away when it ends. */
    private String passing = "";

    /**
     * @param frames of the video
     * @param frameStep every how many frames one is sampled
     * @param go is given the frame (0-based) that the user wants to see
     */
    BrowserPanel(int frames, int frameStep, IntConsumer go) {
        super(new BorderLayout(2 * GAP, GAP));
        plot = new ScorePlot(frames, frameStep, go);
        setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
        add(question(), BorderLayout.LINE_START);
        add(answer(), BorderLayout.CENTER);
        add(foot(), BorderLayout.PAGE_END);
        listen();
    }

    private JComponent question() {
        JPanel side = new JPanel(new BorderLayout(GAP, GAP));
        JPanel top = new JPanel(new BorderLayout(GAP, GAP));
        JLabel why = new JLabel("Why");
        why.setDisplayedMnemonic('W');
        why.setLabelFor(positive);
        positive.setName("positive");
        top.add(why, BorderLayout.LINE_START);
        top.add(positive, BorderLayout.CENTER);
        JLabel not = new JLabel("and not");
        not.setDisplayedMnemonic('N');
        not.setLabelFor(whyNot);
        top.add(not, BorderLayout.PAGE_END);
        side.add(top, BorderLayout.PAGE_START);
        whyNot.setName("why not");
        whyNot.setCellRenderer(cell);
        whyNot.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        JScrollPane scroll = new JScrollPane(whyNot);
        scroll.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
        side.add(scroll, BorderLayout.CENTER);
        JPanel kinds = new JPanel(new GridLayout(1, 0));
        ButtonGroup group = new ButtonGroup();
        String[] words = {"For", "Against", "Both"};
        for (Evidence kind : Evidence.values()) {
            JToggleButton button = new JToggleButton(words[kind.ordinal()], kind == Evidence.FOR);
            button.setName("evidence " + kind.word());
            button.setMargin(new Insets(2, 2, 2, 2));
            button.addActionListener(e -> onAsk.run());
            group.add(button);
            evidence.put(kind, button);
            kinds.add(button);
        }
        side.add(kinds, BorderLayout.PAGE_END);
        FontMetrics metrics = getFontMetrics(UIManager.getFont("Label.font"));
        side.setPreferredSize(new Dimension(22 * metrics.charWidth('n'), 24 * metrics.getHeight()));
        return side;
    }

    private JComponent answer() {
        JPanel middle = new JPanel();
        middle.setLayout(new BoxLayout(middle, BoxLayout.PAGE_AXIS));
        sentence.setName("sentence");
        middle.add(sentence);
        JScrollPane table = new JScrollPane(rows);
        table.setMinimumSize(table.getPreferredSize());
        middle.add(table);
        middle.add(plot);
        JPanel map = new JPanel(new FlowLayout(FlowLayout.LEADING, GAP, 0));
        heat.setName("heat map");
        heat.setMnemonic('M');
        heat.setToolTipText("What every place says: vermilion for the class, blue against it.");
        opacity.setName("opacity");
        opacity.setToolTipText("How much the heat map covers");
        opacity.getAccessibleContext().setAccessibleName("Opacity of the heat map");
        map.add(heat);
        map.add(opacity);
        middle.add(map);
        middle.add(bars);
        middle.add(buttons);
        for (Component part : middle.getComponents()) ((JComponent) part).setAlignmentX(LEFT_ALIGNMENT);
        return middle;
    }

    private JComponent foot() {
        JPanel foot = new JPanel(new BorderLayout(GAP, 0));
        status.setName("status");
        progress.setName("progress");
        progress.setVisible(false);
        foot.add(status, BorderLayout.CENTER);
        foot.add(progress, BorderLayout.LINE_END);
        return foot;
    }

    private void listen() {
        positive.addActionListener(e -> {
            if (filling) return;
            cell.setPositive(String.valueOf(positive.getSelectedItem()));
            whyNot.repaint();
            onAsk.run();
        });
        whyNot.addListSelectionListener(e -> {
            if (!filling && !e.getValueIsAdjusting()) onAsk.run();
        });
        rows.getSelectionModel().addListSelectionListener(e -> {
            if (e.getValueIsAdjusting()) return;
            plot.setExplanation(rows.selected());
            if (!filling) onSelect.run();
        });
        heat.addActionListener(e -> {
            opacity.setEnabled(heat.isSelected());
            onHeat.run();
        });
        opacity.setEnabled(false);
        opacity.addChangeListener(e -> onHeat.run());
    }

    private void showChanged() {
        onShow.run();
    }

    /** Called when other classes, or another kind of evidence, are chosen. */
    void onAsk(Runnable work) {
        onAsk = work;
    }

    /** Called when explanations are shown or hidden. */
    void onShow(Runnable work) {
        onShow = work;
    }

    /** Called when another explanation is chosen. */
    void onSelect(Runnable work) {
        onSelect = work;
    }

    /** Called when the heat map is switched on or off, or changes its opacity. */
    void onHeat(Runnable work) {
        onHeat = work;
    }

    /** Buttons in a row; their keys stand in the menu. */
    void setButtons(Action... actions) {
        for (Action action : actions) {
            JButton button = new JButton(action);
            button.setName(String.valueOf(action.getValue(Action.NAME)));
            buttons.add(button);
        }
    }

    /** What is chosen to be asked; empty if the same class is chosen twice, which changes nothing then. */
    Optional<Question> question(int explanations) {
        if (!ready) return Optional.empty();
        String why = String.valueOf(positive.getSelectedItem());
        ClassProbability other = whyNot.getSelectedValue();
        if (other == null) return Optional.empty();
        if (other.name().equals(why)) {
            say("'" + why + "' can't be held against itself. Choose another class.");
            return Optional.empty();
        }
        return Optional.of(new Question(why, other.name(), explanations, evidence(), false));
    }

    /** Which kind of evidence is chosen. */
    Evidence evidence() {
        return evidence.entrySet().stream()
                .filter(e -> e.getValue().isSelected())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Evidence.FOR);
    }

    /** Chooses a kind of evidence, as if its button had been clicked. */
    void setEvidence(Evidence kind) {
        evidence.get(kind).doClick();
    }

    /** Chooses classes without asking. */
    void choose(String why, String not) {
        filling = true;
        positive.setSelectedItem(why);
        cell.setPositive(why);
        for (int i = 0; i < classes.size(); i++) if (classes.get(i).name().equals(not)) whyNot.setSelectedIndex(i);
        whyNot.repaint();
        filling = false;
    }

    /** The model has looked: questions are answered from now on. */
    void setReady() {
        ready = true;
    }

    /** Shows an answer, and which classes it is about. */
    void setAnswer(Answer answer, Optional<List<ClassProbability>> after) {
        filling = true;
        List<String> names =
                answer.prediction().stream().map(ClassProbability::name).toList();
        if (!names.equals(java.util.Collections.list(classes.elements()).stream()
                .map(ClassProbability::name)
                .toList())) {
            classes.clear();
            positive.removeAllItems();
            answer.prediction().forEach(classes::addElement);
            names.forEach(positive::addItem);
        }
        choose(answer.positive(), answer.negative());
        filling = true;
        rows.setAnswer(answer);
        filling = false;
        sentence.setText(answer.sentence());
        bars.setClasses(answer.prediction(), after.orElse(List.of()));
        plot.setExplanation(rows.selected());
        say("");
    }

    /** Exchanges explanations for verified ones and shows what is left of the classes. */
    void replace(Answer answer, List<ClassProbability> after) {
        filling = true;
        rows.replace(answer);
        filling = false;
        bars.setClasses(answer.prediction(), after);
    }

    Optional<Explanation> selected() {
        return rows.selected().map(style -> style.explanation());
    }

    Set<Explanation> shown() {
        return rows.shown();
    }

    void toggleSelected() {
        rows.toggleSelected();
    }

    /** Selects another row, so many further down. */
    void moveSelection(int by) {
        int row = rows.getSelectedRow() + by;
        if (row >= 0 && row < rows.getRowCount()) rows.setRowSelectionInterval(row, row);
    }

    boolean isHeat() {
        return heat.isSelected();
    }

    void toggleHeat() {
        heat.doClick();
    }

    /** 0 to 1. */
    double opacity() {
        return opacity.getValue() / 100.0;
    }

    void setFrame(int frame) {
        plot.setFrame(frame);
    }

    /** Says something at the foot of the window. */
    void say(String text) {
        status.setText(text.isEmpty() ? " " : text);
        status.setToolTipText(text.isEmpty() ? null : text);
    }

    void progress(double fraction, String message) {
        progress.setVisible(fraction < 1);
        progress.setValue((int) (fraction * progress.getMaximum()));
        if (!message.isEmpty()) {
            say(message);
            passing = message;
        } else if (fraction >= 1 && status.getText().equals(passing)) say("");
    }

    /** Says why nothing can be asked any more, and lets nothing be asked. */
    void setImageGone(String why) {
        ready = false;
        say(why);
        progress.setVisible(false);
        for (JComponent part : List.of(positive, whyNot, rows, plot, heat, opacity)) part.setEnabled(false);
        evidence.values().forEach(button -> button.setEnabled(false));
        for (Component button : buttons.getComponents()) button.setEnabled("Copy sentence".equals(button.getName()));
    }

    void copy(String text) {
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(text), null);
        say("Copied: " + text);
    }
}
