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
import java.awt.EventQueue;
import java.awt.Frame;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.MenuItem;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.swing.text.JTextComponent;
import org.whynot.util.Wait;

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

    private static final int ATTEMPTS = 5;
    /** Where a screen ends at least for tables and the log, pixels. */
    private static final int BOTTOM = 1000;

    private final String pluginsBefore = System.getProperty("plugins.dir");
    private final Thread.UncaughtExceptionHandler handlerBefore = Thread.getDefaultUncaughtExceptionHandler();
    private final List<Throwable> uncaught = Collections.synchronizedList(new ArrayList<>());
    private final RealInput input;
    private final ImageJ window;

    /** Starts ImageJ; the plug-ins folder is made in the given one. */
    public WindowSession(Path folder)
            throws IOException, AWTException, InterruptedException, InvocationTargetException {
        System.setProperty("plugins.dir", pluginsFolder(folder).toString());
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
        input = new RealInput();
        window = new ImageJ(ImageJ.EMBEDDED);
        onEvents(() -> window.setLocation(10, 10));
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
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            input.activate(window, window.getWidth() / 2, window.getHeight() - 8);
            input.forget();
            MenuItem chosen = walk(path);
            if (input.isChosen(chosen)) return;
            // Keys came too early for the menu: what is open is closed again.
            for (int i = 0; i <= path.length; i++) input.openKeys(KeyEvent.VK_ESCAPE);
        }
        throw Wait.timedOut("the menu entry " + String.join(" > ", path));
    }

    /** Walks to an entry and chooses it; returns the entry. */
    private MenuItem walk(String... path) {
        input.openKeys(KeyEvent.VK_F10);
        MenuBar bar = Menus.getMenuBar();
        int plugins = 0;
        while (!bar.getMenu(plugins).getLabel().equals("Plugins")) plugins++;
        // To the right a menu that begins with a submenu would open that.
        for (int i = bar.getMenuCount(); i > plugins; i--) input.openKeys(KeyEvent.VK_LEFT);
        MenuItem entry = bar.getMenu(plugins);
        for (String label : path) {
            Menu menu = (Menu) entry;
            if (menu != bar.getMenu(plugins)) input.openKeys(KeyEvent.VK_RIGHT);
            int at = 0;
            int down = 0;
            for (; !menu.getItem(at).getLabel().equals(label); at++)
                if (!menu.getItem(at).getLabel().equals("-") && menu.getItem(at).isEnabled()) down++;
            for (int i = 0; i < down; i++) input.openKeys(KeyEvent.VK_DOWN);
            entry = menu.getItem(at);
        }
        input.openKeys(KeyEvent.VK_ENTER);
        return entry;
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

    /** Waits until something is there; a failure says what is on the screen. */
    public static <T> T await(String what, Supplier<T> supplier) {
        try {
            return Wait.forObject(what, supplier);
        } catch (AssertionError e) {
            throw new AssertionError(
                    "On the screen: " + titles() + "; the last error: " + IJ.getErrorMessage() + ". " + e.getMessage(),
                    e);
        }
    }

    /** Waits until a condition holds; a failure says what is on the screen. */
    public static void awaitThat(String what, BooleanSupplier condition) {
        await(what, () -> condition.getAsBoolean() ? true : null);
    }

    /** Runs something on the event thread, and waits for its end. */
    public static void onEvents(Runnable work) throws InterruptedException, InvocationTargetException {
        EventQueue.invokeAndWait(work);
    }

    /** The text of a component; another thread may find none while the event thread exchanges it. */
    public static String text(JTextComponent component) {
        AtomicReference<String> text = new AtomicReference<>();
        try {
            onEvents(() -> text.set(component.getText()));
        } catch (InterruptedException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
        return text.get();
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

    /** The real mouse and keys. */
    public RealInput input() {
        return input;
    }

    /** Clicks the middle of a component with the real mouse. */
    public void click(Component component) {
        input.click(component);
    }

    /** A button of a dialog of ImageJ's by its label. */
    public static Button button(GenericDialog dialog, String label) {
        return Arrays.stream(dialog.getButtons())
                .filter(b -> b != null && b.getLabel().trim().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** Clicks a button of a dialog of ImageJ's that closes it, and waits until it is closed. */
    public void close(GenericDialog dialog, String label) {
        awaitModal(dialog);
        click(button(dialog, label));
        awaitThat("the dialog to close", () -> !dialog.isShowing());
    }

    /** Clicks OK in a dialog of ImageJ's, and waits until it is closed. */
    public void ok(GenericDialog dialog) {
        close(dialog, "OK");
    }

    /**
     * Waits until the thread that shows a modal dialog waits for its answer. One that is disposed of before that would never
     * let its thread go on.
     */
    public static void awaitModal(Dialog dialog) {
        if (dialog.isModal())
            awaitThat("the dialog to wait for its answer", () -> !dialog.isShowing() || waiting() >= modalDialogs());
    }

    /** How many modal dialogs are on the screen. */
    private static long modalDialogs() {
        return Arrays.stream(Window.getWindows())
                .filter(w -> w instanceof Dialog d && d.isModal() && d.isShowing())
                .count();
    }

    /** How often a thread waits in a dialog's own event loop; the event thread may do so more than once. */
    private static long waiting() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .filter(frame -> frame.getClassName().equals("java.awt.WaitDispatchSupport")
                        && frame.getMethodName().equals("enter"))
                .count();
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
        for (Window other : Window.getWindows())
            if (other.isShowing() && other != window) {
                if (other instanceof Dialog dialog) awaitModal(dialog);
                onEvents(other::dispose);
            }
    }

    @Override
    public void close() throws InterruptedException, InvocationTargetException {
        closeWindows();
        onEvents(window::dispose);
        input.close();
        Thread.setDefaultUncaughtExceptionHandler(handlerBefore);
        if (pluginsBefore == null) System.clearProperty("plugins.dir");
        else System.setProperty("plugins.dir", pluginsBefore);
    }
}
