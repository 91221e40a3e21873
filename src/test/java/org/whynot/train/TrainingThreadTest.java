package org.whynot.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** Who cancels a training is free at once, even while the engine computes; and never do two trainings run at a time. */
@Timeout(60)
class TrainingThreadTest {

    /** Cancelled when a test asks for it; counts what is reported to it. */
    private static final class FrontEnd implements Progress {
        final AtomicBoolean cancelled = new AtomicBoolean();
        final AtomicInteger reports = new AtomicInteger();

        @Override
        public void report(double fraction, String message) {
            reports.incrementAndGet();
        }

        @Override
        public boolean isCancelled() {
            return cancelled.get();
        }
    }

    @Test
    void givesBackWhatTheWorkReturnsAndThrowsWhatItThrows() throws IOException {
        assertEquals("done", TrainingThread.run(Progress.SILENT, thread -> "done"));
        IOException broken = new IOException("broken");
        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> TrainingThread.run(Progress.SILENT, thread -> {
                            throw broken;
                        })));
        assertThrows(
                ArithmeticException.class,
                () -> TrainingThread.run(Progress.SILENT, thread -> {
                    throw new ArithmeticException("not a number");
                }));
        assertThrows(
                StackOverflowError.class,
                () -> TrainingThread.run(Progress.SILENT, thread -> {
                    throw new StackOverflowError();
                }));
    }

    @Test
    void theCallerLeavesWhileTheEngineIsBusyAndTheNextTrainingWaitsForIt() throws Exception {
        FrontEnd caller = new FrontEnd();
        CountDownLatch engine = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        AtomicBoolean stopped = new AtomicBoolean();
        // If the caller waited for the engine, this would never return.
        assertThrows(
                CancellationException.class,
                () -> TrainingThread.run(caller, thread -> {
                    caller.cancelled.set(true);
                    await(engine);
                    try {
                        thread.report(0.5, "nobody listens");
                        stopped.set(thread.isCancelled());
                        thread.finish();
                        return "written";
                    } finally {
                        ended.countDown();
                    }
                }));
        assertEquals(1, ended.getCount());

        FrontEnd second = new FrontEnd();
        AtomicBoolean ran = new AtomicBoolean();
        Thread next = new Thread(() -> {
            try {
                TrainingThread.run(second, thread -> {
                    ran.set(ended.getCount() == 0);
                    return null;
                });
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        next.start();
        Wait.until("the second training to report", () -> second.reports.get() > 0);
        assertFalse(ran.get(), "Two trainings ran at a time.");
        engine.countDown();
        Wait.forEnd(next);
        assertTrue(ran.get());
        assertTrue(stopped.get());
        assertEquals(0, caller.reports.get());
    }

    @Test
    void whoWaitsForAnotherTrainingCanCancel() throws Exception {
        CountDownLatch engine = new CountDownLatch(1);
        FrontEnd first = new FrontEnd();
        assertThrows(
                CancellationException.class,
                () -> TrainingThread.run(first, thread -> {
                    first.cancelled.set(true);
                    await(engine);
                    return null;
                }));
        FrontEnd second = new FrontEnd();
        second.cancelled.set(true);
        AtomicBoolean ran = new AtomicBoolean();
        assertThrows(
                CancellationException.class,
                () -> TrainingThread.run(second, thread -> {
                    ran.set(true);
                    return null;
                }));
        engine.countDown();
        assertFalse(ran.get());
    }

    @Test
    void aResultThatIsBeingWrittenIsWaitedFor() throws IOException {
        FrontEnd caller = new FrontEnd();
        String result = TrainingThread.run(caller, thread -> {
            thread.finish();
            caller.cancelled.set(true);
            // Longer than the caller is patient.
            pause(1000);
            assertFalse(thread.isCancelled());
            return "written";
        });
        assertEquals("written", result);
    }

    @Test
    void anInterruptedCallerLeavesInterrupted() {
        CountDownLatch engine = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        assertThrows(
                CancellationException.class,
                () -> TrainingThread.run(Progress.SILENT, thread -> {
                    caller.interrupt();
                    await(engine);
                    return null;
                }));
        engine.countDown();
        assertTrue(Thread.interrupted());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
