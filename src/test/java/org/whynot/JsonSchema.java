package org.whynot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The part of JSON Schema that the schemas in the jar use, and nothing else: a keyword that this does not know is an error. It is
 * stricter than the standard in one point: a key that an object's schema does not name is reported, so that no file can have
 * keys that the manual does not explain.
 */
final class JsonSchema {

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

    private final JsonObject schema;

    private JsonSchema(JsonObject schema) {
        this.schema = schema;
    }

    /** A schema of the jar. */
    static JsonSchema named(String name) throws IOException {
        try (InputStream in = JsonSchema.class.getResourceAsStream("schema/" + name + ".json")) {
            if (in == null) throw new IOException("There is no schema " + name + ".");
            return new JsonSchema(JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject());
        }
    }

    JsonObject json() {
        return schema;
    }

    /** What is wrong with a value; empty if nothing is. */
    List<String> problems(JsonElement value) {
        List<String> problems = new ArrayList<>();
        check(schema, value, "", problems);
        return problems;
    }

    private static void check(JsonObject schema, JsonElement value, String at, List<String> problems) {
        for (String keyword : schema.keySet())
            if (!KEYWORDS.contains(keyword)) throw new IllegalArgumentException("Unknown keyword " + keyword);
        String type = schema.get("type").getAsString();
        if (!isOf(type, value)) {
            problems.add(at + " is not of type " + type + ": " + value);
            return;
        }
        if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value))
            problems.add(at + " is none of " + schema.get("enum") + ": " + value);
        switch (type) {
            case "object" -> checkObject(schema, value.getAsJsonObject(), at, problems);
            case "array" -> checkArray(schema, value.getAsJsonArray(), at, problems);
            case "string" -> {
                if (schema.has("pattern")
                        && !Pattern.compile(schema.get("pattern").getAsString())
                                .matcher(value.getAsString())
                                .find()) problems.add(at + " does not match its pattern: " + value);
            }
            case "boolean" -> {}
            default -> {
                double number = value.getAsDouble();
                if (schema.has("minimum") && number < schema.get("minimum").getAsDouble()
                        || schema.has("maximum")
                                && number > schema.get("maximum").getAsDouble())
                    problems.add(at + " is out of range: " + value);
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

    private static void checkObject(JsonObject schema, JsonObject value, String at, List<String> problems) {
        if (schema.has("required"))
            for (JsonElement key : schema.getAsJsonArray("required"))
                if (!value.has(key.getAsString())) problems.add(at + "." + key.getAsString() + " is missing");
        JsonObject properties = schema.has("properties") ? schema.getAsJsonObject("properties") : null;
        JsonObject others = schema.has("additionalProperties") ? schema.getAsJsonObject("additionalProperties") : null;
        for (Map.Entry<String, JsonElement> entry : value.entrySet()) {
            String place = at + "." + entry.getKey();
            if (properties != null && properties.has(entry.getKey()))
                check(properties.getAsJsonObject(entry.getKey()), entry.getValue(), place, problems);
            else if (others != null) check(others, entry.getValue(), place, problems);
            else if (properties != null) problems.add(place + " is not in the schema");
        }
    }

    private static void checkArray(JsonObject schema, JsonArray value, String at, List<String> problems) {
        if (schema.has("minItems") && value.size() < schema.get("minItems").getAsInt()
                || schema.has("maxItems")
                        && value.size() > schema.get("maxItems").getAsInt())
            problems.add(at + " has " + value.size() + " items");
        for (int i = 0; i < value.size(); i++)
            check(schema.getAsJsonObject("items"), value.get(i), at + "[" + i + "]", problems);
    }

    /** A table of the keys for the manual, in Markdown. */
    String table() {
        StringBuilder table = new StringBuilder("| key | type | meaning |\n|---|---|---|\n");
        rows(schema, "", table);
        return table.toString();
    }

    private static void rows(JsonObject object, String path, StringBuilder table) {
        JsonArray required = object.has("required") ? object.getAsJsonArray("required") : new JsonArray();
        if (object.has("properties"))
            object.getAsJsonObject("properties").entrySet().forEach(entry -> {
                JsonObject own = entry.getValue().getAsJsonObject();
                String key = path + entry.getKey();
                row(table, key, own, required.contains(new JsonPrimitive(entry.getKey())));
                if (own.get("type").getAsString().equals("array")) {
                    if (own.getAsJsonObject("items").get("type").getAsString().equals("object"))
                        rows(own.getAsJsonObject("items"), key + "[].", table);
                } else rows(own, key + ".", table);
            });
        if (object.has("additionalProperties")
                && object.getAsJsonObject("additionalProperties").has("description"))
            row(table, path + "*any other*", object.getAsJsonObject("additionalProperties"), true);
    }

    private static void row(StringBuilder table, String key, JsonObject own, boolean required) {
        String type = own.get("type").getAsString();
        if (type.equals("array"))
            type = "array of " + own.getAsJsonObject("items").get("type").getAsString();
        if (own.has("minimum"))
            type += own.has("maximum")
                    ? ", " + own.get("minimum") + " to " + own.get("maximum")
                    : ", at least " + own.get("minimum");
        if (own.has("enum"))
            type = String.join(
                    ", ",
                    own.getAsJsonArray("enum").asList().stream()
                            .map(value -> "`" + value.getAsString() + "`")
                            .toList());
        table.append("| ")
                .append(key.startsWith("*") ? key : "`" + key + "`")
                .append(" | ")
                .append(type)
                .append(required ? "" : "; may be missing")
                .append(" | ")
                .append(own.get("description").getAsString())
                .append(" |\n");
    }
}
