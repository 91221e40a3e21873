package org.whynot.cluster;

import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import org.whynot.frontend.Messages;
import org.whynot.frontend.UsageException;
import org.whynot.util.Threads;

/**
 * The command line of the cluster: {@code whynot-spark COMMAND [--master URL] [--dry-run] [--parameter value ...]}; also the main
 * class for {@code spark-submit}.
 *
 * <pre>{@code
 * scripts/whynot-spark explain-folder --master "local[*]" --model cells --input videos --output results
 * }</pre>
 *
 * Ends the process with 0 when done, 1 when it failed, 2 when it was called wrongly, 130 when it was interrupted.
 */
public final class Main {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int CANCELLED = 130;
    private static final int SECONDS_TO_STOP = 10;

    private Main() {}

    /** Runs the command that the arguments name, and ends the process. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        // Streams cached in files are closed by a hook of their own while the work is still writing to them.
        ImageIO.setUseCache(false);
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Threads.daemon("WhyNot waits for its work to stop", () -> {
            cancelled.set(true);
            try {
                ended.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        PrintStream results = System.out;
        // Libraries log to standard output, which is for results only.
        System.setOut(System.err);
        int code;
        try {
            code = run(results, System.err, cancelled, args);
        } finally {
            ended.countDown();
        }
        System.exit(code);
    }

    /** Runs a command line and returns the exit code; never throws. */
    static int run(PrintStream out, PrintStream err, AtomicBoolean cancelled, String... args) {
        try {
            SparkCommand.run(new DriverFrontEnd(out, err, cancelled::get), args);
            return DONE;
        } catch (UsageException e) {
            err.println(
                    "whynot-spark: " + Messages.sentence(e)
                            + " 'whynot-spark --help' lists the commands, 'whynot-spark COMMAND --help' a command's parameters.");
            return WRONG_USAGE;
        } catch (CancellationException e) {
            err.println("whynot-spark: Cancelled.");
            return CANCELLED;
        } catch (Exception | LinkageError | VirtualMachineError e) {
            err.println("whynot-spark: " + (cancelled.get() ? "Cancelled." : Messages.sentence(e)));
            return cancelled.get() ? CANCELLED : FAILED;
        }
    }
}
