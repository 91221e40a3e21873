package org.whynot.train.automatic;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.ShortcutCheck;
import org.whynot.dataset.VideoSurvey;
import org.whynot.evaluate.Evaluation;
import org.whynot.evaluate.EvaluationFiles;
import org.whynot.evaluate.EvaluationSettings;
import org.whynot.evaluate.ModelComparison;
import org.whynot.model.Classifiers;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolder;
import org.whynot.train.Checkpoint;
import org.whynot.train.ClassifierTrainer;
import org.whynot.train.ExplainerTrainer;
import org.whynot.train.LastLayerTrainer;
import org.whynot.train.TimeBudget;
import org.whynot.train.TrainingLog;
import org.whynot.train.TrainingWatcher;
import org.whynot.util.Progress;

/**
 * From labelled videos to an evaluated model in a given time, without any setting: looks at the videos, warns of what will
 * disappoint, chooses, trains the classifier and the explanation head, and evaluates them.
 *
 * <pre>{@code
 * ModelRequest request = new ModelRequest("mine", Path.of("models/mine"), 30, null, 0, "auto");
 * TrainedModel trained = new ModelTraining(request).train(DataSet.read(folder), progress, part -> TrainingWatcher.NONE);
 * }</pre>
 *
 * <p>What is done is kept beside the output ({@code NAME.unfinished}): started again after it was cancelled or killed, with the same
 * request, it continues, and the time used before counts. The same seed gives the same model where the same is chosen, which
 * depends on how fast the machine is; the card states what was.
 */
public final class ModelTraining {

    /** The folder of the report in the model folder. */
    public static final String REPORT_FOLDER = "report";

    /** Shares of the progress bar. */
    private static final double SURVEYED = 0.03;

    private static final double PLANNED = 0.05;
    private static final double CLASSIFIED = 0.65;
    private static final double EXPLAINED = 0.8;

    private final ModelRequest request;
    private final LongSupplier nanos;
    private final Planner.Pace pace;
    private final WorkFolder work;
    private long start;
    private double before;

    /** @param request what the user asks for */
    public ModelTraining(ModelRequest request) {
        this(request, System::nanoTime, null);
    }

    /**
     * @param nanos the clock
     * @param pace how fast the machine is; null: measured
     */
    ModelTraining(ModelRequest request, LongSupplier nanos, Planner.Pace pace) {
        this.request = request;
        this.nanos = nanos;
        this.pace = pace;
        work = new WorkFolder(request.output());
    }

    /**
     * Trains and evaluates.
     *
     * @param data the videos, with attributes or without
     * @param progress notified of every step; its notes are what a user should read
     * @param watchers gives the watcher of a training's course, for {@code classifier} and {@code explainer}
     * @return what came of it
     * @throws IOException if a video or a model can't be read, or the output not be written
     * @throws IllegalArgumentException if there is too little to train on, or the model to start from does not fit
     * @throws java.util.concurrent.CancellationException if cancelled; what is done is kept
     */
    public TrainedModel train(DataSet data, Progress progress, Function<String, TrainingWatcher> watchers)
            throws IOException {
        requireClasses(data);
        ModelFolder.checkNew(request.output());
        String key = key(data);
        TrainingPlan kept = work.plan(key);
        before = kept == null ? 0 : work.secondsUsed();
        start = nanos.getAsLong();
        VideoSurvey survey = VideoSurvey.of(data, progress.part(0, SURVEYED));
        ShortcutCheck check = ShortcutCheck.of(data, survey);
        check.findings().forEach(progress::note);
        TrainingPlan plan = kept != null ? kept : plan(data, survey, key, progress.part(SURVEYED, PLANNED));
        progress.note(plan.words());
        classifier(data, plan, progress.part(PLANNED, CLASSIFIED), watchers.apply("classifier"));
        explainer(data, plan, progress.part(CLASSIFIED, EXPLAINED), watchers.apply("explainer"));
        return evaluate(data, check, plan, progress.part(EXPLAINED, 1));
    }

    private double seconds() {
        return before + (nanos.getAsLong() - start) / 1e9;
    }

    private static void requireClasses(DataSet data) {
        long trained = data.split("train").stream()
                .mapToInt(s -> s.classIndex())
                .distinct()
                .count();
        if (trained < 2)
            throw new IllegalArgumentException("The data set '" + data.folder() + "' has training videos of "
                    + (trained == 0 ? "no class" : "one class only")
                    + "; a classifier needs two classes at least. Label videos of another class, or change the column"
                    + " split of videos.csv.");
    }

    /** What the plan, the classifier and the model of the work folder depend on. */
    private String key(DataSet data) throws IOException {
        List<String> located = data.samples().stream()
                .flatMap(s -> s.boxes().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        return "videos of " + data.folder().getFileName() + ": "
                + data.samples().size() + "; " + Checkpoint.key(data)
                + "; boxes of " + located + "; " + request.minutes() + " minutes; start "
                + (request.startFrom() == null ? "nothing" : start()) + "; seed " + request.seed() + "; "
                + request.device();
    }

    /** The model to start from: a name alone would be that of the same model after another training, too. */
    private String start() throws IOException {
        ModelCard card = ModelCard.read(request.startFrom());
        return card.name() + " (" + Classifiers.key(request.startFrom(), card) + ")";
    }

    private TrainingPlan plan(DataSet data, VideoSurvey survey, String key, Progress progress) throws IOException {
        OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        Planner planner = new Planner(data, survey, request, machine.getTotalMemorySize());
        TrainingPlan plan;
        if (request.startFrom() != null && !ModelCard.read(request.startFrom()).isOwnNetwork()) {
            double seconds = lastLayer(1).secondsPerClip(data, progress);
            plan = planner.planFrozen(seconds(), seconds);
        } else {
            Planner.Pace measured = settings -> new ClassifierTrainer(settings).secondsPerStep(data, progress);
            plan = planner.plan(this::seconds, pace != null ? pace : measured);
        }
        work.writePlan(key, plan);
        work.writeSecondsUsed(seconds());
        return plan;
    }

    private LastLayerTrainer lastLayer(int clips) {
        return new LastLayerTrainer(request.name(), request.startFrom(), clips, request.seed(), request.device());
    }

    private TimeBudget budget(double from, double until) {
        return () -> until > from ? (seconds() - from) / (until - from) : 1;
    }

    private void classifier(DataSet data, TrainingPlan plan, Progress progress, TrainingWatcher watcher)
            throws IOException {
        if (Files.exists(work.classifier())) return;
        if (plan.isFrozen()) {
            lastLayer(plan.backboneClips()).train(data, work.classifier(), work.features(), progress);
            work.writeSecondsUsed(seconds());
            return;
        }
        TimeBudget budget = budget(plan.begun(), plan.classifierEnd());
        new ClassifierTrainer(plan.classifier(request), budget)
                .train(data, work.classifier(), progress, timed(watcher));
        work.writeSecondsUsed(seconds());
    }

    private void explainer(DataSet data, TrainingPlan plan, Progress progress, TrainingWatcher watcher)
            throws IOException {
        if (Files.exists(work.model())) return;
        // What the classifier left unused is the head's.
        TimeBudget budget = budget(Math.min(seconds(), plan.classifierEnd()), plan.explainerEnd());
        new ExplainerTrainer(plan.explainer(request), budget)
                .train(data, work.classifier(), work.model(), progress, timed(watcher));
        work.writeSecondsUsed(seconds());
    }

    /** Keeps the time used at every epoch, so that a training that is killed knows it. */
    private TrainingWatcher timed(TrainingWatcher watcher) {
        int[] epochs = {0};
        return (TrainingLog log) -> {
            watcher.changed(log);
            if (log.epochs() == epochs[0]) return;
            epochs[0] = log.epochs();
            try {
                work.writeSecondsUsed(seconds());
            } catch (IOException e) {
                // A training that is killed then counts this epoch's time anew; that is no reason to end one that runs.
                return;
            }
        };
    }

    private TrainedModel evaluate(DataSet data, ShortcutCheck check, TrainingPlan plan, Progress progress)
            throws IOException {
        List<String> findings = new ArrayList<>(check.findings());
        Map<String, Object> scores =
                new LinkedHashMap<>(ModelCard.read(work.model()).scores());
        double accuracy = scores.get("test_accuracy") instanceof Number known ? known.doubleValue() : Double.NaN;
        Path report = null;
        if (!data.split("test").isEmpty()) {
            DataSet evaluated = data.withAtMost("test", plan.evaluatedVideos());
            Evaluation evaluation = new ModelComparison(
                            evaluated, new EvaluationSettings("test", request.seed(), false), request.device())
                    .write(work.model(), List.of(), work.model().resolve(REPORT_FOLDER), progress);
            scores.putAll(evaluation.scores());
            report = request.output().resolve(REPORT_FOLDER).resolve(EvaluationFiles.REPORT);
        }
        for (ShortcutCheck.Neighbour neighbour : check.neighbours())
            if (!Double.isNaN(neighbour.accuracy()))
                scores.put("nearest_neighbour_by_" + neighbour.by(), neighbour.accuracy());
        if (accuracy <= check.accuracy(ShortcutCheck.THUMBNAILS))
            findings.add("The classifier is not better than a nearest neighbour on thumbnails of 16 x 16 pixels. More"
                    + " videos, more minutes, or a model to start from may help; or the background alone tells the"
                    + " classes.");
        if (!findings.isEmpty()) scores.put("warnings", String.join(" ", findings));
        ModelFolder.writeScores(work.model(), scores);
        work.finish(request.output());
        return new TrainedModel(request.output(), report, accuracy, List.copyOf(findings), summary(accuracy, check));
    }

    private static String summary(double accuracy, ShortcutCheck check) {
        return (Double.isNaN(accuracy)
                        ? "Trained a model; the data set has no test videos to try it on."
                        : String.format(
                                Locale.ROOT,
                                "Trained a model; it is right on %.1f %% of the test videos.",
                                100 * accuracy))
                + (check.summary().isEmpty() ? "" : "\n" + check.summary());
    }
}
