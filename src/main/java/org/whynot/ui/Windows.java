package org.whynot.ui;

import ij.WindowManager;
import ij.io.OpenDialog;
import java.awt.Component;
import java.awt.GraphicsConfiguration;
import java.awt.Insets;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.AbstractAction;
import javax.swing.BorderFactory;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JTextArea;
import javax.swing.KeyStroke;
import javax.swing.UIManager;

/** What our windows have in common: they stand in ImageJ's Window menu, open beside the image. */
final class Windows {

    private Windows() {}

    /**
     * Shows a frame for the first time.
     *
     * @param frame packed
     * @param beside opens to the right of this window, as far as there is room on the screen
     */
    static void show(JFrame frame, Window beside) {
        frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
        frame.setLocation(place(frame, beside.getBounds()));
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent e) {
                WindowManager.removeWindow(frame);
            }
        });
        WindowManager.addWindow(frame);
        frame.setVisible(true);
    }

    private static Point place(JFrame frame, Rectangle image) {
        GraphicsConfiguration screen = frame.getGraphicsConfiguration();
        Rectangle bounds = screen.getBounds();
        Insets insets = Toolkit.getDefaultToolkit().getScreenInsets(screen);
        int right = bounds.x + bounds.width - insets.right - frame.getWidth();
        int bottom = bounds.y + bounds.height - insets.bottom - frame.getHeight();
        int x = Math.max(bounds.x + insets.left, Math.min(image.x + image.width + 8, right));
        int y = Math.max(bounds.y + insets.top, Math.min(image.y, bottom));
        return new Point(x, y);
    }

    /** A text of some lines that can be selected and copied, and looks like a label. */
    static JTextArea sentence() {
        JTextArea text = new JTextArea(3, 20);
        text.setEditable(false);
        text.setLineWrap(true);
        text.setWrapStyleWord(true);
        text.setOpaque(false);
        text.setFont(UIManager.getFont("Label.font"));
        text.setBorder(BorderFactory.createEmptyBorder(6, 6, 6, 6));
        return text;
    }

    /** Asks for a folder. */
    static Optional<Path> chooseFolder(Component parent, String title) {
        JFileChooser chooser = new JFileChooser(OpenDialog.getDefaultDirectory());
        chooser.setName("folder");
        chooser.setDialogTitle(title);
        chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
        if (chooser.showDialog(parent, title) != JFileChooser.APPROVE_OPTION) return Optional.empty();
        return Optional.of(chooser.getSelectedFile().toPath());
    }

    /** An action with a mnemonic and a key. */
    static AbstractAction action(String text, int mnemonic, KeyStroke key, Runnable work) {
        AbstractAction action = new AbstractAction(text) {
            @Override
            public void actionPerformed(ActionEvent e) {
                work.run();
            }
        };
        action.putValue(AbstractAction.MNEMONIC_KEY, mnemonic);
        if (key != null) action.putValue(AbstractAction.ACCELERATOR_KEY, key);
        return action;
    }

    /** A letter together with the menu key: Ctrl, or Cmd on a Mac. */
    static KeyStroke menuKey(int key) {
        return KeyStroke.getKeyStroke(key, Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx());
    }
}
