package org.whynot.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.whynot.classifier.ClipPasses;
import org.whynot.dataset.ClipFiles;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.evaluate.JudgedRegion.VideoPrediction;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.model.VideoFeatures;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.video.FrameSampling;
import org.whynot.video.Video;

/**
 * Repeats the paper's experiments (section 4) on a data set: explains every video of a split against every other class, erases
 * each tube, classifies again, and compares with baselines.
 *
 * <pre>{@code
 * try (Model model = Model.open(ModelFolders.find("ucf6"), "auto")) {
 *     Evaluation evaluation = new Evaluator(model, EvaluationSettings.DEFAULT).evaluate(DataSet.read(folder), progress);
 *     EvaluationFiles.write(evaluation, List.of(), output, progress);
 * }
 * }</pre>
 */
public final class Evaluator {

    /** Bytes of a video's frames that stay in memory: 256 MB. */
    private static final long MOST_CACHED = 1L << 28;

    /**
     * What the metrics are made of.
     *
     * @param videos in the order of the data set
     * @param regions of the videos, in the same order
     * @param curves of the regions; empty without checks
     * @param faithfulness {@link Faithfulness.Result#NONE} where it was not measured
     */
    record Measured(
            List<VideoPrediction> videos,
            List<JudgedRegion> regions,
            List<Curve> curves,
            Faithfulness.Result faithfulness,
            Evaluation.Cost cost) {}

    private final Model model;
    private final EvaluationSettings settings;

    /**
     * @param model classifier and head; not closed by this
     * @param settings what to do
     */
    public Evaluator(Model model, EvaluationSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /**
     * Evaluates.
     *
     * @param any a data set with the model's classes, and at least its attributes
     * @param progress told of every video
     * @throws IOException if a video can't be read
     * @throws IllegalArgumentException if the data set has other classes than the model, lacks an attribute of it, or has no video
     *     in the split
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public Evaluation evaluate(DataSet any, Progress progress) throws IOException {
        Measured measured = measure(any, Shard.WHOLE, progress);
        DataSet data = any.inOrderOf(model.card().classes());
        return evaluation(data, model.card(), model.sha256(), settings, measured, progress);
    }

    /**
     * Measures on some of the videos what {@link #evaluation} makes metrics of.
     *
     * @param shard which of the split's videos
     * @see #evaluate
     */
    Measured measure(DataSet any, Shard shard, Progress progress) throws IOException {
        DataSet data = any.inOrderOf(model.card().classes());
        check(data);
        List<Sample> all = settings.samples(data);
        List<Sample> samples = shard.of(all);
        EvaluationProgress course = new EvaluationProgress(progress, samples.size());
        // Of all videos, so that every shard may name the same.
        Set<String> boxed = boxed(all);
        VideoRegions paper = new VideoRegions(model.card(), boxed);
        List<VideoPrediction> videos = new ArrayList<>();
        List<JudgedRegion> judgedRegions = new ArrayList<>();
        List<Curve> curves = new ArrayList<>();
        ClipPasses passes = model.clipPasses();
        FeaturePasses features = new FeaturePasses();
        Optional<Faithfulness> faithfulness = settings.faithfulness()
                .map(s -> new Faithfulness(model, s, settings.seed(), features, course::step, progress));
        try (ClipFiles files = new ClipFiles();
                Checks checks = settings.checks() ? new Checks(model, settings.seed(), features, progress) : null;
                ClipPipeline pipeline = new ClipPipeline(passes, course::pass, progress)) {
            EvaluatedVideo.Setting setting =
                    new EvaluatedVideo.Setting(model, data, boxed, pipeline, judgedRegions, progress, settings.seed());
            Future<Video> next =
                    samples.isEmpty() ? null : pipeline.prepare(() -> load(files, samples.get(0), progress));
            for (int i = 0; i < samples.size(); i++) {
                course.video();
                Video video = pipeline.await(next);
                try (VideoFeatures whole = features.of(model, video, progress)) {
                    EvaluatedVideo evaluated = new EvaluatedVideo(setting, samples.get(i), video, whole);
                    videos.add(evaluated.prediction());
                    List<VideoRegions.Explained> explained = paper.add(evaluated);
                    Checks.strength(evaluated, explained);
                    if (checks != null) checks.add(evaluated, explained, curves);
                    if (faithfulness.isPresent())
                        faithfulness.get().add(evaluated, explained.get(0), shard.placeOf(i), all.size());
                }
                pipeline.prepare(() -> {
                    video.close();
                    return null;
                });
                if (i + 1 < samples.size()) {
                    Sample following = samples.get(i + 1);
                    next = pipeline.prepare(() -> load(files, following, progress));
                }
            }
            pipeline.finish();
        }
        progress.report(1, "Evaluated " + samples.size() + " videos");
        return new Measured(
                videos,
                judgedRegions,
                curves,
                faithfulness.map(Faithfulness::result).orElse(Faithfulness.Result.NONE),
                new Evaluation.Cost(
                        passes.passes() + features.passes(),
                        (passes.nanoseconds() + features.nanoseconds()) / 1e9,
                        course.seconds()));
    }

    /**
     * The metrics of what was measured.
     *
     * @param data in the order of the model's classes
     * @param measured on all videos of the split
     */
    static Evaluation evaluation(
            DataSet data,
            ModelCard card,
            String sha256,
            EvaluationSettings settings,
            Measured measured,
            Progress progress) {
        MetricTable table = new MetricTable(
                new Bootstrap(EvaluationSettings.RESAMPLES, EvaluationSettings.CONFIDENCE, settings.seed()),
                settings.seed(),
                progress);
        JudgedRegionValues values = new JudgedRegionValues(measured.regions());
        Metrics.add(data.classes().size(), measured.videos(), values, table);
        CheckMetrics.add(data.classes().size(), values, measured.curves(), table);
        ContrastMetrics.add(measured.faithfulness().tubes(), table);
        return new Evaluation(
                data,
                card,
                sha256,
                settings,
                measured.videos(),
                measured.regions(),
                measured.curves(),
                measured.faithfulness(),
                table.metrics(),
                measured.cost());
    }

    /**
     * Finds out whether the model can be evaluated on a data set.
     *
     * @param data in the order of the model's classes
     * @throws IllegalArgumentException if it lacks an attribute of the model, or has no video in the split; a sentence
     */
    void check(DataSet data) {
        ModelCard card = model.card();
        List<String> missing = card.attributes().stream()
                .filter(a -> !data.attributes().contains(a))
                .toList();
        if (!missing.isEmpty())
            throw new IllegalArgumentException("The model '" + card.name() + "' explains with the attributes "
                    + String.join(", ", missing) + ", which the data set '" + data.folder()
                    + "' does not have. Add their columns to attributes.csv, or choose another model.");
        if (settings.samples(data).isEmpty())
            throw new IllegalArgumentException("The data set '" + data.folder() + "' has no video in the split '"
                    + settings.split() + "'. Choose another split, or change the column split of videos.csv.");
    }

    /** The attributes that have a box in any of the videos. */
    private static Set<String> boxed(List<Sample> samples) {
        Set<String> boxed = new HashSet<>();
        for (Sample sample : samples) boxed.addAll(sample.boxes().keySet());
        return boxed;
    }

    /** Opens a video and reads the frames that are sampled, once. */
    private Video load(ClipFiles files, Sample sample, Progress progress) throws IOException {
        Video file = files.open(sample);
        // Many variants of it are classified, so its frames stay in memory; the file is closed with it.
        Video video = new Video(
                file.name(), file.cache(MOST_CACHED).image(), file.display(), file.frameInterval(), file::close);
        FrameSampling sampling = model.classifier().input().sampling(video.frames(), video.frameInterval());
        float[] rgb = new float[video.frameLength()];
        for (int frame : sampling.framesUsed()) {
            progress.check();
            video.read(frame, rgb);
        }
        return video;
    }
}
