package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.explain.Receipt;
import org.whynot.frontend.Messages;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.FileNames;
import org.whynot.util.Progress;
import org.whynot.util.Sha256;
import org.whynot.util.TimeLeft;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Explains every video of a folder, and of the folders in it, into another folder.
 *
 * <pre>{@code
 * FolderExplainer.Settings settings = new FolderExplainer.Settings(
 *         Question.DEFAULT, TimeAxis.AUTO, false, Map.of("explanations", "3"), macro);
 * FolderReport report = new FolderExplainer(model, settings).explain(input, output, Listener.NONE, progress);
 * }</pre>
 *
 * <p>A video {@code day1/clip.avi} gets its results in {@code day1/} of the output folder, named {@code clip}; where a
 * folder has both {@code clip.avi} and {@code clip.tif}, they are named {@code clip.avi} and {@code clip.tif}. A video that
 * fails does not stop the others: {@code summary.csv} has a row for every video, with the reason.
 *
 * <p>May be stopped at any time in any way, and started again: what is done and whole is left as it is. That is a video whose
 * {@code .explanation.json} is on the same content of the file (by length and date, or by SHA-256 where only the date
 * differs), the same model weights, kind of device and settings, and whose other files all have the length with which they
 * were written. Everything else is done again.
 */
public final class FolderExplainer {

    /** The share of a video's work that is done before its files are written. */
    private static final double EXPLAINED = 0.7;

    /**
     * What is asked of every video.
     *
     * @param question which classes, how many explanations, verified or not
     * @param timeAxis which axis of a stack is time
     * @param gif whether an animated GIF is made as well
     * @param words every parameter that changes the results but the model and the device, as words: results that were made
     *     with others are made again
     * @param macro the macro line that gives the same answer on one video
     */
    public record Settings(
            Question question, TimeAxis timeAxis, boolean gif, Map<String, String> words, String macro) {}

    /** Is notified of what becomes of each video, on the thread that does the work. */
    public interface Listener {

        /** A video was explained in this run. */
        void explained(String video, Answer answer);

        /** A video could not be explained; the reason is a sentence. */
        void failed(String video, String reason);

        /** Something was assumed about a video; a sentence. */
        void note(String video, String note);
    }

    private final Model model;
    private final Settings settings;

    /** @param model not closed by this */
    public FolderExplainer(Model model, Settings settings) {
        this.model = model;
        this.settings = settings;
    }

    /**
     * Explains what is not explained yet.
     *
     * @param input the folder of the videos
     * @param output the folder of the results, made if missing; may lie in the other
     * @param listener told of every video
     * @param progress notified of how far the work is and how long it will take
     * @throws IOException if there is no video, or nothing (more) can be written to the output folder; a sentence. What
     *     was done is kept
     * @throws IllegalArgumentException if a class is not known
     * @throws CancellationException if cancelled; what was done is kept
     */
    public FolderReport explain(Path input, Path output, Listener listener, Progress progress) throws IOException {
        settings.question().requireClasses(model.card().classes());
        List<FolderVideo> videos = FolderVideos.find(input, output, progress);
        if (videos.isEmpty())
            throw new IOException("There are no videos in " + input + ": no file has the ending of one.");
        try (OutputFolder target = OutputFolder.open(output)) {
            Summary summary = new Summary(output, videos);
            try {
                FolderRun run = new FolderRun(videos, output, target, summary, listener, progress);
                int earlier = run.lookForEarlier();
                run.explainOthers();
                long failed = summary.rows().stream()
                        .filter(row -> row.status() == Status.FAILED)
                        .count();
                summary.write();
                return new FolderReport(videos.size() - (int) failed, earlier, (int) failed, summary.file());
            } catch (CancellationException | IOException e) {
                try {
                    target.requireThere();
                    summary.write();
                } catch (IOException alsoNotWritten) {
                    e.addSuppressed(alsoNotWritten);
                }
                throw e;
            }
        }
    }

    /** One run over one folder. */
    private final class FolderRun {

        private final List<FolderVideo> videos;
        private final Path output;
        private final OutputFolder target;
        private final Summary summary;
        private final Listener listener;
        private final Progress progress;

        FolderRun(
                List<FolderVideo> videos,
                Path output,
                OutputFolder target,
                Summary summary,
                Listener listener,
                Progress progress) {
            this.videos = videos;
            this.output = output;
            this.target = target;
            this.summary = summary;
            this.listener = listener;
            this.progress = progress;
        }

        /** Fills in the rows of what is done and whole; returns how many. */
        int lookForEarlier() throws IOException {
            int earlier = 0;
            for (int i = 0; i < videos.size(); i++) {
                progress.check();
                progress.report(0, "Looking for what is done already, video " + (i + 1) + " of " + videos.size());
                FolderVideo video = videos.get(i);
                Optional<Answer> answer = earlier(video);
                if (answer.isEmpty()) continue;
                summary.rows().set(i, Row.explained(video.path(), video.results(), answer.get()));
                earlier++;
            }
            summary.keep();
            return earlier;
        }

        private Optional<Answer> earlier(FolderVideo video) {
            if (!FileNames.isWritable(video.path())) return Optional.empty();
            Path json = AnswerFiles.json(video.folder(output), video.name());
            if (!Files.isRegularFile(json) || !Files.isRegularFile(video.file())) return Optional.empty();
            try {
                Optional<Receipt> receipt = AnswerJson.readReceipt(json);
                if (receipt.isEmpty()
                        || !receipt.get().settings().equals(settings.words())
                        || !receipt.get().isWhole(video.folder(output))
                        || !VideoIdentity.of(video.file()).matches(receipt.get(), video.file(), progress))
                    return Optional.empty();
                Answer answer = AnswerJson.read(json);
                boolean same = answer.model().sha256().equals(model.sha256())
                        && answer.settings().device().equals(model.device());
                return same ? Optional.of(answer) : Optional.empty();
            } catch (IOException unusable) {
                // Whatever is wrong with it: it is made again, and replaced.
                return Optional.empty();
            }
        }

        /** Explains the videos whose rows are still waiting. */
        void explainOthers() throws IOException {
            List<Integer> waiting = new ArrayList<>();
            double[] bytes = new double[videos.size()];
            double all = 0;
            for (int i = 0; i < videos.size(); i++) {
                if (summary.rows().get(i).status() != Status.WAITING) continue;
                waiting.add(i);
                bytes[i] = 1 + length(videos.get(i).file());
                all += bytes[i];
            }
            TimeLeft timeLeft = new TimeLeft(progress);
            double done = 0;
            for (int i : waiting) {
                progress.check();
                target.requireThere();
                Progress part = told(i, done / all, (done + bytes[i]) / all, timeLeft);
                summary.rows().set(i, explained(videos.get(i), part));
                summary.keep();
                done += bytes[i];
            }
        }

        /** Progress of one video, in words for the whole. */
        private Progress told(int i, double from, double to, TimeLeft timeLeft) {
            String video = "Video " + (i + 1) + " of " + videos.size();
            return new Progress() {
                @Override
                public void report(double fraction, String message) {
                    double done = from + fraction * (to - from);
                    String left = timeLeft.left(done);
                    progress.report(done, video + (left.isEmpty() ? "" : ", " + left) + ": " + message);
                }

                @Override
                public void note(String sentence) {
                    listener.note(videos.get(i).path(), sentence);
                }

                @Override
                public boolean isCancelled() {
                    return progress.isCancelled();
                }
            };
        }

        private Row explained(FolderVideo video, Progress part) throws IOException {
            Optional<VideoIdentity> before = Optional.empty();
            boolean isWriting = false;
            try {
                if (!FileNames.isWritable(video.path())) throw new IOException(FileNames.unwritable(video.path()));
                VideoIdentity identity = VideoIdentity.of(video.file());
                before = Optional.of(identity);
                try (Video opened = open(video)) {
                    String sha256 = Sha256.of(video.file(), part);
                    Answer answer = new Explainer(model).explain(opened, settings.question(), part.part(0, EXPLAINED));
                    isWriting = true;
                    target.requireThere();
                    AnswerFiles.Saving saving = new AnswerFiles.Saving(
                            video.name(),
                            settings.macro(),
                            settings.gif(),
                            files -> Optional.of(identity.receipt(video.file(), sha256, settings.words(), files)));
                    AnswerFiles.write(answer, opened, video.folder(output), saving, part.part(EXPLAINED, 1));
                    listener.explained(video.path(), answer);
                    return Row.explained(video.path(), video.results(), answer);
                }
            } catch (CancellationException e) {
                throw e;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                boolean changed = before.isPresent() && !before.get().isStillOf(video.file());
                // The next one may well succeed, unless nothing can be written any more.
                if (isWriting && !changed) target.requireRoom();
                String reason = changed ? VideoIdentity.changed(video.file()) : Messages.sentence(e);
                listener.failed(video.path(), reason);
                return Row.failed(video.path(), reason);
            }
        }

        private Video open(FolderVideo video) throws IOException {
            if (Files.isDirectory(video.file()))
                throw new IOException(video.file() + " is a folder, and no videos could be found in it.");
            if (settings.timeAxis() == TimeAxis.AUTO)
                return VideoFiles.open(video.file(), note -> listener.note(video.path(), note));
            return ImagePlusVideo.of(
                    ImageFiles.openImage(video.file()), settings.timeAxis(), note -> listener.note(video.path(), note));
        }

        private static long length(Path file) {
            try {
                return Files.size(file);
            } catch (IOException goneOrNotThere) {
                // It will be named when its turn comes.
                return 0;
            }
        }
    }
}
