package org.whynot.frontend.imagej1;

import ij.IJ;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.frontend.Consent;
import org.whynot.frontend.FrontEnd;

/** The front end in plain ImageJ: its status line, progress bar, log and Escape key. */
final class ImageJ1FrontEnd implements FrontEnd {

    private final List<String> results = new ArrayList<>();
    private final boolean logResults;

    /** @param logResults whether results are written to ImageJ's log as well */
    ImageJ1FrontEnd(boolean logResults) {
        this.logResults = logResults;
        IJ.resetEscape();
    }

    @Override
    public void report(double fraction, String message) {
        IJ.showProgress(fraction);
        if (!message.isEmpty()) IJ.showStatus(message);
    }

    @Override
    public boolean isCancelled() {
        return IJ.escapePressed();
    }

    @Override
    public void note(String text) {
        IJ.log(text);
    }

    @Override
    public void result(String text) {
        results.add(text);
        if (logResults) IJ.log(text);
    }

    @Override
    public boolean agrees(String question, String action) {
        return Consent.ask(question, action);
    }

    @Override
    public void written(Path file) {
        if (logResults) IJ.log("Written: " + file);
    }

    String results() {
        return String.join("\n", results);
    }

    void finish() {
        IJ.showProgress(1);
        IJ.showStatus("");
    }
}
