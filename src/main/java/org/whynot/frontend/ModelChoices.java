package org.whynot.frontend;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolders;

/**
 * What can be chosen in a dialog that asks for a model and two of its classes; it knows of no window.
 *
 * <pre>{@code
 * ModelChoices choices = ModelChoices.of(info, folder -> Map.of());
 * choices.models();                               // cells, ucf6
 * choices.positives("cells", "");                 // predicted, no event, mitosis, ...
 * choices.whyNots("cells", "mitosis", "");        // runner-up, no event, ...: all but mitosis
 * }</pre>
 *
 * <p>Models are found and their cards read when this is made; every given value finds the model again
 * ({@link ModelFolders#find}). Not safe for use by several threads.
 */
public final class ModelChoices {

    /** With more classes, a dialog lets the user type a part of a class's name. */
    public static final int MANY = 12;
    /** The value of an optional model that stands for none, as an empty one does. */
    public static final String NOTHING = "nothing";

    private final Map<String, Path> known;
    private final Map<String, ModelCard> cards = new LinkedHashMap<>();
    private final Map<String, Path> folders = new LinkedHashMap<>();
    private final Map<String, ModelCard> otherCards = new HashMap<>();
    private final Map<String, Path> otherFolders = new HashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final String predicted;
    private final String runnerUp;
    private final Function<Path, Map<String, Double>> probabilities;
    private boolean isAnyClassifier;
    private boolean isOptional;

    /**
     * The choices among given models.
     *
     * @param known model folders by their names, as {@link ModelFolders#known()} gives them
     * @param predicted the value for the most probable class
     * @param runnerUp the value for the most probable other class
     * @param probabilities of a model's folder: how probable it finds each class (0 to 1) for the very video that is
     *     asked about; empty if that is not known
     */
    public ModelChoices(
            Map<String, Path> known,
            String predicted,
            String runnerUp,
            Function<Path, Map<String, Double>> probabilities) {
        this.known = known;
        this.predicted = predicted;
        this.runnerUp = runnerUp;
        this.probabilities = probabilities;
        Map<String, ModelCard> byFolder = new LinkedHashMap<>();
        known.forEach((name, folder) -> {
            try {
                byFolder.put(name, ModelCard.read(folder));
            } catch (IOException e) {
                leftOut.add(e.getMessage());
            }
        });
        List<String> names = byFolder.values().stream().map(ModelCard::name).toList();
        byFolder.forEach((folderName, card) -> {
            // As ModelFolders.find() takes a value: a folder's name comes before the names on cards.
            boolean isTaken = known.containsKey(card.name()) || Collections.frequency(names, card.name()) > 1;
            String word = isTaken ? folderName : card.name();
            cards.put(word, card);
            folders.put(word, known.get(folderName));
        });
    }

    /**
     * The choices for a command among all models that are found.
     *
     * @param info a command; without a parameter of the role {@link Role#MODEL} there is nothing to choose
     * @param probabilities of a model's folder: how probable it finds each class (0 to 1) for the very video that is asked
     *     about; empty if that is not known
     */
    public static ModelChoices of(ModuleInfo info, Function<Path, Map<String, Double>> probabilities) {
        ModelChoices choices = new ModelChoices(
                ModelFolders.known(), defaultWord(info, Role.POSITIVE), defaultWord(info, Role.WHY_NOT), probabilities);
        ModuleItem<?> model = Role.findModel(info);
        choices.isAnyClassifier = model != null && Role.is(model, Role.CLASSIFIER);
        choices.isOptional = model != null && !model.isRequired();
        return choices;
    }

    /** Whether the value of an optional model stands for none: it is empty, or {@value #NOTHING}. */
    public static boolean isNothing(String model) {
        return model.isBlank() || model.strip().equals(NOTHING);
    }

    private static String defaultWord(ModuleInfo info, String role) {
        ModuleItem<?> item = Role.find(info, role);
        return item == null ? "" : String.valueOf(Values.defaultValue(item));
    }

    /** The values for the models that were found: the name on the card, or the folder's where two cards have the same. */
    public List<String> models() {
        List<String> models = new ArrayList<>();
        if (isOptional) models.add(NOTHING);
        // A classifier without a head has nothing to explain with.
        cards.forEach((word, card) -> {
            if (isAnyClassifier || card.canExplain()) models.add(word);
        });
        return models;
    }

    /** The value for the model that a value or path means: one of {@link #models()} if it is among them, else as given. */
    public String model(String word) {
        if (isOptional && isNothing(word)) return NOTHING;
        if (cards.containsKey(word)) return word;
        try {
            Path folder = normal(find(word));
            for (Map.Entry<String, Path> model : folders.entrySet())
                if (normal(model.getValue()).equals(folder)) return model.getKey();
        } catch (IllegalArgumentException e) {
            // problem() reports it.
            return word;
        }
        return word;
    }

    /** A message for every model that is not offered because its card can't be read. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    /** Why a model can't be chosen, as a message; empty if it can. */
    public String problem(String model) {
        if (isOptional && isNothing(model)) return "";
        try {
            if (!card(model).canExplain() && !isAnyClassifier)
                return "'" + model + "' is a classifier without attributes: train an explainer for it first.";
            return "";
        } catch (IllegalArgumentException | IOException e) {
            return Messages.sentence(e);
        }
    }

    /** Whether a model has so many classes that a part of a name should be asked for. */
    public boolean isMany(String model) {
        return classesOf(model).size() > MANY;
    }

    /**
     * The classes that can be explained: the value for the predicted one, then the model's, the most probable first where
     * that is known.
     *
     * @param model a model's value or path; one that can't be read has no classes
     * @param typed only names with this in them, in any letter case; empty for all
     * @return never empty: if no name fits, only the value for the predicted class
     */
    public List<String> positives(String model, String typed) {
        return fitting(predicted, classesOf(model), typed);
    }

    /**
     * The classes that the positive one can be compared with: as {@link #positives}, with the value for the runner-up first,
     * but without the positive one, so that nobody asks why a class is not itself.
     *
     * @param positive what is chosen as the class to explain
     */
    public List<String> whyNots(String model, String positive, String typed) {
        List<String> others = new ArrayList<>(classesOf(model));
        boolean isKnown = positive.equals(predicted) && !probabilitiesOf(model).isEmpty();
        // The most probable class is then the first.
        others.remove(isKnown && !others.isEmpty() ? others.get(0) : positive);
        return fitting(runnerUp, others, typed);
    }

    private static List<String> fitting(String first, List<String> classes, String typed) {
        String part = typed.strip().toLowerCase(Locale.ROOT);
        List<String> fitting = Stream.concat(Stream.of(first), classes.stream())
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(part))
                .toList();
        return fitting.isEmpty() ? List.of(first) : fitting;
    }

    private List<String> classesOf(String model) {
        List<String> classes;
        try {
            classes = card(model).classes();
        } catch (IllegalArgumentException | IOException e) {
            // problem() reports it.
            return List.of();
        }
        Map<String, Double> known = probabilitiesOf(model);
        return classes.stream()
                .sorted(Comparator.comparingDouble(name -> -known.getOrDefault(name, -1.0)))
                .toList();
    }

    /** Empty unless they are of this model's classes: the folder's model may have been replaced since. */
    private Map<String, Double> probabilitiesOf(String model) {
        try {
            Map<String, Double> found = probabilities.apply(find(model));
            Set<String> classes = new HashSet<>(card(model).classes());
            return found.keySet().equals(classes) ? found : Map.of();
        } catch (IllegalArgumentException | IOException e) {
            return Map.of();
        }
    }

    private ModelCard card(String model) throws IOException {
        ModelCard card = cards.containsKey(model) ? cards.get(model) : otherCards.get(model);
        if (card == null) otherCards.put(model, card = ModelCard.read(find(model)));
        return card;
    }

    private Path find(String model) {
        Path folder = folders.containsKey(model) ? folders.get(model) : otherFolders.get(model);
        if (folder == null) otherFolders.put(model, folder = ModelFolders.find("model", model, known));
        return folder;
    }

    private static Path normal(Path folder) {
        return folder.toAbsolutePath().normalize();
    }
}
