package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.classifier.Engine;
import org.whynot.classifier.Precision;
import org.whynot.util.Json;

/** What becomes of the wish for half precision: by what was measured, and with whatever is in the user's cache. */
class PrecisionTrialTest {

    private static final String CACHE = "whynot.cache";

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();
    private String before;
    private Path cache;
    private Path model;

    @BeforeEach
    void writeAModel() throws IOException {
        cache = folder.resolve("cache");
        before = System.setProperty(CACHE, cache.toString());
        model = TinyModel.write(folder, List.of("round", "dark"));
    }

    @AfterEach
    void restoreTheCache() {
        if (before == null) System.clearProperty(CACHE);
        else System.setProperty(CACHE, before);
    }

    /** The precision of the model when it is opened for half precision. */
    private Precision opened() throws IOException {
        notes.clear();
        try (Model opened = Model.open(model, "cpu", Precision.FAST, notes::add)) {
            return opened.precision();
        }
    }

    /** The only file of the cache. */
    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertEquals(1, found.size(), found.toString());
            return found.get(0);
        }
    }

    private void remember(double exact, double fast, double difference) throws IOException {
        String key = Json.read(Files.readString(file()), PrecisionTrial.class).key();
        Files.writeString(file(), Json.write(new PrecisionTrial(key, exact, fast, difference)));
    }

    private float[] logits(Precision precision) throws IOException {
        try (Model opened = Model.open(model, "cpu", precision, notes::add);
                NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            Shape shape = new Shape(TinyModel.INPUT.batchShape(2));
            return opened.classifier().logits(manager.ones(shape)).toFloatArray();
        }
    }

    @Test
    void itIsMeasuredOnceAndWhatWasMeasuredCounts() throws IOException {
        opened();
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).startsWith("precision=fast: half precision "), notes.get(0));
        remember(10, 5, 0.1);
        byte[] remembered = Files.readAllBytes(file());
        assertEquals(Precision.FAST, opened());
        assertEquals(List.of(), notes);
        assertArrayEquals(remembered, Files.readAllBytes(file()));
        float[] half = logits(Precision.FAST);
        float[] single = logits(Precision.EXACT);
        assertArrayEquals(single, half, 0.05f);
        assertNotEquals(List.of(single[0], single[1], single[2]), List.of(half[0], half[1], half[2]));
    }

    @Test
    void whereItIsNotFasterItIsNotUsedAndThatIsSaidEachTime() throws IOException {
        opened();
        remember(10, 9.5, 0.1);
        for (int i = 0; i < 2; i++) {
            assertEquals(Precision.EXACT, opened());
            assertEquals(
                    List.of("precision=fast: half precision is not much faster here (9.5 ms for two clips, in single"
                            + " precision 10.0 ms), so it computes exactly."),
                    notes);
        }
    }

    @Test
    void whereItChangesTooMuchItIsNotUsed() throws IOException {
        opened();
        remember(10, 2, 1.01);
        assertEquals(Precision.EXACT, opened());
        assertEquals(
                List.of("precision=fast: half precision changes the answers of this model too much here, so it computes"
                        + " exactly."),
                notes);
        assertArrayEquals(logits(Precision.EXACT), logits(Precision.FAST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"key\": \"{dev",
                "{}",
                "no JSON",
                "{\"key\":\"of another machine\",\"exact_milliseconds\":1}"
            })
    void aDamagedFileIsMadeAnew(String damaged) throws IOException {
        opened();
        byte[] key = Files.readAllBytes(file());
        Files.writeString(file(), damaged);
        opened();
        assertEquals(1, notes.size(), notes.toString());
        PrecisionTrial made = Json.read(Files.readString(file()), PrecisionTrial.class);
        assertEquals(Json.read(new String(key), PrecisionTrial.class).key(), made.key());
        assertTrue(made.exactMilliseconds() > 0 && made.fastMilliseconds() > 0, made.toString());
    }

    @Test
    void aCacheThatCannotBeWrittenIsSaid() throws IOException {
        Files.writeString(cache, "not a folder");
        opened();
        assertTrue(
                notes.stream()
                        .anyMatch(note -> note.startsWith("What was measured for precision=fast can't be kept in '")),
                notes.toString());
    }

    @Test
    void otherWeightsAreMeasuredForThemselves() throws IOException {
        opened();
        Path first = file();
        model = TinyModel.write(folder.resolve("other"), List.of("round", "dark", "large"));
        opened();
        assertEquals(1, notes.size(), notes.toString());
        try (Stream<Path> files = Files.list(first.getParent())) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void exactMeasuresNothing() throws IOException {
        try (Model opened = Model.open(model, "cpu", Precision.EXACT, notes::add)) {
            assertEquals(Precision.EXACT, opened.precision());
        }
        assertEquals(List.of(), notes);
        assertTrue(Files.notExists(cache));
    }
}
