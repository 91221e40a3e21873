package org.whynot.util;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one place where threads are made. All have a name that a thread dump shows, don't keep the program from ending, and find
 * classes as this program's own code does: the engine and its natives are looked up through a thread's class loader, which in
 * plain ImageJ need not know our jar.
 */
public final class Threads {

    private Threads() {}

    /** A thread that is not started yet. */
    public static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(Threads.class.getClassLoader());
        return thread;
    }

    /**
     * A pool of threads of one name, which whoever makes it shuts down.
     *
     * @param count at least 1
     */
    public static ExecutorService pool(String name, int count) {
        return Executors.newFixedThreadPool(count, work -> daemon(name, work));
    }
}
