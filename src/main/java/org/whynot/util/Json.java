package org.whynot.util;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON files as records: a component {@code framesUsed} is the key {@code frames_used}, keys come in the order of the components,
 * and unknown keys are passed over. Other than Gson alone, a missing key is an error, unless its component is marked
 * {@link MayBeMissing}, and every error names the key.
 *
 * <pre>{@code
 * record Point(double x, double y, @Json.MayBeMissing String name) {}
 * Point point = Json.read(text, Point.class);
 * }</pre>
 */
public final class Json {

    private static final Gson GSON = builder().setPrettyPrinting().create();
    private static final Gson LINES = builder().create();

    /** Where Gson's messages have the place. */
    private static final Pattern PLACE = Pattern.compile("at line (\\d+) column (\\d+)");

    private Json() {}

    private static GsonBuilder builder() {
        return new GsonBuilder().registerTypeAdapterFactory(new Records()).disableHtmlEscaping();
    }

    /** Marks a component whose key may be missing; it is null then, and one that is null is not written. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    public @interface MayBeMissing {}

    /**
     * The text of a record, pretty-printed, ending in a line feed.
     *
     * @throws IllegalArgumentException if a number is NaN or infinite, which JSON can't hold; the message names its key
     */
    public static String write(Record value) {
        return GSON.toJson(value) + "\n";
    }

    /** As {@link #write(Record)}, of what {@link #object} has read; of a text that this class has written, that very text. */
    public static String write(JsonObject json) {
        return GSON.toJson(json) + "\n";
    }

    /** As {@link #write(Record)}, on one line without spaces between the values, ending in a line feed. */
    public static String writeLine(Record value) {
        return LINES.toJson(value) + "\n";
    }

    /**
     * The record of a text.
     *
     * @throws IllegalArgumentException if it is not such a text; the message states why, from "it" or a key on
     */
    public static <T extends Record> T read(String text, Class<T> type) {
        return read(object(text), type);
    }

    /** As {@link #read(String, Class)}, of a part of a text. */
    public static <T extends Record> T read(JsonObject json, Class<T> type) {
        try {
            return GSON.fromJson(json, type);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(reason(e), e);
        }
    }

    /**
     * The keys and values of a text.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    public static JsonObject object(String text) {
        JsonElement json;
        try {
            json = JsonParser.parseString(text);
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("it is damaged or cut short" + place(e) + ".", e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("it is damaged: its objects lie too deep in each other.", e);
        }
        if (!json.isJsonObject())
            throw new IllegalArgumentException("it is damaged or cut short: it is no JSON object.");
        return json.getAsJsonObject();
    }

    /** What our own code throws is for users; all else is Gson's words, full of class names. */
    private static String reason(JsonParseException e) {
        return e.getClass() == JsonParseException.class && e.getMessage() != null
                ? e.getMessage()
                : "a value is of another kind than it must be.";
    }

    /** Where a text can't be read on, as the end of a sentence; empty if it is not known. */
    private static String place(JsonParseException e) {
        Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
        return place.find() ? " at line " + place.group(1) + ", column " + place.group(2) : "";
    }

    /** What a component must be, for messages. */
    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class)
            return "a whole number";
        if (type == double.class || type == Double.class || type == float.class) return "a number";
        if (type == String.class) return "a text";
        if (type == boolean.class || type == Boolean.class) return "true or false";
        if (type.isEnum()) return "one of " + Arrays.toString(type.getEnumConstants());
        return Collection.class.isAssignableFrom(type) || type.isArray()
                ? "a list whose values are all of the right kind"
                : "an object whose values are all of the right kind";
    }

    /** The key of a component. */
    private static String key(RecordComponent component) {
        SerializedName name = component.getAccessor().getAnnotation(SerializedName.class);
        return name != null ? name.value() : underscored(component.getName());
    }

    private static String underscored(String name) {
        StringBuilder key = new StringBuilder();
        for (char c : name.toCharArray())
            if (Character.isUpperCase(c)) key.append('_').append(Character.toLowerCase(c));
            else key.append(c);
        return key.toString();
    }

    private static final class Records implements TypeAdapterFactory {
        @Override
        public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
            return type.getRawType().isRecord() ? new RecordAdapter<>(gson, type.getRawType()) : null;
        }
    }

    private static final class RecordAdapter<T> extends TypeAdapter<T> {

        private final Gson gson;
        private final RecordComponent[] components;
        private final Constructor<? super T> constructor;

        RecordAdapter(Gson gson, Class<? super T> type) {
            this.gson = gson;
            components = type.getRecordComponents();
            try {
                constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException("Every record has its constructor.", impossible);
            }
            constructor.setAccessible(true);
            for (RecordComponent component : components) component.getAccessor().setAccessible(true);
        }

        @Override
        public void write(JsonWriter out, T value) throws IOException {
            if (value == null) {
                out.nullValue();
                return;
            }
            out.beginObject();
            for (RecordComponent component : components) {
                Object part = part(value, component);
                if (part == null && component.isAnnotationPresent(MayBeMissing.class)) continue;
                if (part instanceof Double d && !Double.isFinite(d))
                    throw new IllegalArgumentException(
                            "The value of '" + key(component) + "' is " + d + ", which is not a number.");
                out.name(key(component));
                adapter(component).write(out, part);
            }
            out.endObject();
        }

        private static Object part(Object value, RecordComponent component) {
            try {
                return component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("A record gives all its parts.", impossible);
            }
        }

        @SuppressWarnings("unchecked")
        private TypeAdapter<Object> adapter(RecordComponent component) {
            return (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(component.getGenericType()));
        }

        @Override
        @SuppressWarnings("unchecked")
        public T read(JsonReader in) {
            JsonElement json = JsonParser.parseReader(in);
            if (!json.isJsonObject()) throw new JsonParseException("it is no JSON object.");
            Object[] parts = new Object[components.length];
            for (int i = 0; i < parts.length; i++) parts[i] = read(json.getAsJsonObject(), components[i]);
            try {
                return (T) constructor.newInstance(parts);
            } catch (InvocationTargetException e) {
                // Constructors check their values and say what is wrong; other failures are of values that are missing.
                throw new JsonParseException(
                        e.getCause().getClass() == IllegalArgumentException.class
                                ? String.valueOf(e.getCause().getMessage())
                                : "a value is missing.",
                        e.getCause());
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("A record can be made of its parts.", impossible);
            }
        }

        private Object read(JsonObject json, RecordComponent component) {
            String key = key(component);
            JsonElement part = json.get(key);
            if (part == null || part.isJsonNull()) {
                if (component.isAnnotationPresent(MayBeMissing.class)) return null;
                throw new JsonParseException("'" + key + "' is missing.");
            }
            try {
                requireExact(part, component);
                Object value = adapter(component).fromJsonTree(part);
                // Of a word that is none of an enumeration's Gson makes nothing.
                if (value == null) throw wrong(key, component, null);
                boolean lacksValue =
                        value instanceof Collection<?> all && all.stream().anyMatch(Objects::isNull)
                                || value instanceof Map<?, ?> map
                                        && map.values().stream().anyMatch(Objects::isNull);
                if (lacksValue) throw new JsonParseException("a value is missing.");
                return value;
            } catch (JsonParseException e) {
                if (e.getClass() != JsonParseException.class) throw wrong(key, component, e);
                String reason = reason(e);
                throw new JsonParseException(reason.startsWith("'") ? reason : "'" + key + "' is wrong: " + reason);
            } catch (IllegalStateException | IllegalArgumentException | UnsupportedOperationException e) {
                throw wrong(key, component, e);
            }
        }

        /** Gson makes 0 of 0.5 where a whole number is wanted, some other number of 4294967302, and infinity of 1e999. */
        private static void requireExact(JsonElement part, RecordComponent component) {
            Class<?> type = component.getType();
            if (part.isJsonArray() && component.getGenericType().getTypeName().contains("Integer"))
                part.getAsJsonArray().forEach(one -> requireWhole(one, component));
            else if (type == int.class || type == Integer.class) requireWhole(part, component);
            else if (type == double.class && !Double.isFinite(part.getAsDouble()))
                throw wrong(key(component), component, null);
        }

        private static void requireWhole(JsonElement part, RecordComponent component) {
            if (part.isJsonNull()) return;
            try {
                part.getAsBigDecimal().intValueExact();
            } catch (ArithmeticException | NumberFormatException e) {
                throw wrong(key(component), component, e);
            }
        }

        private static JsonParseException wrong(String key, RecordComponent component, RuntimeException e) {
            return new JsonParseException("'" + key + "' is wrong: it must be " + kind(component.getType()) + ".", e);
        }
    }
}
