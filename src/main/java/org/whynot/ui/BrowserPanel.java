package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.swing.AbstractButton;
import javax.swing.Action;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.ButtonGroup;
import javax.swing.DefaultListModel;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JCheckBoxMenuItem;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JRadioButton;
import javax.swing.JRadioButtonMenuItem;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import org.whynot.video.Warning;

/** The browser's components and where they stand; what they do is the {@link BrowserController}'s. */
final class BrowserPanel extends JPanel {

    private static final Set<BrowserAction> RADIOS =
            Set.of(BrowserAction.FOR, BrowserAction.AGAINST, BrowserAction.BOTH);

    final JTextArea sentence = text("sentence", 2);
    final JTextArea warnings = text("warnings", 0);
    final JTextArea status = text("status", 2);
    final JProgressBar bar = new JProgressBar(0, 1000);
    final ClassBars prediction = new ClassBars("prediction");
    final ClassBars verified = new ClassBars("before and after");
    final JLabel verifiedTitle = new JLabel("Verify: nothing was erased yet");
    final JComboBox<String> positive = new JComboBox<>();
    final JList<String> whyNot = new JList<>(new DefaultListModel<>());
    final ExplanationRows rows = new ExplanationRows();
    final ScorePlot plot = new ScorePlot();
    final JSlider opacity = new JSlider(5, 100, 60);
    final HeatKey heatKey = new HeatKey();
    private final Map<BrowserAction, Action> actions;

    /** @param actions all of them */
    BrowserPanel(Map<BrowserAction, Action> actions) {
        super(new BorderLayout(10, 8));
        this.actions = new EnumMap<>(actions);
        int em = getFontMetrics(UIManager.getFont("Label.font")).getHeight();
        setBorder(BorderFactory.createEmptyBorder(em / 2, em * 2 / 3, em / 3, em * 2 / 3));
        sentence.setFont(sentence.getFont().deriveFont(java.awt.Font.BOLD));
        JPanel head = new JPanel(new BorderLayout(0, em / 4));
        head.add(sentence, BorderLayout.NORTH);
        head.add(warnings, BorderLayout.SOUTH);
        warnings.setVisible(false);
        add(head, BorderLayout.NORTH);
        add(left(em), BorderLayout.WEST);
        add(centre(em), BorderLayout.CENTER);
        add(foot(), BorderLayout.SOUTH);
    }

    /** Shows what makes the answer doubtful; nothing where nothing does. */
    void showWarnings(List<Warning> found) {
        warnings.setText(
                found.stream().map(warning -> "Doubtful: " + warning.message()).collect(Collectors.joining("\n")));
        // The height of wrapped text is only known once its width is; a message takes two lines in a narrow window.
        warnings.setRows(2 * found.size());
        warnings.setVisible(!found.isEmpty());
    }

    private JComponent left(int em) {
        whyNot.setName("why not");
        whyNot.getAccessibleContext().setAccessibleName("Compared with");
        whyNot.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        whyNot.setVisibleRowCount(6);
        positive.setName("why");
        positive.getAccessibleContext().setAccessibleName("Explained class");
        JPanel left = column();
        left.add(titled("Prediction", prediction));
        left.add(Box.createVerticalStrut(em / 2));
        JLabel why = new JLabel("Explained class");
        why.setDisplayedMnemonic('X');
        why.setLabelFor(positive);
        left.add(leading(why));
        positive.setMaximumSize(new Dimension(Integer.MAX_VALUE, positive.getPreferredSize().height * 3 / 2));
        left.add(leading(positive));
        left.add(Box.createVerticalStrut(em / 2));
        JLabel not = new JLabel("Compared with");
        not.setDisplayedMnemonic('W');
        not.setLabelFor(whyNot);
        left.add(leading(not));
        left.add(leading(new JScrollPane(whyNot)));
        return left;
    }

    private JComponent centre(int em) {
        JPanel centre = column();
        JPanel evidence = row();
        evidence.add(new JLabel("Evidence"));
        ButtonGroup group = new ButtonGroup();
        for (BrowserAction radio : BrowserAction.values())
            if (RADIOS.contains(radio)) evidence.add(button(radio, group));
        centre.add(evidence);
        centre.add(leading(new JScrollPane(rows)));
        JPanel buttons = row();
        buttons.add(button(BrowserAction.VERIFY, null));
        buttons.add(button(BrowserAction.HEAT, null));
        opacity.setName("opacity");
        opacity.getAccessibleContext().setAccessibleName("Opacity of the heat map");
        opacity.setToolTipText("Opacity of the heat map");
        opacity.setPreferredSize(new Dimension(7 * em, opacity.getPreferredSize().height));
        buttons.add(opacity);
        heatKey.setVisible(false);
        buttons.add(heatKey);
        centre.add(buttons);
        centre.add(leading(plot));
        centre.add(Box.createVerticalStrut(em / 2));
        centre.add(leading(verifiedTitle));
        verifiedTitle.setName("verified title");
        centre.add(leading(verified));
        return centre;
    }

    private JComponent foot() {
        JPanel foot = column();
        JPanel buttons = row();
        for (BrowserAction action : List.of(
                BrowserAction.PAIRS,
                BrowserAction.SENTENCE,
                BrowserAction.MACRO,
                BrowserAction.FIGURE,
                BrowserAction.SAVE)) buttons.add(button(action, null));
        foot.add(buttons);
        JPanel line = new JPanel(new BorderLayout(8, 0));
        line.add(status, BorderLayout.CENTER);
        bar.setName("progress");
        bar.setVisible(false);
        line.add(bar, BorderLayout.EAST);
        foot.add(leading(line));
        return foot;
    }

    /** The menu, in which every action has its key. */
    JMenuBar menu() {
        JMenuBar menu = new JMenuBar();
        menu.add(menu(
                "File",
                'F',
                BrowserAction.SAVE,
                BrowserAction.FIGURE,
                BrowserAction.SENTENCE,
                BrowserAction.MACRO,
                BrowserAction.CLOSE));
        menu.add(menu(
                "Explain",
                'E',
                BrowserAction.FOR,
                BrowserAction.AGAINST,
                BrowserAction.BOTH,
                BrowserAction.PAIRS,
                BrowserAction.VERIFY,
                BrowserAction.CANCEL));
        menu.add(menu(
                "Show", 'S', BrowserAction.STRONGEST, BrowserAction.TICK, BrowserAction.HEAT, BrowserAction.TABLE));
        return menu;
    }

    private JMenu menu(String name, char mnemonic, BrowserAction... items) {
        JMenu menu = new JMenu(name);
        menu.setMnemonic(mnemonic);
        ButtonGroup group = new ButtonGroup();
        for (BrowserAction item : items) {
            Action action = actions.get(item);
            if (RADIOS.contains(item)) {
                JRadioButtonMenuItem radio = new JRadioButtonMenuItem(action);
                group.add(radio);
                menu.add(radio);
            } else if (item == BrowserAction.HEAT) menu.add(new JCheckBoxMenuItem(action));
            else menu.add(action);
        }
        return menu;
    }

    private AbstractButton button(BrowserAction which, ButtonGroup group) {
        Action action = actions.get(which);
        AbstractButton button = group != null
                ? new JRadioButton(action)
                : which == BrowserAction.HEAT ? new JCheckBox(action) : new JButton(action);
        if (group != null) group.add(button);
        button.setName(String.valueOf(action.getValue(Action.NAME)));
        return button;
    }

    private static JPanel titled(String title, JComponent content) {
        JPanel panel = column();
        JLabel label = new JLabel(title);
        label.setLabelFor(content);
        panel.add(leading(label));
        panel.add(leading(content));
        return leading(panel);
    }

    private static JPanel column() {
        JPanel column = new JPanel();
        column.setLayout(new BoxLayout(column, BoxLayout.PAGE_AXIS));
        return leading(column);
    }

    private static JPanel row() {
        JPanel row = new JPanel(new FlowLayout(FlowLayout.LEADING, 6, 4)) {
            @Override
            public Dimension getMaximumSize() {
                return new Dimension(Integer.MAX_VALUE, getPreferredSize().height);
            }
        };
        return leading(row);
    }

    private static <C extends JComponent> C leading(C component) {
        component.setAlignmentX(Component.LEFT_ALIGNMENT);
        return component;
    }

    private static JTextArea text(String name, int lines) {
        JTextArea text = new JTextArea(lines, 30);
        text.setName(name);
        text.getAccessibleContext().setAccessibleName(name);
        text.setEditable(false);
        text.setOpaque(false);
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        text.setBorder(null);
        text.setFont(UIManager.getFont("Label.font"));
        // Tab moves to the next component.
        text.setFocusTraversalKeys(java.awt.KeyboardFocusManager.FORWARD_TRAVERSAL_KEYS, null);
        text.setFocusTraversalKeys(java.awt.KeyboardFocusManager.BACKWARD_TRAVERSAL_KEYS, null);
        return text;
    }
}
