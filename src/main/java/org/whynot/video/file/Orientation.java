package org.whynot.video.file;

import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a stored picture is to be turned or mirrored to be seen upright.
 *
 * <p>Applied in this order: rows and columns change places if {@code transposed}; then left and right, top and bottom.
 */
record Orientation(boolean transposed, boolean mirroredLeftRight, boolean mirroredTopBottom) {

    /** As stored. */
    static final Orientation UPRIGHT = new Orientation(false, false, false);

    private static final int NUMBERS = 9;

    /**
     * What the display matrix of a stream asks for; turns that are no multiple of 90 degrees go to the nearest one.
     *
     * <p>The matrix (ISO/IEC 14496-12, 6.2.2) takes a pixel (x, y) to (a x + c y, b x + d y), its numbers being a, b, u, c, d,
     * v, x, y, w. FFmpeg keeps it as 9 native 32-bit integers.
     */
    static Orientation of(AVStream stream) {
        AVPacketSideData matrix = avcodec.av_packet_side_data_get(
                stream.codecpar().coded_side_data(),
                stream.codecpar().nb_coded_side_data(),
                avcodec.AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix == null || matrix.isNull() || matrix.size() < NUMBERS * Integer.BYTES) return UPRIGHT;
        BytePointer data = matrix.data();
        IntPointer numbers = new IntPointer(data);
        return of(numbers.get(0), numbers.get(1), numbers.get(3), numbers.get(4));
    }

    /** The orientation of a matrix that takes (x, y) to (a x + c y, b x + d y). */
    static Orientation of(double a, double b, double c, double d) {
        boolean transposed = Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d);
        return transposed ? new Orientation(true, c < 0, b < 0) : new Orientation(false, a < 0, d < 0);
    }

    /** The width that is seen of a stored picture. */
    int width(int storedWidth, int storedHeight) {
        return transposed ? storedHeight : storedWidth;
    }

    /** The height that is seen of a stored picture. */
    int height(int storedWidth, int storedHeight) {
        return transposed ? storedWidth : storedHeight;
    }

    /**
     * Where a stored picture's pixels go: pixel x, y of it to {@code start + x * step + y * rowStep} of what is seen.
     *
     * @return start, step, rowStep
     */
    int[] places(int storedWidth, int storedHeight) {
        int width = width(storedWidth, storedHeight);
        int height = height(storedWidth, storedHeight);
        int right = mirroredLeftRight ? -1 : 1;
        int down = mirroredTopBottom ? -width : width;
        int start = (mirroredLeftRight ? width - 1 : 0) + (mirroredTopBottom ? (height - 1) * width : 0);
        return transposed ? new int[] {start, down, right} : new int[] {start, right, down};
    }
}
