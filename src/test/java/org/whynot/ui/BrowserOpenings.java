package org.whynot.ui;

import ij.ImagePlus;
import java.nio.file.Path;
import org.whynot.explain.Evidence;
import org.whynot.explain.Question;
import org.whynot.imagej.ImageFiles;
import org.whynot.overlay.LastAnswer;

/** Opens and closes the browser's window on one explained image, as often as it is asked to. Needs a display. */
public final class BrowserOpenings {

    private final ImagePlus image;
    private final LastAnswer last;

    /** Explains a video and shows it. */
    public BrowserOpenings(String model, Path video) throws Exception {
        image = ImageFiles.openImage(video);
        BrowserFixture.run(image::show);
        last = BrowserFixture.explain(image, model, new Question("predicted", "runner-up", 3, Evidence.FOR, false));
    }

    /** Opens the window, waits until it is painted, and closes it. */
    public void open() throws Exception {
        ExplanationBrowsers.Browser browser = BrowserFixture.onEvents(() -> ExplanationBrowsers.openNow(image, last));
        BrowserFixture.await("the window", () -> browser.window().isShowing());
        BrowserFixture.run(() -> browser.window().close());
    }
}
