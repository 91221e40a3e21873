package org.whynot.imagej;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes TIFF and BigTIFF files of every kind as other programs do, uncompressed. */
final class TestTiff {

    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ASCII = 2;

    private final int width;
    private final int height;
    private int bits = 8;
    private int samples = 1;
    private int format = 1;
    private boolean planar;
    private int pieces = 1;
    private boolean big;
    private int compression = 1;
    private boolean tiled;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private String description = "";

    /** Gives the value of a sample. */
    @FunctionalInterface
    interface Pixels {
        double value(int page, int sample, int pixel);
    }

    TestTiff(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Bits and samples of a pixel; format 1 without sign, 2 with sign, 3 floating point. */
    TestTiff pixels(int newBits, int newSamples, int newFormat) {
        bits = newBits;
        samples = newSamples;
        format = newFormat;
        return this;
    }

    TestTiff planar() {
        planar = true;
        return this;
    }

    /** In how many strips the rows of a page lie, one behind the other; must divide the height. */
    TestTiff strips(int newStrips) {
        pieces = newStrips;
        return this;
    }

    TestTiff big() {
        big = true;
        return this;
    }

    TestTiff order(ByteOrder newOrder) {
        order = newOrder;
        return this;
    }

    /** What the file says of its compression; the pixels stay as they are. */
    TestTiff compression(int newCompression) {
        compression = newCompression;
        return this;
    }

    /** Says that the one tile of a page is where its strip is. */
    TestTiff tiles() {
        tiled = true;
        return this;
    }

    TestTiff description(String newDescription) {
        description = newDescription;
        return this;
    }

    Path write(Path file, int pages, Pixels pixels) throws IOException {
        int n = width * height;
        int data = n * samples * bits / 8;
        ByteBuffer out = ByteBuffer.allocate(pages * (data + 1000) + 2 * description.length() + 100)
                .order(order);
        out.putShort((short) (order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d))
                .putShort((short) (big ? 43 : 42));
        if (big) out.putShort((short) 8).putShort((short) 0);
        int link = out.position();
        offset(out, 0);
        for (int page = 0; page < pages; page++) {
            int start = out.position();
            for (int i = 0; i < n * samples; i++)
                put(out, pixels.value(page, planar ? i / n : i % samples, planar ? i % n : i / samples));
            List<long[]> entries = new ArrayList<>();
            byte[] text = page == 0 ? description.getBytes(StandardCharsets.UTF_8) : new byte[0];
            int textAt = out.position();
            out.put(text).put((byte) 0);
            int listAt = out.position();
            for (int i = 0; i < samples; i++) out.putShort((short) bits);
            int offsetsAt = out.position();
            int strips = planar ? samples : pieces;
            for (int i = 0; i < strips; i++) out.putInt(start + i * data / strips);
            int countsAt = out.position();
            for (int i = 0; i < strips; i++) out.putInt(data / strips);
            entries.add(new long[] {256, LONG, 1, width});
            entries.add(new long[] {257, LONG, 1, height});
            entries.add(new long[] {258, SHORT, samples, fits(samples, 2) ? bits : listAt});
            entries.add(new long[] {259, SHORT, 1, compression});
            entries.add(new long[] {262, SHORT, 1, samples >= 3 ? 2 : 1});
            if (text.length > 8) entries.add(new long[] {270, ASCII, text.length + 1, textAt});
            entries.add(new long[] {273, LONG, strips, strips == 1 ? start : offsetsAt});
            entries.add(new long[] {277, SHORT, 1, samples});
            entries.add(new long[] {278, LONG, 1, height / pieces});
            entries.add(new long[] {279, LONG, strips, strips == 1 ? data / strips : countsAt});
            entries.add(new long[] {284, SHORT, 1, planar ? 2 : 1});
            if (tiled)
                for (int tag = 322; tag <= 325; tag++)
                    entries.add(new long[] {
                        tag, LONG, 1, tag == 322 ? width : tag == 323 ? height : tag == 324 ? start : data
                    });
            entries.add(new long[] {339, SHORT, 1, format});
            if (out.position() % 2 == 1) out.put((byte) 0);
            int directory = out.position();
            if (big) out.putLong(link, directory);
            else out.putInt(link, directory);
            if (big) out.putLong(entries.size());
            else out.putShort((short) entries.size());
            for (long[] entry : entries) entry(out, entry);
            link = out.position();
            offset(out, 0);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return Files.write(file, bytes);
    }

    private boolean fits(int count, int size) {
        return count * size <= (big ? 8 : 4) && count == 1;
    }

    private void offset(ByteBuffer out, long value) {
        if (big) out.putLong(value);
        else out.putInt((int) value);
    }

    private void entry(ByteBuffer out, long[] entry) {
        // Three shorts of BigTIFF fit into the entry itself.
        boolean inline = big && entry[0] == 258 && samples > 1 && samples <= 4;
        out.putShort((short) entry[0]).putShort((short) entry[1]);
        offset(out, entry[2]);
        int end = out.position() + (big ? 8 : 4);
        if (inline) for (int i = 0; i < samples; i++) out.putShort((short) bits);
        else if (entry[1] == SHORT && entry[2] == 1) out.putShort((short) entry[3]);
        else if (entry[1] == LONG && entry[2] == 1) out.putInt((int) entry[3]);
        else if (big && entry[1] == LONG && entry[2] == 2) throw new IllegalArgumentException("two strips");
        else offset(out, entry[3]);
        while (out.position() < end) out.put((byte) 0);
    }

    private void put(ByteBuffer out, double value) {
        if (format == 3) {
            if (bits == 64) out.putDouble(value);
            else out.putFloat((float) value);
        } else if (bits == 8) out.put((byte) value);
        else if (bits == 16) out.putShort((short) (int) value);
        else out.putInt((int) (long) value);
    }
}
