package org.whynot.util;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The part of JSON Schema that the schemas in the jar use, and nothing else: a keyword that this does not know is an error.
 *
 * <pre>{@code
 * List<String> problems = JsonSchema.named("explanation").problems(json, false);
 * }</pre>
 */
public final class JsonSchema {

    private static final Set<String> KEYWORDS = Set.of(
            "$schema",
            "title",
            "description",
            "type",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "minItems",
            "maxItems",
            "minimum",
            "maximum",
            "enum",
            "pattern");

    /** Of a value in a message, characters. */
    private static final int LONGEST = 80;

    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private final JsonObject schema;

    private JsonSchema(JsonObject schema) {
        this.schema = schema;
    }

    /**
     * A schema of the jar.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static JsonSchema named(String name) {
        return SCHEMAS.computeIfAbsent(name, JsonSchema::read);
    }

    private static JsonSchema read(String name) {
        try (InputStream in = JsonSchema.class.getResourceAsStream("/org/whynot/schema/" + name + ".json")) {
            if (in == null) throw new IllegalArgumentException("There is no schema " + name + ".");
            return new JsonSchema(JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema itself. */
    public JsonObject json() {
        return schema;
    }

    /**
     * What is wrong with a value, by key: {@code 'tube[0].frame' is out of range: -1}.
     *
     * @param isStrict whether a key that its object's schema does not name is wrong too, other than in the standard
     * @return empty if nothing is
     */
    public List<String> problems(JsonElement value, boolean isStrict) {
        List<String> problems = new ArrayList<>();
        new Check(isStrict, problems).check(schema, value, "");
        return problems;
    }

    /**
     * Refuses a value that does not fit, keys that are not known aside.
     *
     * @throws IllegalArgumentException if something is wrong; a sentence from the key on
     */
    public void require(JsonElement value) {
        List<String> problems = problems(value, false);
        if (!problems.isEmpty()) throw new IllegalArgumentException(problems.get(0) + ".");
    }

    /**
     * A walk through a value and its schema.
     *
     * @param isStrict see {@link JsonSchema#problems}
     * @param problems to be filled
     */
    private record Check(boolean isStrict, List<String> problems) {

        private static String inside(String at, String key) {
            return at.isEmpty() ? key : at + "." + key;
        }

        private void add(String at, String what, JsonElement value) {
            String text = value.toString();
            problems.add("'" + at + "' " + what + ": " + text.substring(0, Math.min(LONGEST, text.length())));
        }

        void check(JsonObject schema, JsonElement value, String at) {
            for (String keyword : schema.keySet())
                if (!KEYWORDS.contains(keyword)) throw new IllegalArgumentException("Unknown keyword " + keyword);
            String type = schema.get("type").getAsString();
            if (!isOf(type, value)) {
                add(at, "is not of type " + type, value);
                return;
            }
            if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value))
                add(at, "is none of " + schema.get("enum"), value);
            switch (type) {
                case "object" -> checkObject(schema, value.getAsJsonObject(), at);
                case "array" -> checkArray(schema, value.getAsJsonArray(), at);
                case "string" -> {
                    if (schema.has("pattern")
                            && !Pattern.compile(schema.get("pattern").getAsString())
                                    .matcher(value.getAsString())
                                    .find()) add(at, "does not match its pattern", value);
                }
                case "boolean" -> {}
                default -> {
                    double number = value.getAsDouble();
                    if (schema.has("minimum") && number < schema.get("minimum").getAsDouble()
                            || schema.has("maximum")
                                    && number > schema.get("maximum").getAsDouble()) add(at, "is out of range", value);
                }
            }
        }

        private static boolean isOf(String type, JsonElement value) {
            return switch (type) {
                case "object" -> value.isJsonObject();
                case "array" -> value.isJsonArray();
                case "string" -> value instanceof JsonPrimitive p && p.isString();
                case "boolean" -> value instanceof JsonPrimitive p && p.isBoolean();
                case "number" -> value instanceof JsonPrimitive p && p.isNumber();
                case "integer" ->
                    value instanceof JsonPrimitive p && p.isNumber() && p.getAsDouble() == Math.rint(p.getAsDouble());
                default -> throw new IllegalArgumentException("Unknown type " + type);
            };
        }

        private void checkObject(JsonObject schema, JsonObject value, String at) {
            if (schema.has("required"))
                for (JsonElement key : schema.getAsJsonArray("required"))
                    if (!value.has(key.getAsString()))
                        problems.add("'" + inside(at, key.getAsString()) + "' is missing");
            JsonObject properties = schema.has("properties") ? schema.getAsJsonObject("properties") : null;
            JsonObject others =
                    schema.has("additionalProperties") ? schema.getAsJsonObject("additionalProperties") : null;
            for (Map.Entry<String, JsonElement> entry : value.entrySet()) {
                // Other programs write null for what is missing; where it must not be, it was refused before.
                if (!isStrict && entry.getValue().isJsonNull()) continue;
                String place = inside(at, entry.getKey());
                if (properties != null && properties.has(entry.getKey()))
                    check(properties.getAsJsonObject(entry.getKey()), entry.getValue(), place);
                else if (others != null) check(others, entry.getValue(), place);
                else if (properties != null && isStrict) problems.add("'" + place + "' is not in the schema");
            }
        }

        private void checkArray(JsonObject schema, JsonArray value, String at) {
            if (schema.has("minItems") && value.size() < schema.get("minItems").getAsInt()
                    || schema.has("maxItems")
                            && value.size() > schema.get("maxItems").getAsInt())
                problems.add("'" + at + "' has " + value.size() + " items");
            for (int i = 0; i < value.size(); i++)
                check(schema.getAsJsonObject("items"), value.get(i), at + "[" + i + "]");
        }
    }
}
