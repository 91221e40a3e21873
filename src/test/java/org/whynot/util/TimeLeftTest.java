package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@link TimeLeft} says, by a clock that the test moves. */
class TimeLeftTest {

    private final List<String> told = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong(17);
    private boolean stop;

    private final Progress listener = new Progress() {
        @Override
        public void report(double fraction, String message) {
            told.add(fraction + " " + message);
        }

        @Override
        public void note(String sentence) {
            told.add("note " + sentence);
        }

        @Override
        public boolean isCancelled() {
            return stop;
        }
    };

    private String after(double seconds, double fraction) {
        nanos.set(17 + (long) (seconds * 1e9));
        progress.report(fraction, "Looking");
        return told.get(told.size() - 1);
    }

    private final TimeLeft progress = new TimeLeft(listener, 0, nanos::get);

    @Test
    void theTimeLeftFollowsFromWhatWasDone() {
        assertEquals("0.1 Looking", after(1, 0.1));
        assertEquals("0.0 Looking", after(4, 0));
        assertEquals("0.1 Looking (about 40 s left)", after(4, 0.1));
        assertEquals("0.25 Looking (about 3 min left)", after(60, 0.25));
        assertEquals("0.5 Looking (about 1 h left)", after(3600, 0.5));
        assertEquals("0.999 Looking", after(3600, 0.999));
        assertEquals("1.0 Looking", after(3600, 1));
    }

    @Test
    void whatWasDoneBeforeTookNoTimeNow() {
        TimeLeft resumed = new TimeLeft(listener, 0.8, nanos::get);
        nanos.set(17 + 60_000_000_000L);
        assertEquals("", resumed.left(0.8));
        assertEquals("about 1 min left", resumed.left(0.9));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 5 s",
        "41, 45 s",
        "56, 1 min",
        "89, 1 min",
        "91, 2 min",
        "3569, 59 min",
        "3580, 1 h",
        "4700, 1 h 20 min",
        "7100, 2 h",
        "90000, 25 h"
    })
    void timesAreRoundedAsPeopleDo(double seconds, String words) {
        assertEquals(words, TimeLeft.words(seconds));
    }

    @Test
    void notesAndCancellingPass() {
        progress.note("Memory ran out.");
        assertEquals(List.of("note Memory ran out."), told);
        progress.part(0.5, 1).note("Again.");
        assertEquals("note Again.", told.get(1));
        stop = true;
        assertTrue(progress.isCancelled());
    }
}
