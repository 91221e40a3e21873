package org.whynot.ui;

import java.awt.BasicStroke;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.swing.Action;
import javax.swing.BorderFactory;
import javax.swing.DefaultListCellRenderer;
import javax.swing.DefaultListModel;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.ListSelectionModel;
import javax.swing.text.Position;
import org.whynot.labelling.Clip;
import org.whynot.labelling.Labels;

/** What the labelling window consists of. */
final class LabelPanel extends JPanel {

    /** Buttons for what is done most; everything is in the menus. */
    private static final List<LabelAction> BUTTONS = List.of(
            LabelAction.NEW_CLASS,
            LabelAction.NEW_ATTRIBUTE,
            LabelAction.SHOW,
            LabelAction.START,
            LabelAction.STOP,
            LabelAction.UNDO);

    final ClipList clips = new ClipList();
    final JList<Name> classes = new Names("classes");
    final JList<Name> attributes = new Names("attributes");
    final JTextArea proposal = Windows.sentence();
    final JLabel status = new JLabel(" ");
    final JLabel saved = new JLabel(" ");
    private final transient Map<LabelAction, Action> actions;

    /**
     * A class or attribute with its key.
     *
     * @param key that gives it; a blank where there is none
     * @param name of it
     * @param count how many clips have it
     * @param share of the chosen clips that have it, 0 to 1
     * @param color of its boxes; null for a class
     */
    record Name(char key, String name, int count, double share, Color color) {
        @Override
        public String toString() {
            return name + "  (" + count + ")";
        }
    }

    LabelPanel(Map<LabelAction, Action> actions) {
        super(new BorderLayout(6, 6));
        this.actions = actions;
        setName("label videos");
        setBorder(BorderFactory.createEmptyBorder(6, 6, 6, 6));
        JScrollPane list = new JScrollPane(clips);
        add(list, BorderLayout.CENTER);
        add(side(), BorderLayout.LINE_END);
        JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING, 4, 0));
        for (LabelAction which : BUTTONS) {
            JButton button = new JButton(actions.get(which));
            button.setName(which.name());
            button.setFocusable(false);
            buttons.add(button);
        }
        add(buttons, BorderLayout.PAGE_START);
        JPanel foot = new JPanel(new BorderLayout(8, 0));
        status.setName("label status");
        saved.setName("label saved");
        status.setMinimumSize(new Dimension(0, 0));
        foot.add(status, BorderLayout.CENTER);
        foot.add(saved, BorderLayout.LINE_END);
        add(foot, BorderLayout.PAGE_END);
    }

    private JComponent side() {
        JPanel side = new JPanel(new GridBagLayout());
        GridBagConstraints at = new GridBagConstraints();
        at.gridx = 0;
        at.fill = GridBagConstraints.BOTH;
        at.weightx = 1;
        classes.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        attributes.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
        addList(side, at, "Classes", classes);
        addList(side, at, "Attributes and their boxes", attributes);
        classes.setToolTipText("A click, or its digit, gives the class to the chosen clips");
        attributes.setToolTipText(
                "Choose one and draw its boxes on the image; its letter gives it to the chosen clips");
        proposal.setName("proposal");
        proposal.setColumns(18);
        at.weighty = 0;
        side.add(proposal, at);
        return side;
    }

    private static void addList(JPanel side, GridBagConstraints at, String title, JList<Name> list) {
        at.weighty = 0;
        JLabel heading = new JLabel(title);
        heading.setLabelFor(list);
        heading.setBorder(BorderFactory.createEmptyBorder(4, 2, 4, 2));
        side.add(heading, at);
        at.weighty = 1;
        list.setVisibleRowCount(6);
        side.add(new JScrollPane(list), at);
    }

    /** The menu bar. */
    JMenuBar menu() {
        JMenuBar bar = new JMenuBar();
        for (String name : LabelAction.menus()) {
            JMenu menu = new JMenu(name);
            menu.setMnemonic(name.charAt(0));
            for (LabelAction which : LabelAction.values()) if (which.menu().equals(name)) menu.add(actions.get(which));
            bar.add(menu);
        }
        return bar;
    }

    /** Shows classes and attributes as they are for the chosen clips. */
    void show(Labels labels, List<Clip> chosen) {
        Map<String, Integer> counts = new HashMap<>();
        for (Clip clip : labels.clips()) {
            counts.merge("class " + clip.className(), 1, Integer::sum);
            clip.attributes().forEach(a -> counts.merge("attribute " + a, 1, Integer::sum));
        }
        Map<Character, String> digits = LabelKeys.classes(labels.classes());
        fill(
                classes,
                labels.classes().stream()
                        .map(name -> new Name(
                                key(digits, name),
                                name,
                                counts.getOrDefault("class " + name, 0),
                                share(chosen, clip -> clip.className().equals(name)),
                                null))
                        .toList());
        Map<Character, String> letters = LabelKeys.attributes(labels.attributes());
        fill(
                attributes,
                labels.attributes().stream()
                        .map(name -> new Name(
                                key(letters, name),
                                name,
                                counts.getOrDefault("attribute " + name, 0),
                                share(chosen, clip -> clip.attributes().contains(name)),
                                ClipImage.color(labels.attributes().indexOf(name))))
                        .toList());
    }

    private static double share(List<Clip> chosen, Predicate<Clip> has) {
        return chosen.isEmpty() ? 0 : (double) chosen.stream().filter(has).count() / chosen.size();
    }

    private static char key(Map<Character, String> keys, String name) {
        return keys.entrySet().stream()
                .filter(e -> e.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(' ');
    }

    private static void fill(JList<Name> list, List<Name> names) {
        DefaultListModel<Name> model = (DefaultListModel<Name>) list.getModel();
        for (int i = 0; i < names.size(); i++)
            if (i >= model.size()) model.addElement(names.get(i));
            else if (!model.get(i).equals(names.get(i))) model.set(i, names.get(i));
        while (model.size() > names.size()) model.remove(model.size() - 1);
    }

    /** A list of names, whose letters are keys. */
    private static final class Names extends JList<Name> {

        Names(String name) {
            super(new DefaultListModel<>());
            setName(name);
            setCellRenderer(new Row());
            setPrototypeCellValue(new Name('m', "a name of some length", 88, 1, Color.BLACK));
        }

        @Override
        public int getNextMatch(String prefix, int startIndex, Position.Bias bias) {
            return -1;
        }

        /** The blank area below the last name is not the last name. */
        @Override
        public int locationToIndex(Point location) {
            int place = super.locationToIndex(location);
            return place >= 0 && getCellBounds(place, place).contains(location) ? place : -1;
        }
    }

    private static final class Row extends DefaultListCellRenderer {
        @Override
        public Component getListCellRendererComponent(
                JList<?> list, Object value, int index, boolean isSelected, boolean hasFocus) {
            super.getListCellRendererComponent(list, value, index, isSelected, hasFocus);
            setIcon(new Mark((Name) value, getFontMetrics(getFont())));
            return this;
        }
    }

    /** What stands before a name, in columns: the colour of its boxes, its key, and whether the chosen clips have it. */
    private record Mark(Name name, FontMetrics metrics) implements Icon {

        /** Of the icon; and points of a tick. */
        private static final int COLUMNS = 3;

        @Override
        public void paintIcon(Component c, Graphics g, int x, int y) {
            Graphics2D smooth = Palette.smooth(g, c);
            int column = metrics.getHeight();
            int swatch = column * 2 / 3;
            if (name.color() != null) {
                smooth.setColor(name.color());
                smooth.fillRect(x + 2, y + (column - swatch) / 2, swatch, swatch);
            }
            smooth.setColor(c.getForeground());
            int line = y + metrics.getAscent();
            smooth.drawString(String.valueOf(name.key()), x + column + 2, line);
            int left = x + 2 * column;
            int middle = y + column / 2;
            int size = column / 4;
            smooth.setStroke(new BasicStroke(column / 9f));
            if (name.share() >= 1)
                smooth.drawPolyline(
                        new int[] {left, left + size, left + 3 * size},
                        new int[] {middle, middle + size, middle - size},
                        COLUMNS);
            else if (name.share() > 0) smooth.drawLine(left, middle, left + 2 * size, middle);
            smooth.dispose();
        }

        @Override
        public int getIconWidth() {
            return COLUMNS * metrics.getHeight();
        }

        @Override
        public int getIconHeight() {
            return metrics.getHeight();
        }
    }
}
