package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Architecture;
import org.whynot.frontend.CommandException;
import org.whynot.util.PythonPeer;
import org.whynot.video.ClipFormat;

/** The network in PyTorch is the project's own, and a Python that can't run it is named. */
class PyTorchBenchmarkTest {

    private static final BooleanSupplier NEVER = () -> false;
    private static final ClipFormat SMALL =
            new ClipFormat(8, 32, 32, 1, ClipFormat.Resize.STRETCH, new float[] {0, 0, 0}, new float[] {1, 1, 1});

    @TempDir
    Path folder;

    @Test
    void aProgramThatIsNotThereIsNamed() {
        String missing = folder.resolve("python").toString();
        String sentence = assertThrows(CommandException.class, () -> PyTorchBenchmark.find(missing, 1, NEVER))
                .getMessage();
        assertTrue(sentence.contains(missing) && sentence.contains("--python"), sentence);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPythonWithoutTorchIsNamedWithItsLastLine() throws IOException {
        String python = program("echo 'Traceback'; echo \"ModuleNotFoundError: No module named 'torch'\"; exit 1");
        String sentence = assertThrows(CommandException.class, () -> PyTorchBenchmark.find(python, 1, NEVER))
                .getMessage();
        assertTrue(sentence.contains(python) && sentence.contains("No module named 'torch'"), sentence);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatPrintsSomethingElseIsRefused() throws IOException {
        PyTorchBenchmark other = PyTorchBenchmark.find(program("echo hello"), 1, NEVER);
        String sentence = assertThrows(
                        CommandException.class,
                        () -> other.time(PyTorchBenchmark.Kind.FORWARD, Architecture.LAPTOP, 4, SMALL, 2, 1))
                .getMessage();
        assertTrue(sentence.contains("hello"), sentence);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatTakesLongIsEndedWhenCancelled() throws IOException {
        Path number = folder.resolve("number");
        String python =
                program("echo $$ > '" + number + ".part'; mv '" + number + ".part' '" + number + "'; exec sleep 60");
        assertThrows(CancellationException.class, () -> PyTorchBenchmark.find(python, 1, () -> Files.exists(number)));
        ProcessHandle.of(Long.parseLong(Files.readString(number).strip()))
                .ifPresent(left -> left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    @Tag("slow")
    void theNetworkHasTheWeightsOfTheProjectsOwn() throws Exception {
        PythonPeer.orSkip(folder, "torch");
        PyTorchBenchmark python = PyTorchBenchmark.find(System.getenv("WHYNOT_PYTHON"), 1, NEVER);
        int[] widths = {4, 4, 8, 8, 16};
        for (int cell : new int[] {16, 8}) {
            Architecture architecture = new Architecture(widths, 1, cell);
            PyTorchBenchmark.Times forward = python.time(PyTorchBenchmark.Kind.FORWARD, architecture, 3, SMALL, 2, 5);
            PyTorchBenchmark.Times step = python.time(PyTorchBenchmark.Kind.STEP, architecture, 3, SMALL, 4, 3);
            assertEquals(5, forward.ms().length);
            assertEquals(3, step.ms().length);
            assertTrue(DoubleStream.of(forward.ms()).allMatch(ms -> ms > 0));
            long kernels = kernels(widths);
            int outputs = IntStream.of(4, 4, 4, 8, 8, 8, 8, 16, 16).sum() + 8 + 16;
            long last = 3 * 16 + 3;
            // Folded, every output of a convolution has a bias; before it has the gain and the offset of its
            // normalisation.
            assertEquals(kernels + outputs + last, forward.weights());
            assertEquals(kernels + 2 * outputs + last, step.weights());
        }
    }

    /** Weights of all kernels: the stem's, and those of each block's two convolutions and its shortcut. */
    private static long kernels(int[] widths) {
        long kernels = 27L * 3 * widths[0];
        for (int block = 1; block < widths.length; block++) {
            int from = widths[block - 1];
            int to = widths[block];
            kernels += 27L * from * to + 27L * to * to + (from == to ? 0 : (long) from * to);
        }
        return kernels;
    }

    private String program(String commands) throws IOException {
        Path file = folder.resolve("program");
        Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
