package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelKeysTest {

    @Test
    void attributesGetTheirFirstFreeLetter() {
        // After r, e and d are gone, the last two take letters of their own, or any that is free.
        assertEquals(
                Map.of('r', "round", 'e', "red", 'd', "ERED", 'n', "Ünr", 'a', "1 2"),
                LabelKeys.attributes(List.of("round", "red", "ERED", "Ünr", "1 2")));
        List<String> many =
                IntStream.range(0, 40).mapToObj(i -> "attribute " + i).toList();
        assertEquals(26, LabelKeys.attributes(many).size());
        assertEquals(Map.of('1', "a", '2', "b"), LabelKeys.classes(List.of("a", "b")));
    }
}
