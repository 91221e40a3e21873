package org.whynot.classifier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Makes the engine's arrays from Java's numbers, through memory outside of the heap that is used again.
 *
 * <p>{@code NDManager.create(float[], Shape)} takes fresh memory of the size of the array each time, which nothing frees but a
 * garbage collection. Clips are large, and code that makes little garbage is collected seldom: a process with a heap of 1 GB held
 * as much again in clips that were long classified. Safe for use by several threads.
 */
public final class EngineArrays {

    /** The largest memory that is kept for the next array: a usual training batch, bytes. */
    private static final int MOST_KEPT = 64 << 20;

    private static final AtomicReference<ByteBuffer> SPARE = new AtomicReference<>();

    private EngineArrays() {}

    /**
     * A new array of single precision.
     *
     * @param manager its owner
     * @param numbers row-major; copied
     * @param from index of the first one
     * @param shape of the array
     * @throws IndexOutOfBoundsException if the numbers end before the array does
     */
    public static NDArray create(NDManager manager, float[] numbers, int from, Shape shape) {
        int count = Math.toIntExact(shape.size());
        ByteBuffer memory = take(Math.multiplyExact(count, Float.BYTES));
        memory.asFloatBuffer().put(numbers, from, count);
        NDArray array = copy(manager, memory, shape);
        if (memory.capacity() <= MOST_KEPT) SPARE.set(memory);
        return array;
    }

    /**
     * A new array of single precision.
     *
     * @param manager its owner
     * @param memory a direct buffer that holds the array's numbers from index 0, row-major, in the machine's byte order; copied
     * @param shape of the array
     */
    public static NDArray copy(NDManager manager, ByteBuffer memory, Shape shape) {
        // The engine's array is the buffer itself; whoever got it, or a view of it, would see the next numbers in it.
        try (NDArray shared = manager.create(memory, shape, DataType.FLOAT32)) {
            return shared.duplicate();
        }
    }

    private static ByteBuffer take(int bytes) {
        ByteBuffer spare = SPARE.getAndSet(null);
        ByteBuffer memory = spare != null && spare.capacity() >= bytes
                ? spare
                : ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        return memory.clear().limit(bytes);
    }
}
