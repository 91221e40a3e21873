package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Java programs of outsiders: compiled against WhyNot, and run by a Java of their own. */
final class OutsideProgram {

    private static final int PATIENCE_SECONDS = 120;

    private OutsideProgram() {}

    /**
     * Compiles a program; SciJava's annotation processor runs as in any build.
     *
     * @return the folder of its classes
     */
    static Path compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "a JDK");
        Path classes = Files.createDirectory(source.resolveSibling("classes of " + source.getFileName()));
        StringWriter errors = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
            boolean done = compiler.getTask(errors, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertTrue(done, errors.toString());
        }
        return classes;
    }

    /**
     * Runs a main class, which must end with 0.
     *
     * @param classes of the program, before WhyNot's in the class path
     * @param environment besides that of this Java
     * @return what it printed to standard output
     */
    static String run(Path classes, Map<String, String> environment, String main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                classes + File.pathSeparator + System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        Path output = classes.resolveSibling("output.txt");
        Path errors = classes.resolveSibling("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        String said = Files.readString(output) + Files.readString(errors);
        assertTrue(ended, "still running; so far: " + said);
        assertEquals(0, process.exitValue(), said);
        return Files.readString(output);
    }
}
