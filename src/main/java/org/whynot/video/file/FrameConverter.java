package org.whynot.video.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Decoded frames as pixel values: grey ones as they are stored, all others as red, green and blue planes of 8 bits.
 *
 * <p>The colours are those that players show. The matrix is the one the file names; where it names none it is BT.709 from 720
 * rows on and BT.601 below. Values from 16 to 235 become 0 to 255 unless the file says that it uses the full range, or is
 * Motion JPEG, which always does. Chroma is interpolated, from where the file says that it was sampled. For one thread at a
 * time.
 */
final class FrameConverter implements AutoCloseable {

    /** From this height on a video that does not say is taken for high definition. */
    private static final int HIGH_DEFINITION = 720;

    /** Full chroma resolution, the same result on every processor. */
    private static final long FLAGS =
            swscale.SWS_BILINEAR | swscale.SWS_FULL_CHR_H_INT | swscale.SWS_ACCURATE_RND | swscale.SWS_BITEXACT;

    /** Where red, green and blue lie in a planar frame, which swscale fills faster and with finer chroma than a packed one. */
    private static final int[] PLANES = {2, 0, 1};

    /** 1 in swscale's fixed point. */
    private static final int ONE = 1 << 16;

    /** What a conversion depends on. */
    private record Source(int width, int height, int format, int matrix, boolean full, int chroma) {}

    private final int storedWidth;
    private final int storedHeight;
    private final Orientation orientation;
    private final int format;
    private final int bits;
    private final boolean jpeg;
    /** Whether pixels are numbers of colours. */
    private final boolean palette;

    private Source source;
    private SwsContext scaler;
    private AVFrame rgb;

    /**
     * @param first a frame; all others are brought to its size
     * @param orientation how they are turned
     * @param jpeg whether the codec is Motion JPEG
     * @throws IOException if frames of this size or kind can't be shown
     */
    FrameConverter(AVFrame first, Orientation orientation, boolean jpeg) throws IOException {
        storedWidth = first.width();
        storedHeight = first.height();
        this.orientation = orientation;
        this.jpeg = jpeg;
        format = first.format();
        if (storedWidth < 1 || storedHeight < 1 || 3L * storedWidth * storedHeight > Integer.MAX_VALUE)
            throw new IOException("its frames are " + storedWidth + " x " + storedHeight + " pixels");
        palette = format == avutil.AV_PIX_FMT_PAL8;
        bits = palette && isGreyPalette(first) ? 8 : greyBits(first);
    }

    /** Bits of a pixel that is only grey and uses all values, else 0. */
    private static int greyBits(AVFrame frame) {
        AVPixFmtDescriptor kind = avutil.av_pix_fmt_desc_get(frame.format());
        long flags = kind.flags();
        boolean plain = kind.nb_components() == 1
                && (flags
                                & (avutil.AV_PIX_FMT_FLAG_PAL
                                        | avutil.AV_PIX_FMT_FLAG_BITSTREAM
                                        | avutil.AV_PIX_FMT_FLAG_FLOAT
                                        | avutil.AV_PIX_FMT_FLAG_BAYER
                                        | avutil.AV_PIX_FMT_FLAG_HWACCEL))
                        == 0;
        int depth = kind.comp(0).depth();
        boolean limited = frame.color_range() == avutil.AVCOL_RANGE_MPEG;
        return plain && !limited && kind.comp(0).shift() == 0 && depth >= 8 && depth <= 16 ? depth : 0;
    }

    /** Pixels in a row as they are stored, before they are turned. */
    int storedWidth() {
        return storedWidth;
    }

    /** Rows as they are stored. */
    int storedHeight() {
        return storedHeight;
    }

    /** Pixels in a row of what is seen. */
    int width() {
        return orientation.width(storedWidth, storedHeight);
    }

    /** Rows of what is seen. */
    int height() {
        return orientation.height(storedWidth, storedHeight);
    }

    /** 3 for colours, 1 for grey. */
    int channels() {
        return bits == 0 ? 3 : 1;
    }

    /** Whether values have 16 bits, otherwise 8. */
    boolean isShort() {
        return bits > 8;
    }

    /** An array for a frame: {@code byte[]}, or {@code short[]} where {@link #isShort}. */
    Object array() {
        int length = channels() * storedWidth * storedHeight;
        return isShort() ? new short[length] : new byte[length];
    }

    /** The value of white. */
    int largestValue() {
        return bits == 0 ? 255 : (1 << bits) - 1;
    }

    /**
     * Converts a frame.
     *
     * @param pixels receives {@code [channels, height, width]}: {@code byte[]}, or {@code short[]} where {@link #isShort}
     */
    void convert(AVFrame frame, Object pixels) throws IOException {
        if (bits == 0) {
            colour(frame, (byte[]) pixels);
            return;
        }
        if (frame.format() != format
                || frame.width() != storedWidth
                || frame.height() != storedHeight
                || palette && !isGreyPalette(frame))
            throw new IOException("it is of another kind or size than the first: all grey frames must be alike");
        int[] places = orientation.places(storedWidth, storedHeight);
        int row = frame.linesize(0);
        ByteBuffer data = bytes(frame);
        if (bits == 8) {
            byte[] grey = (byte[]) pixels;
            byte[] shown = palette ? colours(frame)[0] : null;
            for (int y = 0; y < storedHeight; y++)
                for (int x = 0, from = start(y, row), to = places[0] + y * places[2];
                        x < storedWidth;
                        x++, from++, to += places[1])
                    grey[to] = shown == null ? data.get(from) : shown[data.get(from) & 255];
            return;
        }
        boolean big = (avutil.av_pix_fmt_desc_get(format).flags() & avutil.AV_PIX_FMT_FLAG_BE) != 0;
        ShortBuffer values =
                data.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        short[] grey = (short[]) pixels;
        for (int y = 0; y < storedHeight; y++)
            for (int x = 0, to = places[0] + y * places[2]; x < storedWidth; x++, to += places[1])
                grey[to] = values.get(start(y, row) / Short.BYTES + x);
    }

    /** The first plane of a frame; row y begins at {@link #start}. */
    private ByteBuffer bytes(AVFrame frame) {
        long row = frame.linesize(0);
        // Rows may lie upside down in memory; then the pointer is to the last one there.
        BytePointer first = row < 0 ? frame.data(0).getPointer(row * (storedHeight - 1)) : frame.data(0);
        return first.capacity(Math.abs(row) * storedHeight).asByteBuffer();
    }

    private int start(int y, int row) {
        return row < 0 ? (storedHeight - 1 - y) * -row : y * row;
    }

    /** Red, green and blue of the 256 colours of a frame that has a palette. */
    private static byte[][] colours(AVFrame frame) {
        byte[][] colours = new byte[3][256];
        IntBuffer argb = frame.data(1)
                .capacity(256 * Integer.BYTES)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
        for (int i = 0; i < 256; i++) for (int c = 0; c < 3; c++) colours[c][i] = (byte) (argb.get(i) >> 16 - 8 * c);
        return colours;
    }

    private static boolean isGreyPalette(AVFrame frame) {
        byte[][] colours = colours(frame);
        return Arrays.equals(colours[0], colours[1]) && Arrays.equals(colours[1], colours[2]);
    }

    /** Looks up the colours of a palette, which are exact. */
    private void colourPalette(AVFrame frame, byte[] target) {
        byte[][] colours = colours(frame);
        int[] places = orientation.places(storedWidth, storedHeight);
        ByteBuffer data = bytes(frame);
        for (int c = 0; c < 3; c++)
            for (int y = 0; y < storedHeight; y++)
                for (int x = 0,
                                from = start(y, frame.linesize(0)),
                                to = places[0] + c * storedWidth * storedHeight + y * places[2];
                        x < storedWidth;
                        x++, from++, to += places[1]) target[to] = colours[c][data.get(from) & 255];
    }

    /** Converts a frame to red, green and blue, {@code [3, height, width]}. */
    private void colour(AVFrame frame, byte[] target) throws IOException {
        if (palette && frame.format() == format && frame.width() == storedWidth && frame.height() == storedHeight) {
            colourPalette(frame, target);
            return;
        }
        scale(frame);
        boolean upright = orientation.equals(Orientation.UPRIGHT);
        int[] places = orientation.places(storedWidth, storedHeight);
        byte[] line = new byte[storedWidth];
        for (int c = 0; c < PLANES.length; c++) {
            ByteBuffer plane = plane(c);
            int first = places[0] + c * storedWidth * storedHeight;
            for (int y = 0; y < storedHeight; y++) {
                int to = first + y * places[2];
                int row = y * rgb.linesize(PLANES[c]);
                if (upright) {
                    plane.get(row, target, to, storedWidth);
                    continue;
                }
                plane.get(row, line);
                for (int x = 0; x < storedWidth; x++, to += places[1]) target[to] = line[x];
            }
        }
    }

    private void scale(AVFrame frame) throws IOException {
        prepare(frame);
        FFmpeg.check(swscale.sws_scale_frame(scaler, rgb, frame), "its colours can't be converted");
    }

    /** Red, green or blue (0 to 2) of the converted frame. */
    private ByteBuffer plane(int colour) {
        int plane = PLANES[colour];
        return rgb.data(plane)
                .capacity((long) rgb.linesize(plane) * storedHeight)
                .asByteBuffer();
    }

    private void prepare(AVFrame frame) throws IOException {
        Source now = new Source(
                frame.width(), frame.height(), frame.format(), matrix(frame), full(frame), frame.chroma_location());
        if (Objects.equals(now, source)) return;
        close();
        scaler = swscale.sws_alloc_context();
        option("srcw", now.width);
        option("srch", now.height);
        option("src_format", now.format);
        option("dstw", storedWidth);
        option("dsth", storedHeight);
        option("dst_format", avutil.AV_PIX_FMT_GBRP);
        option("sws_flags", FLAGS);
        option("threads", Math.min(4, Runtime.getRuntime().availableProcessors()));
        placeChroma(now);
        FFmpeg.check(
                swscale.sws_init_context(scaler, (SwsFilter) null, (SwsFilter) null), "its colours can't be converted");
        IntPointer table = swscale.sws_getCoefficients(now.matrix);
        // Frames that are RGB already have nothing to set, which is no failure.
        swscale.sws_setColorspaceDetails(scaler, table, now.full ? 1 : 0, table, 1, 0, ONE, ONE);
        rgb = avutil.av_frame_alloc();
        rgb.width(storedWidth);
        rgb.height(storedHeight);
        rgb.format(avutil.AV_PIX_FMT_GBRP);
        FFmpeg.check(avutil.av_frame_get_buffer(rgb, 0), "there is no memory for a frame");
        source = now;
    }

    private void option(String name, long value) throws IOException {
        FFmpeg.check(avutil.av_opt_set_int(scaler, name, value, 0), "the option " + name + " can't be set");
    }

    /** Where chroma was sampled, in 1/256 of a luma pixel; left, between two rows, is what MPEG and its successors mean. */
    private void placeChroma(Source now) throws IOException {
        AVPixFmtDescriptor kind = avutil.av_pix_fmt_desc_get(now.format);
        if (kind.log2_chroma_w() == 0 && kind.log2_chroma_h() == 0) return;
        int centre = 128;
        boolean middle = now.chroma == avutil.AVCHROMA_LOC_CENTER
                || now.chroma == avutil.AVCHROMA_LOC_TOP
                || now.chroma == avutil.AVCHROMA_LOC_BOTTOM
                || now.chroma == avutil.AVCHROMA_LOC_UNSPECIFIED && jpeg;
        boolean top = now.chroma == avutil.AVCHROMA_LOC_TOPLEFT || now.chroma == avutil.AVCHROMA_LOC_TOP;
        boolean bottom = now.chroma == avutil.AVCHROMA_LOC_BOTTOMLEFT || now.chroma == avutil.AVCHROMA_LOC_BOTTOM;
        if (kind.log2_chroma_w() == 1) option("src_h_chr_pos", middle ? centre : 0);
        if (kind.log2_chroma_h() == 1) option("src_v_chr_pos", top ? 0 : bottom ? 2 * centre : centre);
    }

    private int matrix(AVFrame frame) {
        int named = frame.colorspace();
        boolean known = named == avutil.AVCOL_SPC_BT709
                || named >= avutil.AVCOL_SPC_FCC && named <= avutil.AVCOL_SPC_SMPTE240M
                || named == avutil.AVCOL_SPC_BT2020_NCL
                || named == avutil.AVCOL_SPC_BT2020_CL;
        if (known) return named;
        // JPEG's own definition is BT.601, whatever the size.
        return storedHeight >= HIGH_DEFINITION && !jpeg ? avutil.AVCOL_SPC_BT709 : avutil.AVCOL_SPC_SMPTE170M;
    }

    private boolean full(AVFrame frame) {
        if (frame.color_range() == avutil.AVCOL_RANGE_JPEG) return true;
        if (frame.color_range() == avutil.AVCOL_RANGE_MPEG) return false;
        if (jpeg) return true;
        AVPixFmtDescriptor kind = avutil.av_pix_fmt_desc_get(frame.format());
        return kind.nb_components() < 3 || kind.name().getString().startsWith("yuvj");
    }

    @Override
    public void close() {
        if (scaler != null) swscale.sws_freeContext(scaler);
        if (rgb != null) avutil.av_frame_free(rgb);
        scaler = null;
        rgb = null;
        source = null;
    }
}
