package org.whynot.video;

import java.util.Arrays;

/**
 * How the frames of a video become the network's input, and how boxes go there and back.
 *
 * <p>With {@link ClipFormat.Resize#STRETCH} the source is the whole frame, with {@link ClipFormat.Resize#CROP} the largest
 * centred part (not rounded to whole pixels) of the network input's aspect ratio. A point (x, y) of the network input is the
 * point {@code (left + x * sourceWidth / W, top + y * sourceHeight / H)} of the video; boxes follow this map exactly.
 *
 * <p>Pixels are resampled by the separable triangle filter: an output pixel is the mean of the input pixels around the place
 * that its centre maps to, weighted by a triangle whose half width is the larger of one input and one output pixel, so
 * enlarging is bilinear and shrinking does not alias. Weights are made once and sum to 1, at the edges too. A part that is
 * cropped away still counts where the triangle of a border pixel reaches into it.
 *
 * <p>Written out here because {@code ij.process.FloatProcessor.resize} (1.54p) takes whole-pixel regions only, makes new
 * arrays for every frame, and moves what it shows: on a ramp it was off by 0.4 pixels of the video from 132 to 112 pixels
 * and by 0.7 from 40 to 112, where a mirrored frame does not give the mirrored result either.
 *
 * <p>Boxes may be mapped from any thread; {@link #resize} has scratch memory and is for one thread at a time.
 */
public final class FrameGeometry {

    /** Output rows that are resized together. */
    private static final int TOGETHER = 4;

    private final int videoWidth;
    private final int videoHeight;
    private final int width;
    private final int height;
    private final double left;
    private final double top;
    private final double sourceWidth;
    private final double sourceHeight;
    private final Taps columns;
    private final Taps rows;
    /** What lies under some output rows, one below the other. */
    private final float[][] sums;
    /** The rows of a frame in 8 bits that lie under one output row, in 255ths. */
    private final float[] window;

    /**
     * @param videoWidth pixels, at least 1
     * @param videoHeight pixels, at least 1
     * @param format the network's input
     * @throws IllegalArgumentException if the video has no pixels
     */
    public FrameGeometry(int videoWidth, int videoHeight, ClipFormat format) {
        if (videoWidth < 1 || videoHeight < 1)
            throw new IllegalArgumentException(
                    "A video of " + videoWidth + " x " + videoHeight + " pixels can't be resized.");
        this.videoWidth = videoWidth;
        this.videoHeight = videoHeight;
        width = format.width();
        height = format.height();
        double w = videoWidth;
        double h = videoHeight;
        if (format.resize() == ClipFormat.Resize.CROP) {
            w = Math.min(w, h * width / height);
            h = Math.min(h, w * height / width);
        }
        sourceWidth = w;
        sourceHeight = h;
        left = (videoWidth - w) / 2;
        top = (videoHeight - h) / 2;
        columns = new Taps(left, w, videoWidth, width);
        rows = new Taps(top, h, videoHeight, height);
        sums = new float[TOGETHER][videoWidth];
        window = new float[rows.most() * videoWidth];
    }

    /** The part of the video's frame that the network sees, pixels of the video. */
    public Box source() {
        return new Box(left, top, sourceWidth, sourceHeight);
    }

    /**
     * Resizes one frame. Allocates nothing.
     *
     * @param rgb a frame of the video, {@code [3, videoHeight, videoWidth]}
     * @param target receives three planes of {@code height * width} numbers
     * @param offset where in {@code target} the first plane begins
     * @param planeStride numbers from one plane's beginning to the next; {@code T * H * W} in a clip {@code [3, T, H, W]}
     */
    public void resize(float[] rgb, float[] target, int offset, int planeStride) {
        int plane = videoHeight * videoWidth;
        for (int c = 0; c < 3; c++)
            for (int y = 0; y < height; y += TOGETHER) {
                int together = Math.min(TOGETHER, height - y);
                for (int i = 0; i < together; i++) blendRows(rgb, c * plane, videoHeight, y + i, sums[i]);
                blendColumns(target, offset + c * planeStride + y * width, together);
            }
    }

    /**
     * Resizes one frame in 8 bits a colour: the same result as of its 255ths, to the last bit. Allocates nothing.
     *
     * @param rgb a frame of the video, {@code [3, videoHeight, videoWidth]}, 0 to 255 as bytes without sign
     * @param target as in {@link #resize(float[], float[], int, int)}
     * @param offset likewise
     * @param planeStride likewise
     */
    public void resize(byte[] rgb, float[] target, int offset, int planeStride) {
        int plane = videoHeight * videoWidth;
        int slots = rows.most();
        for (int c = 0; c < 3; c++) {
            // Each row becomes numbers once, and stays in the processor's cache while output rows need it.
            int read = 0;
            for (int y = 0; y < height; y += TOGETHER) {
                int together = Math.min(TOGETHER, height - y);
                for (int i = 0; i < together; i++) {
                    read = Math.max(read, rows.first[y + i]);
                    for (; read < rows.end(y + i); read++)
                        EightBit.brightness(
                                rgb, c * plane + read * videoWidth, videoWidth, window, read % slots * videoWidth);
                    blendRows(window, 0, slots, y + i, sums[i]);
                }
                blendColumns(target, offset + c * planeStride + y * width, together);
            }
        }
    }

    /** The weighted sum of the rows under output row y; row r is the (r modulo slots)th row in the source. */
    private void blendRows(float[] source, int offset, int slots, int y, float[] sum) {
        Arrays.fill(sum, 0);
        int row = rows.first[y];
        int k = rows.start[y];
        for (; k < rows.start[y + 1] - 1; k += 2, row += 2) {
            float weight = rows.weight[k];
            float next = rows.weight[k + 1];
            int from = offset + row % slots * videoWidth;
            int under = offset + (row + 1) % slots * videoWidth;
            for (int x = 0; x < videoWidth; x++) sum[x] = sum[x] + weight * source[from + x] + next * source[under + x];
        }
        if (k < rows.start[y + 1]) {
            float weight = rows.weight[k];
            int from = offset + row % slots * videoWidth;
            for (int x = 0; x < videoWidth; x++) sum[x] += weight * source[from + x];
        }
    }

    /** Some rows at once: a sum waits for each of its additions, several sums wait together. */
    private void blendColumns(float[] target, int offset, int together) {
        float[] first = sums[0];
        float[] second = sums[1];
        float[] third = sums[2];
        float[] fourth = sums[3];
        for (int x = 0; x < width; x++) {
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            int shift = columns.first[x] - columns.start[x];
            for (int k = columns.start[x]; k < columns.start[x + 1]; k++) {
                float weight = columns.weight[k];
                a += weight * first[k + shift];
                b += weight * second[k + shift];
                c += weight * third[k + shift];
                d += weight * fourth[k + shift];
            }
            target[offset + x] = a;
            if (together > 1) target[offset + width + x] = b;
            if (together > 2) target[offset + 2 * width + x] = c;
            if (together > 3) target[offset + 3 * width + x] = d;
        }
    }

    /** A box of the network input (pixels) in pixels of the video. Not clipped. */
    public Box toVideo(Box inNetworkPixels) {
        double sx = sourceWidth / width;
        double sy = sourceHeight / height;
        return new Box(
                left + inNetworkPixels.x() * sx,
                top + inNetworkPixels.y() * sy,
                inNetworkPixels.width() * sx,
                inNetworkPixels.height() * sy);
    }

    /** A box of the video (pixels) in pixels of the network input: the inverse of {@link #toVideo}. Not clipped. */
    public Box toNetwork(Box inVideoPixels) {
        double sx = width / sourceWidth;
        double sy = height / sourceHeight;
        return new Box(
                (inVideoPixels.x() - left) * sx,
                (inVideoPixels.y() - top) * sy,
                inVideoPixels.width() * sx,
                inVideoPixels.height() * sy);
    }

    /**
     * The region of a cell of a feature map, in pixels of the video.
     *
     * <p>In the network input it is centred at {@code ((column + 1/2) W / mapColumns, (row + 1/2) H / mapRows)}, is
     * {@code shapeColumns * W / mapColumns} wide and {@code shapeRows * H / mapRows} high, and is clipped to the network
     * input: what was cropped away the classifier never saw.
     *
     * @param row of the cell, 0-based
     * @param column of the cell, 0-based
     * @param mapRows rows of the feature map (H of the map)
     * @param mapColumns columns of the feature map (W of the map)
     * @param shapeRows height of the region, cells
     * @param shapeColumns width of the region, cells
     * @throws IndexOutOfBoundsException if the cell is not on the map
     */
    public Box cellBox(int row, int column, int mapRows, int mapColumns, int shapeRows, int shapeColumns) {
        if (row < 0 || row >= mapRows || column < 0 || column >= mapColumns)
            throw new IndexOutOfBoundsException("Cell (row " + row + ", column " + column + ") is not on a map of "
                    + mapRows + " x " + mapColumns + " cells.");
        double cellWidth = (double) width / mapColumns;
        double cellHeight = (double) height / mapRows;
        Box inNetwork = new Box(
                (column + 0.5 - shapeColumns / 2.0) * cellWidth,
                (row + 0.5 - shapeRows / 2.0) * cellHeight,
                shapeColumns * cellWidth,
                shapeRows * cellHeight);
        // The second clip only takes away what rounding may add beyond the frame.
        return toVideo(inNetwork.clip(width, height)).clip(videoWidth, videoHeight);
    }

    /** The filter along one axis: output i sums weight[start[i] … start[i + 1]) times the inputs from first[i] on. */
    private static final class Taps {
        final int[] first;
        final int[] start;
        final float[] weight;

        Taps(double origin, double length, int inputs, int outputs) {
            first = new int[outputs];
            start = new int[outputs + 1];
            double scale = length / outputs;
            double radius = Math.max(1, scale);
            float[] all = new float[outputs * (2 * (int) Math.ceil(radius) + 1)];
            for (int i = 0; i < outputs; i++) {
                double centre = origin + (i + 0.5) * scale;
                // The inputs whose centres lie strictly inside the triangle.
                int from = (int) Math.max(0, Math.floor(centre - radius - 0.5) + 1);
                int to = (int) Math.min(inputs, Math.ceil(centre + radius - 0.5));
                first[i] = from;
                start[i + 1] = start[i] + to - from;
                double sum = 0;
                for (int k = from; k < to; k++) sum += triangle(k, centre, radius);
                for (int k = from; k < to; k++) all[start[i] + k - from] = (float) (triangle(k, centre, radius) / sum);
            }
            weight = Arrays.copyOf(all, start[outputs]);
        }

        /** The input after the last one of output i. */
        int end(int i) {
            return first[i] + start[i + 1] - start[i];
        }

        /** The largest number of inputs of an output. */
        int most() {
            int most = 0;
            for (int i = 0; i < first.length; i++) most = Math.max(most, start[i + 1] - start[i]);
            return most;
        }

        private static double triangle(int pixel, double centre, double radius) {
            return 1 - Math.abs(pixel + 0.5 - centre) / radius;
        }
    }
}
