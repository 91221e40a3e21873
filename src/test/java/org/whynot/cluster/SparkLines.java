package org.whynot.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Several command lines of {@code whynot-spark} one after another in one Java, which starts itself and the engine only once. */
final class SparkLines {

    private static final String NEXT = "--next-line--";

    private SparkLines() {}

    /** What a command line wrote and its exit code. */
    record Said(int code, String results, String complaints) {

        /** The exit code, with what is said where it is another one. */
        Said ended(int expected) {
            assertEquals(expected, code, results + complaints);
            return this;
        }

        List<String> lines() {
            return results.lines().toList();
        }
    }

    /**
     * Runs them.
     *
     * @param settings of Spark and Java, for all of them
     * @return what each wrote, in their order
     */
    static List<Said> run(Path scratch, List<String> settings, List<String[]> lines) throws Exception {
        Path folder = Files.createTempDirectory(scratch, "lines");
        List<String> words = new ArrayList<>(List.of(folder.toString()));
        for (String[] line : lines) {
            words.addAll(List.of(line));
            words.add(NEXT);
        }
        SparkChild child = SparkChild.start(scratch, SparkLines.class, settings, words.toArray(new String[0]));
        assertEquals(0, child.end(), child.complaints());
        List<Said> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++)
            all.add(new Said(
                    Integer.parseInt(Files.readString(folder.resolve(i + ".code"))),
                    Files.readString(folder.resolve(i + ".out")),
                    Files.readString(folder.resolve(i + ".err"))));
        return all;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<String> words = Arrays.asList(args).subList(1, args.length);
        for (int line = 0; !words.isEmpty(); line++) {
            int end = words.indexOf(NEXT);
            int code = run(folder, line, words.subList(0, end).toArray(new String[0]));
            Files.writeString(folder.resolve(line + ".code"), "" + code);
            words = words.subList(end + 1, words.size());
        }
        System.exit(0);
    }

    private static int run(Path folder, int line, String[] words) throws IOException {
        try (PrintStream out = file(folder, line + ".out");
                PrintStream err = file(folder, line + ".err")) {
            PrintStream before = System.err;
            // What libraries write must be seen too.
            System.setErr(err);
            System.setOut(err);
            try {
                return Main.run(out, err, new AtomicBoolean(), words);
            } finally {
                System.setErr(before);
            }
        }
    }

    private static PrintStream file(Path folder, String name) throws IOException {
        return new PrintStream(Files.newOutputStream(folder.resolve(name)), true, StandardCharsets.UTF_8);
    }
}
