package org.whynot.ui;

import ij.ImagePlus;
import ij.plugin.Duplicator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.explain.Question;
import org.whynot.frontend.SampleVideo;
import org.whynot.imagej.ImageFiles;
import org.whynot.overlay.LastAnswer;

/**
 * Prints how long the browser takes from a click on a class to the end of the repaint that shows the answer, over 100 clicks, and what
 * kept the event thread for long.
 * Needs a display. Not a test.
 *
 * <p>Arguments: model and video file, and how many frames of it; none for the bundled clip and model.
 */
public final class BrowserLatencyReport {

    private static final int CLICKS = 100;
    private static final int FIRST = 10;

    private BrowserLatencyReport() {}

    /** Runs the report. */
    public static void main(String[] args) throws Exception {
        String model = args.length > 0 ? args[0] : "cells";
        ImagePlus image = args.length > 1 ? ImageFiles.openImage(Path.of(args[1])) : SampleVideo.open();
        int frames = args.length > 2 ? Integer.parseInt(args[2]) : image.getStackSize();
        image = new Duplicator().run(image, 1, 1, 1, 1, 1, frames);
        LastAnswer last = BrowserFixture.explain(image, model, Question.DEFAULT);
        image.show();
        EventWatchdog watchdog = new EventWatchdog();
        ImagePlus shown = image;
        ExplanationBrowsers.Browser browser = BrowserFixture.onEvents(() -> ExplanationBrowsers.openNow(shown, last));
        BrowserFixture.await("ready", () -> !browser.controller().isBusy());
        List<Long> times = new ArrayList<>();
        BrowserFixture.run(() -> browser.controller().setLatencyListener(times::add));
        for (int i = 0; i < CLICKS + FIRST; i++) {
            int done = i + 1;
            BrowserFixture.run(() -> {
                javax.swing.JList<String> list = browser.controller().panel.whyNot;
                list.setSelectedIndex(
                        (list.getSelectedIndex() + 1) % list.getModel().getSize());
            });
            BrowserFixture.await("answered", () -> times.size() == done);
        }
        List<Long> sorted = times.subList(FIRST, times.size()).stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s, %d frames of %dx%d: median %.0f ms, 99th percentile %.0f ms%n",
                model,
                frames,
                image.getWidth(),
                image.getHeight(),
                sorted.get(CLICKS / 2) / 1e6,
                sorted.get(CLICKS * 99 / 100) / 1e6);
        BrowserFixture.run(() -> browser.window().close());
        List<String> late = watchdog.late();
        System.out.println("Events that took more than " + EventWatchdog.LONGEST + " ms, of " + watchdog.dispatched()
                + ", the opening of the window included: " + late.size());
        late.forEach(System.out::println);
        System.exit(0);
    }
}
