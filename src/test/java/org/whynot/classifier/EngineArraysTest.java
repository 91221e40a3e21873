package org.whynot.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineArraysTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = Engine.newManager(Device.cpu());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] random(int count, long seed) {
        Random random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = (float) random.nextGaussian();
        return numbers;
    }

    @Test
    void anArrayHoldsTheNumbersFromAnIndex() {
        float[] numbers = random(100, 0);
        NDArray array = EngineArrays.create(manager, numbers, 10, new Shape(2, 3, 5));
        assertEquals(new Shape(2, 3, 5), array.getShape());
        assertArrayEquals(Arrays.copyOfRange(numbers, 10, 40), array.toFloatArray());
        assertEquals(manager, array.getManager());
    }

    @Test
    void laterArraysLeaveEarlierOnesAndTheirViewsAlone() {
        List<NDArray> arrays = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            NDArray array = EngineArrays.create(manager, random(60 + i, i), i, new Shape(60));
            arrays.add(i % 2 == 0 ? array : array.reshape(6, 10));
        }
        for (int i = 0; i < 20; i++)
            assertArrayEquals(
                    Arrays.copyOfRange(random(60 + i, i), i, 60 + i),
                    arrays.get(i).toFloatArray());
    }

    @Test
    void threadsDoNotShareNumbers() {
        IntStream.range(0, 200).parallel().forEach(i -> {
            float[] numbers = random(5000, i);
            try (NDArray array = EngineArrays.create(manager, numbers, 0, new Shape(5000))) {
                assertArrayEquals(numbers, array.toFloatArray());
            }
        });
    }

    @Test
    void tooFewNumbersAreRefused() {
        assertThrows(
                IndexOutOfBoundsException.class, () -> EngineArrays.create(manager, new float[10], 5, new Shape(6)));
    }

    @Test
    void memoryOutsideOfTheHeapIsUsedAgain() {
        BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .findFirst()
                .orElseThrow();
        float[] numbers = new float[1 << 20];
        long before = direct.getMemoryUsed();
        for (int i = 0; i < 100; i++)
            EngineArrays.create(manager, numbers, 0, new Shape(numbers.length)).close();
        long grown = direct.getMemoryUsed() - before;
        assertTrue(grown <= 8 << 20, "100 arrays of 4 MB left " + (grown >> 20) + " MB");
    }
}
