package org.whynot.imagej;

import ij.IJ;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import org.whynot.video.FileVideo;
import org.whynot.video.LazyFrames;
import org.whynot.video.Warning;

/** The frames of a video file as a virtual stack: decoded when they are asked for. */
final class FileStack extends VirtualStack {

    private final FileVideo video;
    private final int channels;
    private final boolean isShort;
    /** The frame of each slice; slices can be deleted. */
    private int[] shown;

    /** @param video closed by whoever closes the image */
    FileStack(FileVideo video) {
        super(video.width(), video.height(), null, "");
        this.video = video;
        channels = video.channels();
        isShort = video.image().getType() instanceof UnsignedShortType;
        shown = new int[video.frames()];
        Arrays.setAll(shown, i -> i);
        setBitDepth(bitDepthOfVideo());
    }

    /** ImageJ's bit depth of the file's pixels: 8, 16, or 24 for RGB. */
    int bitDepthOfVideo() {
        return channels == 3 ? 24 : isShort ? 16 : 8;
    }

    /** What is odd about the file. */
    List<Warning> warnings() {
        return video.warnings();
    }

    /** Gives the decoder and the pixels in memory back. A frame that is asked for later opens the file again. */
    void release() {
        video.release();
    }

    /**
     * The frames of some slices as an image X, Y, C, T.
     *
     * @param slices 1-based
     */
    RandomAccessibleInterval<? extends RealType<?>> image(int[] slices) {
        int[] frames = Arrays.stream(slices).map(this::frame).toArray();
        boolean whole = frames.length == video.frames();
        for (int t = 0; t < frames.length && whole; t++) whole = frames[t] == t;
        if (whole) return video.image();
        LazyFrames.Loader loader = (t, pixels) -> video.readValues(frames[t], pixels);
        return isShort
                ? LazyFrames.ofShorts(getWidth(), getHeight(), channels, frames.length, loader)
                : LazyFrames.ofBytes(getWidth(), getHeight(), channels, frames.length, loader);
    }

    /**
     * Reads a slice.
     *
     * @param slice 1-based
     * @return the caller's own
     * @throws IOException if it can't be decoded, or the file was changed or removed; a sentence that names the frame
     */
    ImageProcessor read(int slice) throws IOException {
        int frame = frame(slice);
        int w = getWidth();
        int h = getHeight();
        if (isShort) {
            ShortProcessor ip = new ShortProcessor(w, h);
            video.readValues(frame, ip.getPixels());
            ip.setMinAndMax(0, video.largestValue());
            return ip;
        }
        byte[] bytes = new byte[channels * w * h];
        video.readValues(frame, bytes);
        return channels == 1 ? new ByteProcessor(w, h, bytes, null) : new ColorProcessor(w, h, packed(bytes));
    }

    private static int[] packed(byte[] rgb) {
        int n = rgb.length / 3;
        int[] packed = new int[n];
        for (int i = 0; i < n; i++) packed[i] = (rgb[i] & 255) << 16 | (rgb[n + i] & 255) << 8 | rgb[2 * n + i] & 255;
        return packed;
    }

    private int frame(int slice) {
        if (slice < 1 || slice > size()) throw new IllegalArgumentException("There is no frame " + slice + ".");
        return shown[slice - 1];
    }

    /** The pixels of a slice; where they can't be read, the reason is logged and written on an empty image. */
    @Override
    public ImageProcessor getProcessor(int slice) {
        try {
            return read(slice);
        } catch (IOException e) {
            IJ.log(e.getMessage());
            ImageProcessor empty =
                    switch (bitDepthOfVideo()) {
                        case 8 -> new ByteProcessor(getWidth(), getHeight());
                        case 16 -> new ShortProcessor(getWidth(), getHeight());
                        default -> new ColorProcessor(getWidth(), getHeight());
                    };
            empty.setColor(video.largestValue());
            empty.drawString("can't be read", 4, Math.min(getHeight() - 1, 20));
            return empty;
        }
    }

    /** When the frame is shown: {@code 12.345 s}. */
    @Override
    public String getSliceLabel(int slice) {
        double seconds = slice < 1 || slice > size() ? Double.NaN : video.time(shown[slice - 1]);
        return Double.isNaN(seconds) ? null : String.format(Locale.ROOT, "%.3f s", seconds);
    }

    @Override
    public Object getPixels(int slice) {
        return getProcessor(slice).getPixels();
    }

    /** Leaves a frame out; the file stays as it is. */
    @Override
    public void deleteSlice(int slice) {
        Objects.checkIndex(slice - 1, size());
        int[] fewer = new int[size() - 1];
        for (int i = 0; i < fewer.length; i++) fewer[i] = shown[i < slice - 1 ? i : i + 1];
        shown = fewer;
    }

    @Override
    public void deleteLastSlice() {
        if (size() > 0) deleteSlice(size());
    }

    @Override
    public int size() {
        // ImageStack's constructor asks before the frames are there.
        return shown == null ? 0 : shown.length;
    }

    @Override
    public int getSize() {
        return size();
    }

    @Override
    public int getBitDepth() {
        // ImageStack's constructor asks before the video is there.
        return video == null ? 0 : bitDepthOfVideo();
    }
}
