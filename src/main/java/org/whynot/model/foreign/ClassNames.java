package org.whynot.model.foreign;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.whynot.util.ReservedNames;
import org.whynot.util.TextFiles;

/** Reads lists of class names. */
public final class ClassNames {

    /** The value for the bundled names of the 400 classes of Kinetics-400, in alphabetical order, as its classifiers have them. */
    public static final String KINETICS_400 = "kinetics-400";

    private ClassNames() {}

    /**
     * The names that a user's value means.
     *
     * @param value {@value #KINETICS_400}; or the path of a text file with a name per line; or that of a JSON file with a list of
     *     names, an object from number to name or from name to number, or one with such a value under {@code classes} or
     *     {@code id2label}
     * @return in the order of the logits
     * @throws IOException if the file can't be read or holds something else; the message names it
     */
    public static List<String> read(String value) throws IOException {
        if (value.strip().equalsIgnoreCase(KINETICS_400)) return kinetics();
        Path file = Path.of(value.strip());
        if (!Files.isRegularFile(file))
            throw new IOException(
                    "classes='" + value + "' is no file. Give a text file with a class name per line, a JSON"
                            + " file, or '" + KINETICS_400 + "'.");
        try {
            String text = TextFiles.read(file);
            List<String> names =
                    file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".json")
                            ? ofJson(JsonParser.parseString(text))
                            : text.lines()
                                    .map(String::strip)
                                    .filter(line -> !line.isEmpty())
                                    .toList();
            String problem = problem(names);
            if (problem != null) throw new IOException("The class names in '" + file + "' can't be used: " + problem);
            return names;
        } catch (CharacterCodingException e) {
            throw new IOException("'" + file + "' is no text in UTF-8. Save the class names as UTF-8.", e);
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | NumberFormatException
                | StackOverflowError e) {
            throw new IOException(
                    "'" + file + "' holds no list of class names: a list of texts, or an object from number to"
                            + " name, whose numbers are 0, 1, 2 and so on, is needed.",
                    e);
        }
    }

    /** What is wrong with a list of names, as a message, or null. */
    static String problem(List<String> names) {
        if (names.size() < 2) return "at least two names are needed, there are " + names.size() + ".";
        Set<String> known = new LinkedHashSet<>();
        for (String name : names) {
            if (name == null || name.isBlank()) return "one of them is empty.";
            if (!known.add(name)) return "'" + name + "' stands there twice.";
            if (ReservedNames.contains(name)) return "'" + name + "' is among them, but " + ReservedNames.advice();
        }
        return null;
    }

    private static List<String> kinetics() throws IOException {
        try (InputStream in = ClassNames.class.getResourceAsStream("kinetics-400.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    private static List<String> ofJson(JsonElement json) {
        if (json.isJsonArray()) {
            List<String> names = new ArrayList<>();
            for (JsonElement name : json.getAsJsonArray()) names.add(name.getAsString());
            return names;
        }
        JsonObject object = json.getAsJsonObject();
        for (String key : List.of("classes", "id2label")) if (object.has(key)) return ofJson(object.get(key));
        SortedMap<Integer, String> byNumber = new TreeMap<>();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            boolean isNumber = entry.getKey().matches("\\d+");
            int number = isNumber
                    ? Integer.parseInt(entry.getKey())
                    : entry.getValue().getAsInt();
            String name = isNumber ? entry.getValue().getAsString() : entry.getKey();
            if (byNumber.put(number, name) != null)
                throw new NumberFormatException("two names have the number " + number);
        }
        // A number that is missing would give all later names to other classes.
        if (!byNumber.isEmpty() && (byNumber.firstKey() != 0 || byNumber.lastKey() != byNumber.size() - 1))
            throw new NumberFormatException("the numbers are not 0 to " + (byNumber.size() - 1));
        return List.copyOf(byNumber.values());
    }
}
