package org.whynot.ui;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.whynot.classifier.Precision;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.frontend.Messages;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.overlay.LastAnswer;
import org.whynot.util.Progress;

/**
 * What a window keeps of one image: a model, the video and what the model saw of it, and the one thread that works with them.
 * It opens them when the first question comes, and frees them when it is closed. Knows nothing of windows.
 *
 * <pre>{@code
 * session.ask(Kind.ANSWER, (classified, progress) -> classified.answer(question, progress), answer -> show(answer));
 * }</pre>
 */
final class VideoSession implements AutoCloseable {

    /** What the names of its threads start with. */
    static final String THREAD = "WhyNot session";

    /** What can be asked for, most urgent first; of each kind the latest request counts. */
    enum Kind {
        ANSWER,
        HEAT,
        VERIFY,
        SAVE,
        FIGURE,
        MATRIX
    }

    /** Work on the classified video. */
    interface Work<T> {
        T run(ClassifiedVideo classified, Progress progress) throws Exception;
    }

    /** Hears how the work goes; called by the executor. */
    interface Listener {
        /** How far it is, 0 to 1, and what is being done. */
        void progress(double fraction, String message);

        /** What went wrong, as a message; empty if the work was cancelled. */
        void failed(Kind kind, String sentence);
    }

    private final ImagePlus image;
    private final boolean timeOnSlices;
    private final Path folder;
    private final String device;
    private final Precision precision;
    private final Size size;
    private final Executor executor;
    private final LatestWorker<Kind> worker;
    private Model model;
    private ImagePlusVideo video;
    private ClassifiedVideo classified;

    private record Size(int width, int height, int frames) {
        static Size of(ImagePlus image, boolean timeOnSlices) {
            return new Size(
                    image.getWidth(), image.getHeight(), timeOnSlices ? image.getNSlices() : image.getNFrames());
        }

        @Override
        public String toString() {
            return width + " x " + height + " pixels and " + frames + " frames";
        }
    }

    /**
     * @param image read by the worker's thread
     * @param timeOnSlices whether its slices, not its frames, are time
     * @param model folder of the model that is asked
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     * @param precision with how many bits the model should compute
     * @param executor runs whatever is handed back, for example {@code EventQueue::invokeLater}
     * @param listener hears how the work goes
     */
    VideoSession(
            ImagePlus image,
            boolean timeOnSlices,
            Path model,
            String device,
            Precision precision,
            Executor executor,
            Listener listener) {
        this.image = image;
        this.timeOnSlices = timeOnSlices;
        this.folder = model;
        this.device = device;
        this.precision = precision;
        this.executor = executor;
        size = Size.of(image, timeOnSlices);
        worker = new LatestWorker<>(
                THREAD + ": " + image.getTitle(),
                Kind.class,
                (fraction, message) -> executor.execute(() -> tell(listener, fraction, message)),
                (kind, failure) -> executor.execute(() -> listener.failed(kind, sentence(failure))));
    }

    /** A session for further questions like those of an answer. */
    static VideoSession of(ImagePlus image, LastAnswer last, Executor executor, Listener listener) {
        Precision precision = last.answer().settings().precision();
        return new VideoSession(image, last.timeOnSlices(), last.model(), last.device(), precision, executor, listener);
    }

    /** What was reported before a cancellation may come after it. */
    private void tell(Listener listener, double fraction, String message) {
        if (worker.isGoingOn()) listener.progress(fraction, message);
    }

    private static String sentence(Throwable failure) {
        return failure instanceof CancellationException ? "" : Messages.sentence(failure);
    }

    /**
     * Does work on the session's thread and hands its result to the executor.
     *
     * @param kind a newer request of the same kind takes this one's place
     * @param work must not keep what it is given
     * @param done receives the result; not called if the work was cancelled or replaced meanwhile
     */
    <T> void ask(Kind kind, Work<T> work, Consumer<T> done) {
        worker.put(kind, progress -> {
            requireSame();
            open(progress);
            T result = work.run(classified, progress);
            requireSame();
            executor.execute(() -> {
                if (!progress.isCancelled()) done.accept(result);
            });
        });
    }

    /** Cancels the work that is running, and forgets what waits; returns whether there was any. */
    boolean cancel() {
        return worker.cancel();
    }

    /** Whether there is work going on or waiting. */
    boolean isBusy() {
        return worker.isBusy();
    }

    private void open(Progress progress) throws IOException {
        if (classified != null) return;
        if (model == null) {
            progress.report(0, "Opening the model");
            model = Model.open(folder, device, precision, note -> {});
        }
        if (video == null)
            video = ImagePlusVideo.of(image, timeOnSlices ? TimeAxis.SLICES : TimeAxis.FRAMES, note -> {});
        classified = new Explainer(model).classify(video, progress);
    }

    /** @throws IllegalStateException if the image has another size than when this was made */
    private void requireSame() {
        Size now = Size.of(image, timeOnSlices);
        if (!now.equals(size))
            throw new IllegalStateException("The image '" + image.getTitle() + "' was " + size + " large and is now "
                    + now + ". Explain it again.");
    }

    /** Cancels everything; the thread frees model and features, and ends, within a second. */
    @Override
    public void close() {
        worker.close(this::free);
    }

    private void free() {
        try {
            if (classified != null) classified.close();
            if (video != null) video.close();
        } finally {
            if (model != null) model.close();
            // A window, and what AWT remembers of a closed one, holds this.
            classified = null;
            video = null;
            model = null;
        }
    }
}
