package org.whynot.cluster;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.whynot.frontend.FrontEnd;

/** Results on standard output, all else on standard error, which becomes the driver's log: progress as a line now and then. */
final class DriverFrontEnd implements FrontEnd {

    private static final long REPORT_EVERY_NANOS = 10_000_000_000L;

    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier cancelled;
    private long lastReport = System.nanoTime();

    /** @param cancelled whether the user wants to stop; asked from any thread */
    DriverFrontEnd(PrintStream out, PrintStream err, BooleanSupplier cancelled) {
        this.out = out;
        this.err = err;
        this.cancelled = cancelled;
    }

    @Override
    public synchronized void report(double fraction, String message) {
        long now = System.nanoTime();
        if (now - lastReport < REPORT_EVERY_NANOS) return;
        lastReport = now;
        err.println(message);
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public synchronized void note(String text) {
        err.println("whynot-spark: " + text);
    }

    @Override
    public synchronized void result(String text) {
        out.println(text);
    }

    @Override
    public synchronized void written(Path file) {
        out.println(file);
    }
}
