package org.whynot.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.whynot.fuzz.FuzzTarget.Kind;

/** Opens damaged files one after another and collects what should not happen. */
final class FuzzRun {

    /** A damaged file is opened or refused within this; no real one of these sizes takes a tenth of it. */
    static final long LONGEST_NANOSECONDS = TimeUnit.SECONDS.toNanos(20);

    /** Work that a file of these sizes can ask for, where it is no video. */
    private static final long MOST_CPU_NANOSECONDS = TimeUnit.SECONDS.toNanos(3);

    /** Memory that a file of these sizes can ask for, where it is no video, all that was freed again counted. */
    private static final long MOST_BYTES = 256L << 20;

    /** And for each byte of the file. */
    private static final int MOST_BYTES_PER_BYTE = 100;

    private static final int CASES_PER_LOOK = 50;
    private static final int LOOKS_PER_COUNT = 10;

    /**
     * Something that should not happen.
     *
     * @param number of the first case that shows it
     * @param problem what is wrong, in words
     */
    record Find(long number, String problem) {}

    /**
     * What came of a run.
     *
     * @param cases how many files were opened
     * @param opened how many of them opened, the others were refused
     * @param seconds how long it took
     * @param finds what should not happen, each kind once
     */
    record Result(long cases, long opened, double seconds, Collection<Find> finds) {}

    private final FuzzTarget target;
    private final Map<Path, byte[]> whole = new TreeMap<>();
    private final Map<Path, byte[]> sealed = new TreeMap<>();
    private final Map<String, Find> finds = new LinkedHashMap<>();
    private final Resources resources;

    /** @param scratch where nothing may be left either, beside the target's folder */
    FuzzRun(FuzzTarget target, List<Path> scratch) throws IOException {
        this.target = target;
        for (Path file : target.files()) {
            whole.put(file, Files.readAllBytes(file));
            sealed.put(file, target.seal().apply(whole.get(file)));
            Files.write(file, sealed.get(file));
        }
        resources = new Resources(target.folder(), scratch);
    }

    /**
     * Runs cases.
     *
     * @param first number of the first case; a case is the same in every run
     * @param most how many
     * @param isOver whether to stop earlier
     * @param before receives the number of each case before it is run
     */
    Result run(long first, long most, BooleanSupplier isOver, LongConsumer before) throws IOException {
        long start = System.nanoTime();
        long opened = 0;
        long number = first;
        // What is opened once and stays open is no leak.
        open(target.files().get(0)).ifPresent(e -> note(first, "The whole file does not open: " + e));
        resources.start();
        for (; number < first + most && !isOver.getAsBoolean(); number++) {
            before.accept(number);
            if (isOpened(number)) opened++;
            if ((number - first) % CASES_PER_LOOK == CASES_PER_LOOK - 1) look(number, false);
        }
        look(number - 1, true);
        return new Result(number - first, opened, (System.nanoTime() - start) / 1e9, finds.values());
    }

    private boolean isOpened(long number) throws IOException {
        Path file = damage(number);
        long begun = System.nanoTime();
        long cpu = resources.cpuNanoseconds();
        long bytes = resources.allocatedBytes();
        Optional<Throwable> failure = open(file);
        long took = System.nanoTime() - begun;
        if (took > LONGEST_NANOSECONDS) note(number, "takes " + took / 1_000_000 + " ms");
        if (target.kind() != Kind.VIDEO && Files.exists(file)) {
            long worked = resources.cpuNanoseconds() - cpu;
            long allocated = resources.allocatedBytes() - bytes;
            if (worked > MOST_CPU_NANOSECONDS) note(number, "computes for " + worked / 1_000_000 + " ms");
            if (allocated > MOST_BYTES + MOST_BYTES_PER_BYTE * Files.size(file))
                note(number, "takes " + (allocated >> 20) + " MB of memory");
        }
        failure.ifPresent(f -> judge(number, file, f));
        Files.write(file, sealed.get(file));
        return failure.isEmpty();
    }

    private void judge(long number, Path file, Throwable failure) {
        String name = file.getFileName().toString();
        Oracle.problem(failure, target, name).ifPresent(problem -> {
            boolean isNew =
                    note(number, failure.getClass().getSimpleName() + " (" + name + "): " + problem + place(failure));
            // For whoever looks into it; the finds themselves are short.
            if (isNew) failure.printStackTrace();
        });
    }

    private boolean note(long number, String problem) {
        return finds.putIfAbsent(kind(problem), new Find(number, problem)) == null;
    }

    private void look(long number, boolean isEnd) throws IOException {
        resources.written().ifPresent(files -> note(number, "something was written: " + files));
        if (isEnd || number / CASES_PER_LOOK % LOOKS_PER_COUNT == 0)
            resources.open().ifPresent(left -> note(number, left));
    }

    /** Writes the file of a case; the file as it was must be written again afterwards. */
    Path damage(long number) throws IOException {
        Random random = new Random(number * 0x9E3779B97F4A7C15L + target.name().hashCode());
        List<Path> files = target.files();
        Path file = files.get(random.nextInt(files.size()));
        byte[] other = whole.get(files.get(random.nextInt(files.size())));
        byte[] damaged = Damage.damage(whole.get(file), other, target.kind() == Kind.TEXT, random);
        Files.write(file, target.seal().apply(damaged));
        // Files of the same length are told apart by their times, of which two cases could have the same.
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(number)));
        return file;
    }

    private Optional<Throwable> open(Path file) {
        try {
            target.opening().open(file);
            return Optional.empty();
        } catch (Throwable failure) {
            return Optional.of(failure);
        }
    }

    /** Problems that differ in numbers and names only are of one kind. */
    private static String kind(String problem) {
        String text = problem.replaceAll("'[^']*'|\"[^\"]*\"|0x[0-9a-f]+|\\d+", "");
        return text.substring(0, Math.min(120, text.length()));
    }

    private static String place(Throwable failure) {
        for (StackTraceElement e : failure.getStackTrace())
            if (e.getClassName().startsWith("org.whynot.") && !e.getClassName().contains("Fuzz"))
                return " [" + e.getClassName().replaceFirst(".*\\.", "") + ":" + e.getLineNumber() + "]";
        return "";
    }
}
