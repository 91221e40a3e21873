package org.whynot.video;

import ij.IJ;
import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The frames of a video file as a virtual stack: decoded when they are asked for, the last ones kept in memory.
 *
 * <p>Forward, a step costs one frame. Backward, where a video can't be decoded, a step that is not in memory brings the frames
 * before it along, so that the next steps are there.
 */
final class FileStack extends VirtualStack {

    /** Frames that a step backward brings along. */
    private static final int LARGEST_CELL = 64;

    private static final int SMALLEST_CELL = 16;

    private static final Cleaner CLEANER = Cleaner.create();

    private final DecodedFrames frames;
    private final long limit;
    private final long frameBytes;
    private final int cell;
    /** The last frames, by number, the one that was not used for the longest time first. */
    private final Map<Integer, Object> kept = new LinkedHashMap<>(16, 0.75f, true);
    /** The frame of each slice; slices can be deleted. */
    private int[] shown;

    private int last = -1;

    /**
     * @param frames closed with {@link #release}, or when nobody holds this stack any more
     * @param cacheBytes how much memory the pixels that are kept may take; one frame always is
     */
    FileStack(DecodedFrames frames, long cacheBytes) {
        super(frames.width(), frames.height(), null, "");
        this.frames = frames;
        limit = cacheBytes;
        frameBytes = (long) frames.width() * frames.height() * (frames.bitDepth() == 24 ? 4 : frames.bitDepth() / 8);
        long fitting = limit / frameBytes;
        cell = fitting < 2 * SMALLEST_CELL
                ? (int) Math.max(1, fitting / 2)
                : (int) Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, fitting / 8));
        shown = new int[frames.index().frames()];
        Arrays.setAll(shown, i -> i);
        setBitDepth(frames.bitDepth());
        CLEANER.register(this, frames::close);
    }

    /** Gives the decoder and the pixels in memory back. A frame that is asked for later opens the file again. */
    void release() {
        synchronized (kept) {
            kept.clear();
        }
        frames.close();
    }

    /**
     * Reads a slice.
     *
     * @param slice 1-based
     * @return the caller's own
     * @throws IOException if it can't be decoded, or the file was changed or removed; a reason without the file's name
     */
    ImageProcessor read(int slice) throws IOException {
        Object pixels = pixels(frame(slice));
        int w = getWidth();
        int h = getHeight();
        ImageProcessor ip =
                switch (frames.bitDepth()) {
                    case 8 -> new ByteProcessor(w, h, ((byte[]) pixels).clone(), null);
                    case 16 -> new ShortProcessor(w, h, ((short[]) pixels).clone(), null);
                    default -> new ColorProcessor(w, h, ((int[]) pixels).clone());
                };
        if (frames.bitDepth() == 16) ip.setMinAndMax(0, frames.largestValue());
        return ip;
    }

    /**
     * Reads a slice of a colour video, without a copy of its pixels on the way; where no memory for pixels was given, none are kept.
     *
     * @param slice 1-based
     * @param rgb receives {@code [3, height, width]}, 0 to 255
     * @throws IOException as in {@link #read(int)}
     */
    void read(int slice, byte[] rgb) throws IOException {
        int frame = frame(slice);
        if (limit == 0) frames.read(frame, rgb);
        else Look.unpack((int[]) pixels(frame), rgb);
    }

    private int frame(int slice) {
        if (slice < 1 || slice > size()) throw new IllegalArgumentException("There is no frame " + slice + ".");
        return shown[slice - 1];
    }

    /** How much memory the pixels that are kept take. */
    long keptBytes() {
        synchronized (kept) {
            return kept.size() * frameBytes;
        }
    }

    private Object pixels(int frame) throws IOException {
        synchronized (kept) {
            Object pixels = kept.get(frame);
            if (pixels == null) {
                boolean backward = frame < last && last - frame <= cell;
                for (int n = backward ? Math.max(0, frame - cell + 1) : frame; n <= frame; n++) {
                    pixels = kept.get(n);
                    if (pixels == null) keep(n, pixels = frames.read(n));
                }
            }
            last = frame;
            return pixels;
        }
    }

    private void keep(int frame, Object pixels) {
        Iterator<Object> oldest = kept.values().iterator();
        for (long bytes = (kept.size() + 1) * frameBytes; bytes > limit && oldest.hasNext(); bytes -= frameBytes) {
            oldest.next();
            oldest.remove();
        }
        kept.put(frame, pixels);
    }

    /** The pixels of a slice; where they can't be read, the reason is logged and written on an empty picture. */
    @Override
    public ImageProcessor getProcessor(int slice) {
        try {
            return read(slice);
        } catch (IOException e) {
            IJ.log("Frame " + slice + " of " + frames.file() + " can't be read: " + e.getMessage() + ".");
            ImageProcessor empty =
                    switch (frames.bitDepth()) {
                        case 8 -> new ByteProcessor(getWidth(), getHeight());
                        case 16 -> new ShortProcessor(getWidth(), getHeight());
                        default -> new ColorProcessor(getWidth(), getHeight());
                    };
            empty.setColor(frames.largestValue());
            empty.drawString("can't be read", 4, Math.min(getHeight() - 1, 20));
            return empty;
        }
    }

    /** When the frame is shown: {@code 12.345 s}. */
    @Override
    public String getSliceLabel(int slice) {
        double seconds =
                slice < 1 || slice > size() ? Double.NaN : frames.index().time(shown[slice - 1]);
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
        return frames.bitDepth();
    }
}
