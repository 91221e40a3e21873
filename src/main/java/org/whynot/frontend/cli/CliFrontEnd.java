package org.whynot.frontend.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.whynot.frontend.FrontEnd;

/** The front end in a shell: results on standard output, all else on standard error, progress only if that is a terminal. */
final class CliFrontEnd implements FrontEnd {

    /** Set by scripts/whynot when standard error is a terminal; Java itself can't tell. */
    static final String TERMINAL = "whynot.terminal";

    private static final long REPORT_EVERY_NANOS = 200_000_000L;
    private static final int WIDTH = 78;

    private final PrintStream out;
    private final PrintStream err;
    private final BooleanSupplier cancelled;
    private final String prefix;
    private final boolean terminal = Boolean.getBoolean(TERMINAL);
    private long lastReport = System.nanoTime() - REPORT_EVERY_NANOS;
    private boolean lineOpen;

    CliFrontEnd(PrintStream out, PrintStream err, BooleanSupplier cancelled, String prefix) {
        this.out = out;
        this.err = err;
        this.cancelled = cancelled;
        this.prefix = prefix;
    }

    @Override
    public synchronized void report(double fraction, String message) {
        long now = System.nanoTime();
        if (!terminal || now - lastReport < REPORT_EVERY_NANOS) return;
        lastReport = now;
        String line = String.format("%3.0f %% %s", 100 * fraction, message);
        err.printf("\r%-" + WIDTH + "." + WIDTH + "s", line);
        err.flush();
        lineOpen = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled.getAsBoolean();
    }

    @Override
    public synchronized void note(String text) {
        finish();
        err.println("whynot: " + prefix + text);
    }

    @Override
    public synchronized void result(String text) {
        finish();
        out.println(prefix + text);
    }

    @Override
    public synchronized void written(Path file) {
        finish();
        out.println(file);
    }

    /** Wipes the progress line. */
    synchronized void finish() {
        if (!lineOpen) return;
        err.print("\r" + " ".repeat(WIDTH) + "\r");
        err.flush();
        lineOpen = false;
    }
}
