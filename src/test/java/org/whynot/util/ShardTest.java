package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardTest {

    @Test
    void theShardsTogetherAreTheWholeAndEquallyLong() {
        for (int items = 0; items < 12; items++) {
            List<Integer> all = IntStream.range(0, items).boxed().toList();
            for (int count = 1; count <= 14; count++) {
                List<Integer> together = new ArrayList<>();
                for (int number = 1; number <= count; number++) {
                    Shard shard = new Shard(number, count);
                    List<Integer> own = shard.of(all);
                    assertTrue(Math.abs(own.size() - items / count) <= 1);
                    own.forEach(item -> assertTrue(shard.has(item)));
                    together.addAll(own);
                }
                assertEquals(items, together.size());
                assertEquals(new HashSet<>(all), new HashSet<>(together));
            }
        }
    }

    @Test
    void itemsThatAreAddedAtTheEndMoveNoOther() {
        Shard shard = Shard.of("2/3");
        assertEquals(List.of("b", "e"), shard.of(List.of("a", "b", "c", "d", "e")));
        assertEquals(List.of("b", "e", "h"), shard.of(List.of("a", "b", "c", "d", "e", "f", "g", "h")));
    }

    @Test
    void readsWhatItWrites() {
        assertEquals(new Shard(12, 300), Shard.of(new Shard(12, 300).toString()));
        assertEquals(new Shard(2, 4), Shard.of(" 2 / 4 "));
        assertTrue(Shard.of("1/1").isWhole());
        assertEquals("summary.2-of-4.json", Shard.of("2/4").fileName("summary", ".json"));
        assertTrue(Shard.isFileName("summary.2-of-4.json", "summary", ".json"));
        for (String other :
                List.of("summary.json", "summary.2-of-.json", "clip.2-of-4.json", "summary.2-of-4.json.bak"))
            assertTrue(!Shard.isFileName(other, "summary", ".json"), other);
    }

    @Test
    void namesWhatIsNoShard() {
        for (String wrong : List.of("5/4", "0/4", "4", "", "a/b", "-1/4", "1/0", "1/4/5", "1.5/4", "99999999999/1")) {
            String message = assertThrows(IllegalArgumentException.class, () -> Shard.of(wrong))
                    .getMessage();
            assertTrue(message.startsWith("shard='" + wrong + "' is no part of a whole."), message);
        }
    }
}
