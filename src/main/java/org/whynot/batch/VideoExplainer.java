package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.whynot.batch.FolderExplainer.Listener;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.explain.Receipt;
import org.whynot.frontend.Messages;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.FileNames;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Explains one video of a folder, and tells whether that has been done already: what a run over a folder
 * does for every video, on one machine or on many.
 */
public final class VideoExplainer {

    /** The share of a video's work that is done before its files are written. */
    private static final double EXPLAINED = 0.7;

    /** Is asked while a video's files are written, and may end the run or this one video. */
    public interface Guard {

        /** Lets everything pass. */
        Guard NONE = new Guard() {
            @Override
            public void beforeWriting() {}

            @Override
            public void beforeCommit() {}

            @Override
            public void afterFailure() {}
        };

        /**
         * Asked before the files are written.
         *
         * @throws IOException if nothing can be written any more; becomes the video's problem
         */
        void beforeWriting() throws IOException;

        /**
         * Asked when all files are written and none is in its place yet.
         *
         * @throws CancellationException if another run has put them there, or will
         */
        void beforeCommit();

        /**
         * Asked when the files could not be written.
         *
         * @throws IOException if those of other videos can't be written either; ends the run
         */
        void afterFailure() throws IOException;
    }

    private final Model model;
    private final FolderQuestion question;
    private final ResultStore results;
    private final Guard guard;

    /**
     * @param model not closed by this
     * @param question is asked of every video
     * @param results where the results are kept; not closed by this
     * @param guard asked while they are written
     */
    public VideoExplainer(Model model, FolderQuestion question, ResultStore results, Guard guard) {
        this.model = model;
        this.question = question;
        this.results = results;
        this.guard = guard;
    }

    /**
     * The row of a video that is done and whole, with this question and this model; empty for all others.
     *
     * @throws IOException if something had to be written to keep its results and could not be; a sentence
     */
    public Optional<Row> earlier(FolderVideo video, Progress progress) throws IOException {
        if (!FileNames.isWritable(video.path()) || !Files.isRegularFile(video.file())) return Optional.empty();
        Optional<Earlier> found = results.earlier(video).filter(this::isOfThese);
        try {
            if (found.isEmpty()
                    || !VideoIdentity.of(video.file()).matches(found.get().receipt(), video.file(), progress))
                return Optional.empty();
        } catch (IOException unreadable) {
            // Whatever is wrong with the video will be said when its turn comes.
            return Optional.empty();
        }
        results.keep(video);
        return Optional.of(found.get().row());
    }

    private boolean isOfThese(Earlier found) {
        return found.receipt().settings().equals(question.words())
                && found.modelSha256().equals(model.sha256())
                && found.device().equals(model.device());
    }

    /**
     * Explains a video.
     *
     * @param parts files of its {@linkplain VideoParts parts} that were classified before; none need be there
     * @param listener notified of what becomes of it
     * @param progress notified of how far it is
     * @return what became of it; a video that can't be explained has its reason there
     * @throws IOException if the guard ends the run; a sentence
     * @throws CancellationException if cancelled; nothing new is there then
     */
    public Row explain(FolderVideo video, List<Path> parts, Listener listener, Progress progress) throws IOException {
        Optional<VideoIdentity> before = Optional.empty();
        boolean isWriting = false;
        try {
            if (!FileNames.isWritable(video.path())) throw new IOException(FileNames.unwritable(video.path()));
            VideoIdentity identity = VideoIdentity.of(video.file());
            before = Optional.of(identity);
            try (Video opened = open(video.file(), question.timeAxis(), note -> listener.note(video.path(), note))) {
                String sha256 = Sha256.of(video.file(), progress);
                FolderQuestion.Finding found = ask(opened, parts, sha256, progress.part(0, EXPLAINED));
                isWriting = true;
                guard.beforeWriting();
                AnswerFiles.ReceiptMaker receipt = files -> {
                    Receipt made = identity.receipt(video.file(), sha256, question.words(), files);
                    guard.beforeCommit();
                    return Optional.of(made);
                };
                results.save(video, found, opened, receipt, progress.part(EXPLAINED, 1));
                listener.explained(video.path(), found.sentence());
                return found.row(video);
            }
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            boolean changed = before.isPresent() && !before.get().isStillOf(video.file());
            // The next one may well succeed, unless nothing can be written any more.
            if (isWriting && !changed) guard.afterFailure();
            String reason = changed ? VideoIdentity.changed(video.file()) : Messages.sentence(e);
            listener.failed(video.path(), reason);
            return Row.failed(video.path(), reason);
        }
    }

    private FolderQuestion.Finding ask(Video video, List<Path> parts, String sha256, Progress progress)
            throws IOException {
        try (FeatureParts known = new VideoParts(model, question.timeAxis()).open(parts, sha256)) {
            return question.ask(model, video, known, progress);
        }
    }

    /**
     * Opens a video of a folder.
     *
     * @param note notified of what is assumed about it
     * @return to be closed by the caller
     * @throws IOException if it can't be read; a sentence
     */
    static Video open(Path file, TimeAxis timeAxis, Consumer<String> note) throws IOException {
        if (Files.isDirectory(file)) throw new IOException(file + " is a folder, and no videos could be found in it.");
        return timeAxis == TimeAxis.AUTO
                ? VideoFiles.open(file, note)
                : ImagePlusVideo.of(ImageFiles.openImage(file), timeAxis, note);
    }
}
