package org.whynot.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What opening files leaves behind and takes: files, file handles, threads, time of the processor, memory. */
final class Resources {

    /** Pipes of the engine and pools of threads are opened once and kept. */
    private static final int HANDLES_OF_THE_MACHINE = 8;

    private static final int THREADS_OF_THE_MACHINE = 8;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Path> folders = new ArrayList<>();
    private Map<String, Long> listing;
    private int handles;
    private int running;

    Resources(Path folder, List<Path> others) {
        folders.add(folder);
        folders.addAll(others);
    }

    /** Takes what is there now as what may be there. */
    void start() throws IOException {
        listing = listing();
        handles = handles().size();
        running = threads.getThreadCount();
    }

    /** Of this thread. */
    long cpuNanoseconds() {
        return threads.getCurrentThreadCpuTime();
    }

    /** Of this thread, all that was freed again counted. */
    long allocatedBytes() {
        return threads.getCurrentThreadAllocatedBytes();
    }

    /** The files that have come, gone or changed since; they may from now on. */
    Optional<String> written() throws IOException {
        Map<String, Long> now = listing();
        if (now.equals(listing)) return Optional.empty();
        Map<String, Long> changed = new TreeMap<>(now);
        changed.entrySet().removeAll(listing.entrySet());
        listing.keySet().stream().filter(file -> !now.containsKey(file)).forEach(file -> changed.put(file, -1L));
        listing = now;
        return Optional.of(changed.toString());
    }

    /** What has stayed open or goes on running. */
    Optional<String> open() {
        List<String> open = handles();
        if (open.size() > handles + HANDLES_OF_THE_MACHINE)
            return Optional.of((open.size() - handles) + " file handles stayed open: " + open);
        int now = threads.getThreadCount();
        if (now > running + THREADS_OF_THE_MACHINE)
            return Optional.of((now - running) + " threads go on running: "
                    + Thread.getAllStackTraces().keySet().stream()
                            .map(Thread::getName)
                            .sorted()
                            .toList());
        return Optional.empty();
    }

    private Map<String, Long> listing() throws IOException {
        Map<String, Long> all = new TreeMap<>();
        for (Path folder : folders)
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.toList())
                    all.put(path.toString(), Files.isDirectory(path) ? 0 : Files.size(path));
            }
        return all;
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
        names.removeIf(name -> name.endsWith(".jar") || name.contains(".so") || name.contains("/fonts/"));
        return names;
    }
}
