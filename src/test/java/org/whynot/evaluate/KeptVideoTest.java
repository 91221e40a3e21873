package org.whynot.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.IJ;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.ImagePlusVideo;
import org.whynot.video.TimeAxis;
import org.whynot.video.Video;
import org.whynot.video.VideoView;

class KeptVideoTest {

    /** Counts how often it is read. */
    private static final class Counted extends VideoView {
        int reads;

        Counted(Video video) {
            super(video);
        }

        @Override
        public boolean isEightBit() {
            return source().isEightBit();
        }

        @Override
        public void read(int frame, float[] rgb) throws IOException {
            reads++;
            super.read(frame, rgb);
        }

        @Override
        public void read(int frame, byte[] rgb) throws IOException {
            reads++;
            source().read(frame, rgb);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RGB ramp", "16-bit ramp"})
    void framesAreThoseOfTheVideoAndReadOnce(String kind) throws IOException {
        Video video = ImagePlusVideo.of(IJ.createImage("ramp", kind, 31, 17, 3), TimeAxis.AUTO, note -> {});
        Counted counted = new Counted(video);
        KeptVideo kept = new KeptVideo(counted);
        assertEquals(kind.startsWith("RGB"), kept.isEightBit());
        float[][] numbers = new float[2][video.frameLength()];
        byte[][] bytes = new byte[2][video.frameLength()];
        for (int round = 0; round < 2; round++)
            for (int frame = 2; frame >= 0; frame--) {
                video.read(frame, numbers[0]);
                kept.read(frame, numbers[1]);
                assertArrayEquals(numbers[0], numbers[1]);
                video.read(frame, bytes[0]);
                kept.read(frame, bytes[1]);
                assertArrayEquals(bytes[0], bytes[1]);
            }
        assertEquals(3, counted.reads);
    }
}
