package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.whynot.util.Progress;
import org.whynot.video.Display;
import org.whynot.video.FileVideo;
import org.whynot.video.LazyFrames;
import org.whynot.video.RangeCheck;
import org.whynot.video.VideoFiles;
import org.whynot.video.Warning;

/** A file that FFmpeg decodes: colour videos as three channels of 8 bits, grey ones as one channel of 8 or 16 bits. */
final class DecodedVideo extends FileVideo {

    private static final String RANGE_REMEDY =
            "Open the video in ImageJ and set its display range to that of its values.";

    private final FrameIndex index;
    private final CachedFrames frames;
    private final DecodedFrames decoded;
    private final int largestValue;
    private final List<Warning> known;

    private DecodedVideo(Path file, FrameIndex index, DecodedFrames decoded, CachedFrames frames) {
        super(
                file,
                image(decoded, frames),
                new Display.Range(0, decoded.largestValue()),
                index.interval() > 0 ? index.interval() : Double.NaN,
                frames::close);
        this.index = index;
        this.frames = frames;
        this.decoded = decoded;
        largestValue = decoded.largestValue();
        known = known();
    }

    private static LazyFrames<?, ?> image(DecodedFrames decoded, CachedFrames frames) {
        int width = decoded.width();
        int height = decoded.height();
        int count = decoded.index().frames();
        return decoded.isShort()
                ? LazyFrames.ofShorts(width, height, decoded.channels(), count, frames)
                : LazyFrames.ofBytes(width, height, decoded.channels(), count, frames);
    }

    /**
     * Opens a file.
     *
     * @param file absolute
     * @param cacheBytes how much memory decoded frames may take
     * @param note receives, in sentences for the user, what is unusual
     * @param progress of a long look through the file's frames
     * @throws IOException if nothing can be decoded; a reason without the file's name
     * @throws LinkageError if FFmpeg is missing on this platform
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static DecodedVideo open(Path file, long cacheBytes, Consumer<String> note, Progress progress) throws IOException {
        FFmpeg.start();
        FrameIndex index = IndexCache.get(file, progress);
        DecodedFrames decoded = new DecodedFrames(file, index);
        DecodedVideo video = new DecodedVideo(file, index, decoded, new CachedFrames(decoded, cacheBytes));
        video.warnings().forEach(warning -> note.accept(warning.message()));
        decoded.remarks().forEach(note);
        return video;
    }

    private List<Warning> known() {
        List<Warning> known = new ArrayList<>(index.problems());
        if (index.variable())
            known.add(new Warning(
                    index.dropped() == 0 ? Warning.Kind.VARIABLE_RATE : Warning.Kind.DROPPED_FRAMES,
                    String.format(
                            Locale.ROOT,
                            "The frame rate of '%s' varies: from a frame to the next it is %.4g to %.4g s.%s Frames are"
                                    + " counted, and the frame interval is the mean.",
                            VideoFiles.fileName(file()),
                            index.shortestInterval(),
                            index.longestInterval(),
                            index.dropped() == 0
                                    ? ""
                                    : " Its time stamps have gaps where " + index.dropped()
                                            + " frames were dropped.")));
        // Bytes always use the whole range, and to jump about in a long file takes time.
        if (decoded.isShort()) known.addAll(RangeCheck.warnings(this, RANGE_REMEDY));
        return known;
    }

    @Override
    public List<Warning> warnings() {
        boolean isKnown = known.stream().anyMatch(w -> w.kind() == Warning.Kind.SIZE_CHANGE);
        return isKnown
                ? known
                : Stream.concat(known.stream(), decoded.sizeChange().stream()).toList();
    }

    @Override
    public double time(int frame) {
        return index.time(frame);
    }

    @Override
    public boolean isVariableRate() {
        return index.variable();
    }

    @Override
    public int largestValue() {
        return largestValue;
    }

    @Override
    public void release() {
        frames.release();
    }
}
