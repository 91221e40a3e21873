package org.whynot.video.file;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a Matroska or WebM file should be, which FFmpeg does not tell.
 *
 * <p>RFC 8794 (EBML): an element is an identifier, a length and its data; the number of zeros that either number begins with
 * says how many bytes it takes. RFC 9559: the file is a header element and then the segment, in which everything is.
 */
final class MatroskaHeader {

    private static final long HEADER = 0x1a45dfa3L;
    private static final long SEGMENT = 0x18538067L;

    private long position;
    private final DataInputStream in;

    private MatroskaHeader(DataInputStream in) {
        this.in = in;
    }

    /** The byte at which the file should end, or -1 if it does not say: live recordings don't. */
    static long end(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            MatroskaHeader reader = new MatroskaHeader(in);
            if (reader.number(true) != HEADER) return -1;
            long length = reader.number(false);
            if (length < 0) return -1;
            in.skipNBytes(length);
            reader.position += length;
            if (reader.number(true) != SEGMENT) return -1;
            long segment = reader.number(false);
            return segment < 0 ? -1 : reader.position + segment;
        } catch (EOFException e) {
            return -1;
        }
    }

    /** A number of 1 to 8 bytes; with its mark it is an identifier, without a length. -1 for "not known" and nonsense. */
    private long number(boolean withMark) throws IOException {
        int first = in.readUnsignedByte();
        position++;
        int more = Integer.numberOfLeadingZeros(first) - 24;
        if (more > 7) return -1;
        long mark = 0x80L >> more;
        long value = withMark ? first : first & ~mark;
        boolean allOnes = (first & ~mark) == mark - 1;
        for (int i = 0; i < more; i++) {
            int next = in.readUnsignedByte();
            allOnes &= next == 0xff;
            value = value << 8 | next;
        }
        position += more;
        return allOnes && !withMark ? -1 : value;
    }
}
