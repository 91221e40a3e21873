package org.whynot.ui;

import java.awt.BorderLayout;
import java.util.List;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import org.scijava.Priority;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputWidget;
import org.whynot.frontend.Role;

/**
 * The list of the chosen model's classes in Fiji's dialog, with a field above it where there are many: what is typed there
 * shortens the list.
 */
@Plugin(type = InputWidget.class, priority = Priority.VERY_HIGH)
public final class ClassWidget extends ChoiceWidget {

    private final JTextField search = new JTextField();
    private final JPanel searchRow = new JPanel(new BorderLayout(4, 0));
    private String model = "";

    /** For SciJava, which makes a widget and then sets what it is for. */
    public ClassWidget() {}

    @Override
    boolean isFor(ModuleItem<?> item) {
        return Role.is(item, Role.POSITIVE) || Role.is(item, Role.WHY_NOT);
    }

    @Override
    void addList() {
        panel.setLayout(new BorderLayout(0, 2));
        searchRow.add(new JLabel("Search"), BorderLayout.WEST);
        searchRow.add(search, BorderLayout.CENTER);
        panel.add(searchRow, BorderLayout.NORTH);
        panel.add(list, BorderLayout.CENTER);
        search.setName("search_" + list.getName());
        search.setToolTipText("Type a part of a class's name.");
        search.getDocument().addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                refreshWidget();
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                refreshWidget();
            }

            @Override
            public void changedUpdate(DocumentEvent event) {}
        });
    }

    @Override
    public void refreshWidget() {
        String asked = valueOf(Role.MODEL);
        if (!asked.equals(model)) {
            model = asked;
            boolean many = choices.isMany(model);
            boolean resized = many != searchRow.isVisible();
            searchRow.setVisible(many);
            // This comes back here, with the model known.
            if (!search.getText().isEmpty()) search.setText("");
            if (resized) pack();
        }
        List<String> words = Role.is(get().getItem(), Role.POSITIVE)
                ? choices.positives(model, search.getText())
                : choices.whyNots(model, valueOf(Role.POSITIVE), search.getText());
        fill(words, String.valueOf(get().getValue()));
    }
}
