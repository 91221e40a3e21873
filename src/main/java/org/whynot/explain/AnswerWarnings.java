package org.whynot.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.model.TrainedOn;
import org.whynot.video.FrameSampling;
import org.whynot.video.PixelStatistics;
import org.whynot.video.Video;
import org.whynot.video.Warning;
import org.whynot.video.Warning.Kind;

/**
 * Finds what makes an answer doubtful: of the video as a file, of its pixels, of how it differs from what the model was trained on,
 * and of the prediction.
 *
 * <p>The limits below leave room for what training itself varies: clips are cropped to 0.7 of a side and made 0.3 brighter or
 * darker there.
 */
final class AnswerWarnings {

    /** Pixels of a video that is not nearly black are brighter than this somewhere, 0 to 255. */
    private static final int DARK = 20;
    /** The share of the pixels that count as somewhere. */
    private static final double SOMEWHERE = 0.001;
    /** More saturated pixels than this share hide what is there. */
    private static final double SATURATED = 0.25;
    /** The share of a clip that repeats the last frame, from which on little of the video is in it. */
    private static final double PADDED = 0.5;
    /** A video may have so many times more or fewer pixels in a row than those of the training. */
    private static final double SIZE_SLACK = 1.5;
    /** The same for the ratio of width and height. */
    private static final double SHAPE_SLACK = 1.25;
    /** The same for the time between sampled frames. */
    private static final double INTERVAL_SLACK = 1.5;
    /** The same for the mean brightness. */
    private static final double BRIGHTNESS_SLACK = 1.3;
    /** The most probable class must lead by this much. */
    private static final double LEAD = 0.1;

    private final Video video;
    private final FrameSampling sampling;
    private final List<Warning> warnings = new ArrayList<>();

    private AnswerWarnings(Video video, FrameSampling sampling) {
        this.video = video;
        this.sampling = sampling;
        warnings.addAll(video.warnings());
    }

    /**
     * The warnings about an answer.
     *
     * @param video all of whose sampled frames were read
     * @param sampling of the video
     * @param pixels of the sampled frames
     * @param trained what the model was trained on; null if its card does not state it
     * @param features the means of the last feature layer of the video
     * @param prediction every class, most probable first
     */
    static List<Warning> of(
            Video video,
            FrameSampling sampling,
            PixelStatistics pixels,
            TrainedOn trained,
            double[] features,
            List<ClassProbability> prediction) {
        AnswerWarnings found = new AnswerWarnings(video, sampling);
        found.addOfPixels(pixels);
        if (sampling.padding() >= PADDED * sampling.clipFrames())
            found.add(
                    Kind.PADDING,
                    "The video has only %d sampled frames and a clip of the model %d: the last frame was repeated.",
                    sampling.sampled(),
                    sampling.clipFrames());
        if (trained != null) found.addOfTraining(trained, pixels, features);
        found.addOfPrediction(prediction);
        return List.copyOf(found.warnings);
    }

    private void add(Kind kind, String message, Object... values) {
        warnings.add(new Warning(kind, String.format(Locale.ROOT, message, values)));
    }

    private void addOfPixels(PixelStatistics pixels) {
        int brightest = pixels.exceededBy(SOMEWHERE);
        if (brightest < DARK)
            add(
                    Kind.DARK,
                    "The video is nearly black: of 1000 pixels 999 are no brighter than %d of 255. In ImageJ,"
                            + " Image > Adjust > Brightness/Contrast... changes what is shown and classified.",
                    brightest);
        if (pixels.saturated() > SATURATED)
            add(
                    Kind.SATURATED,
                    "%.0f %% of the pixels of the video are saturated: what is there can't be told apart.",
                    100 * pixels.saturated());
    }

    private void addOfTraining(TrainedOn trained, PixelStatistics pixels, double[] features) {
        TrainedOn.Range shapes = new TrainedOn.Range(
                trained.width().least() / trained.height().most(),
                trained.width().most() / trained.height().least());
        boolean isOfSize = trained.width().contains(video.width(), SIZE_SLACK)
                && trained.height().contains(video.height(), SIZE_SLACK)
                && shapes.contains((double) video.width() / video.height(), SHAPE_SLACK);
        if (!isOfSize)
            add(
                    Kind.RESOLUTION,
                    "The video has %d x %d pixels; the videos that the model was trained on had %s x %s.",
                    video.width(),
                    video.height(),
                    range(trained.width(), "%.0f"),
                    range(trained.height(), "%.0f"));
        double interval = video.frameInterval() * sampling.frameStep();
        TrainedOn.Range known = trained.sampledInterval();
        if (known != null && !Double.isNaN(interval) && !known.contains(interval, INTERVAL_SLACK))
            add(
                    Kind.FRAME_RATE,
                    "From a sampled frame to the next it takes %.3g s; in the videos that the model was trained on it was"
                            + " %s s.",
                    interval,
                    range(known, "%.3g"));
        if (!trained.brightness().contains(pixels.mean(), BRIGHTNESS_SLACK))
            add(
                    Kind.BRIGHTNESS,
                    "The mean brightness of the video is %.1f %%; that of the videos that the model was trained on was %s"
                            + " %%.",
                    100 * pixels.mean(),
                    range(
                            new TrainedOn.Range(
                                    100 * trained.brightness().least(),
                                    100 * trained.brightness().most()),
                            "%.1f"));
        TrainedOn.Features usual = trained.features();
        // A classifier that is explained by masking has no features.
        if (usual == null || usual.deviation().size() != features.length) return;
        double distance = usual.distance(features);
        if (distance > usual.limit())
            add(
                    Kind.UNLIKE_TRAINING,
                    "The video is unlike those that the model was trained on: its features have a distance of %.2g from"
                            + " theirs, and 99 %% of theirs have less than %.2g.",
                    distance,
                    usual.limit());
    }

    private void addOfPrediction(List<ClassProbability> prediction) {
        ClassProbability first = prediction.get(0);
        ClassProbability second = prediction.get(1);
        if (first.probability() - second.probability() < LEAD)
            add(
                    Kind.CLOSE_CALL,
                    "The model hardly prefers one class: %s has a probability of %.2f, %s one of %.2f.",
                    first.name(),
                    first.probability(),
                    second.name(),
                    second.probability());
    }

    private static String range(TrainedOn.Range range, String format) {
        String least = String.format(Locale.ROOT, format, range.least());
        String most = String.format(Locale.ROOT, format, range.most());
        return least.equals(most) ? least : least + " to " + most;
    }
}
