package org.whynot.classifier.onnx;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the protobuf wire format from a file, field after field. What nobody asks for is passed over without being read, so a
 * file of any size takes a buffer's memory.
 *
 * <pre>{@code
 * try (WireReader reader = new WireReader(file)) {
 *     reader.message(reader.size(), field -> {
 *         if (field.number() == 7) reader.message(field.end(), …);
 *     });
 * }
 * }</pre>
 */
final class WireReader implements Closeable {

    /** Names longer than this are not names. */
    private static final int LONGEST_STRING = 1 << 16;
    /** Messages in messages; a file that goes deeper would exhaust the stack. */
    private static final int DEEPEST = 64;

    private static final int BUFFER = 1 << 16;

    /** The bytes end before what they announce. */
    static final class CutShortException extends IOException {
        private static final long serialVersionUID = 1L;

        CutShortException(long needed, long size) {
            super("it announces " + needed + " bytes, but has " + size);
        }
    }

    /** The bytes are not protobuf. */
    static final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    /**
     * A field of a message.
     *
     * @param number of the field
     * @param wire 0 for a number, 2 for bytes, 1 and 5 for fixed-size numbers
     * @param value of a number; of bytes their length
     * @param end where the field ends in the file
     */
    record Field(int number, int wire, long value, long end) {

        /** The field's bytes, of which there must be some kind. */
        boolean isBytes() {
            return wire == 2;
        }
    }

    /** Takes a field; need not read it. */
    @FunctionalInterface
    interface Handler {
        void field(Field field) throws IOException;
    }

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    /** Where in the file the buffer ends. */
    private long read;

    private int depth;

    /** @throws IOException if the file can't be opened */
    WireReader(Path file) throws IOException {
        channel = FileChannel.open(file);
        size = channel.size();
    }

    /** Bytes of the file. */
    long size() {
        return size;
    }

    private long position() {
        return read - buffer.remaining();
    }

    private void seek(long to) {
        long back = read - to;
        if (back >= 0 && back <= buffer.limit()) {
            buffer.position((int) (buffer.limit() - back));
            return;
        }
        buffer.limit(0);
        read = to;
    }

    private int next() throws IOException {
        if (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer, read);
            buffer.flip();
            if (count <= 0) throw new CutShortException(read + 1, size);
            read += count;
        }
        return buffer.get() & 0xff;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int bits = next();
            value |= (long) (bits & 0x7f) << shift;
            if (bits < 0x80) return value;
        }
        throw new MalformedException("a number at byte " + position() + " does not end");
    }

    /**
     * Reads a message from here on.
     *
     * @param end where it ends in the file
     * @param handler receives each field
     * @throws CutShortException if the file ends before the message
     * @throws MalformedException if it is no message
     */
    void message(long end, Handler handler) throws IOException {
        if (++depth > DEEPEST) throw new MalformedException("messages lie more than " + DEEPEST + " deep");
        while (position() < end) {
            Field field = field();
            if (field.end() > size) throw new CutShortException(field.end(), size);
            if (field.end() > end)
                throw new MalformedException("a field at byte " + position() + " is longer than what it is part of");
            handler.field(field);
            seek(field.end());
        }
        depth--;
    }

    private Field field() throws IOException {
        long tag = varint();
        long number = tag >>> 3;
        if (number < 1 || number > Integer.MAX_VALUE)
            throw new MalformedException("a field at byte " + position() + " has the number " + number);
        int wire = (int) (tag & 7);
        long value =
                switch (wire) {
                    case 0, 2 -> varint();
                    case 1 -> 8;
                    case 5 -> 4;
                    default ->
                        throw new MalformedException(
                                "a field at byte " + position() + " is of the unknown kind " + wire);
                };
        if (wire == 0) return new Field((int) number, wire, value, position());
        if (value < 0 || value > Long.MAX_VALUE - position())
            throw new MalformedException("a field at byte " + position() + " is longer than any file");
        return new Field((int) number, wire, value, position() + value);
    }

    /** The text of the field that was given last. */
    String string(Field field) throws IOException {
        if (!field.isBytes()) throw new MalformedException("field " + field.number() + " should be a text");
        if (field.value() > LONGEST_STRING)
            throw new MalformedException("a name of " + field.value() + " bytes is longer than names are");
        return new String(content(field).array(), StandardCharsets.UTF_8);
    }

    /** The bytes of the field that was given last. */
    ByteBuffer content(Field field) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) field.value());
        while (bytes.hasRemaining()) bytes.put((byte) next());
        return bytes.flip();
    }

    /** The numbers that the field given last holds, one after another. */
    List<Long> packed(Field field) throws IOException {
        List<Long> numbers = new ArrayList<>();
        while (position() < field.end()) numbers.add(varint());
        return numbers;
    }

    /** Reads the message that the field given last holds. */
    void message(Field field, Handler handler) throws IOException {
        if (!field.isBytes()) throw new MalformedException("field " + field.number() + " should be a message");
        message(field.end(), handler);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
