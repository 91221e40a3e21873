package org.whynot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.batch.PackedResults;
import org.whynot.batch.SummaryTable;
import org.whynot.explain.Answer;
import org.whynot.explain.AnswerJson;
import org.whynot.explain.Receipt;
import org.whynot.explain.TestAnswers;
import org.whynot.frontend.UntrainedModel;
import org.whynot.labelling.LabelProject;
import org.whynot.util.CsvReader;
import org.whynot.util.JsonSchema;
import org.whynot.util.Progress;
import org.whynot.util.Shard;

/** The files that others rely on are what their schemas in the jar say, and the manual says the same. */
class FormatsTest {

    private static final List<String> JSON_FILES = List.of("explanation", "model", "labels");
    private static final List<String> JSON_LINES = List.of("explanations");
    private static final List<String> TABLES = List.of(
            "videos", "attributes", "class-attributes", "boxes", "actors", "reasons", "summary", "pairs-summary");

    @TempDir
    Path folder;

    private static void assertFits(String schema, String json) {
        assertEquals(List.of(), JsonSchema.named(schema).problems(JsonParser.parseString(json), true));
    }

    @Test
    void answersFitTheirSchema() throws IOException {
        assertFits("explanation", AnswerJson.write(TestAnswers.following(176, 132, 40, true), TestAnswers.MACRO));
        assertFits("explanation", AnswerJson.write(TestAnswers.following(176, 132, 40, false), ""));
        Answer everything = TestAnswers.everything();
        Receipt receipt = new Receipt(
                "clip.avi",
                9,
                "2026-01-01T00:00:00Z",
                "e1".repeat(32),
                "0f".repeat(32),
                Map.of("verify", "yes"),
                Map.of("clip.csv", 5L));
        assertFits("explanation", AnswerJson.write(everything, TestAnswers.MACRO, Optional.of(receipt)));
        try (InputStream old = AnswerJson.class.getResourceAsStream("mitosis_00001.explanation.json")) {
            assertFits("explanation", new String(old.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void modelsFitTheirSchema() throws IOException {
        List<Path> cards = new ArrayList<>(
                List.of(UntrainedModel.write(folder.resolve("untrained")).resolve("model.json")));
        try (Stream<Path> models = Files.list(Path.of("models"))) {
            models.map(model -> model.resolve("model.json"))
                    .filter(Files::exists)
                    .forEach(cards::add);
        }
        assertTrue(cards.size() > 2, () -> cards + " lacks the bundled models");
        for (Path card : cards) assertFits("model", Files.readString(card));
    }

    @Test
    void labelsFitTheirSchema() throws IOException {
        Path copy = folder.resolve("cells");
        Path original = Path.of("test-data", "cells");
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(original.relativize(file)));
        }
        try (LabelProject project = LabelProject.open(copy, Map.of(), Progress.SILENT)) {
            project.act("group", l -> l.withGroup(Set.of(l.clips().get(0).id()), "dish 1"));
            project.save();
        }
        assertFits("labels", Files.readString(copy.resolve("labels.json")));
        for (String table : List.of("videos", "attributes", "boxes", "actors"))
            assertTableFits(table, copy.resolve(table + ".csv"));
    }

    @Test
    void theBundledDataSetFitsItsSchemas() throws IOException {
        for (String table : List.of("videos", "attributes", "boxes", "actors", "reasons"))
            assertTableFits(table, Path.of("test-data", "cells", table + ".csv"));
    }

    @Test
    void theSummaryFitsItsSchemaWithTheSameColumns() throws IOException {
        String csv = SummaryTable.csv(List.of(
                SummaryTable.Row.explained("a.avi", "a", TestAnswers.following(96, 80, 10, true)),
                SummaryTable.Row.explained("b.avi", "b", TestAnswers.following(96, 80, 10, false)),
                SummaryTable.Row.failed("c.avi", "It can't be read."),
                SummaryTable.Row.waiting("d.avi")));
        Path file = Files.writeString(folder.resolve("summary.csv"), csv);
        assertEquals(4, assertTableFits("summary", file));
        assertEquals(
                String.join(",", properties("summary").keySet()),
                csv.lines().findFirst().orElseThrow());
    }

    @Test
    void theTableOfAllPairsFitsItsSchemaWithTheSameColumns() throws IOException {
        String csv = SummaryTable.pairsCsv(List.of(
                new SummaryTable.Row(
                        "a.avi", SummaryTable.Status.EXPLAINED, List.of("mitosis", "0.5", "12"), "a", "", "too_short"),
                SummaryTable.Row.failed("c.avi", "It can't be read."),
                SummaryTable.Row.waiting("d.avi")));
        Path file = Files.writeString(folder.resolve("pairs-summary.csv"), csv);
        assertEquals(3, assertTableFits("pairs-summary", file));
        assertEquals(
                String.join(",", properties("pairs-summary").keySet()),
                csv.lines().findFirst().orElseThrow());
    }

    @Test
    void packedExplanationsFitTheirSchema() throws IOException {
        Path results = Files.createDirectory(folder.resolve("packed"));
        String json = AnswerJson.write(TestAnswers.following(96, 80, 10, true), TestAnswers.MACRO);
        try (PackedResults packed = PackedResults.open(results, Shard.WHOLE, Progress.SILENT)) {
            packed.add("day1/a.avi", "day1/a", json);
            packed.complete(Progress.SILENT);
        }
        List<String> lines = Files.readAllLines(results.resolve("explanations.jsonl"));
        assertEquals(1, lines.size());
        assertFits("explanations", lines.get(0));
        JsonObject line = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertEquals(properties("explanations").keySet(), line.keySet());
        assertFits("explanation", line.get("explanation").toString());
    }

    private static JsonObject properties(String schema) {
        return JsonSchema.named(schema).json().getAsJsonObject("properties");
    }

    /** Every row, as an object of those of its values that are not empty; returns how many. */
    private static int assertTableFits(String schema, Path file) throws IOException {
        JsonSchema checked = JsonSchema.named(schema);
        JsonObject known = checked.json().getAsJsonObject("properties");
        int rows = 0;
        try (CsvReader reader = new CsvReader(file)) {
            List<String> head = reader.read();
            for (List<String> row = reader.read(); row != null; row = reader.read()) {
                JsonObject object = new JsonObject();
                for (int i = 0; i < head.size(); i++)
                    if (!row.get(i).isEmpty()) object.add(head.get(i), value(known.get(head.get(i)), row.get(i)));
                assertEquals(List.of(), checked.problems(object, true), file + ", line " + reader.line());
                rows++;
            }
        }
        assertTrue(rows > 0, () -> file + " has no rows");
        return rows;
    }

    /** Columns that no property describes are numbers: attributes, 0 or 1. */
    private static JsonElement value(JsonElement schema, String text) {
        boolean isText = schema != null
                && schema.getAsJsonObject().get("type").getAsString().equals("string");
        return isText ? new JsonPrimitive(text) : new JsonPrimitive(Double.valueOf(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"schema\": 1, | \"schema\": \"1\", | 'schema'",
                "\"positive\": | \"pos\": | 'positive' is missing",
                "\"positive\": | \"pos\": | 'pos' is not in the schema",
                "\"for\" | \"both\" | 'explanations[0].evidence'",
                "00ff | 00FF | 'video.sha256'",
                "\"probability\": 0.93 | \"probability\": 1.93 | 'prediction[0].probability'",
                "\"layer\": 0 | \"layer\": 0.5 | 'explanations[0].layer'",
                "\"shape\": [ | \"shape\": [ 4, | 'explanations[0].shape' has 3 items",
                "\"frame\": | \"Frame\": | 'explanations[0].tube[0].frame' is missing",
            })
    void aFileThatDoesNotFitIsNoticed(String right, String wrong, String problem) {
        String json = AnswerJson.write(TestAnswers.following(176, 132, 40, true), "");
        assertTrue(json.contains(right), right);
        List<String> problems =
                JsonSchema.named("explanation").problems(JsonParser.parseString(json.replace(right, wrong)), true);
        assertTrue(problems.stream().anyMatch(p -> p.startsWith(problem)), problems::toString);
    }

    static Stream<String> schemas() {
        return Stream.of(JSON_FILES, JSON_LINES, TABLES).flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void everyKeyIsExplained(String name) {
        JsonObject schema = JsonSchema.named(name).json();
        String ending = JSON_FILES.contains(name) ? ".json" : JSON_LINES.contains(name) ? ".jsonl" : ".csv";
        assertEquals(name + ending, schema.get("title").getAsString());
        for (String row :
                SchemaTable.of(JsonSchema.named(name).json()).lines().skip(2).toList())
            assertFalse(row.matches(".*\\|\\s*\\|$"), row);
    }

    /** The page holds the text of people, and between two comments the table of each schema. */
    @Test
    void theManualSaysWhatTheSchemasSay() throws IOException {
        Path page = Path.of("src", "site", "markdown", "formats.md");
        String text = Files.readString(page);
        Matcher places = Pattern.compile("<!-- keys of ([a-z-]+) -->\n(.*?)<!-- end -->", Pattern.DOTALL)
                .matcher(text);
        Map<String, String> tables = new TreeMap<>();
        String right = places.replaceAll(place -> {
            tables.put(place.group(1), place.group(2));
            return Matcher.quoteReplacement(
                    "<!-- keys of " + place.group(1) + " -->\n" + tableOf(place.group(1)) + "<!-- end -->");
        });
        assertEquals(schemas().sorted().toList(), List.copyOf(tables.keySet()));
        if (!right.equals(text)) Files.writeString(Path.of("target", "formats.md"), right);
        assertEquals(right, text, "target/formats.md is the page as it should be: copy it to " + page + ".");
    }

    private static String tableOf(String schema) {
        return "\n" + SchemaTable.of(JsonSchema.named(schema).json()) + "\n";
    }
}
