package org.whynot.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.IntProcessor;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.whynot.video.Display;
import org.whynot.video.RangeCheck;
import org.whynot.video.Video;
import org.whynot.video.Warning;

/**
 * An image of ImageJ as a video: what the user sees is what the classifier sees.
 *
 * <pre>{@code
 * try (Video video = ImagePlusVideo.of(WindowManager.getCurrentImage(), TimeAxis.AUTO, IJ::log)) { … }
 * }</pre>
 *
 * <ul>
 *   <li>8, 16 and 32 bit grey: the value's place in the image's display range, clipped to 0 to 1, becomes three equal
 *       numbers. It is not rounded to 8 bit. The display range is the image's, one for all frames. Where the image has no window
 *       and its range is 0 to 0, or 0 to 1 as scripts leave it, though its values go far beyond, it is that of all its values.
 *   <li>A grey LUT (red = green = blue) is followed, so an inverted one inverts and a gamma counts. A colour scale on one
 *       channel (Fire, Green, Spectrum, …) is false colour: the value counts as brightness, inverted if red, green and blue
 *       only ever fall along the LUT (Green, inverted). An 8-bit image whose LUT jumps from entry to entry is a picture
 *       in 8-bit colour and keeps its colours.
 *   <li>RGB: as it is.
 *   <li>Composite: the channels that are switched on, each through its LUT and display range, put together as ImageJ does
 *       (added and clipped unless the image says otherwise), in ImageJ's 8-bit steps.
 *   <li>Several channels shown one at a time (modes Color and Grayscale): the current channel, as a grey one.
 * </ul>
 *
 * <p>Ranges, LUTs, channels and position are taken when the video is made; moving sliders later changes nothing. The image
 * is only read, and needs no window. Virtual stacks are read frame by frame.
 */
public final class ImagePlusVideo extends Video {

    private static final Map<String, Double> SECONDS = Map.ofEntries(
            Map.entry("s", 1.0),
            Map.entry("sec", 1.0),
            Map.entry("second", 1.0),
            Map.entry("ms", 1e-3),
            Map.entry("msec", 1e-3),
            Map.entry("millisecond", 1e-3),
            Map.entry("us", 1e-6),
            Map.entry("\u00b5s", 1e-6),
            Map.entry("\u03bcs", 1e-6),
            Map.entry("usec", 1e-6),
            Map.entry("microsecond", 1e-6),
            Map.entry("ns", 1e-9),
            Map.entry("nanosecond", 1e-9),
            Map.entry("min", 60.0),
            Map.entry("minute", 60.0),
            Map.entry("h", 3600.0),
            Map.entry("hr", 3600.0),
            Map.entry("hour", 3600.0),
            Map.entry("d", 86400.0),
            Map.entry("day", 86400.0));

    private static final String RANGE_REMEDY = "ImageJ takes it from the first frame where a file has none;"
            + " Image > Adjust > Brightness/Contrast... changes it.";

    private final ImagePlus shown;
    private final Layout layout;
    private final boolean hyperStack;
    private final Calibration calibration;
    private List<Warning> range = List.of();

    /** Where the frames lie in an image's stack. */
    private record Layout(int channels, int slices, int frames, boolean timeOnSlices, int fixed) {

        static Layout of(ImagePlus image, boolean timeOnSlices) {
            int slices = image.getNSlices();
            return new Layout(
                    image.getNChannels(),
                    slices,
                    timeOnSlices ? slices : image.getNFrames(),
                    timeOnSlices,
                    timeOnSlices
                            ? Math.max(1, Math.min(image.getT(), image.getNFrames()))
                            : Math.max(1, Math.min(image.getZ(), slices)));
        }

        /** The 1-based index in the stack of a channel (1-based) and frame (0-based). */
        int index(int channel, int frame) {
            int z = timeOnSlices ? frame + 1 : fixed;
            int t = timeOnSlices ? fixed : frame + 1;
            return ((t - 1) * slices + z - 1) * channels + channel;
        }
    }

    private ImagePlusVideo(
            ImagePlus image,
            Layout layout,
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            Display display,
            Closeable resource) {
        super(String.valueOf(image.getTitle()), pixels, display, frameInterval(image.getCalibration()), resource);
        shown = image;
        this.layout = layout;
        hyperStack = image.isHyperStack();
        calibration = image.getCalibration().copy();
    }

    /** A copy of the image's calibration: pixel size and unit. */
    public Calibration calibration() {
        return calibration.copy();
    }

    /**
     * The video that an image shows.
     *
     * @param image read, never changed; must not be empty
     * @param axis which dimension is time
     * @param note receives, as messages for the user, what was assumed: slices taken as time, one slice of several, one
     *     channel of several, a still, another display range, a display range that hides what is there
     * @throws IllegalArgumentException if there is no image, or it has no pixels, or a kind of pixel that can't be read
     */
    public static ImagePlusVideo of(ImagePlus image, TimeAxis axis, Consumer<String> note) {
        return of(image, axis, note, () -> {});
    }

    /** As {@link #of(ImagePlus, TimeAxis, Consumer)}; {@code resource} is closed, once, with the video. */
    static ImagePlusVideo of(ImagePlus image, TimeAxis axis, Consumer<String> note, Closeable resource) {
        Objects.requireNonNull(axis);
        Objects.requireNonNull(note);
        if (image == null) throw new IllegalArgumentException("There is no image: open a video first.");
        String title = "'" + image.getTitle() + "'";
        ImageProcessor shown = image.getWidth() < 1 || image.getHeight() < 1 ? null : image.getProcessor();
        if (shown == null)
            throw new IllegalArgumentException("The image " + title + " is empty (" + image.getWidth() + " x "
                    + image.getHeight() + " pixels): open a video first.");
        if (3L * image.getWidth() * image.getHeight() > Integer.MAX_VALUE)
            throw new IllegalArgumentException("The image " + title + " is too large (" + image.getWidth() + " x "
                    + image.getHeight() + " pixels): crop or scale it first.");
        if (shown instanceof IntProcessor)
            throw new IllegalArgumentException("The image " + title
                    + " has 32-bit integer pixels, which can't be read: choose Image > Type > 32-bit first.");
        int slices = image.getNSlices();
        int frames = image.getNFrames();
        boolean onSlices = axis == TimeAxis.SLICES || axis == TimeAxis.AUTO && frames == 1 && slices > 1;
        if (axis == TimeAxis.SLICES && slices == 1 && frames > 1)
            throw new IllegalArgumentException("time_axis=slices was asked for, but the image " + title
                    + " has one slice and " + frames + " frames. Use time_axis=frames or auto.");
        Display display = ImageDisplay.of(image, note);
        Layout layout = Layout.of(image, onSlices);
        StackPixels pixels =
                new StackPixels(stack(image), image.getTitle(), image.getBitDepth(), layout.frames, layout::index);
        ImagePlusVideo video = new ImagePlusVideo(
                image, layout, pixels.image(layout.channels, ImageDisplay.currentChannel(image)), display, resource);
        video.range = RangeCheck.warnings(video, RANGE_REMEDY);
        video.range.forEach(warning -> note.accept(warning.message()));
        if (axis == TimeAxis.AUTO && onSlices)
            note.accept(
                    "The image " + title + " has one frame and " + slices + " slices: the slices are taken as time.");
        if (layout.frames == 1) note.accept(still(title, onSlices ? "slice" : "frame"));
        int others = onSlices ? frames : slices;
        if (others > 1)
            note.accept("The image " + title + " has " + slices + " slices and " + frames + " frame"
                    + (frames == 1 ? "" : "s") + ": only the current " + (onSlices ? "frame" : "slice") + " ("
                    + layout.fixed
                    + ") is looked at.");
        return video;
    }

    private static String still(String title, String axis) {
        return "The image " + title + " has a single " + axis
                + ": it is looked at as a still, so movement can't be seen.";
    }

    private static ImageStack stack(ImagePlus image) {
        if (image.getStackSize() > 1) return image.getImageStack();
        // Asking a single image for its stack would give it one.
        ImageStack one = new ImageStack(image.getWidth(), image.getHeight());
        one.addSlice("", image.getProcessor().getPixels());
        return one;
    }

    private static double frameInterval(Calibration calibration) {
        if (calibration.frameInterval > 0) {
            String unit = String.valueOf(calibration.getTimeUnit()).strip().toLowerCase(Locale.ROOT);
            Double seconds = SECONDS.get(unit);
            if (seconds == null && unit.endsWith("s")) seconds = SECONDS.get(unit.substring(0, unit.length() - 1));
            return seconds == null ? Double.NaN : calibration.frameInterval * seconds;
        }
        return calibration.fps > 0 ? 1 / calibration.fps : Double.NaN;
    }

    @Override
    public List<Warning> warnings() {
        if (!(shown.getStack() instanceof FileStack stack)) return range;
        return Stream.concat(stack.warnings().stream(), range.stream()).toList();
    }

    /** The image that is shown. */
    ImagePlus shown() {
        return shown;
    }

    /** Whether time is the image's slices (Z); otherwise it is its frames (T). */
    public boolean timeOnSlices() {
        return layout.timeOnSlices;
    }

    /** Whether two of channels, slices and frames are more than one, so that a position in the stack is not a frame. */
    public boolean isHyperStack() {
        return hyperStack;
    }

    /**
     * The 1-based position of a frame on the axis that is time: Z if {@link #timeOnSlices}, T otherwise.
     *
     * @param frame 0-based frame of the video
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public int imageJFrame(int frame) {
        return Objects.checkIndex(frame, layout.frames) + 1;
    }

    /** The 1-based position on the axis that is not time: T if {@link #timeOnSlices}, Z otherwise. */
    public int otherPosition() {
        return layout.fixed;
    }

    /**
     * The 1-based index in the image's stack.
     *
     * @param channel 1-based
     * @param frame 0-based frame of the video
     * @throws IndexOutOfBoundsException if there is no such frame
     */
    public int stackIndex(int channel, int frame) {
        return layout.index(channel, Objects.checkIndex(frame, layout.frames));
    }

    @Override
    protected String remedy() {
        return "Process > Noise > Remove NaNs... or Process > Math > Macro... replaces such pixels.";
    }

    /** Ends reading through this object. The image stays as it is. */
    @Override
    public void close() {
        try {
            super.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
