package org.whynot.util;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/** Makes the sums of damaged files right again. */
public final class SummedFiles {

    private SummedFiles() {}

    /** The bytes with the sum at their end, in place of the last eight, that {@link SummedFile} wants there. */
    public static byte[] sealed(byte[] bytes) {
        int length = Math.max(0, bytes.length - Long.BYTES);
        CRC32 sum = new CRC32();
        sum.update(bytes, 0, length);
        byte[] sealed = Arrays.copyOf(bytes, length + Long.BYTES);
        ByteBuffer.wrap(sealed).putLong(length, sum.getValue());
        return sealed;
    }
}
