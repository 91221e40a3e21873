package org.whynot.ui;

import ij.ImageListener;
import ij.ImagePlus;
import ij.ImageStack;
import java.awt.EventQueue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.whynot.explain.Answer;
import org.whynot.frontend.Messages;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.ExplanationStyle;

/**
 * The image that a browser belongs to: follows its frame, moves it, and draws on it, on a thread of its own, as frames of
 * virtual stacks can take long to decode.
 */
final class ImageView implements ImageListener, AutoCloseable {

    /** What can be done, most urgent first. */
    private enum Kind {
        FRAME,
        TUBES,
        HEAT
    }

    /** Hears of the image, on the event thread. */
    interface Listener {
        /** Another frame is shown, 0-based. */
        void frameShown(int frame);

        /** The image was closed. */
        void closed();

        /** The image is another one than the explained, or can't be drawn on: why, as a message. */
        void problem(String sentence);
    }

    /**
     * What is drawn.
     *
     * @param answer whose tubes
     * @param shown the styles of those that are not hidden
     * @param strong the one that stands out
     */
    record Tubes(Answer answer, List<ExplanationStyle> shown, Optional<ExplanationStyle> strong) {}

    private final ImagePlus image;
    private final boolean timeOnSlices;
    private final ImageStack stack;
    private final Listener listener;
    private final LatestWorker<Kind> worker;
    private volatile int frame;
    private volatile boolean changed;

    ImageView(ImagePlus image, boolean timeOnSlices, Listener listener) {
        this.image = image;
        this.timeOnSlices = timeOnSlices;
        this.listener = listener;
        stack = image.getStackSize() > 1 ? image.getImageStack() : null;
        worker = new LatestWorker<>(
                "WhyNot image: " + image.getTitle(),
                Kind.class,
                (fraction, message) -> {},
                (kind, failure) -> tell(Messages.sentence(failure)));
        frame = position();
        ImagePlus.addImageListener(this);
    }

    /** The frame that is shown, 0-based. */
    int frame() {
        return frame;
    }

    /** Shows a frame, 0-based. */
    void goTo(int wanted) {
        worker.put(Kind.FRAME, progress -> {
            if (isGone()) return;
            if (timeOnSlices) image.setPosition(image.getC(), wanted + 1, image.getT());
            else image.setPosition(image.getC(), image.getZ(), wanted + 1);
        });
    }

    /** Draws tubes in place of those that were drawn before. */
    void show(Tubes tubes, Optional<HeatMap> heat, double opacity) {
        worker.put(Kind.TUBES, progress -> {
            if (isGone()) return;
            ExplanationOverlay.show(tubes.answer(), tubes.shown(), tubes.strong(), image, timeOnSlices);
            heat(heat, opacity);
        });
    }

    /** Draws a heat map, or takes it away, in the frame that is shown. */
    void show(Optional<HeatMap> heat, double opacity) {
        worker.put(Kind.HEAT, progress -> {
            if (!isGone()) heat(heat, opacity);
        });
    }

    private void heat(Optional<HeatMap> heat, double opacity) {
        int at = frame;
        ExplanationOverlay.showHeat(heat.map(map -> map.over(at, opacity)), at, image, timeOnSlices);
    }

    private boolean isGone() {
        return changed || image.getProcessor() == null;
    }

    private int position() {
        return (timeOnSlices ? image.getSlice() : image.getFrame()) - 1;
    }

    private void tell(String sentence) {
        onEventThread(l -> l.problem(sentence));
    }

    private void onEventThread(Consumer<Listener> call) {
        EventQueue.invokeLater(() -> call.accept(listener));
    }

    @Override
    public void imageOpened(ImagePlus opened) {}

    @Override
    public void imageClosed(ImagePlus closed) {
        if (closed == image) onEventThread(Listener::closed);
    }

    @Override
    public void imageUpdated(ImagePlus updated) {
        if (updated != image) return;
        if (!changed && stack != null && image.getStackSize() > 1 && image.getImageStack() != stack
                || stack != null && image.getStackSize() <= 1) {
            if (!changed)
                tell(
                        "The image '" + image.getTitle()
                                + "' was changed or exchanged since it was explained. Explain it again, then open the browser.");
            changed = true;
            return;
        }
        int now = position();
        if (now == frame) return;
        frame = now;
        onEventThread(l -> l.frameShown(now));
    }

    /** Stops following the image and ends the thread; what is drawn stays but for the heat map. */
    @Override
    public void close() {
        ImagePlus.removeImageListener(this);
        worker.close(() -> {
            if (!isGone()) ExplanationOverlay.showHeat(Optional.empty(), 0, image, timeOnSlices);
        });
    }
}
