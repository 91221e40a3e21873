package org.whynot.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A file system in a file whose device gives so many bytes a second and no more, as a network drive does; only an administrator of a
 * Linux machine may make it, tests skip elsewhere.
 */
final class SlowDisk implements AutoCloseable {

    private static final Path LIMITS = Path.of("/sys/fs/cgroup/blkio/blkio.throttle.read_bps_device");
    private static final int SECTOR = 512;
    private static final int SECTORS_READ = 2;
    private static final long MB = 1 << 20;

    private final Path folder;
    private final String device;
    private final String number;

    private SlowDisk(Path folder, String device, String number) {
        this.folder = folder;
        this.device = device;
        this.number = number;
    }

    /**
     * Mounts one, not slow yet.
     *
     * @param file for its content, not there yet
     * @param folder where it is mounted, empty
     */
    static SlowDisk mount(Path file, Path folder, int megabytes) throws IOException, InterruptedException {
        assumeTrue(Files.isWritable(LIMITS), "Skipped: this system has no limits for devices that this user may set.");
        try (var empty = java.nio.channels.FileChannel.open(
                file, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            empty.write(java.nio.ByteBuffer.allocate(1), megabytes * MB - 1);
        }
        assumeTrue(run("mkfs.ext4", "-q", file + "") != null, "Skipped: no file system can be made.");
        String device = run("losetup", "-f", "--show", file + "");
        assumeTrue(device != null, "Skipped: this user may not make a device of a file.");
        String number = run("stat", "-c", "%Hr:%Lr", device);
        SlowDisk disk = new SlowDisk(folder, device, number);
        if (number == null || run("mount", device, folder + "") == null) {
            run("losetup", "-d", device);
            assumeTrue(false, "Skipped: this user may not mount a file system.");
        }
        return disk;
    }

    /** What a command has printed; null where it failed. */
    private static String run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes()).strip();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : null;
        } catch (IOException noSuchProgram) {
            return null;
        }
    }

    /** Lets it give so many bytes a second from now on, 0 for as many as it can, and forgets what was read of its files. */
    void limit(long bytesPerSecond) throws IOException, InterruptedException {
        run("sync", "-f", folder + "");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                if (run("dd", "if=" + file, "iflag=nocache", "count=0") == null)
                    throw new IOException("What was read of " + file + " can't be forgotten.");
        }
        Files.writeString(LIMITS, number + " " + bytesPerSecond);
    }

    /** Bytes that were read of the device so far. */
    long read() throws IOException {
        String name = device.substring(device.lastIndexOf('/') + 1);
        String[] numbers =
                Files.readString(Path.of("/sys/block", name, "stat")).strip().split("\\s+");
        return SECTOR * Long.parseLong(numbers[SECTORS_READ]);
    }

    @Override
    public void close() throws IOException {
        Files.writeString(LIMITS, number + " 0");
        try {
            if (run("umount", folder + "") == null) run("umount", "-l", folder + "");
            if (run("losetup", "-d", device) == null) throw new IOException(device + " is still in use.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
