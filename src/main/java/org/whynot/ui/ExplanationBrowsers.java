package org.whynot.ui;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.util.HashMap;
import java.util.Map;
import org.whynot.overlay.LastAnswer;

/**
 * The explanation browsers that are open, at most one for each image.
 *
 * <pre>{@code
 * LastAnswer.of(image).ifPresent(last -> ExplanationBrowsers.open(image, last));
 * }</pre>
 */
public final class ExplanationBrowsers {

    /** An open one. */
    record Browser(ToolWindow window, BrowserController controller) {}

    /** Only touched on the event thread. */
    private static final Map<ImagePlus, Browser> OPEN = new HashMap<>();

    private ExplanationBrowsers() {}

    /**
     * Opens a browser beside an image, or brings to the front the one that is open. Returns at once, from any thread; needs a
     * display.
     *
     * @param image that was explained
     * @param last what was found out about it; one that is not the open browser's replaces that browser
     */
    public static void open(ImagePlus image, LastAnswer last) {
        EventQueue.invokeLater(() -> openNow(image, last));
    }

    /**
     * Whether a person has just explained an image and is in front of it: it has a window, and no macro runs, whose next line would come
     * while windows open.
     */
    public static boolean isWanted(ImagePlus image) {
        return IJ.getInstance() != null
                && !GraphicsEnvironment.isHeadless()
                && image.getWindow() != null
                && !IJ.isMacro()
                && !Interpreter.isBatchMode();
    }

    /**
     * Shows an explained image, enlarged if it is small, with its browser beside it. Returns at once, from any thread.
     *
     * @param image has a window
     * @param last what was found out about it
     */
    public static void dock(ImagePlus image, LastAnswer last) {
        EventQueue.invokeLater(() -> {
            // The user may have closed it meanwhile.
            if (image.getWindow() == null) return;
            Docking.enlarge(image);
            openNow(image, last).window().dock();
            image.getWindow().toFront();
        });
    }

    /** On the event thread. */
    static Browser openNow(ImagePlus image, LastAnswer last) {
        Browser before = OPEN.get(image);
        if (before != null
                && before.controller().isUsable()
                && before.controller().isOn(last)) {
            before.window().toFront();
            before.window().requestFocus();
            return before;
        }
        if (before != null) before.window().close();
        ToolWindow[] window = new ToolWindow[1];
        BrowserController controller = new BrowserController(image, last, () -> window[0].close());
        window[0] = new ToolWindow("Why not? " + image.getTitle(), "whynot.browser", image, controller.panel, () -> {
            OPEN.remove(image);
            controller.close();
        });
        window[0].setJMenuBar(controller.panel.menu());
        Browser browser = new Browser(window[0], controller);
        OPEN.put(image, browser);
        window[0].open();
        return browser;
    }
}
