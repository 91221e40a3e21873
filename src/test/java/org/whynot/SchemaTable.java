package org.whynot;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/** The keys of a schema as a table for the manual, in Markdown. */
final class SchemaTable {

    private SchemaTable() {}

    /** A row for each key. */
    static String of(JsonObject schema) {
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
