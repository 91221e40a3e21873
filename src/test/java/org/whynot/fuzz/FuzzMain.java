package org.whynot.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.whynot.util.Wait;

/**
 * Fuzzes formats in a process of its own, so that a decoder may crash:
 * {@code FuzzMain FORMAT[|FORMAT…] FIRST CASES SECONDS SCRATCH}.
 *
 * <p>Prints a line with the counts of each format and one for each find. The case under way lies in {@code SCRATCH/case}, for the
 * parent of a process that has crashed. Ends with exit code 3 if a case takes far too long.
 */
final class FuzzMain {

    /** The exit code where a case did not end. */
    static final int HANGS = 3;
    /** The exit code where the fuzzing itself failed. */
    static final int FAILED = 4;

    private static final long FAR_TOO_LONG = 3 * FuzzRun.LONGEST_NANOSECONDS;

    private FuzzMain() {}

    public static void main(String[] arguments) {
        try {
            fuzz(arguments);
        } catch (Throwable e) {
            // The watch would keep the process alive.
            e.printStackTrace();
            Runtime.getRuntime().halt(FAILED);
        }
    }

    private static void fuzz(String[] arguments) throws IOException {
        long first = Long.parseLong(arguments[1]);
        long cases = Long.parseLong(arguments[2]);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[3]));
        Path scratch = Path.of(arguments[4]);
        PrintStream out = System.out;
        // Libraries write there what they find; the results must stand alone.
        System.setOut(System.err);
        AtomicLong begun = new AtomicLong(System.nanoTime());
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        watch.scheduleAtFixedRate(
                () -> {
                    if (System.nanoTime() - begun.get() < FAR_TOO_LONG) return;
                    out.println(Wait.threadDump());
                    Runtime.getRuntime().halt(HANGS);
                },
                1,
                1,
                TimeUnit.SECONDS);
        Path at = scratch.resolve("case");
        boolean isClean = true;
        for (String format : arguments[0].split("\\|")) {
            begun.set(System.nanoTime());
            FuzzRun.Result result = run(format, scratch.resolve("files"), new Limits(first, cases, end), number -> {
                begun.set(System.nanoTime());
                note(at, format + ", case " + number);
            });
            print(format, result, out);
            isClean &= result.finds().isEmpty();
        }
        Runtime.getRuntime().halt(isClean ? 0 : 1);
    }

    /** How far a run goes: from a case on, so many, until a time. */
    private record Limits(long first, long cases, long end) {}

    private static FuzzRun.Result run(String format, Path folder, Limits limits, LongConsumer before)
            throws IOException {
        remove(folder);
        FuzzTarget target = FuzzTargets.ALL.get(format).make(Files.createDirectories(folder));
        return new FuzzRun(target).run(limits.first, limits.cases, () -> System.nanoTime() > limits.end, before);
    }

    static void print(String format, FuzzRun.Result result, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s: %d cases, %d opened, %.1f s, %d finds%n",
                format,
                result.cases(),
                result.opened(),
                result.seconds(),
                result.finds().size());
        for (FuzzRun.Find find : result.finds())
            out.println("  case " + find.number() + ": "
                    + find.problem().substring(0, Math.min(600, find.problem().length())));
        out.flush();
    }

    private static void note(Path at, String text) {
        try {
            Files.writeString(
                    at,
                    text,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.notExists(folder)) return;
        List<Path> all;
        try (Stream<Path> tree = Files.walk(folder)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) Files.delete(path);
    }
}
