package org.whynot.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.classifier.Engine;

/** That features come out as they went in, from memory and from the file, and leave nothing behind. */
class FeatureStoreTest {

    private static final long PASS_BYTES = 2 * 4 * 2 * 3 * 4 * 2 * 2;

    @TempDir
    private Path folder;

    private static float[] numbers(int pass, int layer) {
        float[] numbers = new float[2 * 3 * 4 * 2 * 2];
        for (int i = 0; i < numbers.length; i++) numbers[i] = 1000 * pass + 100 * layer + i + 1f / 3;
        numbers[pass] = pass % 2 == 0 ? Float.NaN : -0f;
        return numbers;
    }

    private static void add(FeatureStore store, NDManager manager, int pass) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Shape shape = new Shape(2, 3, 4, 2, 2);
            store.add(
                    2 * pass,
                    2,
                    new NDList(manager.create(numbers(pass, 0), shape), manager.create(numbers(pass, 1), shape)));
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void whatIsKeptComesOutBitForBit() throws IOException {
        List<String> notes = new ArrayList<>();
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            FeatureStore store =
                    new FeatureStore(manager.newSubManager(), 2 * PASS_BYTES + 1, 3 * PASS_BYTES, folder, notes::add);
            for (int pass = 0; pass < 7; pass++) add(store, manager, pass);
            for (int round = 0; round < 2; round++)
                for (int pass : new int[] {4, 0, 2, 1, 3}) {
                    FeatureStore.Pass stored = store.passes().get(pass);
                    assertTrue(stored.isKept());
                    assertEquals(pass < 2, stored.arrays() != null);
                    assertEquals(2 * pass, stored.clip());
                    try (NDScope scope = new NDScope()) {
                        scope.suppressNotUsedWarning();
                        NDList features = store.get(stored);
                        for (int layer = 0; layer < 2; layer++)
                            assertArrayEquals(
                                    numbers(pass, layer), features.get(layer).toFloatArray());
                    }
                }
            assertFalse(store.passes().get(5).isKept());
            assertEquals(2, store.passes().get(6).rows());
            store.close();
        }
        assertEquals(0, files());
        assertEquals(List.of(), notes);
    }

    @Test
    void aFolderThatCantBeWrittenIsToldOnceAndTheWorkGoesOn() throws IOException {
        List<String> notes = new ArrayList<>();
        Path gone = folder.resolve("gone");
        try (NDManager manager = Engine.newManager(Engine.device("cpu"))) {
            FeatureStore store =
                    new FeatureStore(manager.newSubManager(), PASS_BYTES, Long.MAX_VALUE, gone, notes::add);
            for (int pass = 0; pass < 4; pass++) add(store, manager, pass);
            assertTrue(store.passes().get(0).isKept());
            for (int pass = 1; pass < 4; pass++)
                assertFalse(store.passes().get(pass).isKept());
            store.close();
        }
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(notes.get(0).contains(gone.toString()), notes.toString());
    }
}
