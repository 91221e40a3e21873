package org.whynot.frontend.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.whynot.installation.MadeUpFiji.content;
import static org.whynot.installation.MadeUpFiji.file;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Wait;

/** The scripts for both kinds of shells, and those for sh with a release that is put together from the classes under test. */
class ScriptsTest {

    private static final Path SCRIPTS = Path.of("scripts");

    @TempDir
    Path folder;

    private String said;

    @BeforeEach
    void needScripts() {
        assumeTrue(Files.isDirectory(SCRIPTS), "The scripts are not here; run from the project's folder. Skipped.");
    }

    private static String text(String script) throws IOException {
        return Files.readString(SCRIPTS.resolve(script));
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) found.add(matcher.group(1));
        return found;
    }

    @Test
    void bothShellsStartTheSameProgramWithTheSameOptions() throws IOException {
        String unix = text("whynot");
        String windows = text("whynot.bat");
        for (String pattern : List.of(
                "(org\\.whynot\\.[\\w.]*Main)",
                "(-Dai\\.djl\\S+|-Dorg\\S+) ",
                "(--enable-native-access=\\S+?)[\"\\s]",
                "\\b(OMP_WAIT_POLICY|TORCH_CPP_LOG_LEVEL|WHYNOT_JAVA_OPTS|WHYNOT_FIJI_JAVA|JAVA_HOME)\\b",
                "(-Dmaven\\S+|dependency:\\S+|-DincludeScope=\\S+|-DoutputDirectory=[\\w/]+)",
                "(?:-ge|GEQ|-lt) (17|24)")) {
            Set<String> options = found(pattern, unix);
            assertTrue(!options.isEmpty(), pattern);
            assertEquals(options, found(pattern, windows), pattern);
        }
        assertEquals(
                found("(install-into-fiji) [\"%]", text("install-into-fiji")),
                found("(install-into-fiji) [\"%]", text("install-into-fiji.bat")));
    }

    @Test
    void scriptsForWindowsHaveItsLineEndsAndOnlyAscii() throws IOException {
        for (String script : List.of("whynot.bat", "install-into-fiji.bat")) {
            String text = text(script);
            assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(text), script);
            // Git gives them these line ends on every system.
            assertTrue(Pattern.compile("(?m)^\\*\\.bat text eol=crlf$")
                    .matcher(Files.readString(Path.of(".gitattributes")))
                    .find());
            for (String label : found("(?:goto|call) :?([a-z]+)\\b(?! *-)", text.replace("call mvn", "")))
                assertTrue(text.contains("\n:" + label), script + " has no label " + label);
        }
    }

    private int run(Path script, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // As on a cluster, where neither the language nor much else is set.
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Wait.forEnd(process);
    }

    /** A jar of the classes under test, with links to their libraries beside it. */
    private Path release() throws IOException {
        Path release = folder.resolve("Müllers release");
        Path lib = Files.createDirectories(release.resolve("lib"));
        Path classes = Path.of("target", "classes");
        assumeTrue(Files.isDirectory(classes), "The classes are not in target/classes. Skipped.");
        try (OutputStream out = Files.newOutputStream(lib.resolve("WhyNot_-0.1.0.jar"));
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            zip.setLevel(0);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry).toAbsolutePath();
            if (entry.endsWith(".jar")) Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
        }
        file(release.resolve("models/cells/model.json"), "{}");
        Files.createDirectories(release.resolve("scripts"));
        for (String script : List.of("whynot", "install-into-fiji"))
            Files.copy(SCRIPTS.resolve(script), release.resolve("scripts").resolve(script));
        release.resolve("scripts/whynot").toFile().setExecutable(true);
        return release;
    }

    /** Spark 4 runs on Java 17 and newer only; its own message about an older one is a stack trace. */
    @Test
    void aClusterNeedsJava17() throws Exception {
        assumeTrue(File.separatorChar == '/', "The script is for Linux and macOS; skipped on Windows.");
        Path submit = program("spark/bin/spark-submit", "echo submitted: \"$@\"");
        for (String version : List.of("11.0.2", "1.8.0_402", "17.0.15", "25")) {
            Path java = program(
                    "java " + version + "/bin/java", "echo 'openjdk version \"" + version + "\" 2025-04-15' >&2");
            ProcessBuilder builder = new ProcessBuilder(
                            "sh", SCRIPTS.resolve("whynot-spark").toString(), "explain-folder", "--master", "yarn")
                    .redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", java.getParent().getParent().toString());
            builder.environment()
                    .put("SPARK_HOME", submit.getParent().getParent().toString());
            builder.environment().put("WHYNOT_CLUSTER_JAR", submit.toString());
            Process process = builder.start();
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isEnough = !version.startsWith("1.") && !version.startsWith("11");
            assertEquals(isEnough ? 0 : 1, Wait.forEnd(process), said);
            assertTrue(
                    said.startsWith(
                            isEnough
                                    ? "submitted: --master yarn "
                                    : "whynot-spark: Spark 4 needs Java 17 or newer, here and"),
                    said);
        }
    }

    @Test
    void aJarInAnImageOrInHdfsIsForSparkToFind() throws Exception {
        assumeTrue(File.separatorChar == '/', "The script is for Linux and macOS; skipped on Windows.");
        Path submit = program("spark/bin/spark-submit", "echo submitted: \"$@\"");
        Path java = program("java 21/bin/java", "echo 'openjdk version \"21.0.2\" 2024-01-16' >&2");
        for (String jar : List.of("local:///opt/whynot.jar", "hdfs:///apps/whynot.jar", "/nowhere/whynot.jar")) {
            Map<String, String> environment = Map.of(
                    "JAVA_HOME", java.getParent().getParent().toString(),
                    "SPARK_HOME", submit.getParent().getParent().toString(),
                    "WHYNOT_CLUSTER_JAR", jar);
            boolean isAddress = jar.contains(":");
            int code =
                    script(environment, "sh", SCRIPTS.resolve("whynot-spark").toString(), "evaluate", "--master=yarn");
            assertEquals(isAddress ? 0 : 1, code, said);
            assertTrue(
                    said.contains(
                            isAddress ? " " + jar + " evaluate --master=yarn" : "The jar for clusters is missing."),
                    said);
        }
    }

    @Test
    void anArrayThatDoesOneShardAgainIsToldHowManyThereAre() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "The script is for Slurm, which runs it with bash.");
        Path whynot = program("home/scripts/whynot", "echo \"$@\"");
        String home = whynot.getParent().getParent().toString();
        String[] job = {
            "/bin/bash", SCRIPTS.resolve("explain-folder.sbatch").toString(), "videos", "results", "--model=m"
        };
        Map<String, String> all =
                Map.of("WHYNOT_HOME", home, "SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_COUNT", "8");
        assertEquals(0, script(all, job), said);
        assertEquals("explain-folder --input videos --output results --shard 3/8 --model=m", said.strip());
        Map<String, String> one = Map.of(
                "WHYNOT_HOME", home, "SLURM_ARRAY_TASK_ID", "3", "SLURM_ARRAY_TASK_COUNT", "1", "WHYNOT_SHARDS", "8");
        assertEquals(0, script(one, job), said);
        assertTrue(said.contains("--shard 3/8"), said);
    }

    private int script(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Wait.forEnd(process);
    }

    private Path program(String name, String line) throws IOException {
        Path program = folder.resolve(name);
        file(program, "#!/bin/sh\n" + line + "\n");
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }

    @Test
    void theScriptInstallsFromAReleaseAndRemovesAgain() throws Exception {
        assumeTrue(File.separatorChar == '/', "The script is for Linux and macOS; skipped on Windows.");
        Path script = release().resolve("scripts/install-into-fiji");
        Path fiji = folder.resolve("Zoë's Fiji");
        file(fiji.resolve("jars/gson-2.10.1.jar"), "fiji's gson");
        file(fiji.resolve("plugins/Other_.jar"), "another plugin");
        TreeMap<String, String> before = content(fiji);
        assertEquals(0, run(script, fiji.toString()), said);
        assertTrue(said.contains("Fiji has gson-2.10.1.jar"), said);
        assertTrue(Files.isRegularFile(fiji.resolve("jars/WhyNot_-0.1.0.jar")), said);
        assertTrue(Files.isRegularFile(fiji.resolve("plugins/models/cells/model.json")), said);
        // Through a link to the script, too.
        Path link = Files.createSymbolicLink(folder.resolve("link"), script);
        assertEquals(0, run(link, "--remove", fiji.toString()), said);
        assertEquals(before, content(fiji));
        assertEquals(2, run(script));
        assertTrue(said.startsWith("whynot: Which Fiji?"), said);
    }
}
