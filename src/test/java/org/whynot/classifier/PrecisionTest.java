package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The words for {@link Precision}. */
class PrecisionTest {

    @ParameterizedTest
    @EnumSource
    void aWordComesBack(Precision precision) {
        assertEquals(precision, Precision.of(precision.word()));
        assertEquals(precision, Precision.of(" " + precision.word() + " "));
    }

    @Test
    void anotherWordIsRefusedInASentence() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Precision.of("half"));
        assertEquals("precision='half' is not known. Use 'exact' or 'fast'.", e.getMessage());
    }
}
