package org.whynot.video.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.whynot.util.Progress;

/** Whether frame n, in whatever order frames are read, is the nth that plain decoding from the start gives. */
final class FrameIdentity {

    private FrameIdentity() {}

    /** The sums of all frames, decoded one after the other from the start, without index, seek or cache. */
    static List<Long> decodedFromTheStart(Path file, boolean calm) throws IOException {
        FFmpeg.start();
        List<Long> sums = new ArrayList<>();
        try (FrameDecoder decoder = new FrameDecoder(file, calm)) {
            boolean jpeg = decoder.codecName().equals("mjpeg");
            FrameConverter converter = null;
            while (decoder.next()) {
                if (converter == null)
                    converter = new FrameConverter(decoder.frame(), Orientation.of(decoder.reader().stream()), jpeg);
                Object pixels = converter.array();
                converter.convert(decoder.frame(), pixels);
                sums.add(sum(pixels));
            }
            if (converter != null) converter.close();
        }
        return sums;
    }

    /**
     * Reads every frame in random order, and some stretches forward and backward, and compares.
     *
     * @param small as in {@link FrameIndexer#index}
     * @return the number of frames
     */
    static int check(Path file, long small, long seed) throws IOException {
        FFmpeg.start();
        FrameIndex index = FrameIndexer.index(file, small, Progress.SILENT);
        List<Long> truth = decodedFromTheStart(file, index.damaged());
        assertEquals(truth.size(), index.frames(), file + ": number of frames");
        Random random = new Random(seed);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, truth.size()).boxed().toList());
        Collections.shuffle(order, random);
        for (int stretch = 0; stretch < 4; stretch++) {
            int from = random.nextInt(truth.size());
            int way = stretch % 2 == 0 ? 1 : -1;
            for (int n = from; n >= 0 && n < truth.size() && Math.abs(n - from) < 12; n += way) order.add(n);
        }
        try (DecodedFrames frames = new DecodedFrames(file, index)) {
            for (int n : order) {
                Object pixels = frames.array();
                frames.read(n, pixels);
                assertEquals(truth.get(n), sum(pixels), file + ": frame " + n + " of " + order);
            }
        }
        return truth.size();
    }

    static long sum(Object pixels) {
        CRC32 sum = new CRC32();
        if (pixels instanceof byte[] bytes) sum.update(bytes);
        else {
            short[] shorts = (short[]) pixels;
            ByteBuffer buffer = ByteBuffer.allocate(2 * shorts.length);
            buffer.asShortBuffer().put(shorts);
            sum.update(buffer);
        }
        return sum.getValue();
    }
}
