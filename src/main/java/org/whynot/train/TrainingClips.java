package org.whynot.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.whynot.dataset.Sample;
import org.whynot.util.Progress;
import org.whynot.util.Threads;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/**
 * Draws training examples: every sample once an epoch, in a new order, a new window in time, and varied anew.
 *
 * <p>What is drawn depends on the seed, the epoch and the sample's index alone, not on threads, so a training that continues from
 * a checkpoint sees the same examples as one that was never interrupted. A batch is read while the one before is computed with.
 */
final class TrainingClips implements AutoCloseable {

    private static final int MOST_READERS = 4;
    private static final long POLL_MILLISECONDS = 200;

    private final List<Sample> samples;
    private final ClipFormat format;
    private final Augmentation augmentation;
    private final long seed;
    private final int batchSize;
    private final ExecutorService readers = Threads.pool(
            "WhyNot reads training clips",
            Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors()));

    /**
     * One batch.
     *
     * @param samples what was drawn, N of them
     * @param clips as the classifier wants them, normalised
     * @param sampled how many of each clip's frames are real, {@code [N]}; the rest is padding
     */
    record Batch(List<Sample> samples, float[] clips, int[] sampled) {}

    TrainingClips(List<Sample> samples, ClipFormat format, Augmentation augmentation, int batchSize, long seed) {
        this.samples = List.copyOf(samples);
        this.format = format;
        this.augmentation = augmentation;
        this.seed = seed;
        this.batchSize = Math.min(batchSize, samples.size());
    }

    /** Whole batches in an epoch; what is left over after them is another part of the samples every epoch. */
    int batches() {
        return samples.size() / batchSize;
    }

    /** Samples in a batch (N). */
    int batchSize() {
        return batchSize;
    }

    /** The batches of one epoch from a step on, read ahead by one. */
    Epoch epoch(int epoch, int firstStep) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, samples.size()).boxed().toList());
        Collections.shuffle(order, random(epoch, -1));
        return new Epoch(epoch, order, firstStep);
    }

    private Random random(int epoch, int place) {
        Random mix = new Random(seed * 0x9E3779B97F4A7C15L + epoch * 1_000_003L + place);
        return new Random(mix.nextLong());
    }

    /** Walks through one epoch. */
    final class Epoch {
        private final int epoch;
        private final List<Integer> order;
        private int next;
        private List<Future<?>> reading;
        private Batch coming;

        private Epoch(int epoch, List<Integer> order, int firstStep) {
            this.epoch = epoch;
            this.order = order;
            this.next = firstStep;
            prefetch();
        }

        private void prefetch() {
            if (next == batches()) {
                coming = null;
                return;
            }
            List<Sample> drawn = new ArrayList<>();
            float[] clips = new float[batchSize * format.clipLength()];
            int[] sampled = new int[batchSize];
            reading = new ArrayList<>();
            for (int i = 0; i < batchSize; i++) {
                int place = next * batchSize + i;
                Sample sample = samples.get(order.get(place));
                drawn.add(sample);
                int index = i;
                reading.add(readers.submit(() -> {
                    sampled[index] = read(sample, random(epoch, place), clips, index * format.clipLength());
                    return null;
                }));
            }
            coming = new Batch(drawn, clips, sampled);
            next++;
        }

        /** The next batch, or null after the last one. */
        Batch next(Progress progress) throws IOException {
            Batch batch = coming;
            if (batch == null) return null;
            try {
                for (Future<?> clip : reading) await(clip, progress);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Progress.cancelled();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException io) throw io;
                throw new IOException(e.getCause().getMessage(), e.getCause());
            }
            prefetch();
            return batch;
        }

        private static void await(Future<?> clip, Progress progress) throws InterruptedException, ExecutionException {
            while (true) {
                progress.check();
                try {
                    clip.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    // Still reading: ask again whether the user wants to stop.
                    continue;
                }
            }
        }
    }

    /** Reads one example and returns how many of its frames are real. */
    private int read(Sample sample, Random random, float[] clips, int offset) throws IOException {
        try (Video file = sample.open()) {
            Video video = augmentation.apply(file, sample, format.mean(), format.frames() * format.frameStep(), random);
            ClipReader reader = new ClipReader(video, format);
            reader.read(0, clips, offset);
            return Math.min(format.frames(), reader.sampling().sampled());
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
