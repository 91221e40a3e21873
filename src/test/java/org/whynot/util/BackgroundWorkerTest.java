package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackgroundWorkerTest {

    @Test
    void doesOneTaskAfterAnotherOnItsThread() throws IOException {
        // Not synchronized: what a task wrote must be seen by the next and by the caller.
        List<Integer> done = new ArrayList<>();
        List<String> threads = new ArrayList<>();
        try (BackgroundWorker worker = new BackgroundWorker("worker")) {
            for (int i = 0; i < 1000; i++) {
                int task = i;
                worker.submit(() -> {
                    done.add(task);
                    threads.add(Thread.currentThread().getName());
                });
            }
            worker.finish();
            assertEquals(IntStream.range(0, 1000).boxed().toList(), done);
            assertEquals(List.of("worker"), threads.stream().distinct().toList());
            worker.finish();
        }
    }

    @Test
    void whatATaskThrowsTheNextCallThrowsOnce() throws IOException {
        try (BackgroundWorker worker = new BackgroundWorker("worker")) {
            for (Throwable thrown :
                    List.of(new IOException("io"), new IllegalStateException("state"), new OutOfMemoryError("none"))) {
                worker.submit(() -> {
                    if (thrown instanceof IOException io) throw io;
                    if (thrown instanceof RuntimeException runtime) throw runtime;
                    throw (Error) thrown;
                });
                assertSame(thrown, assertThrows(Throwable.class, worker::finish));
                worker.finish();
            }
        }
    }

    @Test
    void anInterruptedCallerGoesOnAndTheTaskIsNotLost() throws IOException {
        CountDownLatch release = new CountDownLatch(1);
        boolean[] ended = new boolean[1];
        try (BackgroundWorker worker = new BackgroundWorker("worker")) {
            worker.submit(() -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                ended[0] = true;
            });
            Thread.currentThread().interrupt();
            assertThrows(CancellationException.class, () -> worker.submit(() -> {}));
            assertTrue(Thread.interrupted(), "the interrupt is kept");
            release.countDown();
        }
        assertTrue(ended[0], "closing waits");
    }

    @Test
    void oneWorkerAfterAnotherUsesTheSameThreadWhichThenEnds() throws IOException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 100; i++)
            try (BackgroundWorker worker = new BackgroundWorker("worker after worker")) {
                worker.submit(() -> threads.add(Thread.currentThread()));
            }
        // A task ends a moment before its thread is idle, so now and then a second one is needed.
        assertTrue(threads.size() < 10, "100 workers had " + threads.size() + " threads");
        for (Thread thread : threads) Wait.forEnd(thread);
    }

    @Test
    void workersOfOneNameWorkSideBySide() throws IOException {
        CountDownLatch both = new CountDownLatch(2);
        BackgroundWorker.Task meet = () -> {
            both.countDown();
            assertTrue(Wait.within(Wait.LIMIT, () -> both.getCount() == 0));
        };
        try (BackgroundWorker one = new BackgroundWorker("worker");
                BackgroundWorker other = new BackgroundWorker("worker")) {
            one.submit(meet);
            other.submit(meet);
            one.finish();
            other.finish();
        }
    }
}
