package org.whynot.ui;

import ij.ImagePlus;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.whynot.door.Words;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Explainer;
import org.whynot.model.Model;
import org.whynot.overlay.LastAnswer;
import org.whynot.video.ImagePlusVideo;
import org.whynot.video.Progress;
import org.whynot.video.TimeAxis;

/**
 * What the browser keeps of one image, without any window: a model, the video and what the model saw of it, and the one thread
 * that works with them. It opens them when the first question comes, and frees them when it is closed.
 *
 * <pre>{@code
 * session.ask(Kind.ANSWER, (seen, progress) -> seen.answer(question, progress), answer -> show(answer));
 * }</pre>
 */
final class BrowserSession implements AutoCloseable {

    /** What can be asked for, most urgent first; of each kind the latest request counts. */
    enum Kind {
        ANSWER,
        HEAT,
        CHECK,
        SAVE,
        MATRIX
    }

    /** Work on the classified video. */
    interface Work<T> {
        T run(ClassifiedVideo seen, Progress progress) throws Exception;
    }

    /** Hears how the work goes; called by the executor. */
    interface Listener {
        /** How far it is, 0 to 1, and what is being done. */
        void progress(double fraction, String message);

        /** What went wrong, as a sentence. */
        void failed(Kind kind, String sentence);
    }

    private final ImagePlus image;
    private final LastAnswer last;
    private final Executor executor;
    private final LatestWorker<Kind> worker;
    private Model model;
    private ImagePlusVideo video;
    private ClassifiedVideo seen;

    /**
     * @param image read by the worker's thread
     * @param last which model is asked, and which axis is time
     * @param executor runs whatever is handed back, for example {@code EventQueue::invokeLater}
     * @param listener hears how the work goes
     */
    BrowserSession(ImagePlus image, LastAnswer last, Executor executor, Listener listener) {
        this.image = image;
        this.last = last;
        this.executor = executor;
        worker = new LatestWorker<>(
                "WhyNot browser: " + image.getTitle(),
                Kind.class,
                (fraction, message) -> executor.execute(() -> listener.progress(fraction, message)),
                (kind, failure) -> executor.execute(() -> listener.failed(kind, sentence(failure))));
    }

    private static String sentence(Throwable failure) {
        return failure instanceof java.util.concurrent.CancellationException ? "" : Words.sentence(failure);
    }

    /**
     * Does work on the session's thread and hands its result to the executor.
     *
     * @param kind a newer request of the same kind takes this one's place
     * @param work must not keep what it is given
     * @param done receives the result
     */
    <T> void ask(Kind kind, Work<T> work, Consumer<T> done) {
        worker.put(kind, progress -> {
            open(progress);
            T result = work.run(seen, progress);
            executor.execute(() -> done.accept(result));
        });
    }

    /** Cancels the work that goes on, and forgets what waits; returns whether there was any. */
    boolean cancel() {
        return worker.cancel();
    }

    /** Whether there is work going on or waiting. */
    boolean isBusy() {
        return worker.isBusy();
    }

    private void open(Progress progress) throws IOException {
        if (seen != null) return;
        if (model == null) {
            progress.report(0, "Opening the model");
            model = Model.open(last.model(), last.device());
        }
        if (video == null)
            video = ImagePlusVideo.of(image, last.timeOnSlices() ? TimeAxis.SLICES : TimeAxis.FRAMES, note -> {});
        seen = new Explainer(model).classify(video, progress);
    }

    /** Cancels everything; the thread frees model and features, and ends, within a second. */
    @Override
    public void close() {
        worker.close(this::free);
    }

    private void free() {
        try {
            if (seen != null) seen.close();
            if (video != null) video.close();
        } finally {
            if (model != null) model.close();
        }
    }
}
