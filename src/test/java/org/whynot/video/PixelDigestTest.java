package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PixelDigestTest {

    @Test
    void isTheDocumentedBytes() throws Exception {
        Video video = TestVideos.ramp(5, 3, 7);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(5);
        out.writeInt(3);
        out.writeInt(3);
        for (int frame : new int[] {0, 3, 6}) {
            float[] rgb = TestVideos.read(video, frame);
            for (int i = 0; i < 15; i++)
                for (int c = 0; c < 3; c++) out.writeByte((int) Math.floor(255.0 * rgb[c * 15 + i] + 0.5));
        }
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        assertEquals(expected, PixelDigest.of(video, 3));
    }

    @Test
    void aKnownValue() {
        // printf '\0\0\0\1\0\0\0\1\0\0\0\1\377\200\0' | sha256sum
        PixelDigest digest = new PixelDigest(1, 1, 1);
        byte[] pixel = new byte[3];
        EightBit.round(new float[] {1.2f, 0.5f, -0.1f}, 3, pixel);
        digest.add(pixel);
        assertEquals("74ec498f28b61c034f4bcd603ddd804fedf47b4f81fe1caed50f18ff7d211087", digest.hex());
        assertEquals(digest.hex(), digest.hex());
    }

    @Test
    void wantsExactlyTheFramesItWasPromised() throws IOException {
        PixelDigest digest = new PixelDigest(1, 1, 2);
        digest.add(new byte[3]);
        assertThrows(IllegalStateException.class, digest::hex);
        digest.add(new byte[3]);
        assertThrows(IllegalStateException.class, () -> digest.add(new byte[3]));
        assertThrows(IllegalArgumentException.class, () -> new PixelDigest(0, 1, 1));
    }
}
