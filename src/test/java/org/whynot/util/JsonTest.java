package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

    private record Part(double value, @Json.MayBeMissing String note) {
        Part {
            if (value < 0) throw new IllegalArgumentException("A value must not be negative.");
        }
    }

    private record Whole(
            int firstFrame, @SerializedName("class") String name, List<Part> parts, Map<String, Long> files) {}

    private final Whole whole = new Whole(
            3, "a <b>", List.of(new Part(0.1, null), new Part(2, "two")), new TreeMap<>(Map.of("x", 1L << 40)));

    @Test
    void aRecordComesBack() {
        String text = Json.write(whole);
        assertEquals(whole, Json.read(text, Whole.class));
        assertEquals(
                """
                {
                  "first_frame": 3,
                  "class": "a <b>",
                  "parts": [
                    {
                      "value": 0.1
                    },
                    {
                      "value": 2.0,
                      "note": "two"
                    }
                  ],
                  "files": {
                    "x": 1099511627776
                  }
                }
                """,
                text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"first_frame\": 3, | | 'first_frame' is missing.",
                "\"first_frame\": 3 | \"first_frame\": null | 'first_frame' is missing.",
                "\"first_frame\": 3 | \"first_frame\": \"three\" | 'first_frame' is wrong: it must be a whole number",
                "\"first_frame\": 3 | \"first_frame\": {} | 'first_frame' is wrong:",
                "\"value\": 0.1 | \"val\": 0.1 | 'value' is missing.",
                "\"value\": 0.1 | \"value\": -1 | 'parts' is wrong: A value must not be negative.",
                "\"files\": { | \"files\": [ | it is damaged or cut short at line",
            })
    void whatIsWrongIsNamed(String right, String wrong, String reason) {
        String text = Json.write(whole).replace(right, wrong == null ? "" : wrong);
        String message = assertThrows(IllegalArgumentException.class, () -> Json.read(text, Whole.class))
                .getMessage();
        assertTrue(message.startsWith(reason), message);
        assertTrue(message.endsWith(".") && !message.contains("Exception"), message);
    }

    @Test
    void aNumberThatIsNoneIsNotWritten() {
        Part part = new Part(Double.POSITIVE_INFINITY, null);
        String message = assertThrows(IllegalArgumentException.class, () -> Json.write(part))
                .getMessage();
        assertEquals("The value of 'value' is Infinity, which is not a number.", message);
    }

    @Test
    void everyCutIsAnError() {
        String text = Json.write(whole).strip();
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThrows(IllegalArgumentException.class, () -> Json.read(cut, Whole.class), cut);
        }
    }
}
