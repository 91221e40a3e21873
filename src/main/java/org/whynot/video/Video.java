package org.whynot.video;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;

/**
 * A video: an ImgLib2 image with the axes X, Y, C, T, how its values are shown, its frame interval and its name.
 *
 * <pre>{@code
 * Img<UnsignedShortType> image = …; // X, Y, T
 * try (Video video = new Video("nuclei", image, new Display.Range(0, 4095), 30)) {
 *     float[] rgb = new float[video.frameLength()];
 *     for (int frame = 0; frame < video.frames(); frame++) video.read(frame, rgb);
 * }
 * }</pre>
 *
 * <p>{@link #image} is the data as they are; {@link #read(int, float[])} gives a frame as a person sees it: a pixel is three
 * numbers from 0 (black) to 1, red, green, blue, and a grey video has three equal ones. Lazy images are read frame by frame.
 *
 * <p>The methods that return a video return a view of this one: nothing is copied, closing the view leaves this video open,
 * and once this video is closed the view can't be read any more. Any thread may read; one at a time does.
 */
public class Video implements AutoCloseable {

    private static final Closeable NOTHING = () -> {};

    private final String name;
    private final RandomAccessibleInterval<? extends RealType<?>> image;
    private final Display display;
    private final double frameInterval;
    private final Closeable resource;
    /** The video that this is a view of, or null. */
    private final Video source;
    /** The frame of the outermost source that is this one's first, for messages. */
    private final int firstFrame;

    private final FramePixels pixels;
    private final FrameRenderer renderer;
    private volatile boolean closed;

    /**
     * A video of an image that needs no closing.
     *
     * @param name without folder and extension; characters that can't be in a file name are replaced
     * @param image X, Y, T or X, Y, C, T; read, never changed; need not start at 0
     * @param display how its values are shown
     * @param frameInterval seconds from a frame to the next, or NaN
     * @throws IllegalArgumentException if the image has other axes, is empty or too large, or has not the channels that are
     *     shown; a sentence
     */
    public Video(
            String name, RandomAccessibleInterval<? extends RealType<?>> image, Display display, double frameInterval) {
        this(name, image, display, frameInterval, NOTHING);
    }

    /**
     * A video of an image that needs closing.
     *
     * @param name without folder and extension; characters that can't be in a file name are replaced
     * @param image X, Y, T or X, Y, C, T; read, never changed; need not start at 0
     * @param display how its values are shown
     * @param frameInterval seconds from a frame to the next, or NaN
     * @param resource closed, once, with this video
     * @throws IllegalArgumentException if the image has other axes, is empty or too large, or has not the channels that are
     *     shown; a sentence
     */
    public Video(
            String name,
            RandomAccessibleInterval<? extends RealType<?>> image,
            Display display,
            double frameInterval,
            Closeable resource) {
        requireAxes(name, image);
        this.name = Names.clean(name);
        this.image = withAllAxes(image);
        this.display = Objects.requireNonNull(display);
        this.frameInterval = frameInterval;
        this.resource = Objects.requireNonNull(resource);
        source = null;
        firstFrame = 0;
        display.requireChannels(name, channels());
        pixels = new FramePixels(this.image);
        renderer = FrameRenderer.of(pixels, display);
    }

    /** A view of another video. */
    private Video(
            Video source,
            RandomAccessibleInterval<? extends RealType<?>> image,
            FramePixels pixels,
            Display display,
            int firstFrame,
            Closeable resource) {
        name = source.name;
        this.image = image;
        this.display = display;
        frameInterval = source.frameInterval;
        this.resource = resource;
        this.source = source;
        this.firstFrame = firstFrame;
        this.pixels = pixels;
        renderer = FrameRenderer.of(pixels, display);
    }

    private static void requireAxes(String name, RandomAccessibleInterval<?> image) {
        int dimensions = image.numDimensions();
        if (dimensions != 3 && dimensions != 4)
            throw new IllegalArgumentException("The image '" + name + "' has " + dimensions
                    + " dimensions: a video has X, Y, T or X, Y, channel, T.");
        for (int d = 0; d < dimensions; d++)
            if (image.dimension(d) < 1 || image.dimension(d) > Integer.MAX_VALUE)
                throw new IllegalArgumentException(
                        "The image '" + name + "' is " + image.dimension(d) + " long in dimension " + d + ".");
        if (image.dimension(0) * image.dimension(1) > Integer.MAX_VALUE / 3)
            throw new IllegalArgumentException("The image '" + name + "' is too large: crop or scale it first.");
    }

    private static <T> RandomAccessibleInterval<T> withAllAxes(RandomAccessibleInterval<T> image) {
        return fromZero(image.numDimensions() == 3 ? Views.permute(Views.addDimension(image, 0, 0), 2, 3) : image);
    }

    private static <T> RandomAccessibleInterval<T> fromZero(RandomAccessibleInterval<T> image) {
        return Views.isZeroMin(image) ? image : Views.zeroMin(image);
    }

    /** The name without folder and extension, as used in file names. */
    public final String name() {
        return name;
    }

    /**
     * The data: X, Y, C, T, starting at 0. Accessing a lazy image's pixels throws an {@link UncheckedIOException} if they can't
     * be read.
     */
    public final RandomAccessibleInterval<? extends RealType<?>> image() {
        return image;
    }

    /** What is odd about the video as a file or as an image, so far as it is known; a view has those of what it is a view of. */
    public List<Warning> warnings() {
        return source == null ? List.of() : source.warnings();
    }

    /** How the values are shown. */
    public final Display display() {
        return display;
    }

    /** Pixels in a row, at least 1. */
    public final int width() {
        return (int) image.dimension(0);
    }

    /** Rows, at least 1. */
    public final int height() {
        return (int) image.dimension(1);
    }

    /** Channels of the data, at least 1; what {@link #read(int, float[])} gives always has three colours. */
    public final int channels() {
        return (int) image.dimension(2);
    }

    /** Number of frames, at least 1. */
    public final int frames() {
        return (int) image.dimension(3);
    }

    /** Seconds from a frame to the next, or NaN when the video does not say. */
    public final double frameInterval() {
        return frameInterval;
    }

    /** Numbers in one frame as it is shown: {@code 3 * height * width}. */
    public final int frameLength() {
        return 3 * height() * width();
    }

    /** Whether all that is shown are 255ths of brightness, so that {@link #read(int, byte[])} loses nothing. */
    public final boolean isEightBit() {
        return renderer.isEightBit();
    }

    /**
     * Reads one frame.
     *
     * @param frame 0 to {@code frames() - 1}
     * @param rgb receives the pixels, {@code [3, height, width]}, values 0 to 1; must have room for all of them
     * @throws IOException if the video was closed, or the frame can't be read or holds a pixel that is not a number; the message
     *     names the frame (1-based, as ImageJ counts) and the reason
     * @throws IndexOutOfBoundsException if there is no such frame, or no room
     */
    public final synchronized void read(int frame, float[] rgb) throws IOException {
        check(frame, rgb.length);
        try {
            renderer.render(frame, rgb);
        } catch (IOException e) {
            throw failure(frame, e);
        }
    }

    /**
     * Reads one frame in 8 bits a colour, which is faster than {@link #read(int, float[])} where {@link #isEightBit}.
     *
     * @param frame 0 to {@code frames() - 1}
     * @param rgb receives the pixels, {@code [3, height, width]}, values 0 to 255 as bytes without sign: 255 times those of
     *     {@link #read(int, float[])}, rounded half up; must have room for all of them
     * @throws IOException as there
     * @throws IndexOutOfBoundsException if there is no such frame, or no room
     */
    public final synchronized void read(int frame, byte[] rgb) throws IOException {
        check(frame, rgb.length);
        try {
            renderer.render(frame, rgb);
        } catch (IOException e) {
            throw failure(frame, e);
        }
    }

    /**
     * Reads one frame's values as they are in {@link #image}.
     *
     * @param frame 0 to {@code frames() - 1}
     * @param values receives {@code [channels, height, width]}: {@code byte[]} or {@code short[]} where the image has 8 or 16 bits
     *     without sign, {@code float[]} where it has such numbers, otherwise {@code double[]}; must have room for all of them
     * @throws IOException as in {@link #read(int, float[])}
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public final synchronized void readValues(int frame, Object values) throws IOException {
        check(frame, frameLength());
        try {
            pixels.read(frame, values);
        } catch (IOException e) {
            throw failure(frame, e);
        }
    }

    private void check(int frame, int room) throws IOException {
        Objects.checkIndex(frame, frames());
        requireOpen();
        if (room < frameLength())
            throw new IndexOutOfBoundsException(
                    "A frame has " + frameLength() + " numbers, the array has room for " + room + ".");
    }

    private void requireOpen() throws IOException {
        for (Video video = this; video != null; video = video.source)
            if (video.closed) throw new IOException("The video '" + name + "' was closed and can't be read any more.");
    }

    private IOException failure(int frame, IOException cause) {
        if (cause instanceof FrameException) return cause;
        String where = "Frame " + (firstFrame + frame + 1) + " of '" + name + "' ";
        return cause instanceof FramePixels.NoNumberException
                ? new FrameException(where + cause.getMessage() + ": " + remedy(), cause)
                : new FrameException(where + "can't be read: " + cause.getMessage() + ".", cause);
    }

    /** What to do about pixels that are no numbers, the end of a sentence. */
    protected String remedy() {
        return source == null ? "replace such pixels first." : source.remedy();
    }

    /**
     * Some frames of this video.
     *
     * @param first the first of them
     * @param frames how many, at least 1
     * @throws IndexOutOfBoundsException if this video has not so many
     */
    public Video cut(int first, int frames) {
        Objects.checkFromIndexSize(first, frames, frames());
        RandomAccessibleInterval<? extends RealType<?>> part =
                part(image, FinalInterval.createMinSize(0, 0, 0, first, width(), height(), channels(), frames));
        return new Video(this, part, pixels.cut(part, first), display, firstFrame + first, NOTHING);
    }

    /**
     * A rectangle of every frame.
     *
     * @param left its first column
     * @param top its first row
     * @param width pixels, at least 1
     * @param height pixels, at least 1
     * @throws IndexOutOfBoundsException if it reaches beyond the frame
     */
    public Video crop(int left, int top, int width, int height) {
        Objects.checkFromIndexSize(left, width, width());
        Objects.checkFromIndexSize(top, height, height());
        return view(part(image, FinalInterval.createMinSize(left, top, 0, 0, width, height, channels(), frames())));
    }

    private static <T> RandomAccessibleInterval<T> part(RandomAccessibleInterval<T> image, FinalInterval interval) {
        if (Intervals.isEmpty(interval)) throw new IndexOutOfBoundsException("Nothing of the video would be left.");
        return fromZero(Views.interval(image, interval));
    }

    /** This video with left and right exchanged. */
    public Video mirror() {
        return view(mirrored(image));
    }

    private static <T> RandomAccessibleInterval<T> mirrored(RandomAccessibleInterval<T> image) {
        return Views.zeroMin(Views.invertAxis(image, 0));
    }

    private Video view(RandomAccessibleInterval<? extends RealType<?>> image) {
        return new Video(this, image, new FramePixels(image), display, firstFrame, NOTHING);
    }

    /**
     * The same data, shown in another way.
     *
     * @param display how the values are shown
     * @throws IllegalArgumentException if this video has not the channels that are shown; a sentence
     */
    public Video show(Display display) {
        display.requireChannels(name, channels());
        return new Video(this, image, pixels.cut(image, 0), display, firstFrame, NOTHING);
    }

    /**
     * This video made brighter or darker.
     *
     * @param gain the brightness is multiplied by it and clipped to 1; positive
     * @throws IllegalArgumentException if it is not a positive number
     */
    public Video brighten(float gain) {
        return show(new Display.Brightened(display, gain));
    }

    /**
     * This video as it is shown, every frame passed through a filter when it is read. The image of the result has three channels,
     * bytes where this video {@link #isEightBit}, otherwise floats from 0 to 1.
     *
     * @param filter is called for every frame that is read, each time
     */
    public Video filter(FrameFilter filter) {
        boolean bytes = isEightBit();
        LazyFrames.Loader loader = (frame, rgb) -> {
            if (rgb instanceof byte[] values) {
                read(frame, values);
                filter.apply(frame, values);
            } else {
                read(frame, (float[]) rgb);
                filter.apply(frame, (float[]) rgb);
            }
        };
        LazyFrames<?, ?> frames = bytes
                ? LazyFrames.ofBytes(width(), height(), 3, frames(), loader)
                : LazyFrames.ofFloats(width(), height(), 3, frames(), loader);
        return lazy(frames, new Display.Range(0, bytes ? 255 : 1));
    }

    /**
     * This video with a box of every frame made black: the masked sample x * z of section 4.1 of the paper.
     *
     * <p>A pixel is erased if its centre lies in the box, see {@link Box#pixels}.
     *
     * @param boxes the box of a frame (0-based) in pixels of this video; empty where nothing is erased
     */
    public Video erase(IntFunction<Optional<Box>> boxes) {
        return filter(new BoxEraser(width(), height(), boxes));
    }

    /**
     * This video with frames kept in memory once they were read, as far as there is room. Frames beyond are read again each
     * time, and a frame that is kept does not follow changes of the image.
     *
     * @param mostBytes how much memory the frames may take, at least 0
     */
    public Video cache(long mostBytes) {
        FrameCache cache = new FrameCache(pixels.cut(image, 0), frames(), mostBytes);
        return lazy(cache.image(width(), height()), display);
    }

    /**
     * This video, whose closing closes something else too: for a view that is handed on without what it is a view of.
     *
     * @param resource closed, once, with the result
     */
    public Video owning(Closeable resource) {
        return new Video(this, image, pixels.cut(image, 0), display, firstFrame, resource);
    }

    private Video lazy(LazyFrames<?, ?> frames, Display display) {
        return new Video(this, frames, new FramePixels(frames), display, firstFrame, NOTHING);
    }

    /** Releases files; reading afterwards fails. A view leaves the video behind it open. Does nothing when called again. */
    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        resource.close();
    }
}
