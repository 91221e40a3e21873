package org.whynot.fuzz;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Damages JSON that stays JSON: keys that are missing or of another name, values of another kind, lists of another length. */
final class JsonDamage {

    private static final Gson PRETTY = new GsonBuilder()
            .serializeNulls()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();
    private static final Gson SHORT =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "NaN",
            "1",
            "../../../x",
            "/",
            "=1+1",
            "a\nb",
            "a\u0000b",
            "\uD800",
            "\u202ex",
            "ä",
            "train",
            "C:\\x",
            "con");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "2",
            "0.1",
            "-0.0",
            "1e-300",
            "1e308",
            "1e999",
            "2147483647",
            "2147483648",
            "-2147483649",
            "65536",
            "9223372036854775807",
            "9223372036854775808",
            "1000000",
            "3.0",
            "1e2");
    private static final int[] TIMES = {1, 2, 10, 1000};
    private static final int DEEP = 70;

    /** A value and where it is: the key in an object, or the index in an array. */
    private record Place(JsonElement in, String key, int index) {

        JsonElement value() {
            return in.isJsonObject()
                    ? in.getAsJsonObject().get(key)
                    : in.getAsJsonArray().get(index);
        }

        void set(JsonElement value) {
            if (in.isJsonObject()) in.getAsJsonObject().add(key, value);
            else in.getAsJsonArray().set(index, value);
        }

        void remove() {
            if (in.isJsonObject()) in.getAsJsonObject().remove(key);
            else in.getAsJsonArray().remove(index);
        }
    }

    private JsonDamage() {}

    /** The text with one damage; empty if it is no JSON with anything in it. */
    static Optional<String> of(String text, Random random) {
        JsonElement root;
        try {
            root = JsonParser.parseString(text);
        } catch (JsonParseException | StackOverflowError | NumberFormatException e) {
            return Optional.empty();
        }
        List<Place> places = new ArrayList<>();
        collect(root, places);
        if (places.isEmpty()) return Optional.empty();
        damage(places, random);
        try {
            return Optional.of((text.contains("\n") ? PRETTY : SHORT).toJson(root) + "\n");
        } catch (IllegalArgumentException | StackOverflowError e) {
            // What an earlier damage has left can't be written: NaN, or lists too deep in each other.
            return Optional.empty();
        }
    }

    private static void collect(JsonElement in, List<Place> places) {
        if (in.isJsonObject())
            for (String key : in.getAsJsonObject().keySet()) {
                places.add(new Place(in, key, 0));
                collect(in.getAsJsonObject().get(key), places);
            }
        else if (in.isJsonArray())
            for (int i = 0; i < in.getAsJsonArray().size(); i++) {
                places.add(new Place(in, "", i));
                collect(in.getAsJsonArray().get(i), places);
            }
    }

    private static void damage(List<Place> places, Random random) {
        Place place = places.get(random.nextInt(places.size()));
        Place other = places.get(random.nextInt(places.size()));
        switch (random.nextInt(10)) {
            case 0, 1 -> place.remove();
            case 2, 3, 4 -> place.set(absurd(random));
            case 5 -> place.set(other.value().deepCopy());
            case 6 -> {
                JsonElement value = place.value().deepCopy();
                place.set(other.value().deepCopy());
                other.set(value);
            }
            case 7 -> repeat(place, random);
            case 8 -> rename(place, random);
            default -> wrap(place, random);
        }
    }

    private static JsonElement absurd(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new JsonPrimitive(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))));
            case 3 -> new JsonPrimitive(TEXTS.get(random.nextInt(TEXTS.size())));
            case 4 ->
                random.nextInt(4) == 0
                        ? new JsonPrimitive(TextDamage.longWord(random))
                        : new JsonPrimitive(random.nextBoolean());
            case 5 -> JsonNull.INSTANCE;
            case 6 -> new JsonArray();
            default -> new JsonObject();
        };
    }

    private static void repeat(Place place, Random random) {
        int times = TIMES[random.nextInt(TIMES.length)];
        if (place.in.isJsonObject()) {
            JsonObject object = place.in.getAsJsonObject();
            for (int i = 0; i < times; i++)
                object.add(place.key + i, place.value().deepCopy());
        } else {
            JsonElement value = place.value();
            for (int i = 0; i < times; i++) place.in.getAsJsonArray().add(value.deepCopy());
        }
    }

    private static void rename(Place place, Random random) {
        if (!place.in.isJsonObject()) {
            place.remove();
            return;
        }
        JsonElement value = place.value();
        place.remove();
        String key =
                switch (random.nextInt(4)) {
                    case 0 -> place.key.toUpperCase(java.util.Locale.ROOT);
                    case 1 -> place.key + " ";
                    case 2 -> TEXTS.get(random.nextInt(TEXTS.size()));
                    default -> Integer.toString(random.nextInt(3));
                };
        place.in.getAsJsonObject().add(key, value);
    }

    private static void wrap(Place place, Random random) {
        JsonElement value = place.value().deepCopy();
        for (int depth = random.nextInt(4) == 0 ? DEEP : 1; depth > 0; depth--) {
            if (random.nextBoolean()) {
                JsonArray array = new JsonArray();
                array.add(value);
                value = array;
            } else {
                JsonObject object = new JsonObject();
                object.add("a", value);
                value = object;
            }
        }
        place.set(value);
    }
}
