package org.whynot.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.util.concurrent.CancellationException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.whynot.frontend.Messages;
import org.whynot.util.Progress;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * What Spark runs for every item of an {@link ItemJob}, on whatever machine. It writes nothing but what it sends back, so that two
 * copies of a task do not disturb each other.
 *
 * @param <I> the items
 * @param <O> what is made of each
 */
final class ItemTask<I extends Serializable, O extends Serializable>
        extends AbstractFunction2<TaskContext, Iterator<I>, ItemTask.Outcome<O>> implements Serializable {

    private static final long serialVersionUID = 1;

    /** The work on one item. */
    @FunctionalInterface
    interface Work<I, O> extends Serializable {
        /**
         * Does it.
         *
         * @param threads that it may use
         * @param progress asked whether to stop
         * @throws IOException if no other item can be worked on either; a sentence
         */
        O on(I item, int threads, Progress progress) throws IOException;
    }

    /**
     * What became of an item, as it is sent back.
     *
     * @param value null if the whole job has to end
     * @param end why it has to end, as a sentence; empty if it need not
     */
    record Outcome<O>(O value, String end) implements Serializable {}

    private final Work<I, O> work;

    ItemTask(Work<I, O> work) {
        this.work = work;
    }

    @Override
    public Outcome<O> apply(TaskContext context, Iterator<I> items) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        // The engine looks its services up through the thread's class loader.
        Thread.currentThread().setContextClassLoader(ItemTask.class.getClassLoader());
        try {
            return new Outcome<>(work.on(items.next(), context.cpus(), Progress.quiet(context::isInterrupted)), "");
        } catch (IOException | RuntimeException | LinkageError e) {
            // Whatever an interrupted thread throws, it is no fault of the item.
            if (e instanceof CancellationException || context.isInterrupted())
                throw new TaskKilledException(context.getKillReason().getOrElse(() -> "cancelled"));
            return new Outcome<>(null, "On the machine " + VideoTask.machine() + ": " + Messages.sentence(e));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
