package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Tests {@link SilentImageJ}. */
class SilentImageJTest {

    @Test
    void anExceptionThatImageJKeepsForItselfIsAFailure() throws IOException {
        IOException e = assertThrows(
                IOException.class,
                () -> SilentImageJ.call(() -> {
                    IJ.handleException(new IllegalStateException("strip 3 is damaged"));
                    return "half a picture";
                }));
        assertTrue(e.getMessage().contains("strip 3 is damaged"), e.getMessage());
        assertEquals("whole", SilentImageJ.call(() -> "whole"), "The next reader has nothing to do with it.");
    }

    @Test
    void nothingIsAFailure() {
        assertThrows(IOException.class, () -> SilentImageJ.call(() -> null));
    }
}
