package org.whynot.ui;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Watches how long the event thread takes for each event, and what it does when it takes longer than {@value #LONGEST} ms: a
 * sample of its stack every few milliseconds.
 *
 * <pre>{@code
 * try (EventWatchdog watchdog = new EventWatchdog()) {
 *     ...
 *     assertEquals(List.of(), watchdog.working("org.whynot.model"));
 * }
 * }</pre>
 */
public final class EventWatchdog extends EventQueue implements AutoCloseable {

    /** Milliseconds that an event may take. */
    public static final int LONGEST = 50;

    private static final int BETWEEN_SAMPLES = 5;

    private final List<String> late = Collections.synchronizedList(new ArrayList<>());
    private final List<StackTraceElement[]> samples = Collections.synchronizedList(new ArrayList<>());
    private final Thread sampler = new Thread(this::sample, "event watchdog");
    private volatile Thread events;
    private volatile long start;
    private volatile boolean closed;
    private volatile int dispatched;

    /** Begins watching. */
    public EventWatchdog() {
        sampler.setDaemon(true);
        sampler.start();
        Toolkit.getDefaultToolkit().getSystemEventQueue().push(this);
    }

    @Override
    protected void dispatchEvent(AWTEvent event) {
        // A modal dialog dispatches events within an event: only the innermost is measured.
        events = Thread.currentThread();
        start = System.nanoTime();
        try {
            super.dispatchEvent(event);
        } finally {
            long took = (System.nanoTime() - start) / 1_000_000;
            if (start != 0 && took > LONGEST) late.add(took + " ms: " + event);
            start = 0;
            dispatched++;
        }
    }

    private void sample() {
        while (!closed) {
            long since = start;
            Thread thread = events;
            if (since != 0 && thread != null) {
                StackTraceElement[] stack = thread.getStackTrace();
                if (start == since) samples.add(stack);
            }
            try {
                Thread.sleep(BETWEEN_SAMPLES);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How many events there were. */
    public int dispatched() {
        return dispatched;
    }

    /** The events that took too long. */
    public List<String> late() {
        return List.copyOf(late);
    }

    /** The frames in which the event thread was found in one of some packages or classes, by the beginnings of their names. */
    public List<String> working(String... prefixes) {
        List<String> found = new ArrayList<>();
        for (StackTraceElement[] stack : List.copyOf(samples))
            for (StackTraceElement frame : stack)
                for (String prefix : prefixes) if (frame.getClassName().startsWith(prefix)) found.add(frame.toString());
        return found;
    }

    /** Ends watching. */
    @Override
    public void close() {
        closed = true;
        sampler.interrupt();
        pop();
    }
}
