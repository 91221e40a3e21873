package org.whynot.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.whynot.util.StagedFiles;
import org.whynot.util.Wait;

/** One of {@link Works} where the stack soon ends, in a Java of its own, as native code may end one where there is none left. */
final class StackChild {

    /** In the folder of the places: a line for each turn, begun before it. */
    static final String LOG = "log";

    /** Of a thread whose script calls itself, bytes. */
    private static final int STACK = 512 * 1024;
    /** Calls of the script that have room left: less than any work needs, and more. */
    private static final int[] RANGE = {20, 5000};

    private StackChild() {}

    /** {@code WORK INPUT PLACES ROUNDS}: after undisturbed turns does it so often near the end of the stack, nearer and nearer to what it needs. */
    public static void main(String[] arguments) throws Exception {
        Work work = Works.ALL.get(arguments[0]);
        Path places = Path.of(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        try (Work.Turns turns = work.open(Path.of(arguments[1]))) {
            StateCheck check = new StateCheck(work, turns, places.resolveSibling("undisturbed"));
            double least = RANGE[0];
            double most = RANGE[1];
            for (int round = 0; round < rounds; round++) {
                int room = (int) Math.sqrt(least * most);
                if (isDone(work, turns, check, places, room)) most = room;
                else least = room;
            }
        } catch (Exception | Error e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static boolean isDone(Work work, Work.Turns turns, StateCheck check, Path places, int room)
            throws Exception {
        Path place = Files.createDirectories(WorkChild.place(work, places, 0));
        turns.begin(place);
        Map<String, String> before = work.digests(place);
        String when = "room for " + room;
        log(places, when);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable turn = () -> {
            try {
                turns.run(place, 0);
            } catch (Throwable e) {
                failure.set(e);
            }
        };
        int[] back = new int[1];
        Thread thread = new Thread(null, () -> dive(back, room, turn), "a script", STACK);
        // What could not even be caught.
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        Wait.forEnd(thread);
        Wait.until("threads that were started", () -> ownThreads() == 0);
        boolean isDone = failure.get() == null;
        log(places, isDone ? " done" : " " + kind(failure.get(), when));
        if (isDone && !check.ends().contains(work.digests(place)))
            throw new AssertionError(when + " done: " + work.digests(place).keySet());
        log(places, ", " + check.checkOrderly(place, before, when + " " + failure.get()) + "\n");
        StagedFiles.removeTree(place);
        return isDone;
    }

    private static void log(Path places, String text) throws java.io.IOException {
        Files.writeString(places.resolve(LOG), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static long ownThreads() {
        Stream<Thread> all = Thread.getAllStackTraces().keySet().stream();
        return all.filter(thread -> thread.getName().startsWith("WhyNot")).count();
    }

    /** The overflow, also as the reason of another failure, or a class that could not be loaded for it, or a sentence. */
    private static String kind(Throwable failure, String when) {
        for (Throwable t = failure; t != null; t = t.getCause())
            // Java's regular expressions have an exception of their own for it.
            if (t instanceof StackOverflowError
                    || t instanceof LinkageError
                    || String.valueOf(t.getMessage()).startsWith("Stack overflow"))
                return t.getClass().getSimpleName();
        return StateCheck.sentence(failure, when);
    }

    /** Calls itself until the stack is at its end, and on the way back, once there is room for so many calls again, does something. */
    private static void dive(int[] back, int room, Runnable turn) {
        try {
            dive(back, room, turn);
        } catch (StackOverflowError end) {
            back[0] = 0;
        }
        if (++back[0] == room) turn.run();
    }
}
