package org.whynot.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes in memory, which only an administrator of a Linux machine may make; tests skip elsewhere. */
final class SmallDisk implements AutoCloseable {

    private static final int PAGE = 4096;

    private final Path folder;
    private final Path filler;

    private SmallDisk(Path folder) {
        this.folder = folder;
        filler = folder.resolve("filler");
    }

    /**
     * Mounts one.
     *
     * @param folder empty
     */
    static SmallDisk mount(Path folder, long bytes) throws IOException, InterruptedException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "whynot-test", folder.toString()),
                "Skipped: this user may not mount a file system.");
        return new SmallDisk(folder);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    /** Fills it up to some free bytes, rounded down to pages. */
    void leave(long free) throws IOException {
        byte[] page = new byte[PAGE];
        long fill = Files.getFileStore(folder).getUsableSpace() / PAGE - free / PAGE;
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (long n = 0; n < fill; n++) out.write(page);
        }
    }

    /** Removes what fills it. */
    void empty() throws IOException {
        Files.deleteIfExists(filler);
    }

    /** Makes it read-only, or writable again. */
    void setReadOnly(boolean isReadOnly) throws IOException, InterruptedException {
        if (!run("mount", "-o", "remount," + (isReadOnly ? "ro" : "rw"), folder.toString()))
            throw new IOException("The file system can't be mounted again.");
    }

    @Override
    public void close() throws IOException {
        try {
            // Also where a file of it is still open.
            for (List<String> command : List.of(List.of("umount"), List.of("umount", "-l"))) {
                String[] all = new String[command.size() + 1];
                command.toArray(all);
                all[command.size()] = folder.toString();
                if (run(all)) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException(folder + " can't be unmounted.");
    }
}
