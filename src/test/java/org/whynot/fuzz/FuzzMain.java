package org.whynot.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.whynot.util.StagedFiles;
import org.whynot.util.Wait;

/**
 * Fuzzes formats in a process of its own, so that a decoder may crash:
 * {@code FuzzMain FORMAT[|FORMAT…] FIRST CASES SECONDS SCRATCH}, where SECONDS are the most for each format.
 *
 * <p>Prints a line with the counts of each format and one for each find. The case under way stands in {@code SCRATCH/case}, for the
 * parent of a process that has crashed. Ends with exit code 3 if a case takes far too long.
 */
final class FuzzMain {

    /** The exit code where a case did not end. */
    static final int HANGS = 3;
    /** The exit code where the fuzzing itself failed. */
    static final int FAILED = 4;

    private static final long FAR_TOO_LONG = 3 * FuzzRun.LONGEST_NANOSECONDS;
    private static final int LONGEST_NOTE = 200;
    private static final int LONGEST_FIND = 600;

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
        long seconds = Long.parseLong(arguments[3]);
        Path scratch = Path.of(arguments[4]);
        PrintStream out = System.out;
        // Libraries write there what they find; the results must stand alone.
        System.setOut(System.err);
        AtomicLong begun = new AtomicLong(System.nanoTime());
        watch(begun, out);
        MappedByteBuffer note = note(scratch.resolve("case"));
        boolean isClean = true;
        for (String format : arguments[0].split("\\|")) {
            begun.set(System.nanoTime());
            String begin = format + ", case ";
            FuzzRun.Result result = run(format, scratch, new Limits(first, cases, seconds), number -> {
                begun.set(System.nanoTime());
                write(note, begin.concat(Long.toString(number)));
            });
            print(format, result, out);
            isClean &= result.finds().isEmpty();
        }
        Runtime.getRuntime().halt(isClean ? 0 : 1);
    }

    private static void watch(AtomicLong begun, PrintStream out) {
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
    }

    /** How far a run goes: from a case on, so many, so long. */
    private record Limits(long first, long cases, long seconds) {}

    private static FuzzRun.Result run(String format, Path scratch, Limits limits, LongConsumer before)
            throws IOException {
        Path folder = scratch.resolve("files");
        if (Files.exists(folder)) StagedFiles.removeTree(folder);
        FuzzTarget target = FuzzTargets.ALL.get(format).make(Files.createDirectories(folder));
        // Where the program makes temporary files, if it was told to make them here.
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        FuzzRun run = new FuzzRun(target, temporary.startsWith(scratch) ? List.of(temporary) : List.of());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(limits.seconds);
        return run.run(limits.first, limits.cases, () -> System.nanoTime() > end, before);
    }

    private static void print(String format, FuzzRun.Result result, PrintStream out) {
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
                    + find.problem()
                            .substring(0, Math.min(LONGEST_FIND, find.problem().length())));
        out.flush();
    }

    /** A file in memory, which outlives the process and costs next to nothing. */
    private static MappedByteBuffer note(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, LONGEST_NOTE);
        }
    }

    private static void write(MappedByteBuffer note, String text) {
        note.put(0, Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), LONGEST_NOTE));
    }
}
