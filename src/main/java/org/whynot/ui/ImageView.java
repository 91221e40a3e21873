package org.whynot.ui;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.whynot.explain.Answer;
import org.whynot.explain.Explanation;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.HeatMap;

/**
 * An image and what a window of ours shows on it: frames are gone to on a thread of its own, as decoding one may take long.
 * Frames are 0-based here.
 */
final class ImageView implements AutoCloseable {

    private final ImagePlus image;
    private final boolean timeOnSlices;
    private final AtomicInteger wanted = new AtomicInteger(-1);
    private final ExecutorService mover = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "WhyNot frame");
        thread.setDaemon(true);
        return thread;
    });

    ImageView(ImagePlus image, boolean timeOnSlices) {
        this.image = image;
        this.timeOnSlices = timeOnSlices;
    }

    ImagePlus image() {
        return image;
    }

    int frames() {
        return timeOnSlices ? image.getNSlices() : image.getNFrames();
    }

    /** The frame that is shown. */
    int frame() {
        return (timeOnSlices ? image.getZ() : image.getT()) - 1;
    }

    /** Shows a frame, unless another one is asked for before it is decoded. */
    void go(int frame) {
        if (mover.isShutdown()) return;
        wanted.set(frame);
        mover.execute(() -> {
            int next = wanted.getAndSet(-1);
            if (next < 0 || next >= frames() || next == frame()) return;
            if (timeOnSlices) image.setPosition(image.getC(), next + 1, image.getT());
            else image.setPosition(image.getC(), image.getZ(), next + 1);
        });
    }

    /** Draws explanations of an answer, and nothing else of ours. */
    void show(Answer answer, Set<Explanation> shown, Optional<Explanation> highlighted) {
        ExplanationOverlay.show(answer, shown, highlighted, image, timeOnSlices);
    }

    /** Lays a heat map below everything that is drawn on a frame, in place of an earlier one. */
    void showHeat(ImageRoi heat, int frame) {
        ExplanationOverlay.setFrame(heat, frame, image, timeOnSlices);
        Overlay others = withoutHeat();
        // What is added first is drawn first.
        Overlay overlay = others.create();
        overlay.add(heat);
        for (Roi roi : others) overlay.add(roi);
        image.setOverlay(overlay);
    }

    /** Takes the heat map away. */
    void hideHeat() {
        if (image.getOverlay() != null) image.setOverlay(withoutHeat());
    }

    private Overlay withoutHeat() {
        Overlay before = image.getOverlay();
        if (before == null) return new Overlay();
        Overlay overlay = before.create();
        for (Roi roi : before) if (!HeatMap.ELEMENT.equals(roi.getProperty(ExplanationOverlay.MARK))) overlay.add(roi);
        return overlay;
    }

    /** Ends the thread that goes to frames. */
    @Override
    public void close() {
        mover.shutdown();
    }
}
