package org.whynot.explain;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.whynot.overlay.AnswerFiles;
import org.whynot.video.Box;

/**
 * An answer as the JSON of {@code clip.explanation.json}, and back.
 *
 * <pre>{@code
 * String json = AnswerJson.write(answer, macro);
 * Answer same = AnswerJson.read(file);
 * }</pre>
 *
 * <p>Keys come in a fixed order, frames count from 0, boxes are in pixels of the video, x and y the top left. Numbers are
 * written with all the digits that a double needs, so that reading gives an equal answer. Unknown keys are passed over.
 */
public final class AnswerJson {

    /** The version of the format. A change that older programs can't read raises it. */
    public static final int SCHEMA = 1;

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private AnswerJson() {}

    /** The JSON text without a receipt, as {@link #write(Answer, String, Optional)}. */
    public static String write(Answer answer, String macro) {
        return write(answer, macro, Optional.empty());
    }

    /**
     * The JSON text, ending in a line feed.
     *
     * @param answer what to write
     * @param macro the macro line that gives this answer again
     * @param receipt what a later run needs to tell whether this is still the answer
     * @throws IllegalArgumentException if a number is NaN or infinite, which JSON can't hold; the message names it
     */
    public static String write(Answer answer, String macro, Optional<Receipt> receipt) {
        JsonObject json = new JsonObject();
        json.addProperty("schema", SCHEMA);
        json.addProperty("whynot", version());
        json.add("video", video(answer.video()));
        JsonObject model = new JsonObject();
        model.addProperty("name", answer.model().name());
        model.addProperty("sha256", answer.model().sha256());
        json.add("model", model);
        json.add("prediction", array(answer.prediction(), AnswerJson::prediction));
        json.addProperty("positive", answer.positive());
        json.addProperty("negative", answer.negative());
        json.addProperty("sentence", answer.sentence());
        json.add("explanations", array(answer.explanations(), AnswerJson::explanation));
        JsonObject settings = new JsonObject();
        settings.addProperty("explanations", answer.settings().explanations());
        settings.addProperty("radius", answer.settings().radius());
        settings.addProperty("device", answer.settings().device());
        settings.addProperty("seed", answer.settings().seed());
        Window window = answer.settings().window();
        if (!window.isWhole()) settings.addProperty("window", window.word());
        if (answer.settings().tubes() > 1)
            settings.addProperty("tubes", answer.settings().tubes());
        json.add("settings", settings);
        receipt.ifPresent(r -> json.add("receipt", receipt(r)));
        json.addProperty("macro", macro);
        return GSON.toJson(json) + "\n";
    }

    /**
     * Reads a file that {@link AnswerFiles} wrote.
     *
     * @throws IOException if it can't be read, is not JSON, lacks a key, or is of a newer schema; the message names the file
     */
    public static Answer read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not an explanation that this version can read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the text that {@link #write} gave.
     *
     * @throws IllegalArgumentException if it is not such a text; the message says why
     */
    public static Answer parse(String text) {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            int schema = get(json, "schema").getAsInt();
            if (schema > SCHEMA)
                throw new IllegalArgumentException(
                        "its schema is " + schema + ", the newest known is " + SCHEMA + ". Update WhyNot.");
            JsonObject model = get(json, "model").getAsJsonObject();
            JsonObject settings = get(json, "settings").getAsJsonObject();
            return new Answer(
                    toVideo(get(json, "video").getAsJsonObject()),
                    new Answer.ModelInfo(string(model, "name"), string(model, "sha256")),
                    list(json, "prediction", AnswerJson::toPrediction),
                    string(json, "positive"),
                    string(json, "negative"),
                    list(json, "explanations", AnswerJson::toExplanation),
                    new Answer.Settings(
                            get(settings, "explanations").getAsInt(),
                            get(settings, "radius").getAsInt(),
                            string(settings, "device"),
                            get(settings, "seed").getAsInt(),
                            settings.has("window") ? Window.of(string(settings, "window")) : Window.WHOLE,
                            settings.has("tubes") ? settings.get("tubes").getAsInt() : 1));
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("it is damaged or cut short (" + e.getMessage() + ").", e);
        }
    }

    /**
     * The receipt in a file that {@link AnswerFiles} wrote; empty if it has none.
     *
     * @throws IOException if it can't be read or is not such a file; the message names it
     */
    public static Optional<Receipt> readReceipt(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        try {
            JsonElement json = JsonParser.parseString(text).getAsJsonObject().get("receipt");
            return json == null ? Optional.empty() : Optional.of(toReceipt(json.getAsJsonObject()));
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new IOException(file + " has no receipt that this version can read: " + e.getMessage(), e);
        }
    }

    /** The version of this program: the jar's, or that of the sources where there is no jar. */
    static String version() {
        String version = AnswerJson.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }

    private static JsonObject receipt(Receipt receipt) {
        JsonObject json = new JsonObject();
        json.addProperty("file", receipt.file());
        json.addProperty("bytes", receipt.bytes());
        json.addProperty("modified", receipt.modified());
        json.addProperty("sha256", receipt.sha256());
        JsonObject settings = new JsonObject();
        receipt.settings().forEach(settings::addProperty);
        json.add("settings", settings);
        JsonObject files = new JsonObject();
        receipt.files().forEach(files::addProperty);
        json.add("files", files);
        return json;
    }

    private static Receipt toReceipt(JsonObject json) {
        Map<String, String> settings = new TreeMap<>();
        get(json, "settings").getAsJsonObject().asMap().forEach((key, value) -> settings.put(key, value.getAsString()));
        Map<String, Long> files = new TreeMap<>();
        get(json, "files").getAsJsonObject().asMap().forEach((name, bytes) -> files.put(name, bytes.getAsLong()));
        return new Receipt(
                string(json, "file"),
                get(json, "bytes").getAsLong(),
                string(json, "modified"),
                string(json, "sha256"),
                settings,
                files);
    }

    private static JsonObject video(Answer.VideoInfo video) {
        JsonObject json = new JsonObject();
        json.addProperty("name", video.name());
        json.addProperty("width", video.width());
        json.addProperty("height", video.height());
        json.addProperty("frames", video.frames());
        json.add("frames_used", array(video.framesUsed(), JsonPrimitive::new));
        json.addProperty("sha256", video.sha256());
        return json;
    }

    private static Answer.VideoInfo toVideo(JsonObject json) {
        return new Answer.VideoInfo(
                string(json, "name"),
                get(json, "width").getAsInt(),
                get(json, "height").getAsInt(),
                get(json, "frames").getAsInt(),
                list(json, "frames_used", JsonElement::getAsInt),
                string(json, "sha256"));
    }

    private static JsonObject prediction(ClassProbability prediction) {
        JsonObject json = new JsonObject();
        json.addProperty("class", prediction.name());
        add(json, "probability", prediction.probability());
        return json;
    }

    private static ClassProbability toPrediction(JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        return new ClassProbability(
                string(json, "class"), get(json, "probability").getAsDouble());
    }

    private static JsonObject explanation(Explanation explanation) {
        JsonObject json = new JsonObject();
        json.addProperty("rank", explanation.rank());
        json.addProperty("evidence", explanation.evidence().word());
        json.addProperty("attribute", explanation.attribute());
        add(json, "score", explanation.score());
        add(json, "counterfactuality", explanation.counterfactuality());
        json.addProperty("layer", explanation.layer());
        json.add("shape", array(List.of(explanation.shapeRows(), explanation.shapeColumns()), JsonPrimitive::new));
        json.add("tube", array(explanation.tube(), AnswerJson::tubeBox));
        explanation.verification().ifPresent(v -> json.add("verification", verification(v)));
        return json;
    }

    private static Explanation toExplanation(JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        List<Integer> shape = list(json, "shape", JsonElement::getAsInt);
        if (shape.size() != 2) throw new IllegalArgumentException("'shape' needs two numbers, rows and columns.");
        return new Explanation(
                get(json, "rank").getAsInt(),
                Evidence.of(string(json, "evidence")),
                string(json, "attribute"),
                get(json, "score").getAsDouble(),
                get(json, "counterfactuality").getAsDouble(),
                get(json, "layer").getAsInt(),
                shape.get(0),
                shape.get(1),
                list(json, "tube", AnswerJson::toTubeBox),
                Optional.ofNullable(json.getAsJsonObject("verification")).map(AnswerJson::toVerification));
    }

    private static JsonObject tubeBox(TubeBox box) {
        JsonObject json = new JsonObject();
        json.addProperty("frame", box.frame());
        add(json, "x", box.box().x());
        add(json, "y", box.box().y());
        add(json, "width", box.box().width());
        add(json, "height", box.box().height());
        add(json, "contribution", box.contribution());
        return json;
    }

    private static TubeBox toTubeBox(JsonElement element) {
        JsonObject json = element.getAsJsonObject();
        Box box = new Box(
                get(json, "x").getAsDouble(),
                get(json, "y").getAsDouble(),
                get(json, "width").getAsDouble(),
                get(json, "height").getAsDouble());
        return new TubeBox(
                get(json, "frame").getAsInt(), box, get(json, "contribution").getAsDouble());
    }

    private static JsonObject verification(Verification verification) {
        JsonObject json = new JsonObject();
        add(json, "positive_before", verification.positiveBefore());
        add(json, "positive_after", verification.positiveAfter());
        add(json, "negative_before", verification.negativeBefore());
        add(json, "negative_after", verification.negativeAfter());
        json.addProperty("negative_rank", verification.negativeRank());
        return json;
    }

    private static Verification toVerification(JsonObject json) {
        return new Verification(
                get(json, "positive_before").getAsDouble(),
                get(json, "positive_after").getAsDouble(),
                get(json, "negative_before").getAsDouble(),
                get(json, "negative_after").getAsDouble(),
                get(json, "negative_rank").getAsInt());
    }

    private static void add(JsonObject json, String key, double value) {
        if (!Double.isFinite(value))
            throw new IllegalArgumentException("The answer's '" + key + "' is " + value + ", which is not a number.");
        json.addProperty(key, value);
    }

    private static <T> JsonArray array(List<T> items, Function<T, JsonElement> toJson) {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(toJson.apply(item)));
        return array;
    }

    private static <T> List<T> list(JsonObject json, String key, Function<JsonElement, T> fromJson) {
        List<T> items = new ArrayList<>();
        get(json, key).getAsJsonArray().forEach(element -> items.add(fromJson.apply(element)));
        return items;
    }

    private static String string(JsonObject json, String key) {
        return get(json, key).getAsString();
    }

    private static JsonElement get(JsonObject json, String key) {
        JsonElement value = json.get(key);
        if (value == null || value.isJsonNull()) throw new IllegalArgumentException("'" + key + "' is missing.");
        return value;
    }
}
