package org.whynot.frontend.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.whynot.classifier.Architecture;
import org.whynot.frontend.CommandException;
import org.whynot.util.Json;
import org.whynot.util.Progress;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;
import org.whynot.video.ClipFormat;

/** The same network, timed by a Python that has PyTorch: what one would use instead of this program. */
final class PyTorchBenchmark {

    private static final String SCRIPT = "pytorch_benchmark.py";
    private static final List<String> USUAL_NAMES = List.of("python3", "python");
    private static final long POLL_MILLISECONDS = 100;

    /** What is timed. */
    enum Kind {
        /** A forward pass. */
        FORWARD,
        /** A step of a training: forward pass, gradients, new weights; the clips lie in memory. */
        STEP;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the script prints.
     *
     * @param version of PyTorch
     * @param weights number of trained weights of its network
     * @param ms time of each pass or step, milliseconds
     */
    record Times(String version, long weights, double[] ms) {}

    private final String python;
    private final int threads;
    private final BooleanSupplier cancelled;

    private PyTorchBenchmark(String python, int threads, BooleanSupplier cancelled) {
        this.python = python;
        this.threads = threads;
        this.cancelled = cancelled;
    }

    /**
     * Finds a Python with PyTorch.
     *
     * @param named by the user; empty for one on the PATH
     * @param threads that PyTorch may take
     * @param cancelled asked all the time
     * @return null if none was named and there is none on the PATH
     * @throws CommandException if the one that was named can't be started, or lacks PyTorch
     */
    static PyTorchBenchmark find(String named, int threads, BooleanSupplier cancelled) throws IOException {
        Path folder = TemporaryFolders.make("pytorch");
        try {
            for (String python : named.isEmpty() ? USUAL_NAMES : List.of(named)) {
                PyTorchBenchmark found = new PyTorchBenchmark(python, threads, cancelled);
                try {
                    found.output(folder, List.of("-c", "import torch"));
                    return found;
                } catch (CommandException e) {
                    if (!named.isEmpty()) throw e;
                }
            }
            return null;
        } finally {
            StagedFiles.removeTree(folder);
        }
    }

    /**
     * Times the network with drawn weights, after a first time that does not count.
     *
     * @param architecture its shape, with one fully connected layer
     * @param classes number of classes
     * @param input what it is fed
     * @param clips in a pass or step
     * @throws CommandException if Python fails; a sentence with its last line
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Times time(Kind kind, Architecture architecture, int classes, ClipFormat input, int clips, int repeats)
            throws IOException {
        Path folder = TemporaryFolders.make("pytorch");
        try {
            Path script = folder.resolve(SCRIPT);
            try (InputStream text = PyTorchBenchmark.class.getResourceAsStream(SCRIPT)) {
                Files.copy(text, script);
            }
            String widths = IntStream.of(architecture.widths())
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(","));
            List<String> arguments = new ArrayList<>(List.of(script.toString(), kind.word(), widths));
            Stream.of(
                            architecture.cellSize(),
                            classes,
                            clips,
                            input.frames(),
                            input.height(),
                            input.width(),
                            threads,
                            repeats)
                    .map(String::valueOf)
                    .forEach(arguments::add);
            String last = output(folder, arguments);
            try {
                return Json.read(last, Times.class);
            } catch (IllegalArgumentException e) {
                throw failed(last, e);
            }
        } finally {
            StagedFiles.removeTree(folder);
        }
    }

    /** The last line that Python prints; empty if it prints none. */
    private String output(Path folder, List<String> arguments) throws IOException {
        // Into a file: the pipe of a program that prints much would fill while we wait for it.
        Path printed = folder.resolve("printed.txt");
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
        } catch (IOException e) {
            throw failed("it can't be started", e);
        }
        await(process);
        String last = new String(Files.readAllBytes(printed), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .reduce("", (before, line) -> line);
        if (process.exitValue() != 0)
            throw failed(last.isEmpty() ? "it ended with " + process.exitValue() : last, null);
        return last;
    }

    private CommandException failed(String reason, Exception cause) {
        return new CommandException(
                "'" + python + "' could not run the network in PyTorch: " + reason
                        + ". Name a Python that has torch with --" + Benchmark.PYTHON + ", or leave it out.",
                cause);
    }

    private void await(Process process) {
        try {
            while (!process.waitFor(POLL_MILLISECONDS, TimeUnit.MILLISECONDS))
                if (cancelled.getAsBoolean()) throw Progress.cancelled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Progress.cancelled();
        } finally {
            process.destroyForcibly();
        }
    }
}
