package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.whynot.util.Progress;

/** Tests {@link LatestWorker}. */
class LatestWorkerTest {

    private enum Kind {
        URGENT,
        SLOW
    }

    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch cleaned = new CountDownLatch(1);
    private final LatestWorker<Kind> worker =
            new LatestWorker<>("tested worker", Kind.class, (f, m) -> {}, (kind, failure) -> failures.add(failure));

    @AfterEach
    void close() {
        worker.close(() -> {});
    }

    private static void untilCancelled(Progress progress) throws InterruptedException {
        while (true) {
            progress.check();
            Thread.sleep(1);
        }
    }

    @Test
    void theLatestOfAKindCountsAndTheUrgentGoesFirst() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch started = new CountDownLatch(1);
        worker.put(Kind.SLOW, progress -> {
            started.countDown();
            hold.await();
        });
        assertTrue(started.await(10, TimeUnit.SECONDS));
        worker.put(Kind.SLOW, progress -> done.add("older"));
        worker.put(Kind.SLOW, progress -> {
            done.add("slow");
            end.countDown();
        });
        worker.put(Kind.URGENT, progress -> done.add("urgent"));
        hold.countDown();
        assertTrue(end.await(10, TimeUnit.SECONDS));
        assertEquals(List.of("urgent", "slow"), done);
    }

    @Test
    void aNewerJobCancelsTheOneOfItsKindThatRuns() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        worker.put(Kind.SLOW, progress -> {
            started.countDown();
            untilCancelled(progress);
        });
        assertTrue(started.await(10, TimeUnit.SECONDS));
        worker.put(Kind.SLOW, progress -> end.countDown());
        assertTrue(end.await(10, TimeUnit.SECONDS));
        assertInstanceOf(CancellationException.class, failures.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void afterAFailureItGoesOnAndClosingCleansUp() throws Exception {
        worker.put(Kind.URGENT, progress -> {
            throw new IllegalStateException("broken");
        });
        assertEquals("broken", failures.poll(10, TimeUnit.SECONDS).getMessage());
        CountDownLatch started = new CountDownLatch(1);
        worker.put(Kind.SLOW, progress -> {
            started.countDown();
            untilCancelled(progress);
        });
        assertTrue(started.await(10, TimeUnit.SECONDS));
        worker.close(cleaned::countDown);
        assertTrue(cleaned.await(10, TimeUnit.SECONDS));
        worker.put(Kind.URGENT, progress -> done.add("too late"));
        assertEquals(List.of(), done);
    }
}
