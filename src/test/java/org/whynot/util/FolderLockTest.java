package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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

    private static String other(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
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
