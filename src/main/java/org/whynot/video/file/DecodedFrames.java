package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.whynot.video.VideoFiles;
import org.whynot.video.Warning;

/**
 * The frames of a file in any order: frame n is always the nth that a decoder gives out which starts at the beginning.
 *
 * <p>For the frame after the last one the decoder just goes on. For another one it starts at the last key frame before it and
 * decodes until the frame comes whose packet the index names; if that does not come, at an earlier key frame, and at last at
 * the start of the file. Any thread may read; one at a time does.
 */
final class DecodedFrames implements AutoCloseable {

    /** Pixels that are wider than high, or higher than wide, by less than this share are square to the eye. */
    private static final double SQUARE = 0.01;

    private final Path file;
    private final FrameIndex index;
    private final boolean calm;
    private final int width;
    private final int height;
    private final int channels;
    private final boolean isShort;
    private final int largestValue;
    private final List<String> remarks = new ArrayList<>();
    /** The size change that was met while reading, where the index does not know of one. */
    private volatile Warning sizeChange;

    private FrameDecoder decoder;
    private FrameConverter converter;
    /** The frame that the decoder holds, -1 if it is not known which. */
    private int at = -1;

    /**
     * Opens a file and decodes its first frame.
     *
     * @param index the file's
     * @throws IOException if the first frame can't be decoded; a reason without the file's name
     */
    DecodedFrames(Path file, FrameIndex index) throws IOException {
        this.file = file;
        this.index = index;
        calm = index.damaged();
        try {
            open();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
        width = converter.width();
        height = converter.height();
        channels = converter.channels();
        isShort = converter.isShort();
        largestValue = converter.largestValue();
        remark();
    }

    /** What is not shown as a player would. */
    private void remark() {
        AVRational shape = decoder.frame().sample_aspect_ratio();
        boolean square =
                shape.num() <= 0 || shape.den() <= 0 || Math.abs((double) shape.num() / shape.den() - 1) < SQUARE;
        if (!square)
            remarks.add("The pixels of " + name() + " are meant to be " + shape.num() + ":" + shape.den()
                    + " wide to high; they are shown as they are stored, one by one.");
        int light = decoder.frame().color_trc();
        if (light == avutil.AVCOL_TRC_SMPTE2084 || light == avutil.AVCOL_TRC_ARIB_STD_B67)
            remarks.add(name() + " has high dynamic range (HDR), which is not mapped to that of a screen: its colours"
                    + " look pale.");
    }

    private String name() {
        return "'" + VideoFiles.fileName(file) + "'";
    }

    private void open() throws IOException {
        decoder = new FrameDecoder(file, calm);
        at = -1;
        if (!decoder.next()) throw new IOException("its first frame can't be decoded");
        at = 0;
        boolean jpeg = decoder.reader().stream().codecpar().codec_id() == avcodec.AV_CODEC_ID_MJPEG;
        converter = new FrameConverter(decoder.frame(), Orientation.of(decoder.reader().stream()), jpeg);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** 3 for a colour video, 1 for a grey one. */
    int channels() {
        return channels;
    }

    /** Whether a value has 16 bits, otherwise 8. */
    boolean isShort() {
        return isShort;
    }

    /** An array for a frame: {@code byte[]}, or {@code short[]} where {@link #isShort}. */
    Object array() {
        int length = channels * width * height;
        return isShort ? new short[length] : new byte[length];
    }

    /** The value of white in one colour. */
    int largestValue() {
        return largestValue;
    }

    /** What is not shown as a player would show it, as sentences for the user. */
    List<String> remarks() {
        return remarks;
    }

    FrameIndex index() {
        return index;
    }

    /** The file that is read. */
    Path file() {
        return file;
    }

    /**
     * Reads a frame. A decoder that was closed is opened again.
     *
     * @param frame 0-based
     * @param pixels receives {@code [channels, height, width]}: {@code byte[]}, or {@code short[]} where {@link #isShort}
     * @throws IOException if it can't be decoded, or the file was changed or removed; a reason without the file's name
     */
    synchronized void read(int frame, Object pixels) throws IOException {
        decode(frame);
        try {
            converter.convert(decoder.frame(), pixels);
            lookAtSize(frame);
        } catch (IOException e) {
            at = -1;
            throw e;
        }
    }

    /** Of a large file not every frame is decoded for the index. */
    private void lookAtSize(int frame) {
        if (sizeChange == null)
            sizeChange = FrameIndexer.sizeChange(
                            converter.storedWidth(), converter.storedHeight(), decoder.frame(), frame)
                    .orElse(null);
    }

    /** The change of the frames' size that was met while reading; empty if there was none. */
    Optional<Warning> sizeChange() {
        return Optional.ofNullable(sizeChange);
    }

    private void decode(int frame) throws IOException {
        Objects.checkIndex(frame, index.frames());
        if (decoder == null) open();
        if (at != frame) moveTo(frame);
    }

    private void moveTo(int frame) throws IOException {
        if (!index.distinct()) {
            count(frame);
            return;
        }
        int entry = index.entryFor(frame, Integer.MAX_VALUE);
        boolean goOn = at >= 0 && at < frame && entry <= decoder.sent();
        if (goOn && search(frame, at + 1)) return;
        while (true) {
            decoder.jump(index, entry);
            at = -1;
            if (search(frame, Math.max(0, index.frameOf(entry)))) return;
            if (entry < 0) break;
            entry = index.entryFor(frame, entry);
        }
        IndexCache.mistrust(file);
        throw new IOException("the file's time stamps announce other frames than it holds, or it was damaged"
                + " meanwhile. Open it again: then all of it is decoded to find its frames");
    }

    /**
     * Decodes until a frame comes; false if on the way there the frames are not those of the index, one after the other.
     *
     * @param first the frame that must come first; those before it are what an open group of pictures shows before its key
     *     frame, and may be wrong
     */
    private boolean search(int frame, int first) {
        int expected = first;
        while (decoder.next()) {
            int found = index.frameOf(decoder.packet());
            if (at < 0 && found < first) continue;
            if (found != expected++) break;
            at = found;
            if (found == frame) return true;
        }
        at = -1;
        return false;
    }

    /** Where frames can't be told apart they are counted. */
    private void count(int frame) throws IOException {
        if (at < 0 || at > frame) {
            decoder.jump(index, -1);
            at = -1;
        }
        while (at < frame) {
            if (!decoder.next()) {
                at = -1;
                throw new IOException(FileStamp.CHANGED);
            }
            at++;
        }
    }

    /** Gives the decoder and its memory back; does nothing when called again. */
    @Override
    public synchronized void close() {
        if (converter != null) converter.close();
        if (decoder != null) decoder.close();
        converter = null;
        decoder = null;
    }
}
