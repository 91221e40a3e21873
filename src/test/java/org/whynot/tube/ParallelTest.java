package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {

    @Test
    void runsEveryTaskOnceWithOneWorkerAThread() {
        for (int threads = 1; threads <= 4; threads++) {
            AtomicIntegerArray runs = new AtomicIntegerArray(500);
            AtomicInteger workers = new AtomicInteger();
            Parallel.run(500, threads, () -> false, stop -> {
                workers.incrementAndGet();
                return runs::incrementAndGet;
            });
            for (int task = 0; task < 500; task++) assertEquals(1, runs.get(task));
            assertTrue(workers.get() <= threads);
        }
    }

    @Test
    void aFailureThatHappensEarlierDoesNotHideThatOfAnEarlierTask() {
        CountDownLatch laterHasFailed = new CountDownLatch(1);
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> Parallel.run(100, 2, () -> false, stop -> task -> {
                    if (task == 1) {
                        laterHasFailed.countDown();
                        throw new IllegalStateException("task 1");
                    }
                    if (task == 0) {
                        await(laterHasFailed);
                        throw new IllegalStateException("task 0");
                    }
                }));
        assertEquals("task 0", thrown.getMessage());
    }

    @Test
    void startsNoFurtherTaskAfterAFailure() {
        for (int threads = 1; threads <= 3; threads++) {
            AtomicInteger started = new AtomicInteger();
            int used = threads;
            assertThrows(
                    StackOverflowError.class,
                    () -> Parallel.run(1_000_000, used, () -> false, stop -> task -> {
                        started.incrementAndGet();
                        throw new StackOverflowError();
                    }));
            assertTrue(started.get() <= used, started.toString());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(60, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
