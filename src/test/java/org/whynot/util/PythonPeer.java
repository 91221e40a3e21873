package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Python that the environment variable {@code WHYNOT_PYTHON} names, for tests that compare with PyTorch.
 *
 * <pre>{@code
 * PythonPeer.orSkip(folder, "torch").run("src/test/resources/grad_cam.py", weights, out);
 * }</pre>
 */
public final class PythonPeer {

    private static final int PATIENCE_MINUTES = 10;

    /** What a process exits with that was ended by the signal SIGKILL. */
    private static final int KILLED = 137;

    private final String program;
    private final Path log;

    private PythonPeer(String program, Path log) {
        this.program = program;
        this.log = log;
    }

    /**
     * The Python; skips the test where the variable is not set, or that Python lacks a module.
     *
     * @param folder where what it prints is written to
     * @param modules that it must have
     */
    public static PythonPeer orSkip(Path folder, String... modules) throws IOException, InterruptedException {
        String program = System.getenv("WHYNOT_PYTHON");
        assumeTrue(program != null, "WHYNOT_PYTHON names no Python.");
        PythonPeer python = new PythonPeer(program, folder.resolve("python.log"));
        assumeTrue(
                python.exitCode("-c", "import " + String.join(", ", modules)) == 0,
                "The Python of WHYNOT_PYTHON lacks one of: " + String.join(", ", modules) + ".");
        return python;
    }

    /**
     * Runs it; fails where it fails, and skips the test where the system ended it because it wanted more memory than there is.
     *
     * @param arguments a script's path and its arguments, each as its text
     */
    public void run(Object... arguments) throws IOException, InterruptedException {
        int code = exitCode(arguments);
        assumeTrue(code != KILLED, "The system has killed Python, which wanted too much memory.");
        assertEquals(0, code, Files.readString(log));
    }

    private int exitCode(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        for (Object argument : arguments) command.add(argument.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "Python took too long.");
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }
}
