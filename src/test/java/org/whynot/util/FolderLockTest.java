package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    Path temporary;

    /** Another Java, as locks of the operating system are between programs. */
    public static final class Other {

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            System.out.print(FolderLock.isTaken(folder.resolve(FolderLock.FILE)) + " "
                    + FolderLock.take(folder).isPresent());
        }
    }

    /** Takes and gives up the lock for some seconds; ends with 1 if it was not alone while it had it. */
    public static final class Contender {

        private static final long SECONDS = 3;

        public static void main(String[] arguments) throws IOException {
            Path folder = Path.of(arguments[0]);
            Path inside = folder.resolve("inside");
            int held = 0;
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (System.nanoTime() < end) {
                Optional<FolderLock> lock = FolderLock.take(folder);
                if (lock.isEmpty()) continue;
                try {
                    Files.createFile(inside);
                    for (int i = 0; i < 1000; i++) Thread.onSpinWait();
                    Files.delete(inside);
                } catch (FileAlreadyExistsException | NoSuchFileException e) {
                    System.out.print("not alone after " + held);
                    Runtime.getRuntime().halt(1);
                }
                held++;
                lock.get().close();
            }
            System.out.print(held);
        }
    }

    /** One opens the file, another removes it and gives the lock up, a third makes a new one: two would have it. */
    @Test
    @Tag("slow")
    void ofManyWhoTakeItAndGiveItUpNeverTwoHaveIt() throws Exception {
        List<Process> contenders = new ArrayList<>();
        for (int i = 0; i < 4; i++) contenders.add(start(Contender.class, temporary));
        int held = 0;
        for (Process contender : contenders) {
            String said = new String(contender.getInputStream().readAllBytes());
            assertEquals(0, Wait.forEnd(contender), said);
            held += Integer.parseInt(said);
        }
        assertTrue(held > 100, "held " + held + " times");
    }

    private static Process start(Class<?> main, Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String other(Path folder) throws IOException, InterruptedException {
        Process process = start(Other.class, folder);
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return said;
    }

    @Test
    void onlyOneProgramHasAFolder() throws Exception {
        Path folder = temporary.resolve("new");
        try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
            assertTrue(lock.isThere());
            assertEquals("true false", other(folder));
        }
        assertFalse(Files.exists(folder.resolve(FolderLock.FILE)));
        assertEquals("false true", other(folder));
    }

    @Test
    void askingAgainDoesNotGiveTheLockUp() throws Exception {
        try (FolderLock lock = FolderLock.take(temporary).orElseThrow()) {
            assertTrue(FolderLock.isTaken(temporary.resolve(FolderLock.FILE)));
            assertEquals(Optional.empty(), FolderLock.take(temporary));
            assertEquals(
                    Optional.empty(), FolderLock.take(temporary.resolve("..").resolve(temporary.getFileName())));
            assertEquals("true false", other(temporary));
            assertTrue(lock.isThere());
        }
        FolderLock.take(temporary).orElseThrow().close();
    }

    @Test
    void aFolderMayHaveSeveralLocks() throws IOException {
        try (FolderLock one = FolderLock.take(temporary, "one").orElseThrow();
                FolderLock two = FolderLock.take(temporary, "two").orElseThrow()) {
            assertTrue(one.isThere() && two.isThere());
            assertFalse(FolderLock.isTaken(temporary.resolve(FolderLock.FILE)));
        }
    }
}
