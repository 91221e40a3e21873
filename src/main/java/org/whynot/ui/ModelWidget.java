package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.Color;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import org.scijava.Priority;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputWidget;
import org.whynot.frontend.Role;

/** The list of models in Fiji's dialog, with a way to a folder that is not listed. */
@Plugin(type = InputWidget.class, priority = Priority.VERY_HIGH)
public final class ModelWidget extends ChoiceWidget {

    private static final Color COLOUR = new Color(0xb00020);
    private static final int LINE_PIXELS = 320;

    private final JLabel problem = new JLabel();
    private String browsed = "";

    /** For SciJava, which makes a widget and then sets what it is for. */
    public ModelWidget() {}

    @Override
    boolean isFor(ModuleItem<?> item) {
        return Role.is(item, Role.MODEL) || Role.is(item, Role.CLASSIFIER);
    }

    @Override
    void addList() {
        JButton browse = new JButton("Browse...");
        browse.setName("browse_model");
        browse.addActionListener(event -> browse());
        JPanel row = new JPanel(new BorderLayout(4, 0));
        row.add(list, BorderLayout.CENTER);
        row.add(browse, BorderLayout.EAST);
        problem.setName("problem");
        problem.setForeground(COLOUR);
        panel.setLayout(new BorderLayout(0, 2));
        panel.add(row, BorderLayout.NORTH);
        panel.add(problem, BorderLayout.CENTER);
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
        Windows.Wanted folder =
                new Windows.Wanted("A model folder", get().getItem().getName(), true);
        Windows.choose(panel, folder, "").ifPresent(chosen -> choose(chosen.toFile()));
    }

    /** Chooses the model in a folder, listed or not; a folder that is no model is not chosen, and the dialog reports it. */
    void choose(File folder) {
        String path = folder.getPath().replace('\\', '/');
        browsed = choices.problem(path);
        if (browsed.isEmpty()) get().setValue(choices.model(path));
        refreshWidget();
        browsed = "";
    }
}
