package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.Video;

/** Classifies a long video of a folder part by part, on as many machines as there are, before it is explained as a whole. */
public final class VideoParts {

    private final Model model;
    private final TimeAxis timeAxis;

    /**
     * @param model not closed by this
     * @param timeAxis which axis of a stack is time
     */
    public VideoParts(Model model, TimeAxis timeAxis) {
        this.model = model;
        this.timeAxis = timeAxis;
    }

    /**
     * How many parts a video has, of about the same length.
     *
     * @param frames the most sampled frames that a part should have, at least 1
     * @return at least 1; no part is smaller than what the classifier is given at once
     * @throws IOException if the video can't be opened
     */
    public int count(FolderVideo video, int frames) throws IOException {
        try (Video opened = VideoExplainer.open(video.file(), timeAxis, note -> {})) {
            return model.parts(model.reader(opened), frames);
        }
    }

    /**
     * Classifies a part.
     *
     * @param part 0 to {@code parts - 1}
     * @param parts as {@link #count} gives it
     * @param file replaced by what the classifier made of it
     * @param progress asked whether to stop
     * @throws IOException if the video can't be read or the file can't be written
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public void classify(FolderVideo video, int part, int parts, Path file, Progress progress) throws IOException {
        String key = key(Sha256.of(video.file(), progress));
        try (Video opened = VideoExplainer.open(video.file(), timeAxis, note -> {})) {
            model.classifyPart(model.reader(opened), part, parts, key, file, progress);
        }
    }

    /**
     * Opens the parts of a video that are there and whole.
     *
     * @param sha256 of the video's file, in hexadecimal
     * @return to be closed by the caller
     */
    FeatureParts open(List<Path> files, String sha256) {
        return FeatureParts.open(files, key(sha256));
    }

    /** All that the features depend on. */
    private String key(String sha256) {
        return String.join(
                " ", model.sha256(), model.device(), model.precision().word(), sha256, timeAxis.name());
    }
}
