package org.whynot.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.whynot.classifier.ClassifierRun;
import org.whynot.classifier.Engine;
import org.whynot.classifier.VideoClassifier;
import org.whynot.util.Json;
import org.whynot.util.PrivateFolders;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;
import org.whynot.video.ClipFormat;

/**
 * Whether half precision is faster than single precision for a model on this machine, and near enough to it: measured once, and
 * remembered in the user's cache.
 *
 * @param key what it was measured for: weights, engine, device, threads, processor
 * @param exactMilliseconds a forward pass of two clips in single precision
 * @param fastMilliseconds the same in half precision
 * @param difference the largest deviation from the model's self-test, as a multiple of what is tolerated; 0 where half precision is not
 *     faster, as it is not computed then
 */
record PrecisionTrial(String key, double exactMilliseconds, double fastMilliseconds, double difference) {

    /** Half precision is used only if its pass takes at most this part of the other's, so that noise never makes it slower. */
    static final double MOST_TIME = 0.9;

    private static final String ENDING = ".precision.json";
    private static final int MOST_KEPT = 64;
    /** To be raised when what is measured, or what computes, changes: older trials count no longer. */
    private static final int VERSION = 1;
    /** If the first pass takes so many times as long, no other is timed: some processors have no instructions for it. */
    private static final double HOPELESS = 4;

    private static final int PASSES = 5;

    private static final Logger LOG = Logger.getLogger(PrecisionTrial.class.getName());

    /**
     * A model in half precision, where that is possible, near enough and faster.
     *
     * @param exact the model in single precision; closed with the one that is returned, otherwise it stays open
     * @param test of the model's folder
     * @param note receives a sentence where it is measured, and where single precision is better
     */
    static Optional<Model> faster(Model exact, SelfTest test, Consumer<String> note) {
        VideoClassifier half = null;
        boolean isKept = false;
        try {
            half = exact.classifier().halfPrecision().orElse(null);
            if (half == null) {
                note.accept("precision=fast: the classifier of the model '"
                        + exact.card().name() + "' can't compute in half precision, so it computes exactly.");
                return Optional.empty();
            }
            Model fast = exact.with(half);
            PrecisionTrial trial = of(exact, fast, test, note);
            isKept = trial.isWon();
            if (isKept) return Optional.of(fast);
            note.accept(trial.sentence());
        } catch (ai.djl.engine.EngineException e) {
            LOG.log(Level.FINE, "no half precision", e);
            note.accept("precision=fast: half precision does not work on this machine, so it computes exactly.");
        } finally {
            if (half != null && !isKept) half.close();
        }
        return Optional.empty();
    }

    /**
     * The trial of a model on this machine: as remembered, or made now.
     *
     * @param exact a model in single precision
     * @param fast the same model in half precision
     * @param test of the model's folder
     * @param note receives a sentence where it had to be measured
     */
    private static PrecisionTrial of(Model exact, Model fast, SelfTest test, Consumer<String> note) {
        String key = key(exact);
        Path file = PrivateFolders.cache("precision")
                .resolve(Sha256.of(key.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ENDING);
        PrecisionTrial known = read(file);
        if (known != null && known.key.equals(key)) return known;
        PrecisionTrial made = measure(key, exact, fast, test);
        if (made.isWon()) note.accept(made.sentence());
        try {
            PrivateFolders.create(file.getParent());
            StagedFiles.writeText(file.getParent(), file.getFileName().toString(), Json.write(made));
            PrivateFolders.keepNewest(file, ENDING, MOST_KEPT);
        } catch (IOException e) {
            note.accept("What was measured for precision=fast can't be kept in '" + file.getParent()
                    + "', so it is measured each time. " + StagedFiles.reason(e));
        }
        return made;
    }

    /** Null if there is none that can be used. */
    private static PrecisionTrial read(Path file) {
        try {
            return Files.isRegularFile(file) ? Json.read(TextFiles.read(file), PrecisionTrial.class) : null;
        } catch (IOException | IllegalArgumentException e) {
            // Cut short or changed by hand: it is measured again, and that is said.
            return null;
        }
    }

    private static PrecisionTrial measure(String key, Model exact, Model fast, SelfTest test) {
        ClipFormat input = exact.classifier().input();
        double[] exactly = new double[PASSES];
        double[] quickly = new double[PASSES];
        try (NDManager manager = Engine.newManager(exact.classifier().device())) {
            NDArray clips = manager.zeros(new Shape(input.batchShape(ClassifierRun.CLIPS_PER_PASS)));
            double first = milliseconds(exact.classifier(), clips);
            double firstFast = milliseconds(fast.classifier(), clips);
            if (firstFast > HOPELESS * first) return new PrecisionTrial(key, first, firstFast, 0);
            for (int i = 0; i < PASSES; i++) {
                exactly[i] = milliseconds(exact.classifier(), clips);
                quickly[i] = milliseconds(fast.classifier(), clips);
            }
        }
        PrecisionTrial timed = new PrecisionTrial(key, median(exactly), median(quickly), 0);
        return timed.isFaster()
                ? new PrecisionTrial(key, timed.exactMilliseconds, timed.fastMilliseconds, test.difference(fast))
                : timed;
    }

    private static double milliseconds(VideoClassifier classifier, NDArray clips) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            long start = System.nanoTime();
            // A graphics card has computed it once a number is here.
            classifier.logits(clips).toFloatArray();
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Whether half precision should be used. */
    boolean isWon() {
        return isFaster() && isNear();
    }

    private boolean isFaster() {
        return fastMilliseconds <= MOST_TIME * exactMilliseconds;
    }

    private boolean isNear() {
        return difference <= 1;
    }

    /** What was measured, for the user. */
    String sentence() {
        String times = String.format(
                Locale.ROOT, "%.1f ms for two clips, in single precision %.1f ms", fastMilliseconds, exactMilliseconds);
        if (!isNear())
            return "precision=fast: half precision changes the answers of this model too much here, so it computes exactly.";
        if (!isFaster())
            return "precision=fast: half precision is not much faster here (" + times + "), so it computes exactly.";
        return "precision=fast: half precision takes " + times + "; measured once for this model and machine.";
    }

    private static String key(Model model) {
        Map<String, String> parts = new TreeMap<>();
        parts.put("weights", model.sha256());
        parts.put("version", String.valueOf(VERSION));
        parts.put("engine", Engine.start().getVersion());
        parts.put("device", model.device());
        parts.put("threads", String.valueOf(Engine.threads()));
        parts.put("processor", processor());
        return parts.toString();
    }

    /** Tells processors apart that compute differently: their names, and on Linux the instructions that they have. */
    private static String processor() {
        String names = System.getProperty("os.name") + " " + System.getProperty("os.arch") + " "
                + System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "");
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String found = lines.filter(line -> line.matches("(model name|flags|Features|CPU part)\\s*:.*"))
                    .distinct()
                    .collect(Collectors.joining("\n"));
            return names + " " + Sha256.of(found.getBytes(StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            return names;
        }
    }
}
