package org.whynot.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.util.Progress;

/**
 * Each {@linkplain Works work} whose input is on a drive that gives a few hundred kilobytes a second: it takes longer and ends with the
 * same bytes, and it can be cancelled meanwhile.
 */
@Tag("slow")
class SlowDiskTest {

    private static final int DISK_MB = 48;
    /** So slow that a work's input takes about so long. */
    private static final double SECONDS = 1.5;

    private static final double NANOSECONDS = 1e9;
    /** After which part of the undisturbed time it is cancelled, seconds. */
    private static final double CANCELLED_AFTER = 0.3;
    /** A second, and what a busy machine and one reading of the system on a slow drive add to it. */
    private static final double SOON = 4;

    @TempDir
    Path folder;

    @AfterEach
    void usualCache() {
        System.clearProperty("whynot.cache");
    }

    @ParameterizedTest
    @MethodSource("org.whynot.faults.Works#names")
    @Timeout(600)
    void aSlowDriveChangesNothing(String name) throws Exception {
        Work work = Works.named(name);
        Path mounted = Files.createDirectories(folder.resolve("drive"));
        try (SlowDisk disk = SlowDisk.mount(folder.resolve("content"), mounted, DISK_MB)) {
            Path input = Files.createDirectories(mounted.resolve("input"));
            work.prepare(input);
            try (Stream<Path> files = Files.list(input)) {
                assumeFalse(files.findAny().isEmpty() && !work.readsPlace(), "It reads nothing.");
            }
            Path from = work.readsPlace() ? mounted : folder;
            Map<String, String> end;
            long bytes;
            try (Work.Turns turns = work.open(input)) {
                disk.limit(0);
                bytes = disk.read();
                end = new StateCheck(work, turns, from.resolve("undisturbed"))
                        .ends()
                        .get(0);
                bytes = disk.read() - bytes;
            }
            Path place = Files.createDirectories(from.resolve("slow").resolve("place"));
            Path cancelled = Files.createDirectories(from.resolve("slow").resolve("cancelled"));
            try (Work.Turns turns = work.open(input)) {
                turns.begin(place);
                turns.begin(cancelled);
                long rate = Math.max(1 << 14, (long) (bytes / SECONDS));
                disk.limit(rate);
                String seen = cancel(turns, cancelled);
                disk.limit(rate);
                long before = disk.read();
                long start = System.nanoTime();
                turns.run(place, 0);
                double seconds = (System.nanoTime() - start) / NANOSECONDS;
                long read = disk.read() - before;
                assertEquals(end, work.digests(place));
                assertTrue(seconds >= 0.5 * (read / (double) rate - 1), read + " bytes came in " + seconds + " s");
                StateCheck.report(String.format(
                        "%s: %d bytes at %d bytes a second in %.1f s; %s", name, read, rate, seconds, seen));
            }
        }
    }

    private static String cancel(Work.Turns turns, Path place) throws Exception {
        long cancel = System.nanoTime() + (long) (CANCELLED_AFTER * NANOSECONDS);
        try {
            turns.run(place, 0, Progress.quiet(() -> System.nanoTime() > cancel));
            return "done before it was cancelled";
        } catch (CancellationException e) {
            double late = (System.nanoTime() - cancel) / NANOSECONDS;
            assertTrue(late < SOON, "cancelled " + late + " s late");
            return String.format("cancelled within %.2f s", late);
        }
    }
}
