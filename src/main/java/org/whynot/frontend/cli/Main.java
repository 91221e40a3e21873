package org.whynot.frontend.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.whynot.util.Threads;

/**
 * The command line: {@code whynot COMMAND [--parameter value ...] [VIDEO ...]}.
 *
 * <pre>{@code
 * scripts/whynot explain --model cells --why-not apoptosis --save-to results clip.avi
 * }</pre>
 *
 * Ends the process with 0 when done, 1 when it failed, 2 when it was called wrongly, 130 when it was interrupted.
 */
public final class Main {

    private static final int SECONDS_TO_STOP = 10;

    private Main() {}

    /** Runs the command that the arguments name, and ends the process. */
    public static void main(String[] args) {
        boolean window = args.length > 0 && args[0].equals(Cli.WINDOW);
        // Before anything touches AWT: a shell without a display must do.
        if (!window) System.setProperty("java.awt.headless", "true");
        // Streams cached in files are closed by a hook of their own while the work is still writing to them.
        ImageIO.setUseCache(false);
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        // Ctrl-C runs this hook while the work continues; the process ends (with 130) once the work has stopped.
        Thread hook = Threads.daemon("WhyNot waits for its work to stop", () -> {
            cancelled.set(true);
            try {
                ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        // A window has no work to wait for: closing it ends the process.
        if (!window) Runtime.getRuntime().addShutdownHook(hook);
        PrintStream results = System.out;
        // ImageJ's readers log to standard output, which is for results only.
        System.setOut(System.err);
        int code;
        try {
            code = new Cli(results, System.err, cancelled::get).run(args);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }
}
