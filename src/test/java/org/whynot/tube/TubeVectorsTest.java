package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** That the search agrees with an independent implementation, whose results lie in {@code subpath.json}. */
class TubeVectorsTest {

    private record Map(int[] shape, float[] data) {}

    private record Case(int radius, Map m, double value, int[][] tube) {}

    @Test
    void agreesWithAnIndependentImplementation() throws IOException {
        Path file = Path.of(System.getProperty("whynot.vectors", "../shared/vectors"), "subpath.json");
        assumeTrue(Files.isRegularFile(file), "There is no " + file + ", so it cannot be compared with.");
        Case[] cases;
        try (Reader reader = Files.newBufferedReader(file)) {
            cases = new Gson().fromJson(reader, Case[].class);
        }
        assertTrue(cases.length > 0, "No cases in " + file);
        for (Case c : cases) {
            TubeSpace space = TubeSpace.of(c.m.shape[0], c.m.shape[1], c.m.shape[2]);
            Tube tube = new TubeSearch(c.radius).maximum(c.m.data, 0, space);
            int[][] cells = new int[tube.length()][];
            for (int i = 0; i < cells.length; i++) cells[i] = new int[] {tube.start() + i, tube.row(i), tube.column(i)};
            assertArrayEquals(c.tube, cells, space.toString());
            // Theirs is summed in double precision.
            assertEquals(c.value, tube.value(), 1e-6 * tube.length() * Math.max(1, Math.abs(c.value)));
        }
    }
}
