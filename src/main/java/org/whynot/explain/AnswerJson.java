package org.whynot.explain;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.whynot.classifier.Precision;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Json;
import org.whynot.util.JsonSchema;
import org.whynot.util.TextFiles;
import org.whynot.video.Box;
import org.whynot.video.Warning;

/**
 * An answer as the JSON of {@code clip.explanation.json}, and back. The records below are the file, key by key; the manual's page
 * on formats specifies each key, and {@code schema/explanation.json} in this jar is its JSON schema.
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

    private AnswerJson() {}

    private record AnswerFile(
            int schema,
            String whynot,
            Answer.VideoInfo video,
            Answer.ModelInfo model,
            List<ClassFile> prediction,
            String positive,
            String negative,
            @Json.MayBeMissing String sentence,
            List<ExplanationFile> explanations,
            SettingsFile settings,
            @Json.MayBeMissing List<WarningFile> warnings,
            @Json.MayBeMissing Receipt receipt,
            @Json.MayBeMissing String macro) {}

    private record ClassFile(@SerializedName("class") String name, double probability) {

        static List<ClassFile> of(List<ClassProbability> classes) {
            return classes.stream()
                    .map(c -> new ClassFile(c.name(), c.probability()))
                    .toList();
        }

        static List<ClassProbability> classes(List<ClassFile> files) {
            return files.stream()
                    .map(c -> new ClassProbability(c.name, c.probability))
                    .toList();
        }
    }

    private record ExplanationFile(
            int rank,
            String evidence,
            String attribute,
            double score,
            double counterfactuality,
            int layer,
            List<Integer> shape,
            List<BoxFile> tube,
            @Json.MayBeMissing Verification verification,
            @Json.MayBeMissing Confidence confidence,
            @Json.MayBeMissing SwapFile swap,
            @Json.MayBeMissing Refinement refinement) {

        static ExplanationFile of(Explanation e) {
            return new ExplanationFile(
                    e.rank(),
                    e.evidence().word(),
                    e.attribute(),
                    e.score(),
                    e.counterfactuality(),
                    e.layer(),
                    List.of(e.shapeRows(), e.shapeColumns()),
                    e.tube().stream().map(BoxFile::of).toList(),
                    e.verification().orElse(null),
                    e.confidence().orElse(null),
                    e.swap().map(SwapFile::of).orElse(null),
                    e.refinement().orElse(null));
        }

        Explanation explanation() {
            if (shape.size() != 2) throw new IllegalArgumentException("'shape' needs two numbers, rows and columns.");
            return new Explanation(
                    rank,
                    Evidence.of(evidence),
                    attribute,
                    score,
                    counterfactuality,
                    layer,
                    shape.get(0),
                    shape.get(1),
                    tube.stream().map(BoxFile::box).toList(),
                    Optional.ofNullable(verification),
                    Optional.ofNullable(confidence),
                    Optional.ofNullable(swap).map(SwapFile::swap),
                    Optional.ofNullable(refinement));
        }
    }

    private record BoxFile(int frame, double x, double y, double width, double height, double contribution) {

        static BoxFile of(TubeBox tube) {
            Box box = tube.box();
            return new BoxFile(tube.frame(), box.x(), box.y(), box.width(), box.height(), tube.contribution());
        }

        TubeBox box() {
            return new TubeBox(frame, new Box(x, y, width, height), contribution);
        }
    }

    private record PlaceFile(int frame, double x, double y, double width, double height) {

        static PlaceFile of(Swap.Place place) {
            Box box = place.box();
            return new PlaceFile(place.frame(), box.x(), box.y(), box.width(), box.height());
        }

        Swap.Place place() {
            return new Swap.Place(frame, new Box(x, y, width, height));
        }
    }

    private record SwapFile(
            String clip,
            String file,
            List<PlaceFile> place,
            double similarity,
            boolean flipped,
            int cells,
            int tubeSwapped,
            int tubeCells,
            int allCells,
            List<Swap.Cell> swapped,
            List<ClassFile> prediction,
            Swap.Orders orders) {

        static SwapFile of(Swap s) {
            return new SwapFile(
                    s.clip(),
                    s.file(),
                    s.place().stream().map(PlaceFile::of).toList(),
                    s.similarity(),
                    s.isFlipped(),
                    s.cells(),
                    s.tubeSwapped(),
                    s.tubeCells(),
                    s.allCells(),
                    s.swapped(),
                    ClassFile.of(s.prediction()),
                    s.orders());
        }

        Swap swap() {
            return new Swap(
                    clip,
                    file,
                    place.stream().map(PlaceFile::place).toList(),
                    similarity,
                    flipped,
                    cells,
                    tubeSwapped,
                    tubeCells,
                    allCells,
                    swapped,
                    ClassFile.classes(prediction),
                    orders);
        }
    }

    private record WarningFile(String kind, String message) {

        static WarningFile of(Warning warning) {
            return new WarningFile(warning.kind().word(), warning.message());
        }

        Warning warning() {
            return new Warning(Warning.Kind.of(kind), message);
        }
    }

    /** What was not asked for is left out: {@code window} for the whole video, {@code tubes} for one of each explanation, {@code masking_passes} where
     * there are feature maps, {@code confidence} where nothing was compared with chance, {@code refine} where tubes lie on cells,
     * {@code precision} where it is single. */
    private record SettingsFile(
            int explanations,
            int radius,
            String device,
            int seed,
            @Json.MayBeMissing String window,
            @Json.MayBeMissing Integer tubes,
            @SerializedName("masking_passes") @Json.MayBeMissing Integer maskingPasses,
            @Json.MayBeMissing Integer confidence,
            @Json.MayBeMissing Boolean refine,
            @Json.MayBeMissing String precision) {

        static SettingsFile of(Answer.Settings s) {
            return new SettingsFile(
                    s.explanations(),
                    s.radius(),
                    s.device(),
                    s.seed(),
                    s.window().isWhole() ? null : s.window().word(),
                    s.tubes() > 1 ? s.tubes() : null,
                    s.maskingPasses() > 0 ? s.maskingPasses() : null,
                    s.confidence() > 0 ? s.confidence() : null,
                    s.refine() ? true : null,
                    s.precision() == Precision.EXACT ? null : s.precision().word());
        }

        Answer.Settings settings() {
            return new Answer.Settings(
                    explanations,
                    radius,
                    device,
                    seed,
                    window == null ? Window.WHOLE : Window.of(window),
                    tubes == null ? 1 : tubes,
                    maskingPasses == null ? 0 : maskingPasses,
                    confidence == null ? 0 : confidence,
                    refine != null && refine,
                    precision == null ? Precision.EXACT : Precision.of(precision));
        }
    }

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
     * @throws IllegalArgumentException if a number is NaN or infinite, which JSON can't hold; the message names its key
     */
    public static String write(Answer answer, String macro, Optional<Receipt> receipt) {
        return Json.write(new AnswerFile(
                SCHEMA,
                version(),
                answer.video(),
                answer.model(),
                ClassFile.of(answer.prediction()),
                answer.positive(),
                answer.negative(),
                answer.sentence(),
                answer.explanations().stream().map(ExplanationFile::of).toList(),
                SettingsFile.of(answer.settings()),
                answer.warnings().isEmpty()
                        ? null
                        : answer.warnings().stream().map(WarningFile::of).toList(),
                receipt.orElse(null),
                macro));
    }

    /**
     * Reads a file that {@link AnswerFiles} wrote.
     *
     * @throws IOException if it can't be read, is not JSON, lacks a key, or is of a newer schema; the message names the file
     */
    public static Answer read(Path file) throws IOException {
        try {
            return parse(text(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not an explanation that this version can read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the text that {@link #write} gave.
     *
     * @throws IllegalArgumentException if it is not such a text; the message states why
     */
    public static Answer parse(String text) {
        JsonObject json = Json.object(text);
        JsonElement schema = json.get("schema");
        // A newer file may have other keys: the message is then that it is newer.
        if (schema instanceof JsonPrimitive number && number.isNumber() && number.getAsDouble() > SCHEMA)
            throw new IllegalArgumentException(
                    "its schema is " + schema + ", the newest known is " + SCHEMA + ". Update WhyNot.");
        AnswerFile file = Json.read(json, AnswerFile.class);
        Answer answer = new Answer(
                file.video,
                file.model,
                ClassFile.classes(file.prediction),
                file.positive,
                file.negative,
                file.explanations.stream().map(ExplanationFile::explanation).toList(),
                file.settings.settings(),
                file.warnings == null
                        ? List.of()
                        : file.warnings.stream().map(WarningFile::warning).toList());
        JsonSchema.named("explanation").require(json);
        requirePossible(answer);
        return answer;
    }

    /** Frames that the video does not have would be drawn, and walked through, for ever. */
    private static void requirePossible(Answer answer) {
        int frames = answer.video().frames();
        int before = -1;
        for (int frame : answer.video().framesUsed()) {
            if (frame <= before || frame >= frames)
                throw new IllegalArgumentException("'video.frames_used' is wrong: the frame " + frame
                        + " does not rise from 0 to less than " + frames + ".");
            before = frame;
        }
        for (Explanation explanation : answer.explanations())
            if (explanation.lastFrame() >= frames)
                throw new IllegalArgumentException("'tube' is wrong: it has a box in frame " + explanation.lastFrame()
                        + ", but the video has " + frames + " frames, numbered from 0.");
        if (answer.prediction().isEmpty())
            throw new IllegalArgumentException("'prediction' is wrong: it has no class.");
    }

    /**
     * The receipt in a file that {@link AnswerFiles} wrote; empty if it has none.
     *
     * @throws IOException if it can't be read or is not such a file; the message names it
     */
    public static Optional<Receipt> readReceipt(Path file) throws IOException {
        try {
            return parseReceipt(text(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " has no receipt that this version can read: " + e.getMessage(), e);
        }
    }

    /**
     * The receipt in a text that {@link #write} gave; empty if it has none.
     *
     * @throws IllegalArgumentException if it is not such a text; the message states why
     */
    public static Optional<Receipt> parseReceipt(String text) {
        JsonElement json = Json.object(text).get("receipt");
        if (json == null) return Optional.empty();
        if (!json.isJsonObject()) throw new IllegalArgumentException("'receipt' is no JSON object.");
        return Optional.of(Json.read(json.getAsJsonObject(), Receipt.class));
    }

    private static String text(Path file) throws IOException {
        try {
            return TextFiles.read(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is damaged: it is not UTF-8 text.", e);
        }
    }

    /** The version of this program: the jar's, or that of the sources where there is no jar. */
    public static String version() {
        String version = AnswerJson.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0" : version;
    }
}
