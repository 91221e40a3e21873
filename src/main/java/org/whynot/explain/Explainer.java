package org.whynot.explain;

import java.io.IOException;
import java.util.function.Supplier;
import org.whynot.model.FeatureLimits;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.util.Progress;
import org.whynot.util.TimeLeft;
import org.whynot.video.Video;

/**
 * Answers why a model calls a video one class and not another (equation 9).
 *
 * <pre>{@code
 * try (Model model = Model.open(ModelFolders.find("cells"), "auto");
 *         Video video = VideoFiles.open(Path.of("clip.avi"))) {
 *     Question question = new Question("predicted", "apoptosis", 3, Evidence.FOR, true);
 *     Answer answer = new Explainer(model).explain(video, question, Progress.SILENT);
 *     System.out.println(answer.sentence());
 * }
 * }</pre>
 */
public final class Explainer {

    private final Model model;
    private final Supplier<FeatureLimits> limits;

    /** @param model classifier and head; not closed by this */
    public Explainer(Model model) {
        this(model, FeatureLimits::usual);
    }

    /**
     * @param model classifier and head; not closed by this
     * @param limits how much of the classifier's features may be kept, asked once for every video; no answer depends on it
     */
    public Explainer(Model model, Supplier<FeatureLimits> limits) {
        this.model = model;
        this.limits = limits;
    }

    /**
     * Classifies a video, finds the tubes that distinguish the two classes, and verifies them if asked to.
     *
     * <p>The video may be of any length. It is read clip by clip on another thread, while the clips before are classified. If
     * both classes are named, the tubes are searched meanwhile; if not, the features, of which some are kept in
     * memory and the rest in a temporary file, are read once more when the classes are known. What has no room there is
     * read and classified again.
     *
     * @param video read from the first to the last frame, and once more where a tube lies that is verified; from one thread at
     *     a time; not closed
     * @param question which classes, how many explanations, verified or not
     * @param progress notified of every step, with the time that is left, from any thread
     * @throws IOException if the video can't be read
     * @throws IllegalArgumentException if a class is not known or both classes are the same; the message names the known ones.
     *     Or if the window is in seconds and the video doesn't state how long a frame is
     * @throws IllegalStateException if the video was changed between the first and the second pass
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Answer explain(Video video, Question question, Progress progress) throws IOException {
        return explain(video, question, FeatureParts.NONE, progress);
    }

    /**
     * The same where parts of the video were classified before; the answer is the same, bit for bit.
     *
     * @param known stay open
     */
    public Answer explain(Video video, Question question, FeatureParts known, Progress progress) throws IOException {
        question.requireClasses(model.card().classes());
        return ClassifiedVideo.explain(model, video, limits.get(), question, known, new TimeLeft(progress));
    }

    /**
     * Classifies a video and keeps the features for later questions.
     *
     * @param video must stay open as long as what is returned; read by one thread at a time
     * @param progress notified of every frame, with the time that is left, from any thread
     * @return to be closed by the caller
     * @throws IOException if the video can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public ClassifiedVideo classify(Video video, Progress progress) throws IOException {
        return classify(video, FeatureParts.NONE, progress);
    }

    /**
     * The same where parts of the video were classified before; the features are the same, bit for bit.
     *
     * @param known stay open as long as what is returned
     */
    public ClassifiedVideo classify(Video video, FeatureParts known, Progress progress) throws IOException {
        return ClassifiedVideo.of(model, video, limits.get(), known, new TimeLeft(progress));
    }
}
