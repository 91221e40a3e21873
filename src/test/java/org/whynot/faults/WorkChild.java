package org.whynot.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.frontend.Messages;

/** One of {@link Works} in a Java of its own. */
final class WorkChild {

    /** In the folder of the places, once the turns that count begin. */
    static final String STARTED = "started";

    private WorkChild() {}

    /**
     * {@code WORK INPUT PLACES WARM TURNS}: after some turns that do not count, does it so often, each turn in a place of its own where
     * the work wants that. A failure is printed as its sentence, and ends it with 1.
     */
    public static void main(String[] arguments) throws Exception {
        Work work = Works.ALL.get(arguments[0]);
        Path places = Path.of(arguments[2]);
        int warm = Integer.parseInt(arguments[3]);
        int turns = Integer.parseInt(arguments[4]);
        try (Work.Turns open = work.open(Path.of(arguments[1]))) {
            for (int turn = 0; turn < turns; turn++) {
                if (turn == warm) Files.createFile(places.resolve(STARTED));
                Path place = place(work, places, turn);
                open.begin(place);
                open.run(place, turn);
            }
        } catch (Exception | Error e) {
            System.out.println(Messages.sentence(e));
            System.exit(1);
        }
        System.exit(0);
    }

    /** Where a turn writes to. */
    static Path place(Work work, Path places, int turn) {
        return places.resolve("turn-" + (work.states() == 1 ? turn : 0));
    }

    /**
     * Starts one.
     *
     * @param shell words of a shell before the Java command, such as a limit; or empty
     * @param options of Java
     * @param places where its places and its temporary files are
     * @param warm how many turns do not count
     */
    static Process start(String shell, List<String> options, String work, Path input, Path places, int warm, int turns)
            throws IOException {
        List<String> arguments =
                List.of(work, input.toString(), places.toString(), Integer.toString(warm), Integer.toString(turns));
        return start(shell, options, WorkChild.class, arguments, places, said(places));
    }

    /**
     * Starts another class that does works.
     *
     * @param child has the method {@code main}
     * @param said where to what it prints goes
     */
    static Process start(
            String shell, List<String> options, Class<?> child, List<String> arguments, Path places, Path said)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (!shell.isEmpty()) command.addAll(List.of("sh", "-c", shell + " exec \"$@\"", "sh"));
        Path temporary = Files.createDirectories(temporary(places));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:ErrorFile=" + temporary.resolve("crash.txt"),
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-Djava.io.tmpdir=" + temporary,
                "-Dwhynot.data=" + System.getProperty("whynot.data", "../shared/data"),
                "-Dwhynot.cache=" + places.resolveSibling("cache")));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                child.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        return builder.redirectOutput(said.toFile()).start();
    }

    /** Where the temporary files of all children go that have their places beside each other. */
    static Path temporary(Path places) {
        return places.resolveSibling("temporary");
    }

    /** What the last child has printed. */
    static Path said(Path places) {
        return places.resolveSibling("said.txt");
    }
}
