package org.whynot.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.Macro;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacroLineTest {

    private static Map<String, Object> values(Object... pairs) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) values.put((String) pairs[i], pairs[i + 1]);
        return values;
    }

    @Test
    void lineReadsAsInTheContract() {
        assertEquals(
                "run(\"Explain Video...\", \"model=cells why_not=apoptosis explanations=3\");",
                MacroLine.run("Explain Video...", values("model", "cells", "why_not", "apoptosis", "explanations", 3)));
        assertEquals("run(\"Check Installation\");", MacroLine.run("Check Installation", Map.of()));
    }

    @Test
    void emptyValuesAreLeftOutAndFilesHaveSlashes() {
        assertEquals(
                "output=C:/my/cells seed=1",
                MacroLine.options(
                        values("model", "", "save_to", null, "output", new File("C:\\my\\cells"), "seed", 1L)));
    }

    @Test
    void quotesAndBackslashesSurviveTheMacroLanguage() {
        assertEquals("run(\"A \\\"b\\\"\", \"key=a\\\\b\");", MacroLine.run("A \"b\"", values("key", "a\\b")));
    }

    @Test
    void flagsAndUpperCaseKeysAreUnderstood() {
        assertEquals(
                Map.of("verify", "yes", "why_not", "cell death", "k", "1"),
                MacroLine.parse("  verify Why_Not=[cell death] k=1 "));
        assertEquals(Map.of("a", "x y", "b", ""), MacroLine.parse("a='x y' b=[]"));
        assertEquals(Map.of("a", ""), MacroLine.parse("a="));
        assertTrue(MacroLine.parse("").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model=[cells", "model='cells", "model=a model=b"})
    void brokenOptionsNameTheParameter(String options) {
        String message = assertThrows(UsageException.class, () -> MacroLine.parse(options))
                .getMessage();
        assertTrue(message.contains("model"), message);
    }

    /** What we write is read back the same by us and by ImageJ itself. */
    @Test
    void randomValuesComeBackFromUsAndFromImageJ() {
        String letters = "ab Z09_-.,:/()[]=";
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            Map<String, Object> values = new LinkedHashMap<>();
            List<String> keys = new ArrayList<>(List.of("model", "why_not", "save_to"));
            for (String key : keys) {
                StringBuilder text = new StringBuilder();
                for (int i = 1 + random.nextInt(8); i > 0; i--)
                    text.append(letters.charAt(random.nextInt(letters.length())));
                values.put(key, text.toString());
            }
            String options = MacroLine.options(values);
            assertEquals(values, MacroLine.parse(options), options);
            // ImageJ looks for "key=" anywhere, also in another value.
            if (values.values().stream().noneMatch(value -> value.toString().contains("=")))
                values.forEach((key, value) -> assertEquals(value, Macro.getValue(options, key, null), options));
        }
    }
}
