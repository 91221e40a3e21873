package org.whynot.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.whynot.util.Progress;
import org.whynot.util.TimeLeft;

/**
 * Walks through the epochs and steps of a training: the learning rate, the log, progress, checkpoints and continuing from one.
 *
 * <p>What is learned, and how, is up to a {@link Learner}.
 */
final class TrainingCourse {

    private static final long WATCH_EVERY_NANOS = 2_000_000_000L;

    private final SgdSettings sgd;
    private final TrainingClips clips;
    private final TrainingLog log;
    private final Checkpoint checkpoint;
    private final long checkpointNanos;
    private final TrainingWatcher watcher;
    private final TimeBudget budget;
    private final Progress progress;

    /** Learns from batches. */
    interface Learner {
        /** An epoch begins, or continues from a checkpoint after so many videos. */
        void begin(int epoch, int videosDone);

        /**
         * Computes the loss of a batch and the gradient of the weights.
         *
         * @return numbers that are summed over the steps of an epoch; the second is the loss, in nats, times the first
         */
        double[] gradient(TrainingClips.Batch batch) throws IOException;

        /** Moves the weights against the gradient. */
        void update(double rate);

        /**
         * The log's numbers from what was summed, after those of epoch and rate.
         *
         * @param epochs whole epochs done when the epoch has ended; 0 while it is under way
         */
        double[] row(double[] sums, int epochs) throws IOException;

        /** A few words about such numbers for the user. */
        String words(double[] row);
    }

    TrainingCourse(
            SgdSettings sgd,
            TrainingClips clips,
            TrainingLog log,
            Checkpoint checkpoint,
            double checkpointMinutes,
            TrainingWatcher watcher,
            TimeBudget budget,
            Progress progress) {
        this.sgd = sgd;
        this.clips = clips;
        this.log = log;
        this.checkpoint = checkpoint;
        this.checkpointNanos = (long) (checkpointMinutes * 60e9);
        this.watcher = watcher;
        this.budget = budget;
        this.progress = progress;
    }

    /**
     * Trains to the end, or until the time is over, from the checkpoint on if there is one.
     *
     * @param weights saved and restored
     * @param velocities saved and restored
     * @throws ArithmeticException if the loss is no longer a number; the message states at which step and what to lower
     */
    void run(Learner learner, Map<String, NDArray> weights, Map<String, NDArray> velocities) throws IOException {
        Checkpoint.Place place = checkpoint.restore(log, weights, velocities);
        if (log.epochs() > 0) watcher.changed(log);
        int steps = clips.batches();
        long all = (long) sgd.epochs() * steps;
        double before = ((long) place.epoch() * steps + place.step()) / (double) all;
        Progress told = new TimeLeft(progress, before);
        long saved = System.nanoTime();
        long watched = saved;
        for (int epoch = place.epoch(); epoch < sgd.epochs(); epoch++) {
            int first = epoch == place.epoch() ? place.step() : 0;
            double[] sums = first > 0 ? place.sums() : null;
            learner.begin(epoch, first * clips.batchSize());
            TrainingClips.Epoch walk = clips.epoch(epoch, first);
            int step = first;
            boolean over = false;
            for (; step < steps && !over; step++) {
                double rate = rate(epoch, step);
                double[] own = learner.gradient(walk.next(progress));
                if (!Arrays.stream(own).allMatch(Double::isFinite))
                    throw diverged("The loss is no longer a number at", epoch, step);
                progress.check();
                learner.update(rate);
                sums = sum(sums, own);
                double[] row = learner.row(sums, 0);
                report(epoch, (step + 1.0) / steps, learner.words(row), told);
                over = budget.spent() >= 1;
                if (over || step + 1 == steps) continue;
                long now = System.nanoTime();
                if (now - watched >= WATCH_EVERY_NANOS) {
                    log.setUnderWay(row(epoch + (step + 1.0) / steps, rate, row));
                    watcher.changed(log);
                    watched = now;
                }
                if (now - saved >= checkpointNanos) {
                    save(new Checkpoint.Place(epoch, step + 1, sums), weights, velocities, step);
                    saved = now;
                }
            }
            log.add(row(epoch + (double) step / steps, rate(epoch, step - 1), learner.row(sums, epoch + 1)));
            int done = over ? sgd.epochs() : epoch + 1;
            save(new Checkpoint.Place(done, 0, new double[0]), weights, velocities, steps - 1);
            saved = System.nanoTime();
            watcher.changed(log);
            if (over) return;
        }
    }

    private double rate(int epoch, int step) {
        int steps = clips.batches();
        long all = (long) sgd.epochs() * steps;
        long due = Math.min(all - 1, (long) (budget.due() * all));
        return sgd.schedule().rate(sgd.learningRate(), Math.max((long) epoch * steps + step, due), all);
    }

    private void save(
            Checkpoint.Place place, Map<String, NDArray> weights, Map<String, NDArray> velocities, int lastStep)
            throws IOException {
        try {
            checkpoint.save(place, log, weights, velocities);
        } catch (ArithmeticException e) {
            int epoch = place.step() > 0 ? place.epoch() : place.epoch() - 1;
            throw diverged("The weights are no longer numbers after", epoch, lastStep);
        }
    }

    private ArithmeticException diverged(String what, int epoch, int step) {
        return new ArithmeticException(what + " step " + (step + 1) + " of epoch " + (epoch + 1)
                + ". Lower learning_rate (now " + sgd.learningRate() + ") or "
                + (sgd.gradientClip() > 0
                        ? "gradient_clip (now " + sgd.gradientClip() + ")"
                        : "set gradient_clip, for example to 5")
                + "."
                + (Files.exists(checkpoint.file())
                        ? " The last checkpoint, '" + checkpoint.file()
                                + "', is kept: delete it to start anew with other settings."
                        : ""));
    }

    private void report(int epoch, double part, String words, Progress told) {
        told.report(
                Math.max((epoch + part) / sgd.epochs(), Math.min(1, budget.spent())),
                String.format(Locale.ROOT, "Epoch %d of %d: %s", epoch + 1, sgd.epochs(), words));
    }

    private static double[] sum(double[] sums, double[] own) {
        if (sums == null) return own;
        double[] sum = sums.clone();
        for (int i = 0; i < sum.length; i++) sum[i] += own[i];
        return sum;
    }

    private static double[] row(double epochs, double rate, double[] numbers) {
        return DoubleStream.concat(DoubleStream.of(epochs, rate), DoubleStream.of(numbers))
                .toArray();
    }
}
