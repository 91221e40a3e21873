package org.whynot.util;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one place where threads are made. All have a name that a thread dump shows, don't keep the program from ending, and find
 * classes as this program's own code does: the engine and its natives are looked up through a thread's class loader, which in
 * plain ImageJ need not know our jar.
 */
public final class Threads {

    /** How long an idle thread of {@link #kept} is kept: longer than the pause between two videos or two clicks, seconds. */
    private static final long KEPT_SECONDS = 5;

    private static final ConcurrentMap<String, Executor> KEPT = new ConcurrentHashMap<>();

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

    /**
     * Threads of one name that all of the program shares, as many as there are tasks at a time. One that has become idle takes
     * the next task, and ends when none comes for some seconds.
     *
     * <p>For work that calls the engine. The allocator of the C library and the engine's own threads hold memory for every
     * thread that calls them: with a fresh thread for every run, a process that explains one video after another held 400 MB
     * more, and took a tenth more time.
     */
    public static Executor kept(String name) {
        return KEPT.computeIfAbsent(
                name,
                of -> new ThreadPoolExecutor(
                        0,
                        Integer.MAX_VALUE,
                        KEPT_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> daemon(of, work)));
    }
}
