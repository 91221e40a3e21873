package org.whynot.tube;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the search agrees with an independent implementation, whose results lie in {@code vectors/subpath.json}. */
class TubeVectorsTest {

    private static final int CASES = 12;

    private record Map(int[] shape, float[] data) {}

    private record Case(int radius, Map m, double value, int[][] tube) {

        @Override
        public String toString() {
            return Arrays.toString(m.shape) + ", radius " + radius;
        }
    }

    private static Stream<Case> cases() throws IOException {
        try (Reader reader = new InputStreamReader(
                TubeVectorsTest.class.getResourceAsStream("/vectors/subpath.json"), StandardCharsets.UTF_8)) {
            return Arrays.stream(new Gson().fromJson(reader, Case[].class));
        }
    }

    @Test
    void noCaseIsMissing() throws IOException {
        assertEquals(CASES, cases().count());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithAnIndependentImplementation(Case c) {
        TubeSpace space = TubeSpace.of(c.m.shape[0], c.m.shape[1], c.m.shape[2]);
        Tube tube = new TubeSearch(c.radius).maximum(c.m.data, 0, space);
        int[][] cells = new int[tube.length()][];
        for (int i = 0; i < cells.length; i++) cells[i] = new int[] {tube.start() + i, tube.row(i), tube.column(i)};
        assertArrayEquals(c.tube, cells);
        // Theirs is summed in double precision.
        assertEquals(c.value, tube.value(), 1e-6 * tube.length() * Math.max(1, Math.abs(c.value)));
    }
}
