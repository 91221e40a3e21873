package org.whynot.dataset.labels;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JSON file whose objects and arrays know their lines. */
final class LinedJson {

    private static final Pattern LINE = Pattern.compile("at line (\\d+)");
    private static final int DEEPEST = 64;

    private final Map<JsonElement, Integer> lines = new IdentityHashMap<>();
    private final JsonElement root;

    /** @throws IOException if it is not JSON; a sentence with the line, without the file's name */
    LinedJson(LabelSource source) throws IOException {
        try (Reader text = source.reader();
                JsonReader in = new JsonReader(text)) {
            root = element(in, 0);
        } catch (MalformedJsonException
                | EOFException
                | JsonParseException
                | IllegalStateException
                | NumberFormatException e) {
            Matcher place = LINE.matcher(String.valueOf(e.getMessage()));
            throw new IOException(
                    "the file is damaged or cut short" + (place.find() ? " at line " + place.group(1) : "")
                            + ". Save it again.",
                    e);
        }
    }

    private JsonElement element(JsonReader in, int depth) throws IOException {
        if (depth > DEEPEST) throw new JsonParseException("too deep " + in);
        switch (in.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                in.beginObject();
                lines.put(object, line(in));
                while (in.hasNext()) object.add(in.nextName(), element(in, depth + 1));
                in.endObject();
                return object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                in.beginArray();
                lines.put(array, line(in));
                while (in.hasNext()) array.add(element(in, depth + 1));
                in.endArray();
                return array;
            }
            case NUMBER -> {
                String number = in.nextString();
                return new JsonPrimitive(Double.valueOf(number));
            }
            case STRING -> {
                return new JsonPrimitive(in.nextString());
            }
            case BOOLEAN -> {
                return new JsonPrimitive(in.nextBoolean());
            }
            case NULL -> {
                in.nextNull();
                return JsonNull.INSTANCE;
            }
            default -> throw new JsonParseException("not expected " + in);
        }
    }

    private static int line(JsonReader in) {
        Matcher place = LINE.matcher(in.toString());
        return place.find() ? Integer.parseInt(place.group(1)) : 0;
    }

    /** The object that the file is. */
    JsonObject object() throws IOException {
        if (!root.isJsonObject()) throw new IOException("the file holds no JSON object.");
        return root.getAsJsonObject();
    }

    /** The line of an object or array, 1-based; 0 for other values. */
    int line(JsonElement element) {
        return lines.getOrDefault(element, 0);
    }

    /** An object's member that is an object; an empty one if there is none. */
    static JsonObject object(JsonObject of, String key) {
        JsonElement value = of.get(key);
        return value != null && value.isJsonObject() ? value.getAsJsonObject() : new JsonObject();
    }

    /** An object's member that is an array; an empty one if there is none. */
    static JsonArray array(JsonObject of, String key) {
        JsonElement value = of.get(key);
        return value != null && value.isJsonArray() ? value.getAsJsonArray() : new JsonArray();
    }

    /** A value as text; empty if it is none. */
    static String text(JsonElement value) {
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /** A value as a number; NaN if it is none. */
    static double number(JsonElement value) {
        return value != null && value.isJsonPrimitive()
                ? LabelTable.number(value.getAsString(), Double.NaN)
                : Double.NaN;
    }
}
