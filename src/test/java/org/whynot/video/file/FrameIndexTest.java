package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.whynot.video.Warning;

/** Frames, packets, key frames and times, without a file. */
class FrameIndexTest {

    private static final Warning PROBLEM = new Warning(Warning.Kind.DAMAGED, "a problem");

    private static final long NO_STAMP = avutil.AV_NOPTS_VALUE;

    /** Packets of 10 bytes, one after the other, with these stamps in milliseconds; keys are key frames. */
    private static FrameIndex index(int[] packetOf, long[] stamps, double rate, int... keys) {
        return index(packetOf, stamps, stamps.clone(), rate, keys);
    }

    private static FrameIndex index(int[] packetOf, long[] stamps, long[] decoding, double rate, int... keys) {
        int n = stamps.length;
        long[] place = new long[n];
        int[] size = new int[n];
        for (int p = 0; p < n; p++) {
            place[p] = 100 + 10L * p;
            size[p] = 10;
        }
        BitSet key = new BitSet();
        for (int k : keys) key.set(k);
        FrameIndex.Packets packets = new FrameIndex.Packets(place, size, stamps, decoding, key);
        return new FrameIndex(packets, packetOf, key, 0.001, rate, List.of(PROBLEM), false);
    }

    /** An index in which a frame and the one after it have changed places. */
    static FrameIndex swapped(FrameIndex index, int frame) throws IOException {
        byte[] bytes = written(index);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int packets = in.readInt();
        int at = Integer.BYTES + packets * (3 * Long.BYTES + Integer.BYTES + 2) + Integer.BYTES * (1 + frame);
        for (int i = 0; i < Integer.BYTES; i++) {
            byte b = bytes[at + i];
            bytes[at + i] = bytes[at + Integer.BYTES + i];
            bytes[at + Integer.BYTES + i] = b;
        }
        return FrameIndex.read(new DataInputStream(new ByteArrayInputStream(bytes)), 1 << 20);
    }

    private static byte[] written(FrameIndex index) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        index.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** I0 P3 B1 B2 | I6 B4 B5 P7: the frames 4 and 5 come after the key frame 6 in the file, but need the first group. */
    private static FrameIndex openGroups() {
        return index(new int[] {0, 2, 3, 1, 5, 6, 4, 7}, new long[] {0, 120, 40, 80, 240, 160, 200, 280}, 25, 0, 4);
    }

    @Test
    void framesBeforeAKeyFrameNeedTheOneBefore() {
        FrameIndex index = openGroups();
        int[] entries = {0, 0, 0, 0, 0, 0, 4, 4};
        for (int n = 0; n < entries.length; n++) assertEquals(entries[n], index.entryFor(n, 100), "frame " + n);
        assertEquals(0, index.entryFor(7, 4));
        assertEquals(-1, index.entryFor(7, 0));
        assertEquals(-1, index.entryFor(2, 0));
    }

    @Test
    void timesFollowTheStamps() {
        FrameIndex index = openGroups();
        assertFalse(index.variable());
        for (int n = 0; n < 8; n++) assertEquals(0.04 * n, index.time(n), 1e-9);
        assertEquals(0.04, index.interval(), 1e-12);
    }

    @Test
    void aVariableRateIsToldFromRounding() {
        FrameIndex rounded = index(new int[] {0, 1, 2, 3}, new long[] {0, 33, 67, 100}, 30, 0);
        assertFalse(rounded.variable());
        assertEquals(1 / 30.0, rounded.interval(), 1e-12);
        FrameIndex uneven = index(new int[] {0, 1, 2, 3}, new long[] {0, 33, 67, 167}, 30, 0);
        assertTrue(uneven.variable());
        assertEquals(0.167 / 3, uneven.interval(), 1e-12);
        assertEquals(0.033, uneven.shortestInterval(), 1e-12);
        assertEquals(0.1, uneven.longestInterval(), 1e-12);
    }

    @Test
    void whereStampsAreOfNoUseTheRateCounts() {
        for (long[] stamps :
                new long[][] {{0, 80, 40}, {0, 40, 40}, {NO_STAMP, NO_STAMP, NO_STAMP}, {0, NO_STAMP, 80}}) {
            FrameIndex index = index(new int[] {0, 1, 2}, stamps, 50, 0);
            assertEquals(0.04, index.time(2), 1e-12);
            assertEquals(0.02, index.interval(), 1e-12);
            assertFalse(index.variable());
        }
        FrameIndex nothing = index(new int[] {0, 1}, new long[] {NO_STAMP, NO_STAMP}, 0, 0);
        assertTrue(Double.isNaN(nothing.interval()));
        assertTrue(Double.isNaN(nothing.time(1)));
    }

    /** H.264 copied into AVI: stamps of decoding only, twice as many ticks as frames. */
    @Test
    void withoutTimesOfDisplayThoseOfDecodingCount() {
        long[] none = {NO_STAMP, NO_STAMP, NO_STAMP, NO_STAMP};
        FrameIndex index = index(new int[] {0, 2, 1, 3}, none, new long[] {0, 40, 80, 120}, 50, 0);
        assertEquals(0.04, index.interval(), 1e-12);
        for (int n = 0; n < 4; n++) assertEquals(0.04 * n, index.time(n), 1e-12);
        assertFalse(index.variable());
        FrameIndex gap = index(new int[] {0, 2, 1, 3}, none, new long[] {0, 40, 80, 200}, 25, 0);
        assertTrue(gap.variable());
        assertEquals(0.2 / 3, gap.interval(), 1e-12);
    }

    @Test
    void droppedFramesAreCountedInTheGaps() {
        int[] order = {0, 1, 2, 3, 4, 5};
        assertEquals(
                3, index(order, new long[] {0, 40, 160, 200, 280, 320}, 25, 0).dropped());
        assertEquals(
                0, index(order, new long[] {0, 40, 80, 120, 160, 200}, 25, 0).dropped());
        assertEquals(
                0, index(order, new long[] {0, 40, 100, 140, 220, 260}, 25, 0).dropped());
        assertEquals(
                0, index(order, new long[] {0, 40, 50, 90, 130, 170}, 25, 0).dropped());
    }

    @Test
    void packetsAreKnownByTheirPlace() {
        FrameIndex index = openGroups();
        assertEquals(3, index.packetAt(130, 10));
        assertEquals(-1, index.packetAt(130, 11));
        assertEquals(-1, index.packetAt(131, 10));
        assertEquals(-1, index.packetAt(-1, 10));
        assertEquals(-1, index.packetAt(1000, 10));
    }

    @Test
    void framesOfOnePacketCanOnlyBeCounted() {
        FrameIndex index = index(new int[] {0, 1, 1, 2}, new long[] {0, 40, 80}, 25, 0, 1);
        assertFalse(index.distinct());
        for (int n = 0; n < 4; n++) assertEquals(-1, index.entryFor(n, 100));
        assertFalse(index(new int[] {0, -1, 2}, new long[] {0, 40, 80}, 25, 0).distinct());
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        FrameIndex index = openGroups();
        byte[] bytes = written(index);
        FrameIndex again = FrameIndex.read(new DataInputStream(new ByteArrayInputStream(bytes)), 8);
        assertEquals(List.of(PROBLEM), again.problems());
        assertEquals(index.frames(), again.frames());
        for (int n = 0; n < 8; n++) {
            assertEquals(index.entryFor(n, 100), again.entryFor(n, 100));
            assertEquals(index.time(n), again.time(n));
            assertEquals(index.frameOf(n), again.frameOf(n));
        }
        assertThrows(IOException.class, () -> FrameIndex.read(new DataInputStream(new ByteArrayInputStream(bytes)), 7));
    }
}
