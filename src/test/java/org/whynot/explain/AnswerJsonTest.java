package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.video.Box;

class AnswerJsonTest {

    private final Answer answer = TestAnswers.following(176, 132, 40, true);

    @Test
    void hasTheKeysOfTheContractInTheirOrder() {
        JsonObject json = JsonParser.parseString(AnswerJson.write(answer, TestAnswers.MACRO))
                .getAsJsonObject();
        assertEquals(
                List.of(
                        "schema",
                        "whynot",
                        "video",
                        "model",
                        "prediction",
                        "positive",
                        "negative",
                        "sentence",
                        "explanations",
                        "settings",
                        "macro"),
                List.copyOf(json.keySet()));
        assertEquals(1, json.get("schema").getAsInt());
        assertTrue(json.get("whynot").getAsString().matches("\\d+\\.\\d+\\.\\d+.*"));
        assertEquals(TestAnswers.MACRO, json.get("macro").getAsString());
        assertEquals(answer.sentence(), json.get("sentence").getAsString());
        assertEquals(List.of("name", "width", "height", "frames", "frames_used", "sha256"), keys(json, "video"));
        assertEquals(List.of("name", "sha256"), keys(json, "model"));
        assertEquals(List.of("explanations", "radius", "device", "seed"), keys(json, "settings"));
        assertEquals(
                List.of("class", "probability"),
                List.copyOf(json.getAsJsonArray("prediction")
                        .get(0)
                        .getAsJsonObject()
                        .keySet()));
        JsonObject explanation = json.getAsJsonArray("explanations").get(0).getAsJsonObject();
        assertEquals(
                List.of(
                        "rank",
                        "evidence",
                        "attribute",
                        "score",
                        "counterfactuality",
                        "layer",
                        "shape",
                        "tube",
                        "verification"),
                List.copyOf(explanation.keySet()));
        assertEquals("for", explanation.get("evidence").getAsString());
        assertEquals("[2,2]", explanation.get("shape").toString());
        assertEquals(
                List.of("positive_before", "positive_after", "negative_before", "negative_after", "negative_rank"),
                keys(explanation, "verification"));
        JsonObject box = explanation.getAsJsonArray("tube").get(0).getAsJsonObject();
        assertEquals(List.of("frame", "x", "y", "width", "height", "contribution"), List.copyOf(box.keySet()));
        assertEquals(answer.explanations().get(0).firstFrame(), box.get("frame").getAsInt(), "frames count from 0");
        double sum = 0;
        for (var b : explanation.getAsJsonArray("tube"))
            sum += b.getAsJsonObject().get("contribution").getAsDouble();
        assertEquals(explanation.get("score").getAsDouble(), sum, 1e-12);
    }

    @Test
    void withoutVerificationTheKeyIsLeftOut() {
        String text = AnswerJson.write(TestAnswers.following(176, 132, 40, false), "");
        assertFalse(text.contains("verification"));
    }

    @Test
    void readingGivesAnEqualAnswer() {
        for (int seed = 0; seed < 50; seed++) {
            Answer random = TestAnswers.random(new Random(seed), 300, 200, 60, seed % 7);
            String text = AnswerJson.write(random, "m");
            assertEquals(random, AnswerJson.parse(text));
            assertEquals(text, AnswerJson.write(AnswerJson.parse(text), "m"), "the same text again");
        }
        assertEquals(answer, AnswerJson.parse(AnswerJson.write(answer, TestAnswers.MACRO)));
    }

    @Test
    void windowAndTubesComeBackAndAreLeftOutWhereThereAreNone() {
        assertFalse(AnswerJson.write(answer, "").contains("\"tubes\""));
        Answer.Settings settings = new Answer.Settings(3, 1, "cpu", 0, Window.of("20 frames"), 2, 240);
        Answer other = new Answer(
                answer.video(),
                answer.model(),
                answer.prediction(),
                answer.positive(),
                answer.negative(),
                answer.explanations(),
                settings);
        String text = AnswerJson.write(other, "");
        assertTrue(text.contains("\"tubes\": 2"), text);
        assertEquals(other, AnswerJson.parse(text));
    }

    @Test
    void theConfidenceComesBackAndWhatCannotBeToldIsLeftOut() {
        Explanation first = answer.explanations()
                .get(0)
                .with(Confidence.of(Evidence.FOR, 1.5, java.util.Collections.nCopies(19, 0.25))
                        .stable(0.75, null));
        Answer compared = TestAnswers.answer("clip", 176, 132, 40, List.of(first));
        String text = AnswerJson.write(compared, "");
        assertTrue(text.contains("\"shift_iou\": 0.75") && !text.contains("crop_iou"), text);
        assertEquals(compared, AnswerJson.parse(text));
        assertFalse(AnswerJson.write(answer, "").contains("confidence"));
    }

    @Test
    void wordsOfAnyLanguageAndQuotesComeBack() {
        Explanation e = new Explanation(
                1,
                Evidence.AGAINST,
                "Zelle \"teilt\" \u7d30\u80de <b>&\n",
                -1e-7,
                0.49999997,
                1,
                3,
                2,
                List.of(new TubeBox(3, new Box(0.1, 0.2, 0.3, 1e-9), -1e-7)),
                Optional.empty());
        Answer odd = TestAnswers.answer("c:\\clip", 5, 5, 9, List.of(e));
        assertEquals(odd, AnswerJson.parse(AnswerJson.write(odd, "run(\"a\", \"b\");")));
    }

    @Test
    void aNumberThatIsNoneIsRefusedByName() {
        Explanation e = new Explanation(
                1,
                Evidence.FOR,
                "x",
                Double.NaN,
                0.5,
                0,
                2,
                2,
                List.of(new TubeBox(0, new Box(0, 0, 1, 1), 0)),
                Optional.empty());
        Answer bad = TestAnswers.answer("clip", 5, 5, 9, List.of(e));
        String message = assertThrows(IllegalArgumentException.class, () -> AnswerJson.write(bad, ""))
                .getMessage();
        assertTrue(message.contains("score") && message.contains("NaN"), message);
    }

    @Test
    void aBadFileIsNamedWithTheReason(@TempDir Path folder) throws IOException {
        String good = AnswerJson.write(answer, "");
        assertBad(folder, good.substring(0, good.length() / 2), "cut short");
        assertBad(folder, "", "cut short");
        assertBad(folder, "[]", "damaged");
        assertBad(folder, good.replace("\"positive\"", "\"pos\""), "'positive' is missing");
        assertBad(folder, good.replace("\"schema\": 1", "\"schema\": 2"), "schema is 2");
        assertBad(folder, good.replace("\"evidence\": \"for\"", "\"evidence\": \"perhaps\""), "perhaps");
        assertBad(
                folder,
                good.replace("\"rank\": 1", "\"rank\": \"first\""),
                "'rank' is wrong: it must be a whole number.");
        assertBad(folder, good.replace("\"schema\": 1", "\"schema\": \"x\""), "'schema'");
        assertBad(folder, good.replace("\"frame\"", "\"f\""), "'frame' is missing");
        assertBad(folder, good.replace("\"tube\": [", "\"tube\": {} , \"old\": ["), "'tube' is wrong");
        assertBad(folder, good.replace("\"shape\": [", "\"shape\": [ 1,"), "'shape' needs two numbers");
        assertBad(folder, good.replace("\"class\": \"mitosis\"", "\"class\": null"), "'class' is missing");
        Path noText = Files.write(folder.resolve("bytes.explanation.json"), new byte[] {'{', (byte) 0xFC});
        assertTrue(assertThrows(IOException.class, () -> AnswerJson.read(noText))
                .getMessage()
                .endsWith("is not UTF-8 text."));
    }

    /** A file of version 0.1.0-SNAPSHOT, made when the JSON was still written field by field. */
    @Test
    void aFileOfTheVersionBeforeIsReadAndWrittenByteByByte(@TempDir Path folder) throws IOException {
        String old;
        try (InputStream in = getClass().getResourceAsStream("mitosis_00001.explanation.json")) {
            old = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Path file = Files.writeString(folder.resolve("old.explanation.json"), old);
        Answer read = AnswerJson.read(file);
        assertEquals(6, read.explanations().size());
        assertTrue(read.explanations().stream().allMatch(e -> e.verification().isPresent()));
        assertEquals(Window.of("20 frames"), read.settings().window());
        Optional<Receipt> receipt = AnswerJson.readReceipt(file);
        assertEquals("apoptosis", receipt.orElseThrow().settings().get("why_not"));
        String macro =
                JsonParser.parseString(old).getAsJsonObject().get("macro").getAsString();
        String now = AnswerJson.write(read, macro, receipt);
        // The sentence is made anew from the answer, which now has another wording for evidence against.
        String expected = old.replace("What speaks against it: ", "Contradicting it: ");
        assertEquals(
                expected.replaceFirst("\"whynot\": \"[^\"]*\"", ""), now.replaceFirst("\"whynot\": \"[^\"]*\"", ""));
    }

    @Test
    void unknownKeysArePassedOver() {
        String text = AnswerJson.write(answer, "").replace("\"schema\": 1,", "\"schema\": 1, \"new\": {\"a\": [1]},");
        assertEquals(answer, AnswerJson.parse(text));
    }

    private static void assertBad(Path folder, String text, String reason) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.explanation.json"), text);
        String message =
                assertThrows(IOException.class, () -> AnswerJson.read(file)).getMessage();
        assertTrue(message.contains(file.toString()) && message.contains(reason), message);
        assertFalse(message.contains("Exception"), message);
    }

    private static List<String> keys(JsonObject json, String key) {
        return List.copyOf(json.getAsJsonObject(key).keySet());
    }
}
