package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.classifier.Precision;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.explain.Receipt;
import org.whynot.explain.Window;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.MacroLine;
import org.whynot.frontend.UsageException;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.util.TimeLeft;
import org.whynot.video.Video;

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
 * were written. Everything else is done again. Where the explanations are {@linkplain PackedResults packed} their lines are in the
 * place of the files.
 *
 * <p>Instead of explanations it can make {@linkplain AllPairsQuestion all pairs}, or whatever else can be asked of a video.
 */
public final class FolderExplainer {

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
    public record Settings(Question question, TimeAxis timeAxis, boolean gif, Map<String, String> words, String macro)
            implements FolderQuestion {

        private static final String RESULTS = "results";
        private static final String JSON_LINES = "json-lines";
        private static final String REFINE = "refine";
        private static final String PRECISION = "precision";

        /**
         * What the parameters of Explain Folder... ask for.
         *
         * @param values of all parameters that Explain Video... has as well, and of {@code results}; others are passed over
         * @throws UsageException if two of them don't go together
         */
        public static Settings of(Map<String, Object> values) {
            Map<String, Object> asked = new LinkedHashMap<>(values);
            asked.keySet().removeAll(List.of("input", "output", "shard", RESULTS));
            String macro = MacroLine.run("Explain Video...", asked);
            // The results themselves tell which weights and device they were made with.
            asked.keySet().removeAll(List.of("model", "device"));
            Map<String, String> words = new LinkedHashMap<>();
            asked.forEach((name, value) -> words.put(name, String.valueOf(value)));
            // Receipts of versions that did not have these don't name them, and are still right.
            if (JSON_LINES.equals(values.get(RESULTS))) words.put(RESULTS, JSON_LINES);
            words.remove(REFINE, "no");
            words.remove(PRECISION, Precision.EXACT.word());
            Settings settings = of(words, macro);
            if (settings.isPacked() && settings.gif())
                throw new UsageException("gif=yes makes a file for each video, which results=json-lines does not."
                        + " Leave one of the two out.");
            return settings;
        }

        /**
         * The same again, from what {@link #words} and {@link #macro} gave: text that can be sent to another machine.
         *
         * @throws IllegalArgumentException if a value is none; a sentence
         */
        public static Settings of(Map<String, String> words, String macro) {
            Question question = new Question(
                    words.get("positive"),
                    words.get("why_not"),
                    Integer.parseInt(words.get("explanations")),
                    Evidence.of(words.get("evidence")),
                    words.get("verify").equals("yes"),
                    Window.of(words.get("window")),
                    Integer.parseInt(words.get("tubes")),
                    Integer.parseInt(words.get("confidence")),
                    "yes".equals(words.get(REFINE)));
            TimeAxis timeAxis = TimeAxis.of(words.get("time_axis"));
            return new Settings(question, timeAxis, words.get("gif").equals("yes"), words, macro);
        }

        @Override
        public Precision precision() {
            return Precision.of(words.getOrDefault(PRECISION, Precision.EXACT.word()));
        }

        @Override
        public ResultKind kind() {
            return ResultKind.EXPLANATIONS;
        }

        @Override
        public void requireClasses(List<String> classes) {
            question.requireClasses(classes);
        }

        @Override
        public Finding ask(Model model, Video video, FeatureParts known, Progress progress) throws IOException {
            return new Explained(new Explainer(model).explain(video, question, known, progress), macro, gif);
        }

        @Override
        public Optional<Earlier> earlier(FolderVideo video, String json) {
            return Earlier.of(video, json);
        }

        @Override
        public boolean isPacked() {
            return isPacked(words);
        }

        /** The same, of {@link #words}. */
        static boolean isPacked(Map<String, String> words) {
            return JSON_LINES.equals(words.get(RESULTS));
        }
    }

    /** The answer on one video, and how it is saved. */
    private record Explained(Answer answer, String macro, boolean gif) implements FolderQuestion.Finding {

        @Override
        public String sentence() {
            return answer.sentence();
        }

        @Override
        public Row row(FolderVideo video) {
            return Row.explained(video.path(), video.results(), answer);
        }

        @Override
        public String json(Optional<Receipt> receipt) {
            return AnswerJson.write(answer, macro, receipt);
        }

        @Override
        public void write(Video video, Path folder, String name, AnswerFiles.ReceiptMaker receipt, Progress progress)
                throws IOException {
            AnswerFiles.write(answer, video, folder, new AnswerFiles.Saving(name, macro, gif, receipt), progress);
        }
    }

    /** Is notified of what becomes of each video, on the thread that does the work, or one of Spark's. */
    public interface Listener {

        /** The listener that tells a user: answers are results, all else notes. */
        static Listener of(FrontEnd to) {
            return new Listener() {
                @Override
                public void explained(String video, String sentence) {
                    to.result(video + ": " + sentence);
                }

                @Override
                public void failed(String video, String reason) {
                    to.note(video + ": " + reason);
                }

                @Override
                public void note(String video, String note) {
                    to.note(video + ": " + note);
                }
            };
        }

        /** A video was explained in this run; with the answer's sentence. */
        void explained(String video, String sentence);

        /** A video could not be explained; the reason is a sentence. */
        void failed(String video, String reason);

        /** Something was assumed about a video; a sentence. */
        void note(String video, String note);
    }

    private final Model model;
    private final FolderQuestion question;

    /**
     * @param model not closed by this
     * @param question is asked of every video
     */
    public FolderExplainer(Model model, FolderQuestion question) {
        this.model = model;
        this.question = question;
    }

    /**
     * Explains what is not explained yet.
     *
     * @param input the folder of the videos, or a {@linkplain VideoList list} of videos
     * @param output the folder of the results, made if missing; may lie in the other
     * @param listener told of every video
     * @param progress notified of how far the work is and how long it will take
     * @throws IOException if there is no video, or nothing (more) can be written to the output folder; a sentence. What
     *     was done is kept
     * @throws IllegalArgumentException if a class is not known
     * @throws CancellationException if cancelled; what was done is kept
     */
    public FolderReport explain(Path input, Path output, Listener listener, Progress progress) throws IOException {
        return explain(input, output, Shard.WHOLE, listener, progress);
    }

    /**
     * Explains those of a part of the videos that are not explained yet; other parts may be explained into the same folder at the
     * same time, by other programs and on other machines. Instead of {@code summary.csv} the part has a file of its own, which
     * {@link SummaryMerge} turns into it when all parts are done.
     *
     * @param shard which part
     * @see #explain(Path, Path, Listener, Progress)
     */
    public FolderReport explain(Path input, Path output, Shard shard, Listener listener, Progress progress)
            throws IOException {
        question.requireClasses(model.card().classes());
        List<FolderVideo> all = FolderVideos.of(input, output, progress);
        List<FolderVideo> videos = shard.of(all);
        try (OutputFolder target = OutputFolder.open(output, shard);
                ResultStore results = open(output, shard, progress)) {
            Summary summary = shard.isWhole()
                    ? new Summary(output, question.kind(), videos)
                    : new Summary(
                            output, question.kind(), videos, ShardSummary.of(shard, model, question.words(), all));
            try {
                FolderRun run = new FolderRun(videos, results, target, summary, listener, progress);
                int earlier = run.lookForEarlier();
                run.explainOthers();
                results.complete(progress);
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

    private ResultStore open(Path output, Shard shard, Progress progress) throws IOException {
        if (question.kind() == ResultKind.EXPLANATIONS)
            PackedFiles.requireForm(PackedFiles.names(output), output.toString(), question.isPacked());
        return question.isPacked()
                ? PackedResults.open(output, shard, progress)
                : new SeparateResults(output, question);
    }

    /** One run over one folder. */
    private final class FolderRun {

        private final List<FolderVideo> videos;
        private final OutputFolder target;
        private final VideoExplainer explainer;
        private final Summary summary;
        private final Listener listener;
        private final Progress progress;

        FolderRun(
                List<FolderVideo> videos,
                ResultStore results,
                OutputFolder target,
                Summary summary,
                Listener listener,
                Progress progress) {
            this.videos = videos;
            this.target = target;
            explainer = new VideoExplainer(model, question, results, target);
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
                Optional<Row> row = explainer.earlier(video, progress);
                if (row.isEmpty()) continue;
                summary.rows().set(i, row.get());
                earlier++;
            }
            summary.keep();
            return earlier;
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
                summary.rows().set(i, explainer.explain(videos.get(i), List.of(), listener, part));
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
