package org.whynot.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Architecture;
import org.whynot.model.ModelCard;
import org.whynot.model.ModelFolders;
import org.whynot.video.ClipFormat;

/** What a dialog offers, without a dialog. */
class ModelChoicesTest {

    private static final List<String> ABC = List.of("a b", "beta", "c");

    @TempDir
    Path folder;

    private final Map<String, Path> known = new LinkedHashMap<>();

    @BeforeEach
    void twoModels() throws IOException {
        model("folder1", "one", ABC, List.of("word"));
        model("folder2", "two", List.of("x", "y"), List.of("word"));
    }

    private Path model(String folderName, String name, List<String> classes, List<String> attributes)
            throws IOException {
        ClipFormat input =
                new ClipFormat(8, 64, 64, 1, ClipFormat.Resize.STRETCH, new float[] {0, 0, 0}, new float[] {1, 1, 1});
        Architecture small = new Architecture(new int[] {4, 4, 4, 8, 8}, 1);
        ModelCard card = ModelCard.of(name, classes, attributes, input, small, Map.of(), Map.of());
        Path place = Files.createDirectories(folder.resolve(folderName));
        Files.writeString(place.resolve(ModelCard.FILE), card.toJson());
        known.put(folderName, place);
        return place;
    }

    private ModelChoices choices() {
        return choices(Map.of());
    }

    private ModelChoices choices(Map<String, Double> probabilities) {
        Path first = known.get("folder1");
        return new ModelChoices(
                known, "predicted", "runner-up", asked -> asked.equals(first) ? probabilities : Map.of());
    }

    @Test
    void modelsAreListedByTheirCardsNameAndFoundByIt() {
        assertEquals(List.of("one", "two"), choices().models());
        for (String word : choices().models())
            assertEquals(
                    known.get(word.equals("one") ? "folder1" : "folder2"), ModelFolders.find("model", word, known));
        assertEquals("one", choices().model("folder1"));
        assertEquals("two", choices().model(known.get("folder2").toString()));
        assertEquals("nowhere", choices().model("nowhere"));
    }

    @Test
    void modelsOfOneNameAreToldApartByTheirFolders() throws IOException {
        model("folder3", "one", List.of("p", "q"), List.of("word"));
        // A card may bear the name of another model's folder.
        model("folder4", "folder2", List.of("p", "q"), List.of("word"));
        assertEquals(List.of("folder1", "two", "folder3", "folder4"), choices().models());
        for (String word : choices().models())
            assertEquals(
                    known.get(word.equals("two") ? "folder2" : word), ModelFolders.find("model", word, known), word);
        String message = assertThrows(IllegalArgumentException.class, () -> ModelFolders.find("model", "one", known))
                .getMessage();
        assertTrue(message.contains("several models") && message.contains("folder1, folder3"), message);
    }

    @Test
    void aBrokenCardIsNamedAndTheOthersAreStillThere() throws IOException {
        Path broken = model("broken", "broken", ABC, List.of("word"));
        Files.writeString(broken.resolve(ModelCard.FILE), "{\"schema\": 1, \"na");
        model("classifier", "classifier", ABC, List.of());
        ModelChoices choices = choices();
        assertEquals(List.of("one", "two"), choices.models());
        assertEquals(1, choices.leftOut().size());
        assertTrue(choices.leftOut().get(0).contains(broken.toString()), choices.leftOut()::toString);
        assertTrue(choices.problem("classifier").contains("train an explainer"), choices.problem("classifier"));
        assertFalse(choices.problem("broken").isEmpty());
        assertEquals(List.of("predicted"), choices.positives("broken", ""));
        assertEquals("", choices.problem("one"));
    }

    @Test
    void withoutModelsTheProblemSaysWhereTheyShouldBe() {
        known.clear();
        assertEquals(List.of(), choices().models());
        assertTrue(
                choices().problem("").contains("No models were found"),
                choices().problem(""));
    }

    @Test
    void classesFollowTheModelAndLackThePositiveOne() {
        ModelChoices choices = choices();
        assertEquals(List.of("predicted", "a b", "beta", "c"), choices.positives("one", ""));
        assertEquals(List.of("runner-up", "a b", "c"), choices.whyNots("one", "beta", ""));
        assertEquals(List.of("runner-up", "a b", "beta", "c"), choices.whyNots("one", "predicted", ""));
        assertEquals(
                List.of("predicted", "x", "y"),
                choices.positives(known.get("folder2").toString(), ""));
    }

    @Test
    void theMostProbableComesFirstOnceThatIsKnownOfThisModel() {
        ModelChoices choices = choices(Map.of("a b", 0.1, "beta", 0.2, "c", 0.7));
        assertEquals(List.of("predicted", "c", "beta", "a b"), choices.positives("one", ""));
        assertEquals(List.of("runner-up", "c", "a b"), choices.whyNots("one", "beta", ""));
        // The predicted class is then known too.
        assertEquals(List.of("runner-up", "beta", "a b"), choices.whyNots("one", "predicted", ""));
        assertEquals(List.of("predicted", "x", "y"), choices.positives("two", ""));
        assertEquals(
                List.of("predicted", "a b", "beta", "c"),
                choices(Map.of("of an", 0.9, "older model", 0.1)).positives("one", ""));
    }

    @Test
    void aTypedPartShortensALongList() throws IOException {
        List<String> many = IntStream.range(0, 101).mapToObj(i -> "Class " + i).toList();
        model("many", "many", many, List.of("word"));
        ModelChoices choices = choices();
        assertTrue(choices.isMany("many"));
        assertFalse(choices.isMany("one"));
        assertEquals(102, choices.positives("many", " ").size());
        assertEquals(
                List.of("Class 7", "Class 70", "Class 71"),
                choices.positives("many", " cLASS 7").subList(0, 3));
        assertEquals(List.of("Class 70"), choices.whyNots("many", "Class 7", "70"));
        assertEquals(List.of("runner-up"), choices.whyNots("many", "predicted", "no such"));
        assertEquals(List.of("predicted"), choices.positives("many", "pred"));
    }
}
