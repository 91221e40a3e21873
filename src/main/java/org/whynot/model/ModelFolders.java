package org.whynot.model;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds model folders: by name (the folder's, then the card's) in {@code models/} beside the plugin, then in the folder that the environment variable
 * {@code WHYNOT_MODELS} names, then among those made since the program started, then as a path.
 */
public final class ModelFolders {

    /** The environment variable that names a folder of model folders. */
    public static final String ENVIRONMENT = "WHYNOT_MODELS";

    /** By folder name; what was made since the program started. */
    private static final Map<String, Path> MADE = new LinkedHashMap<>();

    private ModelFolders() {}

    /**
     * All model folders that can be found by name, by their folder's name, those that were {@linkplain #add made} since the
     * program started, and the classifiers that plugins bring; a name found twice counts once, first location first.
     */
    public static Map<String, Path> known() {
        Map<String, Path> known = new LinkedHashMap<>();
        for (Path place : places()) {
            try (Stream<Path> folders = Files.list(place)) {
                folders.filter(folder -> Files.isRegularFile(folder.resolve(ModelCard.FILE)))
                        .sorted()
                        .forEach(
                                folder -> known.putIfAbsent(folder.getFileName().toString(), folder));
            } catch (IOException e) {
                // A location that can't be listed has no models; find() names the locations when nothing is found.
                continue;
            }
        }
        synchronized (MADE) {
            MADE.forEach((name, folder) -> {
                if (Files.isRegularFile(folder.resolve(ModelCard.FILE))) known.putIfAbsent(name, folder);
            });
        }
        Classifiers.folders().forEach(known::putIfAbsent);
        return known;
    }

    /**
     * Makes a model folder known until the program ends, wherever it is, so that what was just trained or imported can be chosen
     * by its name.
     *
     * @param folder a model folder; a model of the same folder name that was found elsewhere comes first
     */
    public static void add(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        synchronized (MADE) {
            MADE.put(place.getFileName().toString(), place);
        }
    }

    /**
     * The model folder that a user's value names.
     *
     * @param name the name of a known model's folder, or the name on its card, or a path to a model folder
     * @throws IllegalArgumentException if there is none, with the known ones listed, nearest first; or if several cards
     *     bear the name
     */
    public static Path find(String name) {
        return find("model", name);
    }

    /**
     * The model folder that a user's value of some parameter names.
     *
     * @param parameter is named in the message if there is none
     * @param name the name of a known model's folder, or the name on its card, or a path to a model folder
     * @throws IllegalArgumentException if there is none, with the known ones listed, nearest first; or if several cards
     *     bear the name
     */
    public static Path find(String parameter, String name) {
        return find(parameter, name, known());
    }

    /**
     * The same among given models.
     *
     * @param known as {@link #known()} gives them
     */
    public static Path find(String parameter, String name, Map<String, Path> known) {
        Path folder = known.get(name.trim());
        if (folder != null) return folder;
        List<String> called = calledByCard(name.trim(), known);
        if (called.size() == 1) return known.get(called.get(0));
        if (called.size() > 1)
            throw new IllegalArgumentException(
                    parameter + "='" + name + "' is the name of several models. Use the name of" + " a folder: "
                            + String.join(", ", called) + ".");
        try {
            Path path = Path.of(name.trim());
            if (!name.isBlank() && Files.isDirectory(path)) return path;
        } catch (InvalidPathException e) {
            throw unknown(parameter, name, known, e);
        }
        throw unknown(parameter, name, known, null);
    }

    /** The shortest value by which {@link #find(String)} finds a model folder again: its name if it is known by it, else its path. */
    public static String word(Path folder) {
        for (Map.Entry<String, Path> known : known().entrySet())
            if (known.getValue()
                    .toAbsolutePath()
                    .normalize()
                    .equals(folder.toAbsolutePath().normalize())) return known.getKey();
        return folder.toAbsolutePath().normalize().toString();
    }

    /** The folders' names of the known models whose cards bear a name; a card that can't be read has none. */
    private static List<String> calledByCard(String name, Map<String, Path> known) {
        List<String> called = new ArrayList<>();
        known.forEach((folderName, folder) -> {
            try {
                if (ModelCard.read(folder).name().equals(name)) called.add(folderName);
            } catch (IOException e) {
                // The folder's name still finds it, and opening it then reports what is wrong.
                return;
            }
        });
        return called;
    }

    private static IllegalArgumentException unknown(
            String parameter, String name, Map<String, Path> known, Exception cause) {
        return new IllegalArgumentException(
                (name.isBlank() ? "No " + parameter + " is given. " : parameter + "='" + name + "' is not known. ")
                        + (known.isEmpty()
                                ? "No models were found: copy the folder 'models' that comes with WhyNot beside the plugin, or name a folder of"
                                        + " models in the environment variable " + ENVIRONMENT + "."
                                : "Known models: " + String.join(", ", Names.nearestFirst(name, known.keySet())) + ".")
                        + " A path to a model folder works too.",
                cause);
    }

    private static List<Path> places() {
        List<Path> places = new ArrayList<>();
        CodeSource source = ModelFolders.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            try {
                // plugins/WhyNot_.jar has models/ beside it, Fiji's jars/WhyNot_.jar in plugins/ beside its parent;
                // target/classes
                // and target/WhyNot_.jar have it beside target.
                Path place = Path.of(source.getLocation().toURI()).getParent();
                for (int up = 0; up < 2 && place != null; up++, place = place.getParent())
                    places.addAll(List.of(place.resolve("models"), place.resolve("plugins/models")));
            } catch (URISyntaxException | IllegalArgumentException e) {
                // A class that was not loaded from a file system has no folder beside it.
                places.clear();
            }
        }
        String environment = System.getenv(ENVIRONMENT);
        if (environment != null && !environment.isBlank()) places.add(Path.of(environment));
        places.removeIf(place -> !Files.isDirectory(place));
        return places;
    }
}
