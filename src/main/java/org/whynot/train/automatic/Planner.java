package org.whynot.train.automatic;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.VideoSurvey;
import org.whynot.dataset.VideoSurvey.Seen;
import org.whynot.model.ModelCard;
import org.whynot.train.ClassifierSettings;
import org.whynot.video.ClipFormat;

/**
 * Chooses the settings of a training from the data, the time and how fast this machine is.
 *
 * <p>Of three networks, the largest first, it takes the first one that goes through the data often enough in the time, as
 * measured by a few steps of each; if none does, the smallest.
 */
final class Planner {

    /** Measures a step. */
    @FunctionalInterface
    interface Pace {
        /** Seconds a step with these settings takes. */
        double secondsPerStep(ClassifierSettings settings) throws IOException;
    }

    /** A size of the network. */
    private record Size(int[] widths, int inputSize, int cellSize) {}

    private static final List<Size> SIZES = List.of(
            new Size(Architecture.LAPTOP.widths(), 112, 16),
            new Size(Architecture.LAPTOP.widths(), 64, 8),
            new Size(new int[] {8, 8, 16, 32, 64}, 64, 8));

    private static final int CLIP_FRAMES = 16;
    private static final int SHORT_CLIP_FRAMES = 8;
    /** A clip spans about this share of a video. */
    private static final double SPAN = 0.75;

    private static final int LARGEST_STEP = 4;
    /** Where the frames follow each other as fast as a camera's (seconds), a clip spans no more than so many seconds. */
    private static final double CAMERA_INTERVAL = 0.1;

    private static final double CAMERA_SPAN = 1.3;

    private static final int LARGEST_BATCH = 16;
    /** A training set has at least so many batches. */
    private static final int FEWEST_BATCHES = 4;
    /** Bytes that the largest network needs for a clip of a batch, gradients included. */
    private static final double CLIP_BYTES = 2e8;
    /** The share of the machine's memory that a batch may take. */
    private static final double MEMORY_SHARE = 0.4;

    /** Steps and epochs that train well enough to take a larger network. */
    private static final int ENOUGH_STEPS = 400;

    private static final int ENOUGH_EPOCHS = 20;
    /** Steps and epochs beyond which nothing is gained. */
    private static final int MOST_STEPS = 1500;

    private static final int FEWEST_MOST_EPOCHS = 30;
    /** The largest rates for batches of 16: from nothing, and from a trained network. */
    private static final double RATE = 0.05;

    private static final double FINE_TUNING_RATE = 0.02;

    /** Pace varies: the plan is for this share of the time. */
    private static final double PLANNED = 0.8;
    /** Shares of the time that remains: for evaluating at most, and for the head of what remains then. */
    private static final double EVALUATION_SHARE = 0.2;

    private static final double EXPLAINER_SHARE = 0.2;
    private static final int MOST_EXPLAINER_EPOCHS = 6;
    /** A step of the head, and a forward pass, as shares of the classifier's step. */
    private static final double EXPLAINER_STEP = 0.8;

    private static final double FORWARD = 0.45;
    /** Passes over a video in an evaluation: itself and the centre; and per negative class the tube and random ones. */
    private static final int PASSES = 2;

    private static final int PASSES_PER_NEGATIVE = 4;
    private static final int VALIDATIONS = 10;
    private static final int MOST_BACKBONE_CLIPS = 8;

    private final DataSet data;
    private final VideoSurvey survey;
    private final ModelRequest request;
    private final long memory;

    /** @param memory of the machine, bytes */
    Planner(DataSet data, VideoSurvey survey, ModelRequest request, long memory) {
        this.data = data;
        this.survey = survey;
        this.request = request;
        this.memory = memory;
    }

    /**
     * Makes the plan.
     *
     * @param passed seconds of the time that have passed, asked after every measurement
     * @param pace measures steps
     * @throws IOException if a video, or the model to start from, can't be read
     */
    TrainingPlan plan(DoubleSupplier passed, Pace pace) throws IOException {
        double all = 60 * request.minutes();
        TrainingPlan best = null;
        for (TrainingPlan candidate : candidates()) {
            double seconds = pace.secondsPerStep(candidate.classifier(request));
            best = timed(candidate, seconds, passed.getAsDouble(), all);
            if (best.epochs() >= enough()) break;
        }
        return best;
    }

    /**
     * Makes the plan for a network that stays as it is and gets a new last layer.
     *
     * @param passed seconds of the time that have passed
     * @param secondsPerClip what a forward pass takes
     * @throws IOException if the model to start from can't be read
     */
    TrainingPlan planFrozen(double passed, double secondsPerClip) throws IOException {
        ClipFormat input = ModelCard.read(request.startFrom()).input();
        double left = Math.max(0, 60 * request.minutes() - passed);
        int trained = data.split("train").size();
        int tested = data.split("test").size();
        double clips = Math.max(1, survey.meanFrames() / (input.frameStep() * input.frames()));
        double once = secondsPerClip * clips * (survey.videos().size() + tested);
        double perVideo = secondsPerClip * clips * passes();
        double evaluation = Math.min(EVALUATION_SHARE * left, perVideo * tested);
        double training = Math.max(0, left - once - evaluation);
        double explainer = training / 2;
        double epoch = secondsPerClip * EXPLAINER_STEP / FORWARD * trained;
        double perClipOfEach = secondsPerClip * trained;
        return new TrainingPlan(
                input.frames(),
                input.frameStep(),
                input.width(),
                List.of(),
                0,
                0,
                batchSize(),
                0,
                0,
                0,
                within(1, MOST_BACKBONE_CLIPS, PLANNED * (training - explainer) / perClipOfEach),
                within(1, MOST_EXPLAINER_EPOCHS, PLANNED * explainer / epoch),
                isLocated(),
                within(1, tested, evaluation / perVideo),
                passed,
                passed + training - explainer,
                passed + training);
    }

    private static int within(int least, int most, double value) {
        return (int) Math.max(least, Math.min(most, value));
    }

    private boolean isLocated() {
        return !data.attributes().isEmpty()
                && data.samples().stream().anyMatch(s -> !s.boxes().isEmpty());
    }

    private int passes() {
        return PASSES + PASSES_PER_NEGATIVE * (data.classes().size() - 1);
    }

    private int steps() {
        return Math.max(1, data.split("train").size() / batchSize());
    }

    private int enough() {
        return Math.max(ENOUGH_EPOCHS, ENOUGH_STEPS / steps());
    }

    private int batchSize() {
        int byVideos = data.split("train").size() / FEWEST_BATCHES;
        int byMemory = (int) Math.min(LARGEST_BATCH, MEMORY_SHARE * memory / CLIP_BYTES);
        return Math.max(2, Math.min(byVideos, byMemory));
    }

    private List<TrainingPlan> candidates() throws IOException {
        double rate = (request.startFrom() == null ? RATE : FINE_TUNING_RATE) * batchSize() / LARGEST_BATCH;
        int frames = survey.median(Seen::frames) < CLIP_FRAMES ? SHORT_CLIP_FRAMES : CLIP_FRAMES;
        List<TrainingPlan> candidates = new ArrayList<>();
        if (request.startFrom() != null) {
            ModelCard card = ModelCard.read(request.startFrom());
            ClipFormat input = card.input();
            Architecture network = card.network();
            candidates.add(candidate(
                    input.frames(),
                    input.frameStep(),
                    new Size(network.widths(), input.width(), network.cellSize()),
                    network.fullyConnected(),
                    rate));
            return candidates;
        }
        double side = survey.median(seen -> Math.max(seen.width(), seen.height()));
        for (Size size : SIZES)
            // Pixels that are not there teach nothing; the small networks are for them.
            if (size.inputSize == 64 || side > 64) candidates.add(candidate(frames, frameStep(frames), size, 1, rate));
        return candidates;
    }

    private TrainingPlan candidate(int frames, int step, Size size, int fullyConnected, double rate) {
        return new TrainingPlan(
                frames,
                step,
                size.inputSize,
                Arrays.stream(size.widths).boxed().toList(),
                fullyConnected,
                size.cellSize,
                batchSize(),
                rate,
                1,
                0,
                0,
                1,
                isLocated(),
                0,
                0,
                0,
                0);
    }

    /** A clip spans most of a video, but of a camera's video not more than a movement takes. */
    private int frameStep(int frames) {
        long step = Math.round(SPAN * survey.median(Seen::frames) / frames);
        double interval = survey.median(Seen::frameInterval);
        if (interval > 0 && interval <= CAMERA_INTERVAL)
            step = Math.min(step, (long) (CAMERA_SPAN / (frames * interval)));
        return (int) Math.max(1, Math.min(LARGEST_STEP, step));
    }

    /** The epochs of each part that the time allows. */
    private TrainingPlan timed(TrainingPlan plan, double secondsPerStep, double used, double all) {
        double left = Math.max(0, all - used);
        double perClip = secondsPerStep * FORWARD / plan.batchSize();
        double clips = Math.max(1, survey.meanFrames() / (plan.frameStep() * plan.clipFrames()));
        int tested = data.split("test").size();
        // Testing the classifier, and measuring what the videos are like, pass over each video once.
        double once = perClip * clips * (survey.videos().size() + tested);
        double perVideo = perClip * clips * passes();
        double evaluation = Math.min(EVALUATION_SHARE * left, perVideo * tested);
        double training = Math.max(0, left - once - evaluation);
        double explainer = data.attributes().isEmpty() ? 0 : EXPLAINER_SHARE * training;
        double classifier = training - explainer;
        double epoch = secondsPerStep * steps();
        int most = Math.max(FEWEST_MOST_EPOCHS, MOST_STEPS / steps());
        int epochs = within(1, most, PLANNED * classifier / epoch);
        return new TrainingPlan(
                plan.clipFrames(),
                plan.frameStep(),
                plan.inputSize(),
                plan.widths(),
                plan.fullyConnected(),
                plan.cellSize(),
                plan.batchSize(),
                plan.learningRate(),
                epochs,
                data.split("validation").isEmpty() ? 0 : Math.max(1, epochs / VALIDATIONS),
                0,
                within(1, MOST_EXPLAINER_EPOCHS, PLANNED * explainer / (EXPLAINER_STEP * epoch)),
                plan.located(),
                within(1, tested, evaluation / perVideo),
                used,
                used + classifier,
                used + training);
    }
}
