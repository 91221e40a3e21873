package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the facts about training videos in a model's card. */
class TrainedOnTest {

    private static final ModelCard CARD = ModelCard.of(
            "tiny", List.of("a", "b", "c"), List.of(), TinyModel.INPUT, TinyModel.ARCHITECTURE, Map.of(), Map.of());

    private static final TrainedOn VIDEOS = new TrainedOn(
            20,
            new TrainedOn.Range(160, 176),
            new TrainedOn.Range(120, 120),
            new TrainedOn.Range(0.04, 0.08),
            new TrainedOn.Range(0.2, 0.5),
            new TrainedOn.Features(
                    List.of(Collections.nCopies(12, 1.0), Collections.nCopies(12, -1.0)),
                    Collections.nCopies(12, 0.5),
                    1.5,
                    10,
                    0.1));

    @TempDir
    Path folder;

    private ModelCard read(String json) throws IOException {
        Files.writeString(folder.resolve(ModelCard.FILE), json);
        return ModelCard.read(folder);
    }

    @Test
    void aCardKeepsThemAndNeedNotHaveThem() throws IOException {
        assertNull(read(CARD.toJson()).trainedOn());
        String json = CARD.withTrainedOn(VIDEOS).toJson();
        ModelCard card = read(json);
        assertEquals(VIDEOS, card.trainedOn());
        assertEquals(VIDEOS, card.withScores(Map.of("x", 1)).trainedOn());
        assertEquals(
                VIDEOS,
                card.withHead(List.of("d"), TubeSettings.PUBLISHED, Map.of()).trainedOn());
        assertEquals(json, card.toJson());
        assertTrue(json.lines().anyMatch(line -> line.contains("[ 1.0, 1.0,")), "Many numbers share a line.");
    }

    @Test
    void someMayBeMissing() throws IOException {
        TrainedOn some = new TrainedOn(20, VIDEOS.width(), VIDEOS.height(), null, VIDEOS.brightness(), null);
        assertEquals(some, read(CARD.withTrainedOn(some).toJson()).trainedOn());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"least\": 160.0|\"least\": 177.0",
                "\"least\": 160.0|\"least\": -1",
                "\"most\": 176.0|\"largest\": 176.0",
                "\"brightness\"|\"darkness\"",
                "\"limit\": 1.5|\"limit\": -1.5",
                "\"limit\": 1.5|\"limit\": 0",
                "\"deviation\": [ 0.5,|\"deviation\": [",
                "\"deviation\": [ 0.5,|\"deviation\": [ 0,",
                "\"deviation\": [ 0.5,|\"deviation\": [ null,",
                "[ -1.0,|[ null,",
                "[ -1.0,|[ ",
                "\"centres\": [|\"centers\": ["
            })
    void whatCannotBeTrueIsRefused(String right, String wrong) {
        String json = CARD.withTrainedOn(VIDEOS).toJson();
        assertTrue(json.contains(right), json);
        String message = assertThrows(IOException.class, () -> read(json.replace(right, wrong)))
                .getMessage();
        assertTrue(message.contains("model.json") && message.contains("trained_on"), message);
    }

    /** In standard deviations, from the closest centre. */
    @Test
    void theDistanceIsThatOfTheClosestCentre() {
        double[] means = new double[12];
        Arrays.fill(means, 2);
        assertEquals(2, VIDEOS.features().distance(means), 1e-12);
        Arrays.fill(means, -1.25);
        assertEquals(0.5, VIDEOS.features().distance(means), 1e-12);
        assertThrows(IllegalArgumentException.class, () -> VIDEOS.features().distance(new double[3]));
    }
}
