package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GridLayout;
import java.awt.event.HierarchyEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JEditorPane;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import org.scijava.Priority;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputWidget;
import org.whynot.frontend.CommandHelp;
import org.whynot.frontend.Role;

/**
 * The list of models in Fiji's dialog, with a way to a folder that is not listed, the help, and the check box that unfolds
 * what a novice does not need.
 */
@Plugin(type = InputWidget.class, priority = Priority.VERY_HIGH)
public final class ModelWidget extends ChoiceWidget {

    private static final Color COLOUR = new Color(0xb00020);
    private static final Dimension HELP_SIZE = new Dimension(520, 420);
    private static final int LINE_PIXELS = 320;

    private final JLabel problem = new JLabel();
    private final JCheckBox more = new JCheckBox("More options");
    private String browsed = "";
    private FoldedRows folded;

    /** For SciJava, which makes a widget and then sets what it is for. */
    public ModelWidget() {}

    @Override
    boolean supports(ModuleItem<?> item) {
        return Role.is(item, Role.MODEL) || Role.is(item, Role.CLASSIFIER);
    }

    @Override
    void build() {
        JButton browse = new JButton("Browse...");
        browse.setName("browse_model");
        browse.addActionListener(event -> browse());
        JButton help = new JButton("Help");
        help.setName("help");
        help.addActionListener(event -> help());
        JPanel buttons = new JPanel(new GridLayout(1, 0, 2, 0));
        buttons.add(browse);
        buttons.add(help);
        JPanel row = new JPanel(new BorderLayout(4, 0));
        row.add(list, BorderLayout.CENTER);
        row.add(buttons, BorderLayout.EAST);
        problem.setName("problem");
        problem.setForeground(COLOUR);
        more.setName("more_options");
        more.addActionListener(event -> unfold());
        panel.setLayout(new BorderLayout(0, 2));
        panel.add(row, BorderLayout.NORTH);
        panel.add(problem, BorderLayout.CENTER);
        if (Role.find(get().getModule().getInfo(), Role.FOLDED) != null) {
            panel.add(more, BorderLayout.SOUTH);
            // The rows below are not there yet; they are once the dialog is.
            panel.addHierarchyListener(event -> {
                boolean displayed = (event.getChangeFlags() & HierarchyEvent.DISPLAYABILITY_CHANGED) != 0;
                if (displayed && panel.isDisplayable() && folded == null) EventQueue.invokeLater(this::unfold);
            });
        }
    }

    @Override
    public void refreshWidget() {
        String value = choices.model(get().getValue() == null ? "" : String.valueOf(get().getValue()));
        List<String> words = new ArrayList<>(choices.models());
        // A folder that is not listed, or a value that a macro gave.
        if (!words.contains(value) && !value.isBlank()) words.add(value);
        fill(words, value);
        String sentence = browsed.isEmpty() ? choices.problem(getValue()) : browsed;
        if (sentence.isEmpty() && !choices.leftOut().isEmpty())
            sentence = "Left out: " + String.join(" ", choices.leftOut());
        show(sentence);
    }

    private void show(String sentence) {
        String escaped = sentence.replace("&", "&amp;").replace("<", "&lt;");
        String text =
                sentence.isEmpty() ? "" : "<html><div style='width:" + LINE_PIXELS + "px'>" + escaped + "</div></html>";
        if (text.equals(problem.getText())) return;
        problem.setText(text);
        pack();
    }

    private void browse() {
        JFileChooser chooser = new JFileChooser();
        chooser.setDialogTitle("A model folder");
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        if (chooser.showOpenDialog(panel) == JFileChooser.APPROVE_OPTION) choose(chooser.getSelectedFile());
    }

    /** Chooses the model in a folder, listed or not; a folder that is no model is not chosen, and the dialog reports it. */
    void choose(File folder) {
        String path = folder.getPath().replace('\\', '/');
        browsed = choices.problem(path);
        if (browsed.isEmpty()) get().setValue(choices.model(path));
        refreshWidget();
        browsed = "";
    }

    private void help() {
        ModuleInfo info = get().getModule().getInfo();
        JEditorPane text = new JEditorPane("text/html", CommandHelp.html(info));
        text.setEditable(false);
        text.setCaretPosition(0);
        JScrollPane scrolled = new JScrollPane(text);
        scrolled.setPreferredSize(HELP_SIZE);
        JOptionPane.showMessageDialog(panel, scrolled, info.getTitle(), JOptionPane.PLAIN_MESSAGE);
    }

    private void unfold() {
        if (folded == null) folded = FoldedRows.of(get());
        folded.show(more.isSelected());
        pack();
    }
}
