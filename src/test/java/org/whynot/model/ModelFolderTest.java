package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link ModelFolder}, {@link Model#open}, {@link ModelCard}, {@link Weights} and {@link SelfTest} on folders that are not as they should be. */
class ModelFolderTest {

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void writeModel() throws IOException {
        folder = TinyModel.write(temporary, List.of("x", "y"));
    }

    private String failure() {
        return assertThrows(IOException.class, () -> Model.open(folder, "cpu")).getMessage();
    }

    @Test
    void aWholeFolderOpens() throws IOException {
        try (Model model = Model.open(folder, "cpu")) {
            assertEquals(List.of("a", "b", "c"), model.card().classes());
            assertEquals(List.of("x", "y"), model.card().attributes());
            assertEquals(TinyModel.ARCHITECTURE, model.card().network());
            assertEquals("cpu", model.device());
            assertEquals(64, model.sha256().length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "classifier.params", "explainer.params", "self-test.json"})
    void aMissingFileIsNamed(String file) throws IOException {
        Files.delete(folder.resolve(file));
        assertTrue(failure().contains(file), failure());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "classifier.params", "explainer.params", "self-test.json"})
    void aFileThatIsCutShortIsNamed(String file) throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve(file));
        for (int length : new int[] {0, 5, whole.length / 2, whole.length - 3}) {
            Files.write(folder.resolve(file), Arrays.copyOf(whole, length));
            assertTrue(failure().contains(file), "cut to " + length + ": " + failure());
        }
    }

    @Test
    void anotherClassListOfTheSameLengthIsNoticed() throws IOException {
        replaceInCard("\"b\"", "\"d\"");
        assertTrue(failure().contains("[a, b, c]"), failure());
    }

    @Test
    void anotherNumberOfClassesIsNoticed() throws IOException {
        replaceInCard("\"b\",", "\"b\", \"d\",");
        assertTrue(failure().contains("fc1.weight"), failure());
    }

    @Test
    void anotherArchitectureIsNoticed() throws IOException {
        replaceInCard("\"fully_connected\": 1", "\"fully_connected\": 2");
        assertTrue(failure().contains("another architecture") || failure().contains("shape"), failure());
    }

    @Test
    void aCardWithoutTheSizeOfACellStillOpens() throws IOException {
        replaceInCard("\"fully_connected\": 1,\n    \"cell_size\": 16", "\"fully_connected\": 1");
        try (Model model = Model.open(folder, "cpu")) {
            assertEquals(TinyModel.ARCHITECTURE, model.card().network());
        }
    }

    @Test
    void cellsOfAnotherSizeThanTheWeightsWereTrainedWithAreNoticed() throws IOException {
        replaceInCard("\"cell_size\": 16", "\"cell_size\": 8");
        assertTrue(failure().contains("computes other numbers"), failure());
    }

    @Test
    void anUnknownKindOfArchitectureIsNamed() throws IOException {
        replaceInCard("c3d-resnet", "transformer");
        assertTrue(failure().contains("'transformer'"), failure());
    }

    @Test
    void weightsOfAnotherModelAreNoticedEvenWhenTheyFit() throws IOException {
        Path file = folder.resolve(Model.EXPLAINER_FILE);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 0x10;
        Files.write(file, bytes);
        assertTrue(failure().contains("weights"), failure());
    }

    @Test
    void anUnknownDeviceIsNamed() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Model.open(folder, "tpu"));
        assertTrue(e.getMessage().contains("'tpu'") && e.getMessage().contains("'cpu'"), e.getMessage());
    }

    @Test
    void anUnknownModelNameListsTheNearestFirst() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ModelFolders.find("celsl"));
        assertTrue(e.getMessage().contains("'celsl'"), e.getMessage());
        assertEquals(List.of("cells", "ucf6"), Names.nearestFirst("celsl", List.of("ucf6", "cells")));
    }

    @Test
    void aPathToAModelFolderIsFound() {
        assertEquals(folder, ModelFolders.find(folder.toString()));
    }

    private void replaceInCard(String from, String to) throws IOException {
        Path file = folder.resolve(ModelCard.FILE);
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
    }
}
