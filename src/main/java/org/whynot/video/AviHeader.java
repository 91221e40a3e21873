package org.whynot.video;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * What an AVI file says of itself, and whether all of it is there.
 *
 * <p>{@link ij.plugin.AVI_Reader} reads the frames; it keeps the frame interval to itself and opens a file that was cut short
 * without a word. Layout: Microsoft, AVI RIFF File Reference (RIFF lists of chunks; four-character code, 32-bit little-endian
 * size, data padded to even length).
 *
 * @param width pixels
 * @param height pixels
 * @param frameInterval seconds, or NaN
 * @param codec four characters, in capitals; empty for uncompressed frames
 */
public record AviHeader(long width, long height, double frameInterval, String codec) {

    private static final int LARGEST_HEADER = 1 << 24;

    /**
     * Reads the header and walks over the outermost chunks.
     *
     * @throws IOException if this is no AVI file, or it is cut short; the message is a reason without the file's name
     */
    public static AviHeader read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            AviHeader header = null;
            long length = channel.size();
            // Sizes of older files beyond 4 GB have overflowed.
            boolean sizesHold = length < 1L << 32;
            for (long riff = 0; riff + 12 <= length; ) {
                ByteBuffer start = bytes(channel, riff, 12);
                String type = code(start, 8);
                if (!code(start, 0).equals("RIFF") || !(type.equals("AVI ") || riff > 0 && type.equals("AVIX"))) {
                    if (riff == 0) throw new IOException("it is not an AVI file");
                    break;
                }
                long end = riff + 8 + size(start, 4);
                for (long at = riff + 12; at + 8 <= Math.min(end, length); ) {
                    ByteBuffer chunk = bytes(channel, at, (int) Math.min(12, length - at));
                    long chunkEnd = at + 8 + size(chunk, 4);
                    if (sizesHold && chunkEnd > length)
                        throw new IOException("it is cut short: its part '"
                                + Names.printable(code(chunk, 0)).strip() + "' ends at byte " + chunkEnd
                                + ", the file at " + length);
                    if (header == null
                            && code(chunk, 0).equals("LIST")
                            && code(chunk, 8).equals("hdrl")) {
                        if (size(chunk, 4) > LARGEST_HEADER) throw new IOException("its header is damaged");
                        header = parse(bytes(channel, at + 12, (int) size(chunk, 4) - 4));
                    }
                    at = chunkEnd + (chunkEnd & 1);
                }
                if (sizesHold && end > length)
                    throw new IOException("it is cut short: it should be " + end + " bytes long and is " + length);
                riff = end + (end & 1);
            }
            if (header == null) throw new IOException("it is not an AVI file, or its header is missing");
            return header;
        } catch (EOFException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IOException("its header is damaged or cut short", e);
        }
    }

    /** Reads the chunks avih and, of the first video stream, strh and strf. */
    private static AviHeader parse(ByteBuffer hdrl) throws IOException {
        long width = 0;
        long height = 0;
        double interval = Double.NaN;
        boolean video = false;
        String codec = "";
        for (int at = 0; at + 8 <= hdrl.limit(); ) {
            String code = code(hdrl, at);
            int data = at + 8;
            if (code.equals("LIST")) {
                if (video) break;
                at += 12;
                continue;
            }
            if (code.equals("avih")) {
                if (size(hdrl, data) > 0) interval = size(hdrl, data) * 1e-6;
                width = size(hdrl, data + 32);
                height = size(hdrl, data + 36);
            } else if (code.equals("strh") && code(hdrl, data).equals("vids")) {
                video = true;
                long scale = size(hdrl, data + 20);
                long rate = size(hdrl, data + 24);
                if (scale > 0 && rate > 0) interval = (double) scale / rate;
            } else if (code.equals("strf") && video) {
                // Negative heights mean rows from the top down.
                if (size(hdrl, data + 4) != width || Math.abs((long) hdrl.getInt(data + 8)) != height)
                    throw new IOException(
                            "its header is damaged: it says " + width + " x " + height + " pixels in one place, "
                                    + size(hdrl, data + 4) + " x " + hdrl.getInt(data + 8) + " in another");
                if (size(hdrl, data + 16) != 0) codec = code(hdrl, data + 16).toUpperCase(Locale.ROOT);
                break;
            }
            long next = data + size(hdrl, at + 4);
            at = (int) Math.min(next + (next & 1), hdrl.limit());
        }
        if (!video) throw new IOException("it holds no video stream");
        return new AviHeader(width, height, interval, codec);
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining())
            if (channel.read(buffer, position + buffer.position()) < 0) throw new EOFException();
        return buffer.flip();
    }

    private static String code(ByteBuffer buffer, int at) {
        if (at + 4 > buffer.limit()) return "";
        byte[] code = new byte[4];
        buffer.get(at, code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }

    private static long size(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & 0xffffffffL;
    }
}
