package org.whynot.frontend.imagej1;

import java.awt.AWTEvent;
import java.awt.AWTException;
import java.awt.Choice;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.AWTEventListener;
import java.awt.event.ActionEvent;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.swing.SwingUtilities;
import org.whynot.util.Wait;

/**
 * A real mouse and real keys, each input confirmed by the events that Java delivers. The mouse is moved until the target itself
 * reports the pointer at the point that was aimed at: then nothing covers it, and Java and the screen agree on where it is. An
 * input is repeated only if no event at all came of it; one that reached another component fails.
 */
public final class RealInput implements AutoCloseable {

    private static final Duration DELIVERY = Duration.ofSeconds(2);
    private static final int ATTEMPTS = 8;
    /** No window has more components that take the focus. */
    private static final int MOST_FIELDS = 100;
    /** Where a window is put that Java locates wrongly. */
    private static final Point LOCATION = new Point(430, 160);

    private final Robot robot;
    private final List<AWTEvent> events = new CopyOnWriteArrayList<>();
    private final AWTEventListener listener = events::add;

    /** Begins to observe events; throws an {@link AWTException} where there is no display. */
    public RealInput() throws AWTException {
        robot = new Robot();
        Toolkit.getDefaultToolkit()
                .addAWTEventListener(
                        listener,
                        AWTEvent.MOUSE_EVENT_MASK
                                | AWTEvent.MOUSE_MOTION_EVENT_MASK
                                | AWTEvent.KEY_EVENT_MASK
                                | AWTEvent.ACTION_EVENT_MASK);
    }

    /** The robot, for the screen's pixels. */
    Robot robot() {
        return robot;
    }

    /** Waits until the display has sent, and Java has handled, every event so far. */
    public void settle() {
        robot.waitForIdle();
    }

    /** Clicks the middle of a component. */
    public void click(Component target) {
        click(target, target.getWidth() / 2, target.getHeight() / 2);
    }

    /** Clicks a component at a point in it, pixels from its corner. */
    public void click(Component target, int x, int y) {
        press(target, x, y);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
    }

    /** Drags from a point of a component to another, in steps. */
    public void drag(Component target, Point from, Point to, int steps) {
        Point start = press(target, from.x, from.y);
        for (int i = 1; i <= steps; i++)
            robot.mouseMove(start.x + (to.x - from.x) * i / steps, start.y + (to.y - from.y) * i / steps);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        settle();
    }

    /** Presses the mouse button on a component, and returns where on the screen. */
    private Point press(Component target, int x, int y) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Point point = aim(target, x, y);
            events.clear();
            robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
            if (delivered(event -> event.getID() == MouseEvent.MOUSE_PRESSED)) {
                if (seen(event -> event.getID() == MouseEvent.MOUSE_PRESSED && isAt(event, target))) return point;
                robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
                throw new AssertionError("The click on " + target + " went elsewhere: " + events);
            }
            robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
        }
        throw Wait.timedOut("a click to arrive at " + target);
    }

    /** Moves the pointer over a component until it reports it there; returns where on the screen that is. */
    private Point aim(Component target, int x, int y) {
        Window window = target instanceof Window own ? own : SwingUtilities.getWindowAncestor(target);
        Wait.until(
                target + " to be on the screen",
                () -> target.isShowing() && target.getWidth() > x && target.isEnabled());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            // Without a window manager, Java may be wrong about where a window came up; one that is moved is where it
            // should be.
            if (attempt == ATTEMPTS / 2) onEvents(() -> window.setLocation(LOCATION));
            onEvents(window::toFront);
            settle();
            AtomicReference<Point> corner = new AtomicReference<>();
            onEvents(() -> corner.set(target.getLocationOnScreen()));
            Point point = new Point(corner.get().x + x, corner.get().y + y);
            events.clear();
            robot.mouseMove(point.x - 1, point.y - 1);
            robot.mouseMove(point.x, point.y);
            if (delivered(event -> event instanceof MouseEvent mouse
                    && isAt(event, target)
                    && SwingUtilities.convertPoint(mouse.getComponent(), mouse.getPoint(), target)
                            .equals(new Point(x, y)))) return point;
        }
        throw Wait.timedOut("the pointer to arrive at " + target + "; the last events: " + events);
    }

    /**
     * Gives a component the focus. Without a window manager each window that comes up takes the focus, also one that comes up a
     * moment after the request; so it is asked for until it is there.
     */
    public void focus(Component target) {
        Window window = SwingUtilities.getWindowAncestor(target);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (target.isFocusOwner()) return;
            onEvents(() -> {
                window.toFront();
                target.requestFocus();
            });
            if (Wait.within(DELIVERY, target::isFocusOwner)) return;
        }
        throw Wait.timedOut("the focus of " + target);
    }

    /** Clicks a window at a point until it has the focus, see {@link #focus}. */
    void activate(Window window, int x, int y) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            click(window, x, y);
            if (Wait.within(DELIVERY, window::isFocused)) return;
        }
        throw Wait.timedOut("the focus of " + window);
    }

    /** Presses keys together; whatever has the focus gets them. */
    public void keys(int... keys) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            settle();
            events.clear();
            openKeys(keys);
            int last = keys[keys.length - 1];
            if (delivered(event -> event.getID() == KeyEvent.KEY_PRESSED && ((KeyEvent) event).getKeyCode() == last)) {
                settle();
                return;
            }
        }
        throw Wait.timedOut("the key " + KeyEvent.getKeyText(keys[0]) + " to arrive");
    }

    /** Opens a list with the mouse, and goes to an item with the keys. */
    public void choose(Choice list, int item) {
        click(list);
        int steps = item - list.getSelectedIndex();
        for (int i = 0; i < Math.abs(steps); i++) openKeys(steps > 0 ? KeyEvent.VK_DOWN : KeyEvent.VK_UP);
        openKeys(KeyEvent.VK_ENTER);
        Wait.until(list.getItem(item) + " to be chosen", () -> list.getSelectedIndex() == item);
    }

    /**
     * Goes to a field with the tabulator key, and types a text instead of what is in it; waits for the text, not for each key.
     */
    public void type(TextField field, String text) {
        Window window = SwingUtilities.getWindowAncestor(field);
        if (!window.isFocused()) activate(window, window.getWidth() / 2, window.getInsets().top + 2);
        Wait.until("a field to have the focus", () -> window.getFocusOwner() != null);
        for (int i = 0; i < MOST_FIELDS && !field.isFocusOwner(); i++) {
            Component before = window.getFocusOwner();
            press(KeyEvent.VK_TAB);
            Wait.until("the focus to move", () -> window.getFocusOwner() != null && window.getFocusOwner() != before);
        }
        Wait.until("the field " + field.getName() + " to have the focus", field::isFocusOwner);
        press(KeyEvent.VK_END);
        for (int i = field.getText().length(); i > 0; i--) press(KeyEvent.VK_BACK_SPACE);
        Wait.until("the field " + field.getName() + " to be empty", () -> field.getText()
                .isEmpty());
        for (char c : text.toCharArray()) {
            boolean isShifted = Character.isUpperCase(c) || c == '_';
            if (isShifted) robot.keyPress(KeyEvent.VK_SHIFT);
            press(c == '_' ? KeyEvent.VK_MINUS : KeyEvent.getExtendedKeyCodeForChar(c));
            if (isShifted) robot.keyRelease(KeyEvent.VK_SHIFT);
        }
        Wait.until("'" + text + "' in the field " + field.getName(), () -> field.getText()
                .equals(text));
        settle();
    }

    private void press(int key) {
        robot.keyPress(key);
        robot.keyRelease(key);
    }

    /** Presses keys together in an open menu or list; these take them without a Java event. */
    void openKeys(int... keys) {
        for (int key : keys) robot.keyPress(key);
        for (int i = keys.length - 1; i >= 0; i--) robot.keyRelease(keys[i]);
        settle();
    }

    /** Forgets the events so far. */
    void forget() {
        events.clear();
    }

    /** Whether something, a menu item for example, reports soon that it was chosen. */
    boolean isChosen(Object source) {
        return delivered(event -> event instanceof ActionEvent && event.getSource() == source);
    }

    private boolean delivered(Predicate<AWTEvent> which) {
        return Wait.within(DELIVERY, () -> seen(which));
    }

    private boolean seen(Predicate<AWTEvent> which) {
        return events.stream().anyMatch(which);
    }

    private static boolean isAt(AWTEvent event, Component target) {
        return event.getSource() instanceof Component source
                && (source == target || SwingUtilities.isDescendingFrom(source, target));
    }

    private static void onEvents(Runnable work) {
        try {
            EventQueue.invokeAndWait(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (java.lang.reflect.InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
    }

    /** Stops observing. */
    @Override
    public void close() {
        Toolkit.getDefaultToolkit().removeAWTEventListener(listener);
    }
}
