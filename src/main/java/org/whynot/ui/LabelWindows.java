package org.whynot.ui;

import java.awt.EventQueue;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.whynot.labelling.LabelProject;

/**
 * The labelling windows that are open, at most one for each folder.
 *
 * <pre>{@code
 * if (!LabelWindows.bringToFront(folder)) LabelWindows.open(LabelProject.open(folder, videos, progress), "");
 * }</pre>
 */
public final class LabelWindows {

    /** An open one. */
    record Open(ToolWindow window, LabelController controller) {}

    private static final Map<Path, Open> OPEN = new ConcurrentHashMap<>();

    private LabelWindows() {}

    /** Brings the window of a folder to the front; false if there is none. From any thread. */
    public static boolean bringToFront(Path folder) {
        Open open = of(folder);
        if (open == null) return false;
        EventQueue.invokeLater(open.window::toFront);
        return true;
    }

    /**
     * Opens a window. Returns at once, from any thread; needs a display.
     *
     * @param project closed with the window
     * @param model the name or folder of a model that proposes classes; empty to ask for it when it is wanted
     */
    public static void open(LabelProject project, String model) {
        EventQueue.invokeLater(() -> openNow(project, model));
    }

    /** The open one of a folder, or null. */
    static Open of(Path folder) {
        return OPEN.get(folder.toAbsolutePath().normalize());
    }

    /** On the event thread. */
    static Open openNow(LabelProject project, String model) {
        LabelController controller = new LabelController(project, model);
        ToolWindow window = new ToolWindow(
                "Label Videos: " + project.folder().getFileName(), "whynot.labels.loc", null, controller.panel, () -> {
                    OPEN.remove(project.folder());
                    controller.close();
                });
        controller.setWindow(window);
        window.setJMenuBar(controller.panel.menu());
        Open open = new Open(window, controller);
        OPEN.put(project.folder(), open);
        window.open();
        controller.panel.clips.requestFocusInWindow();
        return open;
    }
}
