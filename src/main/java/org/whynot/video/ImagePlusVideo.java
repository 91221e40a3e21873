package org.whynot.video;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.IntProcessor;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * An image of ImageJ as a video: what the user sees is what the classifier sees.
 *
 * <pre>{@code
 * try (Video video = ImagePlusVideo.of(WindowManager.getCurrentImage(), TimeAxis.AUTO, IJ::log)) { … }
 * }</pre>
 *
 * <ul>
 *   <li>8, 16 and 32 bit grey: the value's place in the image's display range, clipped to 0 to 1, becomes three equal
 *       numbers. It is not rounded to 8 bit. The display range is the image's, one for all frames.
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
public final class ImagePlusVideo implements Video {

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

    private final String name;
    private final ImageStack stack;
    private final Look look;
    private final int channels;
    private final int slices;
    private final boolean timeOnSlices;
    private final boolean hyperStack;
    private final int fixed;
    private final int bitDepth;
    private final int frames;
    private final double frameInterval;
    private final Calibration calibration;
    /** A frame in 8 bits, made when first needed. */
    private byte[] bytes;

    private volatile boolean closed;
    private Runnable owned = () -> {};

    private ImagePlusVideo(ImagePlus image, boolean timeOnSlices, Look look) {
        this.name = Names.clean(image.getTitle());
        this.timeOnSlices = timeOnSlices;
        this.look = look;
        channels = image.getNChannels();
        slices = image.getNSlices();
        frames = timeOnSlices ? slices : image.getNFrames();
        hyperStack = image.isHyperStack();
        fixed = timeOnSlices
                ? Math.max(1, Math.min(image.getT(), image.getNFrames()))
                : Math.max(1, Math.min(image.getZ(), slices));
        bitDepth = image.getBitDepth();
        stack = stack(image);
        calibration = image.getCalibration().copy();
        frameInterval = frameInterval(calibration);
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
     * @param note is told, in sentences for the user, what was assumed: slices taken as time, one slice of several, one
     *     channel of several, a still
     * @throws IllegalArgumentException if there is no image, or it has no pixels, or a kind of pixel that can't be read
     */
    public static ImagePlusVideo of(ImagePlus image, TimeAxis axis, Consumer<String> note) {
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
        ImagePlusVideo video = new ImagePlusVideo(image, onSlices, Look.of(image, note));
        if (axis == TimeAxis.AUTO && onSlices)
            note.accept(
                    "The image " + title + " has one frame and " + slices + " slices: the slices are taken as time.");
        if (video.frames == 1) note.accept(still(title, onSlices ? "slice" : "frame"));
        int others = onSlices ? frames : slices;
        if (others > 1)
            note.accept("The image " + title + " has " + slices + " slices and " + frames + " frame"
                    + (frames == 1 ? "" : "s") + ": only the current " + (onSlices ? "frame" : "slice") + " ("
                    + video.fixed
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

    /** Whether time is the image's slices (Z); otherwise it is its frames (T). */
    public boolean timeOnSlices() {
        return timeOnSlices;
    }

    /** Whether two of channels, slices and frames are more than one, so that a position in the stack is not a frame. */
    public boolean isHyperStack() {
        return hyperStack;
    }

    /**
     * The 1-based position of a frame on the axis that is time: Z if {@link #timeOnSlices}, T otherwise.
     *
     * @param frame 0-based frame of the video
     */
    public int imageJFrame(int frame) {
        return Objects.checkIndex(frame, frames) + 1;
    }

    /** The 1-based position on the axis that is not time: T if {@link #timeOnSlices}, Z otherwise. */
    public int otherPosition() {
        return fixed;
    }

    /**
     * The 1-based index in the image's stack.
     *
     * @param channel 1-based
     * @param frame 0-based frame of the video
     */
    public int stackIndex(int channel, int frame) {
        int z = timeOnSlices ? imageJFrame(frame) : fixed;
        int t = timeOnSlices ? fixed : imageJFrame(frame);
        return ((t - 1) * slices + z - 1) * channels + channel;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int width() {
        return stack.getWidth();
    }

    @Override
    public int height() {
        return stack.getHeight();
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public double frameInterval() {
        return frameInterval;
    }

    /** Whether the image is shown in colours; a grey one is not rounded to 8 bit. */
    @Override
    public boolean isEightBit() {
        return look.isEightBit();
    }

    @Override
    public void read(int frame, float[] rgb) throws IOException {
        check(frame, rgb.length);
        if (isEightBit()) {
            if (bytes == null) bytes = new byte[frameLength()];
            read(frame, bytes);
            EightBit.brightness(bytes, 0, bytes.length, rgb, 0);
        } else look.render(seen(frame)[0], width() * height(), rgb);
    }

    @Override
    public void read(int frame, byte[] rgb) throws IOException {
        check(frame, rgb.length);
        if (!isEightBit()) Video.super.read(frame, rgb);
        else if (look.isRgb() && stack instanceof FileStack file && file.getBitDepth() == bitDepth)
            reading(frame, () -> {
                file.read(stackIndex(look.channels()[0], frame), rgb);
                return rgb;
            });
        else look.render(seen(frame), width(), height(), rgb);
    }

    private void check(int frame, int room) throws IOException {
        Objects.checkIndex(frame, frames);
        if (closed) throw new IOException("The video '" + name + "' was closed and can't be read any more.");
        if (room < frameLength())
            throw new IndexOutOfBoundsException(
                    "A frame has " + frameLength() + " numbers, the array has room for " + room + ".");
    }

    /** The channels of a frame that are seen. */
    private ImageProcessor[] seen(int frame) throws IOException {
        int[] channels = look.channels();
        ImageProcessor[] pixels = new ImageProcessor[channels.length];
        for (int i = 0; i < channels.length; i++) {
            pixels[i] = processor(channels[i], frame);
            requireNumbers(pixels[i], frame);
        }
        return pixels;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Reads a part of a frame; what goes wrong becomes a sentence that names the frame. */
    private <T> T reading(int frame, Reading<T> part) throws IOException {
        try {
            return part.read();
        } catch (IOException e) {
            throw new IOException(where(frame) + "can't be read: " + e.getMessage() + ".", e);
        } catch (IllegalArgumentException e) {
            throw new IOException(where(frame) + "is gone: the image was closed or changed while it was read.", e);
        }
    }

    private String where(int frame) {
        return "Frame " + (frame + 1) + " of '" + name + "' ";
    }

    private ImageProcessor processor(int channel, int frame) throws IOException {
        int index = stackIndex(channel, frame);
        ImageProcessor ip = reading(frame, () -> {
            if (stack instanceof FileStack file) return file.read(index);
            return stack.isVirtual() ? Quiet.call(() -> stack.getProcessor(index)) : stack.getProcessor(index);
        });
        if (ip.getWidth() != width() || ip.getHeight() != height() || ip.getBitDepth() != bitDepth)
            throw new IOException(where(frame) + "is of another kind or size ("
                    + ip.getBitDepth() + " bit, " + ip.getWidth() + " x " + ip.getHeight() + " pixels) than the first: "
                    + "all frames must be alike.");
        return ip;
    }

    private void requireNumbers(ImageProcessor ip, int frame) throws IOException {
        if (!(ip instanceof FloatProcessor)) return;
        float[] values = (float[]) ip.getPixels();
        for (int i = 0; i < values.length; i++)
            if (!Float.isFinite(values[i]))
                throw new IOException("Frame " + (frame + 1) + " of '" + name + "' holds "
                        + (Float.isNaN(values[i]) ? "NaN" : "infinity") + " at pixel x=" + i % width() + ", y="
                        + i / width() + ": Process > Noise > Remove NaNs... or Process > Math > Macro... replaces such"
                        + " pixels.");
    }

    /** Makes {@link #close} run this, once, as well. */
    ImagePlusVideo owning(Runnable closing) {
        owned = closing;
        return this;
    }

    /** Ends reading through this object. The image stays as it is. */
    @Override
    public void close() {
        if (!closed) owned.run();
        closed = true;
    }
}
