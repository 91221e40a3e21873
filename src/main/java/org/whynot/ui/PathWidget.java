package org.whynot.ui;

import java.awt.BorderLayout;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.util.List;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JTextField;
import javax.swing.TransferHandler;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;
import org.scijava.widget.InputWidget;
import org.scijava.widget.WidgetModel;
import org.whynot.frontend.Values;

/**
 * The field of a file or folder in Fiji's dialog. Browse... begins where the user chose one for this parameter the last time; a
 * file that is dropped on the field is taken as well.
 */
@Plugin(type = InputWidget.class, priority = Priority.VERY_HIGH)
public final class PathWidget extends OwnWidget<File> {

    private static final int COLUMNS = 22;

    private final JTextField path = new JTextField(COLUMNS);

    /** For SciJava, which makes a widget and then sets what it is for. */
    public PathWidget() {}

    @Override
    boolean isFor(WidgetModel model) {
        return model.isType(File.class);
    }

    @Override
    void build() {
        String name = get().getItem().getName();
        path.setName(name);
        path.setToolTipText(get().getItem().getDescription());
        path.setTransferHandler(new FileDrop(path.getTransferHandler()));
        path.getDocument().addDocumentListener(new DocumentListener() {
            @Override
            public void insertUpdate(DocumentEvent event) {
                updateModel();
            }

            @Override
            public void removeUpdate(DocumentEvent event) {
                updateModel();
            }

            @Override
            public void changedUpdate(DocumentEvent event) {}
        });
        JButton browse = new JButton("Browse...");
        browse.setName("browse_" + name);
        browse.addActionListener(event -> browse());
        panel.setLayout(new BorderLayout(4, 0));
        panel.add(path, BorderLayout.CENTER);
        panel.add(browse, BorderLayout.LINE_END);
    }

    private void browse() {
        Windows.Wanted wanted = new Windows.Wanted(
                get().getItem().getLabel(), get().getItem().getName(), Values.isFolder(get().getItem()));
        Windows.choose(panel, wanted, path.getText()).ifPresent(chosen -> path.setText(chosen.toString()));
    }

    @Override
    public File getValue() {
        return path.getText().isBlank() ? null : new File(path.getText());
    }

    @Override
    public void refreshWidget() {
        String text = get().getText();
        if (!text.equals(path.getText())) path.setText(text);
    }

    /** What a text field takes, and files. */
    private final class FileDrop extends TransferHandler {

        private final transient TransferHandler text;

        FileDrop(TransferHandler text) {
            this.text = text;
        }

        @Override
        public boolean canImport(TransferSupport support) {
            return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor) || text.canImport(support);
        }

        @Override
        public boolean importData(TransferSupport support) {
            if (!support.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) return text.importData(support);
            try {
                List<?> files = (List<?>) support.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
                if (files.isEmpty()) return false;
                path.setText(files.get(0).toString());
                return true;
            } catch (UnsupportedFlavorException | IOException e) {
                // What was dropped is gone.
                return false;
            }
        }

        @Override
        public int getSourceActions(JComponent source) {
            return text.getSourceActions(source);
        }

        @Override
        public void exportToClipboard(JComponent source, Clipboard to, int action) {
            text.exportToClipboard(source, to, action);
        }
    }
}
