package org.whynot.video.file;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.whynot.video.LazyFrames;

/**
 * The frames of a file, the last ones kept in memory.
 *
 * <p>Forward, a step costs one frame. Backward, where a video can't be decoded, a step that is not in memory brings the frames
 * before it along, so that the next steps are there.
 */
final class CachedFrames implements LazyFrames.Loader, AutoCloseable {

    /** Frames that a step backward brings along. */
    private static final int LARGEST_CELL = 64;

    private static final int SMALLEST_CELL = 16;

    private static final Cleaner CLEANER = Cleaner.create();

    private final DecodedFrames frames;
    private final long limit;
    private final int frameLength;
    private final long frameBytes;
    private final int cell;
    /** The last frames, by number, the one that was not used for the longest time first. */
    private final Map<Integer, Object> kept = new LinkedHashMap<>(16, 0.75f, true);

    private int last = -1;
    private boolean closed;

    /**
     * @param frames closed with this, or when nobody holds this any more
     * @param cacheBytes how much memory the pixels that are kept may take; none are where not even one frame fits
     */
    CachedFrames(DecodedFrames frames, long cacheBytes) {
        this.frames = frames;
        limit = cacheBytes;
        frameLength = frames.channels() * frames.width() * frames.height();
        frameBytes = (long) frameLength * (frames.isShort() ? Short.BYTES : Byte.BYTES);
        long fitting = limit / frameBytes;
        cell = fitting < 2 * SMALLEST_CELL
                ? (int) Math.max(1, fitting / 2)
                : (int) Math.min(LARGEST_CELL, Math.max(SMALLEST_CELL, fitting / 8));
        CLEANER.register(this, frames::close);
    }

    /**
     * Reads a frame.
     *
     * @param target {@code byte[]} or, for 16 bits, {@code short[]}
     * @throws IOException if it can't be decoded, or the file was changed, removed or closed; a reason without the file's name
     */
    @Override
    public synchronized void load(int frame, Object target) throws IOException {
        if (closed) throw new IOException("the video was closed");
        if (frameBytes > limit) {
            frames.read(frame, target);
            return;
        }
        System.arraycopy(pixels(frame), 0, target, 0, frameLength);
    }

    private Object pixels(int frame) throws IOException {
        Object pixels = kept.get(frame);
        if (pixels == null) {
            boolean backward = frame < last && last - frame <= cell;
            for (int n = backward ? Math.max(0, frame - cell + 1) : frame; n <= frame; n++) {
                pixels = kept.get(n);
                if (pixels == null) pixels = keep(n);
            }
        }
        last = frame;
        return pixels;
    }

    /** Decodes a frame and keeps it, in the array of the frame that it replaces: new arrays of this size are costly to collect. */
    private Object keep(int frame) throws IOException {
        Object pixels = null;
        Iterator<Object> oldest = kept.values().iterator();
        for (long bytes = (kept.size() + 1) * frameBytes; bytes > limit && oldest.hasNext(); bytes -= frameBytes) {
            pixels = oldest.next();
            oldest.remove();
        }
        if (pixels == null) pixels = frames.array();
        frames.read(frame, pixels);
        kept.put(frame, pixels);
        return pixels;
    }

    /** How much memory the pixels that are kept take. */
    synchronized long keptBytes() {
        return kept.size() * frameBytes;
    }

    /** Gives the decoder and the pixels in memory back. A frame that is asked for later opens the file again. */
    synchronized void release() {
        kept.clear();
        frames.close();
    }

    /** Gives everything back; frames can't be read any more. */
    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
