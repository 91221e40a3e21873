package org.whynot.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
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
import java.util.stream.Stream;

/** Opens damaged files one after another and collects what should not happen. */
final class FuzzRun {

    /** A damaged file is opened or refused within this; no real one of these sizes takes a tenth of it. */
    static final long LONGEST_NANOSECONDS = TimeUnit.SECONDS.toNanos(20);

    private static final int CASES_PER_LOOK = 50;
    /** Pipes of the engine and pools of threads are opened once and kept. */
    private static final int HANDLES_OF_THE_MACHINE = 8;

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

    FuzzRun(FuzzTarget target) throws IOException {
        this.target = target;
        for (Path file : target.files()) whole.put(file, Files.readAllBytes(file));
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
        Map<String, Find> finds = new LinkedHashMap<>();
        Map<String, Long> listing = listing();
        long start = System.nanoTime();
        long opened = 0;
        long number = first;
        // What is opened once and stays open is no leak.
        open(target.files().get(0));
        int handles = handles().size();
        for (; number < first + most && !isOver.getAsBoolean(); number++) {
            before.accept(number);
            long begun = System.nanoTime();
            Path file = damage(number);
            Optional<Throwable> failure = open(file);
            if (failure.isEmpty()) opened++;
            long at = number;
            failure.flatMap(f -> Oracle.problem(f, target, file.getFileName().toString())
                            .map(p -> f.getClass().getSimpleName() + " (" + file.getFileName() + "): " + p + place(f)))
                    .ifPresent(problem -> finds.putIfAbsent(kind(problem), new Find(at, problem)));
            if (System.nanoTime() - begun > LONGEST_NANOSECONDS)
                finds.putIfAbsent("slow", new Find(at, "takes " + (System.nanoTime() - begun) / 1_000_000 + " ms"));
            Files.write(file, whole.get(file));
            if (number % CASES_PER_LOOK == 0 && !listing().equals(listing)) {
                finds.putIfAbsent("written", new Find(at, "something was written: " + listing()));
                break;
            }
        }
        List<String> open = handles();
        if (open.size() > handles + HANDLES_OF_THE_MACHINE)
            finds.put("handles", new Find(first, (open.size() - handles) + " file handles stayed open: " + open));
        return new Result(number - first, opened, (System.nanoTime() - start) / 1e9, finds.values());
    }

    /** Writes the file of a case; the file as it was must be written again afterwards. */
    Path damage(long number) throws IOException {
        Random random = new Random(number * 0x9E3779B97F4A7C15L + target.name().hashCode());
        List<Path> files = target.files();
        Path file = files.get(random.nextInt(files.size()));
        Files.write(file, Damage.damage(whole.get(file), target.isText(), random));
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
            if (e.getClassName().startsWith("org.whynot.") && !e.getClassName().contains(".fuzz."))
                return " [" + e.getClassName().replaceFirst(".*\\.", "") + ":" + e.getLineNumber() + "]";
        return "";
    }

    private Map<String, Long> listing() throws IOException {
        Map<String, Long> listing = new TreeMap<>();
        try (Stream<Path> all = Files.walk(target.folder())) {
            List<Path> files = new ArrayList<>(all.filter(Files::isRegularFile).toList());
            for (Path file : files) listing.put(target.folder().relativize(file).toString(), Files.size(file));
        }
        return listing;
    }

    /** The open files of this process, without what Java has loaded; none where the machine does not tell. */
    private static List<String> handles() {
        List<String> names = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path handle : open.toList())
                if (Files.isSymbolicLink(handle))
                    names.add(Files.readSymbolicLink(handle).toString());
        } catch (IOException | UncheckedIOException notLinux) {
            names.clear();
        }
        names.removeIf(name -> name.endsWith(".jar") || name.contains(".so"));
        return names;
    }
}
