package org.whynot.ui;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.whynot.door.Words;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.model.Model;
import org.whynot.video.ImagePlusVideo;
import org.whynot.video.Progress;
import org.whynot.video.TimeAxis;

/**
 * Asks a model about one image, on a thread of its own, for as long as a window is open: the model and what it saw of the video
 * are kept, so that answers come fast.
 *
 * <pre>{@code
 * VideoWorker worker = new VideoWorker(image, false, folder, "auto", SwingUtilities::invokeLater, listener);
 * worker.ask("answer", (video, progress) -> video.answer(question, progress), answer -> show(answer));
 * worker.close(); // ends the thread, frees the model
 * }</pre>
 *
 * <p>Of requests of one kind only the latest counts: those that wait are dropped, one that runs is cancelled. The image is
 * only read. Knows nothing of windows.
 */
final class VideoWorker implements AutoCloseable {

    /** What threads of this kind are called. */
    static final String THREAD = "WhyNot worker";

    /**
     * What is asked.
     *
     * @param <T> the kind of reply
     */
    @FunctionalInterface
    interface Work<T> {
        /**
         * @param video for the time of this call only
         * @param progress says when to stop
         * @throws Exception whose message, for the user, says what is wrong
         */
        T run(ClassifiedVideo video, Progress progress) throws Exception;
    }

    /** Is told how the work goes, through the executor that takes the replies. */
    interface Listener {
        /**
         * @param fraction of the present work that is done, 0 to 1; 1 when nothing is left to do
         * @param message what is being done, for the user; may be empty
         */
        void progress(double fraction, String message);

        /** @param sentence for the user: why a request has no reply */
        void failed(String sentence);
    }

    private record Request(Work<?> work, Consumer<Object> reply) {}

    private final ImagePlus image;
    private final boolean timeOnSlices;
    private final Path folder;
    private final String device;
    private final Executor replies;
    private final Listener listener;
    private final int width;
    private final int height;
    private final int frames;
    private final Map<String, Request> waiting = new LinkedHashMap<>();
    private String running;
    private volatile boolean stop;
    private volatile boolean closed;
    private final Thread thread;

    private ImagePlusVideo video;
    private Model model;
    private ClassifiedVideo classified;

    /**
     * Starts the thread; the model is opened with the first request.
     *
     * @param image what is asked about
     * @param timeOnSlices whether its slices, not its frames, are time
     * @param folder of the model
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param replies runs the replies and the listener's calls, one after another
     * @param listener is told how the work goes
     */
    VideoWorker(
            ImagePlus image, boolean timeOnSlices, Path folder, String device, Executor replies, Listener listener) {
        this.image = image;
        this.timeOnSlices = timeOnSlices;
        this.folder = folder;
        this.device = device;
        this.replies = replies;
        this.listener = listener;
        width = image.getWidth();
        height = image.getHeight();
        frames = frames();
        thread = new Thread(this::run, THREAD);
        thread.setDaemon(true);
        // The engine and its natives are looked up through the thread's class loader, which need not know our jar.
        thread.setContextClassLoader(VideoWorker.class.getClassLoader());
        thread.start();
    }

    /**
     * Asks.
     *
     * @param kind replaces what waits or runs of the same kind
     * @param work runs on the worker's thread
     * @param reply receives what it gives
     */
    <T> void ask(String kind, Work<T> work, Consumer<T> reply) {
        synchronized (waiting) {
            if (closed) return;
            @SuppressWarnings("unchecked")
            Consumer<Object> untyped = value -> reply.accept((T) value);
            waiting.remove(kind);
            waiting.put(kind, new Request(work, untyped));
            if (kind.equals(running)) stop = true;
            waiting.notifyAll();
        }
    }

    /** Stops what runs and forgets what waits. */
    void cancel() {
        synchronized (waiting) {
            waiting.clear();
            stop = true;
        }
    }

    private void run() {
        try {
            for (Request next = next(); next != null; next = next()) perform(next);
        } finally {
            free();
        }
    }

    private Request next() {
        synchronized (waiting) {
            running = null;
            if (waiting.isEmpty()) tell(1, "");
            while (waiting.isEmpty() && !closed) {
                try {
                    waiting.wait();
                } catch (InterruptedException e) {
                    closed = true;
                }
            }
            if (closed) return null;
            running = waiting.keySet().iterator().next();
            stop = false;
            return waiting.remove(running);
        }
    }

    private void perform(Request request) {
        try {
            requireSame();
            Object reply = request.work.run(classified(), progress());
            requireSame();
            if (!stop && !closed) replies.execute(() -> request.reply.accept(reply));
        } catch (CancellationException e) {
            tell(1, closed || stop ? "" : "Cancelled.");
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            String sentence = Words.sentence(e);
            if (!closed) replies.execute(() -> listener.failed(sentence));
        }
    }

    private ClassifiedVideo classified() throws IOException {
        if (classified != null) return classified;
        if (video == null)
            video = ImagePlusVideo.of(image, timeOnSlices ? TimeAxis.SLICES : TimeAxis.FRAMES, note -> {});
        if (model == null) {
            tell(0, "Opening the model");
            model = Model.open(folder, device);
        }
        classified = new Explainer(model).classify(video, progress());
        return classified;
    }

    /** @throws IllegalStateException if the image has another size than when this was made */
    private void requireSame() {
        if (image.getWidth() != width || image.getHeight() != height || frames() != frames)
            throw new IllegalStateException("The image '" + image.getTitle() + "' was " + width + " x " + height
                    + " pixels and " + frames + " frames large and is now " + image.getWidth() + " x "
                    + image.getHeight() + " and " + frames() + ". Explain it again.");
    }

    private int frames() {
        return timeOnSlices ? image.getNSlices() : image.getNFrames();
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public void report(double fraction, String message) {
                tell(Math.min(fraction, 0.99), message);
            }

            @Override
            public boolean isCancelled() {
                return stop || closed;
            }
        };
    }

    private void tell(double fraction, String message) {
        if (!closed) replies.execute(() -> listener.progress(fraction, message));
    }

    private void free() {
        if (classified != null) classified.close();
        if (model != null) model.close();
        if (video != null) video.close();
        // A window that is still open holds this.
        classified = null;
        model = null;
        video = null;
    }

    /** Ends the thread as soon as what runs has noticed; no reply comes after this. Does not wait. */
    @Override
    public void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
            waiting.notifyAll();
        }
    }

    /** Whether it was closed. */
    boolean isClosed() {
        return closed;
    }

    /** Waits for the end of the thread after {@link #close}. */
    void join(long milliseconds) throws InterruptedException {
        thread.join(milliseconds);
    }
}
