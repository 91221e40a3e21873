package org.whynot.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.whynot.frontend.Messages;
import org.whynot.util.Wait;

/** One of two Javas that do one of {@link Works} in the same places, at the same time as far as can be. */
final class PairChild {

    private static final String DONE = "done";

    private PairChild() {}

    /** {@code WORK INPUT PLACES NUMBER ROUNDS}: after a turn of its own does so many, each when the other one is ready for it as well. */
    public static void main(String[] arguments) throws Exception {
        Work work = Works.ALL.get(arguments[0]);
        Path places = Path.of(arguments[2]);
        int number = Integer.parseInt(arguments[3]);
        int rounds = Integer.parseInt(arguments[4]);
        try (Work.Turns open = work.open(Path.of(arguments[1]))) {
            Path own = places.resolveSibling("own-" + number).resolve("place");
            open.begin(own);
            open.run(own, 0);
            for (int round = 0; round < rounds; round++) {
                Path place = WorkChild.place(work, places, round);
                meet(places, number, round);
                // Where two sets of files replace each other, each of the two writes another one.
                say(places, number, round, outcome(open, place, round + number));
            }
        }
        System.exit(0);
    }

    private static void meet(Path places, int number, int round) throws IOException {
        Files.createFile(places.resolve("ready-" + number + "-" + round));
        Path other = places.resolve("ready-" + (1 - number) + "-" + round);
        Wait.until("the other process", () -> Files.exists(other));
    }

    private static String outcome(Work.Turns open, Path place, int turn) {
        try {
            open.run(place, turn);
            return DONE;
        } catch (Exception | Error e) {
            return Messages.sentence(e);
        }
    }

    private static void say(Path places, int number, int round, String outcome) throws IOException {
        Path partial = Files.writeString(places.resolve("partial-" + number), outcome);
        Files.move(partial, said(places, number, round), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path said(Path places, int number, int round) {
        return places.resolve("said-" + number + "-" + round);
    }

    /** What one of them has said of a round; {@code null} where it was done. */
    static String sentence(Path places, int number, int round) throws IOException {
        String said;
        try {
            said = Files.readString(said(places, number, round));
        } catch (NoSuchFileException e) {
            throw new AssertionError("Process " + number + " did not come to round " + round, e);
        }
        return said.equals(DONE) ? null : said;
    }
}
