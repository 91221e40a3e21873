package org.whynot.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.whynot.classifier.Precision;
import org.whynot.classifier.foreign.NetworkDescription;
import org.whynot.model.ModelCard;
import org.whynot.util.Json;
import org.whynot.video.Warning;

/**
 * Everything that was found out about one video: the prediction, the explanations, and what they were made with.
 *
 * @param video which video
 * @param model which model
 * @param prediction every class, most probable first
 * @param positive the class that was explained
 * @param negative the class it was compared with
 * @param explanations evidence for by falling score, then evidence against by rising score; where the model trims tubes, the scores
 *     that count are those of the whole tubes
 * @param settings how it was made
 * @param warnings what makes it doubtful; empty where nothing does
 */
public record Answer(
        VideoInfo video,
        ModelInfo model,
        List<ClassProbability> prediction,
        String positive,
        String negative,
        List<Explanation> explanations,
        Settings settings,
        List<Warning> warnings) {

    /** An answer without warnings. */
    public Answer(
            VideoInfo video,
            ModelInfo model,
            List<ClassProbability> prediction,
            String positive,
            String negative,
            List<Explanation> explanations,
            Settings settings) {
        this(video, model, prediction, positive, negative, explanations, settings, List.of());
    }

    /**
     * The explained video.
     *
     * @param name without folder and extension
     * @param width pixels
     * @param height pixels
     * @param frames number of frames
     * @param framesUsed the sampled frames, 0-based, rising
     * @param sha256 of the pixels that the classifier was shown, in hexadecimal: width, height and number of sampled frames
     *     as three big-endian 32-bit integers, then every sampled frame in row-major order, a pixel as three bytes red,
     *     green, blue (0 to 255, rounded)
     */
    public record VideoInfo(String name, int width, int height, int frames, List<Integer> framesUsed, String sha256) {}

    /**
     * The model.
     *
     * @param name as on its card
     * @param sha256 of its weights, in hexadecimal
     * @param imported where its classifier came from; null for the project's own
     */
    public record ModelInfo(String name, String sha256, @Json.MayBeMissing ImportedClassifier imported) {

        /** A model whose classifier is the project's own. */
        public ModelInfo(String name, String sha256) {
            this(name, sha256, null);
        }
    }

    /**
     * A classifier that was imported.
     *
     * @param type {@code torchscript} or {@code onnx}
     * @param origin where the file came from
     * @param sha256 of the file, in hexadecimal
     * @param input how a video was made into its input, for people
     * @param layers the feature layers; empty if it gives only logits
     */
    public record ImportedClassifier(String type, String origin, String sha256, String input, List<String> layers) {

        /** The classifier of a model; null if it is the project's own or a plugin's. */
        static ImportedClassifier of(ModelCard card) {
            NetworkDescription foreign = card.architecture().foreign();
            if (foreign == null) return null;
            String input = card.input() + ", " + foreign.channels().name().toLowerCase(Locale.ROOT) + ", "
                    + foreign.outputType().name().toLowerCase(Locale.ROOT);
            return new ImportedClassifier(
                    card.architecture().type(), foreign.origin(), foreign.sha256(), input, card.featureLayers());
        }
    }

    /**
     * The settings that change the answer.
     *
     * @param explanations how many were asked for
     * @param radius cells a tube may move from a frame to the next
     * @param device {@code cpu} or {@code gpu}
     * @param seed of the random tubes that explanations are compared with; 0
     * @param window the pieces of the video of which each has tubes of its own
     * @param tubes how many tubes of each explanation were asked for
     * @param maskingPasses forward passes, at most, that the tubes were found with by erasing parts of the video; 0 where they
     *     were found in feature maps
     * @param confidence random tubes that each explanation was compared with; 0 for none
     * @param refine whether tubes were moved off the grid of cells
     * @param precision with how many bits the classifier computed
     */
    public record Settings(
            int explanations,
            int radius,
            String device,
            int seed,
            Window window,
            int tubes,
            int maskingPasses,
            int confidence,
            boolean refine,
            Precision precision) {

        /** Another question with these settings, not verified. */
        public Question question(String positive, String negative, Evidence evidence) {
            return new Question(positive, negative, explanations, evidence, false, window, tubes, confidence, refine);
        }

        /** Settings of an answer in single precision that was not compared with chance, its tubes on cells. */
        public Settings(
                int explanations, int radius, String device, int seed, Window window, int tubes, int maskingPasses) {
            this(explanations, radius, device, seed, window, tubes, maskingPasses, 0, false, Precision.EXACT);
        }

        /** Settings of an answer out of feature maps. */
        public Settings(int explanations, int radius, String device, int seed, Window window, int tubes) {
            this(explanations, radius, device, seed, window, tubes, 0);
        }

        /** Settings without windows, one tube for each explanation. */
        public Settings(int explanations, int radius, String device, int seed) {
            this(explanations, radius, device, seed, Window.WHOLE, 1);
        }
    }

    /** How far from 0.5 a counterfactuality must be to count as a clear reason in the sentence. */
    private static final double CLEAR = 0.1;

    /** Copies the lists. */
    public Answer {
        prediction = List.copyOf(prediction);
        explanations = List.copyOf(explanations);
        warnings = List.copyOf(warnings);
    }

    /** The same answer with other explanations, such as those that something was added to. */
    public Answer with(List<Explanation> others) {
        return new Answer(video, model, prediction, positive, negative, others, settings, warnings);
    }

    /** The explanations of one kind, strongest first. */
    public List<Explanation> of(Evidence evidence) {
        return explanations.stream().filter(e -> e.evidence() == evidence).toList();
    }

    /**
     * A frame in which a tube is visible: the given one if there is one, otherwise the strongest of the first explanation.
     *
     * @param frame 0-based
     * @return 0-based; the given one if there are no explanations
     */
    public int frameWithTube(int frame) {
        boolean isSeen = explanations.stream().anyMatch(e -> e.boxAt(frame).isPresent());
        return isSeen || explanations.isEmpty() ? frame : explanations.get(0).strongestFrame();
    }

    /** The probability of a class, 0 to 1; NaN if there is no such class. */
    public double probability(String name) {
        return prediction.stream()
                .filter(c -> c.name().equals(name))
                .mapToDouble(ClassProbability::probability)
                .findFirst()
                .orElse(Double.NaN);
    }

    /**
     * The answer in words; frames are counted from 1, as ImageJ does. For example: {@code mitosis, not apoptosis, because
     * of: dividing nucleus (frames 7 to 15); hardly: growing nucleus (frames 1 to 4).}
     *
     * <p>A model without attributes has no words for its reasons, only numbers, which stand at the tubes too: {@code mitosis, not
     * apoptosis, because of: region 1 (frames 7 to 15), region 2 (frames 20 to 24).}
     *
     * <p>Weak reasons (a counterfactuality within {@value #CLEAR} of 0.5) follow the word <i>hardly</i>, and those that were compared
     * with random tubes and are no better follow <i>no better than chance</i>.
     */
    public String sentence() {
        StringBuilder words = new StringBuilder(positive + ", not " + negative);
        List<Explanation> reasons = of(Evidence.FOR);
        if (!reasons.isEmpty()) words.append(", because of: ").append(list(reasons));
        List<Explanation> objections = of(Evidence.AGAINST);
        if (!objections.isEmpty())
            words.append(". ").append("Contradicting it: ").append(list(objections));
        words.append('.');
        if (settings.maskingPasses() > 0)
            words.append(" Found by erasing parts of the video and classifying it again (")
                    .append(settings.maskingPasses())
                    .append(" passes), not in feature maps.");
        int erasures = explanations.stream()
                .flatMap(e -> e.refinement().stream())
                .mapToInt(Refinement::erasures)
                .sum();
        if (erasures > 0)
            words.append(
                            " Tubes were moved off the grid of cells where erasing them then changes the prediction more (")
                    .append(erasures)
                    .append(" erasures).");
        if (settings.precision() == Precision.FAST) words.append(" Computed in half precision (precision=fast).");
        return words.toString();
    }

    private static String list(List<Explanation> explanations) {
        String clear = named(explanations, e -> !e.isByChance() && isClear(e));
        String weak = named(explanations, e -> !e.isByChance() && !isClear(e));
        String chance = named(explanations, Explanation::isByChance);
        List<String> parts = new ArrayList<>();
        if (!clear.isEmpty()) parts.add(clear);
        if (!weak.isEmpty()) parts.add((clear.isEmpty() ? "hardly anything: " : "hardly: ") + weak);
        if (!chance.isEmpty())
            parts.add((parts.isEmpty() ? "nothing better than chance: " : "no better than chance: ") + chance);
        return String.join("; ", parts);
    }

    private static String named(List<Explanation> explanations, Predicate<Explanation> which) {
        return explanations.stream()
                .filter(which)
                .map(e -> e.label() + " (" + span(e)
                        + e.confidence().map(c -> ", " + c.words()).orElse("") + ")")
                .collect(Collectors.joining(", "));
    }

    private static boolean isClear(Explanation e) {
        return Math.abs(e.counterfactuality() - 0.5) > CLEAR;
    }

    private static String span(Explanation e) {
        return span(e.firstFrame(), e.lastFrame());
    }

    /** Frames counted from 0 in words, counted from 1: {@code frames 7 to 15}. */
    static String span(int first, int last) {
        return first == last ? "frame " + (first + 1) : "frames " + (first + 1) + " to " + (last + 1);
    }
}
