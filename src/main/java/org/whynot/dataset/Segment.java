package org.whynot.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.whynot.video.Box;
import org.whynot.video.Video;

/**
 * Which part of a video file a clip is: some of its frames, a rectangle of them, or both. Frames and pixels are those of the
 * file.
 *
 * <pre>{@code
 * Segment division = new Segment(120, 180, 64, 32, 96, 96);
 * Video clip = division.of(film); // 60 frames of 96 x 96 pixels, nothing is copied
 * }</pre>
 *
 * @param start the first frame, 0-based
 * @param stop the frame after the last one; 0 for the end of the video
 * @param x left edge of the rectangle
 * @param y top edge of the rectangle
 * @param width of the rectangle; 0, as height, for whole frames
 * @param height of the rectangle; 0, as width, for whole frames
 */
public record Segment(int start, int stop, int x, int y, int width, int height) implements Serializable {

    /** All of a video. */
    public static final Segment WHOLE = new Segment(0, 0, 0, 0, 0, 0);

    /** @throws IllegalArgumentException if a number is negative, nothing is between start and stop, or only a side is 0 */
    public Segment {
        if (start < 0 || stop < 0 || stop > 0 && stop <= start)
            throw new IllegalArgumentException("Not a segment: it starts at " + start + " and stops at " + stop + ".");
        boolean isBeyondNumbers = (long) x + width > Integer.MAX_VALUE || (long) y + height > Integer.MAX_VALUE;
        if (x < 0 || y < 0 || width < 0 || height < 0 || width == 0 != (height == 0) || isBeyondNumbers)
            throw new IllegalArgumentException(
                    "Not a rectangle: x=" + x + " y=" + y + " width=" + width + " height=" + height + ".");
    }

    /** Some frames of a video, whole ones. */
    public static Segment frames(int start, int stop) {
        return new Segment(start, stop, 0, 0, 0, 0);
    }

    /** Whether it is all of a video. */
    public boolean isWhole() {
        return equals(WHOLE);
    }

    /** Whether it is some frames of a video only. */
    public boolean isCut() {
        return start > 0 || stop > 0;
    }

    /** Whether it is a rectangle of the frames. */
    public boolean isCropped() {
        return width > 0;
    }

    /**
     * This part of a video, a view of it.
     *
     * @throws IOException if it reaches beyond the video; the reason, without the video's name
     */
    public Video of(Video video) throws IOException {
        Video part = video;
        if (isCut()) {
            int end = stop > 0 ? stop : video.frames();
            if (end > video.frames() || start >= end)
                throw new IOException("the segment is of frames " + start + " to " + (end - 1) + ", and the video has "
                        + video.frames() + " frames, numbered from 0");
            part = part.cut(start, end - start);
        }
        if (isCropped()) {
            if (x + width > video.width() || y + height > video.height())
                throw new IOException("the rectangle reaches to " + (x + width) + ", " + (y + height)
                        + ", and the video is " + video.width() + " x " + video.height() + " pixels");
            part = part.crop(x, y, width, height);
        }
        return part;
    }

    /** Whether a frame of the file is one of these. */
    public boolean hasFrame(int frame) {
        return frame >= start && (stop == 0 || frame < stop);
    }

    /** A box in pixels of the file as a box in pixels of the clip, cut at its edges; empty if nothing of it is left. */
    public Optional<Box> toClip(Box box) {
        if (!isCropped()) return Optional.of(box);
        double left = Math.max(0, box.x() - x);
        double top = Math.max(0, box.y() - y);
        double right = Math.min(width, box.right() - x);
        double bottom = Math.min(height, box.bottom() - y);
        return right > left && bottom > top
                ? Optional.of(new Box(left, top, right - left, bottom - top))
                : Optional.empty();
    }

    /** A box of the file as a box of the clip, cut at its edges; empty if it is in another frame or nothing of it is left. */
    public Optional<FrameBox> toClip(FrameBox box) {
        if (!hasFrame(box.frame())) return Optional.empty();
        return toClip(box.box()).map(b -> new FrameBox(box.frame() - start, b, box.keyframe(), box.track()));
    }

    /** A box of the clip as a box of the file. */
    public FrameBox toFile(FrameBox box) {
        Box b = box.box();
        return new FrameBox(
                box.frame() + start, new Box(b.x() + x, b.y() + y, b.width(), b.height()), box.keyframe(), box.track());
    }

    /** Whether two parts of one file have pixels in common. */
    public boolean overlaps(Segment other) {
        boolean inTime = (stop == 0 || other.start < stop) && (other.stop == 0 || start < other.stop);
        boolean apart = isCropped()
                && other.isCropped()
                && (x + width <= other.x
                        || other.x + other.width <= x
                        || y + height <= other.y
                        || other.y + other.height <= y);
        return inTime && !apart;
    }
}
