package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.KeyStroke;

/**
 * A window that keeps ImageJ's habits: it is in ImageJ's Window menu, opens beside its image or where it was last, on the
 * screen, and closes with Ctrl-W, on a Mac Cmd-W. On the event thread.
 */
final class ToolWindow extends JFrame {

    private final String key;
    private final transient Runnable closing;
    private final transient ImagePlus image;
    private boolean closed;

    /**
     * @param title of the window
     * @param key under which ImageJ remembers where it was
     * @param image beside which it opens; null for none
     * @param content of the window
     * @param closing done once when it is closed
     */
    ToolWindow(String title, String key, ImagePlus image, JComponent content, Runnable closing) {
        super(title);
        this.key = key;
        this.closing = closing;
        setName(key);
        setContentPane(content);
        setDefaultCloseOperation(DO_NOTHING_ON_CLOSE);
        if (IJ.getInstance() != null) setIconImage(IJ.getInstance().getIconImage());
        addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosing(WindowEvent e) {
                close();
            }

            @Override
            public void windowActivated(WindowEvent e) {
                WindowManager.setWindow(ToolWindow.this);
            }
        });
        KeyStroke close = BrowserAction.CLOSE.keyStroke();
        content.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(close, "close");
        content.getActionMap().put("close", BrowserAction.CLOSE.action(this::close));
        this.image = image;
    }

    private Window beside() {
        return image == null ? null : image.getWindow();
    }

    private void place() {
        Window beside = beside();
        setBounds(Docking.place(getSize(), screen(beside), beside, Prefs.getLocation(key)));
    }

    private Rectangle screen(Window beside) {
        return Docking.usable(beside == null ? getGraphicsConfiguration() : beside.getGraphicsConfiguration());
    }

    /** Sees to it that it stands beside its image: where the screen has no room there, the image moves. */
    void dock() {
        Window beside = beside();
        if (beside == null || !getBounds().intersects(beside.getBounds())) return;
        pack();
        Docking.makeRoom(beside, getWidth(), screen(beside));
        place();
    }

    /** Stands beside another window, where that would cover it or be covered by it. */
    void dock(Window beside) {
        if (beside == null || !getBounds().intersects(beside.getBounds())) return;
        Docking.makeRoom(beside, getWidth(), screen(beside));
        setBounds(Docking.place(getSize(), screen(beside), beside, null));
    }

    /** Shows it and adds it to ImageJ's Window menu. */
    void open() {
        pack();
        place();
        WindowManager.addWindow(this);
        setVisible(true);
    }

    /** Closes it; does nothing when called again. */
    void close() {
        if (closed) return;
        closed = true;
        Prefs.saveLocation(key, getLocation());
        WindowManager.removeWindow(this);
        dispose();
        closing.run();
    }
}
