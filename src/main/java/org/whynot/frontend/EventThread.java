package org.whynot.frontend;

import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CancellationException;

/**
 * Shows modal dialogs on the event thread. A modal dialog that another thread shows can be answered, by a key that was
 * pressed already, before that thread begins to wait for the answer; then it waits forever.
 */
public final class EventThread {

    private EventThread() {}

    /**
     * Runs something on the event thread and waits for its end; without a display it runs on the calling thread.
     *
     * @throws RuntimeException what it threw
     * @throws CancellationException if the calling thread is interrupted meanwhile
     */
    public static void run(Runnable work) {
        if (GraphicsEnvironment.isHeadless() || EventQueue.isDispatchThread()) {
            work.run();
            return;
        }
        try {
            EventQueue.invokeAndWait(work);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) throw thrown;
            if (e.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }
}
