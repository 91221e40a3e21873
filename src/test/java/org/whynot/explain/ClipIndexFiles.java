package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of {@link ClipIndex}, for tests that compare what several machines have written. */
public final class ClipIndexFiles {

    /** On some processors the engine's sums differ in their last bits with the number of its threads. */
    private static final float TOLERANCE = 1e-5f;

    private ClipIndexFiles() {}

    /** Requires the same clips in the same order, with the same features but for rounding. */
    public static void assertAlike(Path expected, Path actual) throws IOException {
        List<ClipIndex.Entry> one = entries(expected);
        List<ClipIndex.Entry> other = entries(actual);
        assertEquals(one.size(), other.size());
        for (int i = 0; i < one.size(); i++) {
            assertEquals(one.get(i).name(), other.get(i).name());
            assertEquals(one.get(i).file(), other.get(i).file());
            assertEquals(one.get(i).clip(), other.get(i).clip());
            assertEquals(one.get(i).frames(), other.get(i).frames());
            assertArrayEquals(one.get(i).features(), other.get(i).features(), TOLERANCE, "clip " + i);
        }
    }

    private static List<ClipIndex.Entry> entries(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.readInt();
            return ClipIndex.load(file, in.readUTF()).orElseThrow();
        }
    }
}
