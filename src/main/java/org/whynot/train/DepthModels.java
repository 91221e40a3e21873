package org.whynot.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.whynot.classifier.Architecture;
import org.whynot.dataset.DataSet;
import org.whynot.model.Model;
import org.whynot.model.ModelCard;
import org.whynot.util.Progress;

/**
 * Trains models like a given one with other numbers of fully connected layers (section 4.4, table 4): with the settings that its
 * card records, classifier and head.
 *
 * <pre>{@code
 * List<Path> others = new DepthModels(ModelCard.read(folder), "auto").train(data, output.resolve("models"), progress);
 * }</pre>
 *
 * <p>Models that are there already are kept, and a training that was interrupted continues from its checkpoint.
 */
public final class DepthModels {

    /** The most fully connected layers (table 4). */
    private static final int DEEPEST = 3;
    /** About how much of the time the classifier takes. */
    private static final double CLASSIFIER_SHARE = 0.5;

    private final ModelCard like;
    private final String device;

    /**
     * @param like the model's card
     * @param device {@code auto}, {@code cpu} or {@code gpu}
     */
    public DepthModels(ModelCard like, String device) {
        this.like = like;
        this.device = device;
    }

    /**
     * Trains those of 1, 2 and 3 fully connected layers that the given model is not.
     *
     * @param data what the given model was trained on
     * @param folder where the model folders are made, {@code NAME-2fc} for example
     * @param progress notified of every step
     * @return the model folders, fewest layers first
     * @throws IOException if a video can't be read or a model not be written
     * @throws java.util.concurrent.CancellationException if cancelled; what is done is kept
     */
    public List<Path> train(DataSet data, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        List<Path> models = new ArrayList<>();
        int all = DEEPEST - 1;
        for (int depth = 1; depth <= DEEPEST; depth++) {
            if (depth == like.network().fullyConnected()) continue;
            double from = models.size() / (double) all;
            models.add(train(data, folder, depth, progress.part(from, from + 1.0 / all)));
        }
        return models;
    }

    private Path train(DataSet data, Path folder, int depth, Progress progress) throws IOException {
        String name = like.name() + "-" + depth + "fc";
        Path model = folder.resolve(name);
        if (Files.exists(model.resolve(Model.EXPLAINER_FILE))) return model;
        if (!Files.exists(model.resolve(Model.CLASSIFIER_FILE)))
            new ClassifierTrainer(classifier(name, depth)).train(data, model, progress.part(0, CLASSIFIER_SHARE));
        new ExplainerTrainer(explainer()).train(data, model, model, progress.part(CLASSIFIER_SHARE, 1));
        return model;
    }

    /** The card's value, or the default where it has none. */
    ClassifierSettings classifier(String name, int depth) {
        ClassifierSettings defaults = ClassifierSettings.defaults(name);
        return new ClassifierSettings(
                name,
                new Architecture(like.network().widths(), depth, like.network().cellSize()),
                like.input(),
                sgd("classifier_", ClassifierSettings.SGD),
                augmentation("classifier_"),
                null,
                0,
                defaults.checkpointMinutes(),
                (long) number("classifier_seed", 0),
                device);
    }

    /** The card's value, or the default where it has none. */
    ExplainerSettings explainer() {
        ExplainerSettings defaults = ExplainerSettings.DEFAULTS;
        return new ExplainerSettings(
                sgd("explainer_", ExplainerSettings.SGD),
                like.tube().radius(),
                ExplainerSettings.Objective.valueOf(constant("explainer_objective", defaults.objective())),
                ExplainerSettings.ClassKernels.valueOf(constant("explainer_class_kernels", defaults.classKernels())),
                ExplainerSettings.Attributes.valueOf(constant("explainer_attributes", defaults.attributes())),
                like.tube().shapes(),
                like.tube().trim(),
                defaults.gradient(),
                augmentation("explainer_"),
                defaults.checkpointMinutes(),
                (long) number("explainer_seed", 0),
                device);
    }

    private SgdSettings sgd(String part, SgdSettings defaults) {
        return new SgdSettings(
                (int) number(part + "epochs", defaults.epochs()),
                (int) number(part + "batch_size", defaults.batchSize()),
                number(part + "learning_rate", defaults.learningRate()),
                Schedule.of(word(part + "schedule", defaults.schedule().word())),
                number(part + "momentum", defaults.momentum()),
                number(part + "weight_decay", defaults.weightDecay()),
                word(part + "gradient_clip", "").equals("none")
                        ? 0
                        : number(part + "gradient_clip", defaults.gradientClip()));
    }

    private Augmentation augmentation(String part) {
        Augmentation defaults = Augmentation.DEFAULT;
        return new Augmentation(
                number(part + "smallest_crop", defaults.smallestCrop()),
                word(part + "flip", defaults.flip() ? "yes" : "no").equals("yes"),
                number(part + "brightness", defaults.brightness()),
                word(part + "shorten", defaults.shorten() ? "yes" : "no").equals("yes"),
                SceneChanges.of(word(part + "scene", "")));
    }

    private double number(String key, double otherwise) {
        return like.training().get(key) instanceof Number recorded ? recorded.doubleValue() : otherwise;
    }

    private String word(String key, String otherwise) {
        Map<String, Object> recorded = like.training();
        return recorded.containsKey(key) ? String.valueOf(recorded.get(key)) : otherwise;
    }

    private String constant(String key, Enum<?> otherwise) {
        return word(key, otherwise.name()).toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
