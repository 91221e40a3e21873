package org.whynot.imagej;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one page of a TIFF file says of itself, also of a BigTIFF, which ImageJ can't read, and its text as UTF-8.
 *
 * <p>Adobe, TIFF 6.0: a header of byte order, 42 and the offset of the first directory; a directory is a number of entries (tag,
 * type, count, value or its offset) and the offset of the next one. BigTIFF: 43 instead of 42, and offsets and counts of 64 bits.
 */
final class TiffDirectory {

    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int INTERPRETATION = 262;
    static final int DESCRIPTION = 270;
    static final int STRIP_OFFSETS = 273;
    static final int SAMPLES = 277;
    static final int STRIP_BYTES = 279;
    static final int PLANAR = 284;
    static final int TILE_WIDTH = 322;
    static final int SAMPLE_FORMAT = 339;

    private static final int BIG = 43;
    private static final int LARGEST_VALUE = 1 << 26;
    private static final int MOST_ENTRIES = 4096;

    /** Bytes of a value of each type, 0 for types that are not known. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private static final int ASCII = 2;

    private final ByteOrder order;
    private final Map<Integer, long[]> numbers = new HashMap<>();
    private String description = "";

    private TiffDirectory(ByteOrder order) {
        this.order = order;
    }

    /** Whether a file is a BigTIFF. */
    static boolean isBig(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < 4) return false;
            ByteBuffer start = bytes(channel, 0, 4, ByteOrder.LITTLE_ENDIAN);
            byte first = start.get(0);
            if (first != start.get(1) || first != 'I' && first != 'M') return false;
            return start.order(first == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                            .getShort(2)
                    == BIG;
        }
    }

    /**
     * The pages of a file.
     *
     * @param most how many are wanted at most
     * @throws IOException if it is no TIFF file, or damaged; a reason without its name
     */
    static List<TiffDirectory> read(Path file, int most) throws IOException {
        List<TiffDirectory> pages = new ArrayList<>();
        boolean big = isBig(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer start = bytes(channel, 0, big ? 16 : 8, ByteOrder.LITTLE_ENDIAN);
            ByteOrder order = start.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            start.order(order);
            long next = big ? start.getLong(8) : start.getInt(4) & 0xffffffffL;
            Set<Long> seen = new HashSet<>();
            while (next != 0 && pages.size() < most) {
                if (!seen.add(next)) throw new IOException("it is damaged: its list of pages has no end");
                TiffDirectory page = new TiffDirectory(order);
                next = page.read(channel, next, big);
                pages.add(page);
            }
            return pages;
        } catch (EOFException | IllegalArgumentException e) {
            throw new IOException("it is cut short, or damaged: the list of its pages is not complete", e);
        }
    }

    /**
     * Checks that ImageJ's reader comes to an end with a file: it follows a list of pages that runs in a circle, and reads each of
     * the values that an entry announces, were they billions. What else is damaged it notices itself.
     *
     * @param file no BigTIFF
     * @throws IOException if it does not; a reason without the file's name
     */
    static void requireEnd(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < 8) return;
            ByteBuffer start = bytes(channel, 0, 8, ByteOrder.LITTLE_ENDIAN);
            ByteOrder order = start.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            long next = start.order(order).getInt(4) & 0xffffffffL;
            Set<Long> seen = new HashSet<>();
            while (next != 0 && next + 2 <= length) {
                if (!seen.add(next)) throw new IOException("it is damaged: its list of pages has no end");
                int count = bytes(channel, next, 2, order).getShort(0) & 0xffff;
                if (count < 1 || count > MOST_ENTRIES || next + 2 + 12L * count + 4 > length) return;
                ByteBuffer entries = bytes(channel, next + 2, 12 * count + 4, order);
                for (int entry = 0; entry < 12 * count; entry += 12)
                    if ((entries.getInt(entry + 4) & 0xffffffffL) > length)
                        throw new IOException(
                                "it is damaged: page " + seen.size() + " announces more than it can hold");
                next = entries.getInt(12 * count) & 0xffffffffL;
            }
        }
    }

    /** Reads the entries; the offset of the next directory, 0 if there is none. */
    private long read(FileChannel channel, long at, boolean big) throws IOException {
        ByteBuffer head = bytes(channel, at, big ? 8 : 2, order);
        long count = big ? head.getLong(0) : head.getShort(0) & 0xffff;
        if (count < 1 || count > MOST_ENTRIES) throw new IOException("it is damaged: a page has " + count + " entries");
        int size = big ? 20 : 12;
        int offsetSize = big ? 8 : 4;
        ByteBuffer entries = bytes(channel, at + head.limit(), (int) count * size + offsetSize, order);
        for (int i = 0; i < count; i++) {
            int entry = i * size;
            int tag = entries.getShort(entry) & 0xffff;
            int type = entries.getShort(entry + 2) & 0xffff;
            long values = big ? entries.getLong(entry + 4) : entries.getInt(entry + 4) & 0xffffffffL;
            int bytes = type < SIZES.length ? SIZES[type] : 0;
            if (bytes == 0 || values < 1 || values > LARGEST_VALUE / bytes) continue;
            if (type == ASCII && tag != DESCRIPTION) continue;
            int length = (int) values * bytes;
            int inline = entry + size - offsetSize;
            ByteBuffer data = length <= offsetSize
                    ? entries.slice(inline, length).order(order)
                    : bytes(
                            channel,
                            big ? entries.getLong(inline) : entries.getInt(inline) & 0xffffffffL,
                            length,
                            order);
            if (tag == DESCRIPTION) description = text(data);
            else if (bytes * values == data.limit()) numbers.put(tag, numbers(data, bytes));
        }
        int last = (int) count * size;
        return big ? entries.getLong(last) : entries.getInt(last) & 0xffffffffL;
    }

    private static long[] numbers(ByteBuffer data, int bytes) {
        long[] values = new long[data.limit() / bytes];
        Arrays.setAll(values, i -> switch (bytes) {
            case 1 -> data.get(i) & 0xff;
            case 2 -> data.getShort(2 * i) & 0xffff;
            case 4 -> data.getInt(4 * i) & 0xffffffffL;
            default -> data.getLong(8 * i);
        });
        return values;
    }

    private static String text(ByteBuffer data) {
        byte[] bytes = new byte[data.limit()];
        data.get(0, bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    private static ByteBuffer bytes(FileChannel channel, long position, int count, ByteOrder order) throws IOException {
        if (position < 0 || position + count > channel.size()) throw new EOFException();
        ByteBuffer buffer = ByteBuffer.allocate(count).order(order);
        while (buffer.hasRemaining())
            if (channel.read(buffer, position + buffer.position()) < 0) throw new EOFException();
        return buffer.flip();
    }

    /** The first number of an entry, or {@code otherwise} if the page has no such entry. */
    long number(int tag, long otherwise) {
        long[] values = numbers.get(tag);
        return values == null ? otherwise : values[0];
    }

    /** The numbers of an entry; empty if the page has no such entry. */
    long[] numbers(int tag) {
        long[] values = numbers.get(tag);
        return values == null ? new long[0] : values.clone();
    }

    /** The image description, empty if there is none. */
    String description() {
        return description;
    }

    /** Whether the least significant byte comes first. */
    boolean isLittleEndian() {
        return order == ByteOrder.LITTLE_ENDIAN;
    }
}
