package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.event.HierarchyEvent;
import java.awt.event.HierarchyListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JEditorPane;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTabbedPane;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.widget.InputPanel;
import org.scijava.widget.InputWidget;
import org.scijava.widget.WidgetModel;
import org.whynot.frontend.CommandCatalog;
import org.whynot.frontend.CommandHelp;
import org.whynot.frontend.Role;

/**
 * The rows of Fiji's dialog for a command of ours: first what must be given, in the order of {@link CommandCatalog#parameters}; below
 * it the help, and a check box that unfolds what a novice does not need, under headings where it is much.
 */
final class DialogRows {

    private static final Dimension HELP_SIZE = new Dimension(520, 420);

    /** The dialog's panel has this property once somebody waits to arrange it. */
    private static final String ARRANGED = "whynot.arranged";

    /** A label and what it names. */
    private record Row(JLabel label, Component field) {}

    private final JPanel panel;
    private final ModuleInfo info;
    private final JCheckBox more = new JCheckBox("More options");
    private final List<Row> folded = new ArrayList<>();
    /** Rows under their headings; empty where there are none. */
    private final Map<String, List<Row>> groups = new LinkedHashMap<>();

    private JTabbedPane tabs;

    private DialogRows(JPanel panel, ModuleInfo info) {
        this.panel = panel;
        this.info = info;
    }

    /**
     * Arranges the dialog that a widget is in once all rows are there: when it is first packed, so that it comes up at its final size.
     * Does nothing for the second widget of a dialog.
     */
    static void arrangeOnceDisplayed(WidgetModel model) {
        JPanel panel = (JPanel) model.getPanel().getComponent();
        if (panel.getClientProperty(ARRANGED) != null) return;
        panel.putClientProperty(ARRANGED, true);
        // The panel gets this event before its rows do, so that they may still be moved.
        panel.addHierarchyListener(new HierarchyListener() {
            @Override
            public void hierarchyChanged(HierarchyEvent event) {
                boolean displayed = (event.getChangeFlags() & HierarchyEvent.DISPLAYABILITY_CHANGED) != 0;
                if (!displayed || !panel.isDisplayable()) return;
                panel.removeHierarchyListener(this);
                new DialogRows(panel, model.getModule().getInfo()).arrange(model.getPanel());
            }
        });
    }

    private void arrange(InputPanel<?, ?> inputs) {
        List<Component> all = List.of(panel.getComponents());
        for (ModuleItem<?> item : CommandCatalog.parameters(info).values()) {
            InputWidget<?, ?> widget = inputs.getWidget(item.getName());
            int place = widget == null ? -1 : all.indexOf(widget.getComponent());
            // A parameter that a script has given has no row.
            if (place < 1 || !(all.get(place - 1) instanceof JLabel label)) continue;
            Row row = new Row(label, all.get(place));
            if (!Role.isFolded(item)) {
                // Behind those that are there already.
                panel.add(row.label);
                panel.add(row.field);
                continue;
            }
            folded.add(row);
            panel.remove(row.label);
            panel.remove(row.field);
            if (!Role.group(item).isEmpty())
                groups.computeIfAbsent(Role.group(item), heading -> new ArrayList<>())
                        .add(row);
        }
        panel.add(new JLabel());
        panel.add(foot());
        if (!groups.isEmpty()) tabs = tabs();
    }

    private JPanel foot() {
        more.setName("more_options");
        more.addActionListener(event -> unfold());
        more.setVisible(!folded.isEmpty());
        JButton help = new JButton("Help");
        help.setName("help");
        help.addActionListener(event -> help());
        JPanel foot = new JPanel(new BorderLayout());
        foot.add(more, BorderLayout.LINE_START);
        foot.add(help, BorderLayout.LINE_END);
        return foot;
    }

    private JTabbedPane tabs() {
        JTabbedPane pane = new JTabbedPane();
        pane.setName("groups");
        groups.forEach((heading, rows) -> {
            JPanel page = new JPanel(new GridBagLayout());
            GridBagConstraints at = new GridBagConstraints();
            at.insets = new Insets(3, 6, 3, 6);
            for (Row row : rows) {
                at.gridy++;
                at.weightx = 0;
                at.fill = GridBagConstraints.NONE;
                at.anchor = GridBagConstraints.LINE_END;
                page.add(row.label, at);
                at.weightx = 1;
                at.fill = GridBagConstraints.HORIZONTAL;
                page.add(row.field, at);
            }
            JPanel top = new JPanel(new BorderLayout());
            top.add(page, BorderLayout.PAGE_START);
            pane.addTab(heading, top);
        });
        return pane;
    }

    private void unfold() {
        if (tabs != null && more.isSelected()) panel.add(tabs, "span, growx");
        else if (tabs != null) panel.remove(tabs);
        else
            for (Row row : folded) {
                if (more.isSelected()) {
                    panel.add(row.label);
                    panel.add(row.field);
                } else {
                    panel.remove(row.label);
                    panel.remove(row.field);
                }
            }
        panel.revalidate();
        panel.repaint();
        OwnWidget.pack(panel);
    }

    private void help() {
        JEditorPane text = new JEditorPane("text/html", CommandHelp.html(info));
        text.setEditable(false);
        text.setCaretPosition(0);
        JScrollPane scrolled = new JScrollPane(text);
        scrolled.setPreferredSize(HELP_SIZE);
        JOptionPane.showMessageDialog(panel, scrolled, info.getTitle(), JOptionPane.PLAIN_MESSAGE);
    }
}
