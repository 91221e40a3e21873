package org.whynot.frontend.imagej1;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.ImageWindow;
import ij.text.TextWindow;
import java.awt.AWTException;
import java.awt.Button;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;

/**
 * A plain ImageJ in a real window with WhyNot in its menu, operated with a real mouse and real keys.
 *
 * <pre>{@code
 * try (WindowSession session = new WindowSession(folder)) {
 *     session.open("Open Sample Video");
 *     session.choose("Explain Video...");
 *     session.click(session.await("the dialog", () -> session.shown(GenericDialog.class)) …
 * }
 * }</pre>
 *
 * <p>Exceptions that nobody caught, on whatever thread, are collected ({@link #wrecks}).
 */
public final class WindowSession implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 40;
    private static final int PAINTING_MILLISECONDS = 700;
    private static final int MENU_MILLISECONDS = 80;
    private static final int OFTEN = 5;
    private static final Point PLACE = new Point(430, 160);
    /** Where a screen ends at least for tables and the log, pixels. */
    private static final int BOTTOM = 1000;
    /** Pixels around the windows in a screenshot. */
    private static final int MARGIN = 10;

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final String pluginsBefore = System.getProperty("plugins.dir");
    private final Thread.UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    private final Robot robot;
    private final ImageJ window;

    /** Starts ImageJ; the plug-ins folder is made in the given one. */
    public WindowSession(Path folder)
            throws IOException, AWTException, InterruptedException, InvocationTargetException {
        System.setProperty("plugins.dir", pluginsFolder(folder).toString());
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        robot = new Robot();
        robot.setAutoDelay(15);
        window = new ImageJ(ImageJ.EMBEDDED);
        onEvents(() -> window.setLocation(10, 10));
    }

    public static boolean isPossible() {
        return !GraphicsEnvironment.isHeadless();
    }

    /** A folder in which ImageJ finds our menu entries; the classes are on the class path already. */
    private static Path pluginsFolder(Path folder) throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("WhyNot_.jar")))) {
            jar.putNextEntry(new JarEntry("plugins.config"));
            Files.copy(Path.of("plugins.config"), jar);
        }
        return plugins;
    }

    /** Everything that looks like a bare exception: uncaught ones, ImageJ's window for them, stack traces in the log. */
    public List<String> wrecks() {
        List<String> wrecks = new ArrayList<>();
        uncaught.forEach(e -> wrecks.add(String.valueOf(e)));
        titles().stream().filter(t -> t.contains("Exception")).forEach(wrecks::add);
        String log = String.valueOf(IJ.getLog());
        if (log.contains("Exception") || log.contains("\tat ")) wrecks.add(log);
        return wrecks;
    }

    /** Chooses a menu entry, as if clicked: the command runs on its own thread. */
    public void choose(String label) {
        IJ.doCommand(label);
    }

    /** Chooses an entry below the menu Plugins with real keys, from the menu bar down: {@code menu("WhyNot", "Explain Video...")}. */
    public void menu(String... path) throws Exception {
        onEvents(window::toFront);
        click(window, window.getWidth() / 2, window.getHeight() - 8);
        Thread.sleep(PAINTING_MILLISECONDS);
        key(KeyEvent.VK_F10);
        MenuBar bar = Menus.getMenuBar();
        int plugins = 0;
        while (!bar.getMenu(plugins).getLabel().equals("Plugins")) plugins++;
        // To the right a menu that begins with a submenu would open that.
        for (int i = bar.getMenuCount(); i > plugins; i--) key(KeyEvent.VK_LEFT);
        Menu menu = bar.getMenu(plugins);
        for (String label : path) {
            int down = 0;
            for (int i = 0; !menu.getItem(i).getLabel().equals(label); i++)
                if (!menu.getItem(i).getLabel().equals("-") && menu.getItem(i).isEnabled()) down++;
            for (int i = 0; i < down; i++) key(KeyEvent.VK_DOWN);
            for (int i = 0; i < menu.getItemCount(); i++)
                if (menu.getItem(i).getLabel().equals(label) && menu.getItem(i) instanceof Menu next) {
                    key(KeyEvent.VK_RIGHT);
                    menu = next;
                    break;
                }
        }
        key(KeyEvent.VK_ENTER);
    }

    /** Presses a key, and waits until a menu has followed. */
    private void key(int key) throws InterruptedException {
        press(key);
        Thread.sleep(MENU_MILLISECONDS);
    }

    /** Opens the bundled clip, enlarged, at the left. */
    public ImagePlus openSample(int enlarged) throws Exception {
        ImagePlus before = WindowManager.getCurrentImage();
        choose("Open Sample Video");
        ImagePlus image = await("the sample", () -> shownImage() == before ? null : shownImage());
        onEvents(() -> {
            image.getWindow().setLocation(10, 150);
            image.getCanvas().zoom100Percent();
            for (int i = 1; i < enlarged; i++) image.getCanvas().zoomIn(64, 64);
        });
        return image;
    }

    /** The current image once its window is on the screen; else null. */
    public static ImagePlus shownImage() {
        ImagePlus current = WindowManager.getCurrentImage();
        ImageWindow shown = current == null ? null : current.getWindow();
        return shown != null && shown.isShowing() ? current : null;
    }

    /** A window of a kind that is on the screen, or null. */
    public static <W extends Window> W shown(Class<W> type) {
        return shown(type, w -> true);
    }

    /** A window of a kind that is on the screen, or null. */
    public static <W extends Window> W shown(Class<W> type, Predicate<W> which) {
        for (Window candidate : Window.getWindows())
            if (type.isInstance(candidate) && candidate.isShowing() && which.test(type.cast(candidate)))
                return type.cast(candidate);
        return null;
    }

    /** The titles of all windows on the screen. */
    public static List<String> titles() {
        return Arrays.stream(Window.getWindows())
                .filter(Window::isShowing)
                .map(w -> w instanceof Frame f ? f.getTitle() : w instanceof Dialog d ? d.getTitle() : "")
                .toList();
    }

    /** Waits until something is there. */
    public static <T> T await(String what, Supplier<T> supplier) throws InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
            T found = supplier.get();
            if (found != null) return found;
            Thread.sleep(50);
        }
        throw new AssertionError("Waited in vain for " + what + ". On the screen: " + titles() + "; the last error: "
                + IJ.getErrorMessage());
    }

    /** Waits until something is so. */
    public static void awaitThat(String what, Supplier<Boolean> condition) throws InterruptedException {
        await(what, () -> condition.get() ? true : null);
    }

    public static void onEvents(Runnable work) throws InterruptedException, InvocationTargetException {
        EventQueue.invokeAndWait(work);
    }

    /** A component below another by its name, or null. */
    public static Component named(Container parent, String name) {
        for (Component child : parent.getComponents()) {
            if (name.equals(child.getName())) return child;
            if (child instanceof Container container) {
                Component found = named(container, name);
                if (found != null) return found;
            }
        }
        return null;
    }

    /** A component below another that bears a text, or null. */
    public static <C extends Component> C find(Container parent, Class<C> type, Predicate<C> which) {
        for (Component child : parent.getComponents()) {
            if (type.isInstance(child) && which.test(type.cast(child))) return type.cast(child);
            if (child instanceof Container container) {
                C found = find(container, type, which);
                if (found != null) return found;
            }
        }
        return null;
    }

    /** Clicks the middle of a component with the real mouse. */
    public void click(Component component) {
        Dimension size = component.getSize();
        click(component, size.width / 2, size.height / 2);
    }

    /** Clicks a component with the real mouse, at a place in it. */
    public void click(Component component, int x, int y) {
        Point corner = corner(component);
        robot.mouseMove(corner.x + x, corner.y + y);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    }

    /** Where a component is. Without a window manager Java may be wrong about where its window came up, and say (0, 0). */
    private Point corner(Component component) {
        Window in = component instanceof Window w ? w : SwingUtilities.getWindowAncestor(component);
        if (in.getX() == 0 && in.getY() == 0) {
            EventQueue.invokeLater(() -> in.setLocation(PLACE));
            robot.waitForIdle();
            robot.delay(PAINTING_MILLISECONDS);
        }
        return component.getLocationOnScreen();
    }

    /** Drags with the real mouse, in steps. */
    public void drag(Component component, Point from, Point to, int steps) {
        Point corner = corner(component);
        robot.mouseMove(corner.x + from.x, corner.y + from.y);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        for (int i = 1; i <= steps; i++)
            robot.mouseMove(
                    corner.x + from.x + (to.x - from.x) * i / steps, corner.y + from.y + (to.y - from.y) * i / steps);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    }

    /** Presses keys together. */
    public void press(int... keys) {
        for (int key : keys) robot.keyPress(key);
        for (int i = keys.length - 1; i >= 0; i--) robot.keyRelease(keys[i]);
    }

    /** Types lower-case letters, digits, spaces, hyphens, dots and underscores. */
    public void type(String text) {
        for (char c : text.toCharArray()) {
            if (c == '_') press(KeyEvent.VK_SHIFT, KeyEvent.VK_MINUS);
            else press(KeyEvent.getExtendedKeyCodeForChar(c));
        }
    }

    /**
     * Writes the part of the screen that windows are on to {@code target/screenshots/NAME.png}, after everything was painted, in
     * the screen's own pixels.
     */
    public Path screenshot(String name) throws Exception {
        Thread.sleep(PAINTING_MILLISECONDS);
        robot.waitForIdle();
        Files.createDirectories(SCREENSHOTS);
        Path file = SCREENSHOTS.resolve(name + ".png");
        Rectangle part = new Rectangle();
        for (Window other : Window.getWindows()) if (other.isShowing()) part.add(other.getBounds());
        part.grow(MARGIN, MARGIN);
        part = part.intersection(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize()));
        List<Image> variants = robot.createMultiResolutionScreenCapture(part).getResolutionVariants();
        ImageIO.write((BufferedImage) variants.get(variants.size() - 1), "png", file.toFile());
        return file;
    }

    /** Clicks OK in a dialog of ImageJ's, once everything in it is laid out. */
    public void ok(GenericDialog dialog) throws InterruptedException, InvocationTargetException {
        onEvents(dialog::toFront);
        robot.waitForIdle();
        Thread.sleep(PAINTING_MILLISECONDS);
        Button ok = Arrays.stream(dialog.getButtons())
                .filter(b -> b != null && b.getLabel().trim().equals("OK"))
                .findFirst()
                .orElseThrow();
        // Where there is no window manager, another window may have come to the front: then as users do, once more.
        for (int i = 0; i < OFTEN && dialog.isShowing(); i++) {
            click(ok);
            Thread.sleep(PAINTING_MILLISECONDS);
            if (dialog.isShowing()) onEvents(dialog::toFront);
        }
    }

    /** Moves tables and the log down, where they cover nothing that is clicked: there may be no window manager. */
    public void tidy() throws InterruptedException, InvocationTargetException {
        int bottom = Math.min(BOTTOM, Toolkit.getDefaultToolkit().getScreenSize().height);
        onEvents(() -> {
            int x = 10;
            for (Window other : Window.getWindows())
                if (other instanceof TextWindow && other.isShowing()) {
                    other.setBounds(x, bottom - 190, 620, 180);
                    x += 640;
                }
        });
    }

    /** Closes all windows without asking. */
    public void closeWindows() throws InterruptedException, InvocationTargetException {
        for (int id : WindowManager.getIDList() == null ? new int[0] : WindowManager.getIDList()) {
            ImagePlus image = WindowManager.getImage(id);
            if (image != null) {
                image.changes = false;
                image.close();
            }
        }
        WindowManager.closeAllWindows();
        for (Window other : Window.getWindows()) if (other.isShowing() && other != window) onEvents(other::dispose);
    }

    @Override
    public void close() throws InterruptedException, InvocationTargetException {
        closeWindows();
        onEvents(window::dispose);
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        if (pluginsBefore == null) System.clearProperty("plugins.dir");
        else System.setProperty("plugins.dir", pluginsBefore);
    }
}
