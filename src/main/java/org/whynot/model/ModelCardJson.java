package org.whynot.model;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSerializationContext;
import com.google.gson.JsonSerializer;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.whynot.classifier.Architecture;
import org.whynot.video.AxisOrder;
import org.whynot.video.ClipFormat;

/** A model card as JSON. */
final class ModelCardJson {

    private static final String FIXED = "fixed";

    /** An array of more than eight numbers, which would fill as many lines. */
    private static final Pattern MANY_NUMBERS =
            Pattern.compile("\\[\\s+(?:-?[0-9][0-9.eE+-]*,\\s+){8,}+-?[0-9][0-9.eE+-]*\\s+\\]");

    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .registerTypeAdapter(
                    ClipFormat.class, (JsonSerializer<ClipFormat>) (format, type, context) -> write(format, context))
            .registerTypeAdapter(ClipFormat.class, (JsonDeserializer<ClipFormat>)
                    (json, type, context) -> format(json.getAsJsonObject(), context))
            .registerTypeAdapter(
                    TubeSettings.class, (JsonSerializer<TubeSettings>) (tube, type, context) -> write(tube, context))
            .registerTypeAdapter(TubeSettings.class, (JsonDeserializer<TubeSettings>)
                    (json, type, context) -> tube(json.getAsJsonObject(), context))
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create();

    private ModelCardJson() {}

    static String write(ModelCard card) {
        return MANY_NUMBERS.matcher(GSON.toJson(card)).replaceAll(numbers -> numbers.group()
                        .replaceAll("\\s+", " "))
                + "\n";
    }

    /**
     * A card of schema 1 becomes one of the newest.
     *
     * @throws RuntimeException of several kinds if the text is no card; null if it is empty
     */
    static ModelCard read(String text) {
        JsonElement json = JsonParser.parseString(text);
        if (json.isJsonNull()) return null;
        if (!json.isJsonObject()) throw new IllegalArgumentException("it holds no JSON object");
        JsonObject card = json.getAsJsonObject();
        if (!card.has("tube")) card.add("tube", tubeOfSchema1(card));
        if (card.has("architecture") && card.get("architecture").isJsonObject())
            completeArchitecture(card.getAsJsonObject("architecture"));
        JsonElement schema = card.get("schema");
        if (schema != null && schema.isJsonPrimitive() && schema.getAsString().equals("1"))
            card.addProperty("schema", ModelCard.SCHEMA);
        return GSON.fromJson(card, ModelCard.class);
    }

    /** In schema 1 a C3D-ResNet of the published depth and size of a cell need not be stated, or is 0. */
    private static void completeArchitecture(JsonObject architecture) {
        JsonElement type = architecture.get("type");
        if (type == null || !type.isJsonPrimitive() || !type.getAsString().equals(ModelCard.C3D_RESNET)) return;
        if (!architecture.has("fully_connected")) architecture.addProperty("fully_connected", 1);
        if (!architecture.has("cell_size") || architecture.get("cell_size").getAsInt() == 0)
            architecture.addProperty("cell_size", Architecture.PUBLISHED_CELL_SIZE);
    }

    /** In schema 1 the tubes' settings lie in three places, each of which may be missing. */
    private static JsonObject tubeOfSchema1(JsonObject card) {
        JsonObject tube = new JsonObject();
        if (card.has("shapes")) tube.add("shapes", card.get("shapes"));
        if (card.has("tube_trim")) tube.add("trim", card.get("tube_trim"));
        JsonElement training = card.get("training");
        if (training != null
                && training.isJsonObject()
                && training.getAsJsonObject().has("explainer_radius"))
            tube.add("radius", training.getAsJsonObject().get("explainer_radius"));
        return tube;
    }

    private static JsonObject write(ClipFormat format, JsonSerializationContext context) {
        JsonObject json = new JsonObject();
        json.addProperty("frames", format.frames());
        json.addProperty("height", format.height());
        json.addProperty("width", format.width());
        json.addProperty("frame_step", format.frameStep());
        if (format.frameRate() > 0) json.addProperty("frame_rate", format.frameRate());
        json.addProperty("resize", format.resize().name().toLowerCase(Locale.ROOT));
        json.add("mean", context.serialize(format.mean()));
        json.add("std", context.serialize(format.deviation()));
        if (format.axes() != AxisOrder.NCTHW)
            json.addProperty("axes", format.axes().name());
        return json;
    }

    private static ClipFormat format(JsonObject json, JsonDeserializationContext context) {
        for (String key : List.of("frames", "height", "width", "frame_step", "resize", "mean", "std"))
            if (!json.has(key)) throw new IllegalArgumentException("its input lacks '" + key + "'");
        return new ClipFormat(
                whole(json, "frames"),
                whole(json, "height"),
                whole(json, "width"),
                whole(json, "frame_step"),
                json.has("frame_rate") ? json.get("frame_rate").getAsDouble() : 0,
                choice(ClipFormat.Resize.class, "resize", json.get("resize").getAsString()),
                context.deserialize(json.get("mean"), float[].class),
                context.deserialize(json.get("std"), float[].class),
                json.has("axes")
                        ? choice(AxisOrder.class, "axes", json.get("axes").getAsString())
                        : AxisOrder.NCTHW);
    }

    private static int whole(JsonObject json, String key) {
        double value = json.get(key).getAsDouble();
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE)
            throw new IllegalArgumentException("its " + key + " is " + json.get(key) + ", which is no whole number");
        return (int) value;
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String key, String word) {
        for (E value : type.getEnumConstants()) if (value.name().equalsIgnoreCase(word)) return value;
        throw new IllegalArgumentException("it has " + key + " '" + word + "'; "
                + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT) + " are known");
    }

    private static JsonObject write(TubeSettings tube, JsonSerializationContext context) {
        JsonObject json = new JsonObject();
        json.addProperty("radius", tube.radius());
        json.addProperty("movement", FIXED);
        json.add("shapes", context.serialize(tube.shapes()));
        json.addProperty("trim", tube.trim());
        return json;
    }

    private static TubeSettings tube(JsonObject json, JsonDeserializationContext context) {
        String movement = json.has("movement") ? json.get("movement").getAsString() : FIXED;
        if (!movement.equals(FIXED))
            throw new IllegalArgumentException("its tubes have the movement '" + movement
                    + "'; this version of WhyNot knows '" + FIXED + "' only");
        List<RegionShape> shapes = json.has("shapes")
                ? context.deserialize(json.get("shapes"), new TypeToken<List<RegionShape>>() {}.getType())
                : RegionShape.ALL;
        return new TubeSettings(
                json.has("radius") ? whole(json, "radius") : TubeSettings.PUBLISHED.radius(),
                shapes,
                json.has("trim") ? json.get("trim").getAsDouble() : 0);
    }

    /** Why a text is no card, as the end of a message. */
    static String reason(RuntimeException e) {
        boolean ours = e.getClass() == IllegalArgumentException.class;
        String message = Optional.ofNullable(e.getMessage()).orElse("");
        return ours && !message.isBlank()
                ? message + (message.endsWith(".") ? "" : ".")
                : "it is damaged or cut short. Install the model again.";
    }
}
