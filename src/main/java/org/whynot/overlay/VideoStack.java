package org.whynot.overlay;

import ij.ImagePlus;
import ij.VirtualStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * A video as a virtual ImageJ stack, one frame in memory at a time: 8-bit grey, or RGB if any frame has colours.
 *
 * <p>{@code getProcessor} throws an {@link UncheckedIOException} when a frame can't be read, and a
 * {@link java.util.concurrent.CancellationException} when the user cancels.
 */
final class VideoStack extends VirtualStack {

    private final Video video;
    private final boolean isGrey;
    private final float[] rgb;
    private final Progress progress;

    /**
     * Looks through the video for colours.
     *
     * @param progress told of every frame that is read from the stack
     * @throws IOException if a frame can't be read
     */
    VideoStack(Video video, Progress progress) throws IOException {
        super(video.width(), video.height());
        this.video = video;
        this.progress = progress;
        rgb = new float[video.frameLength()];
        isGrey = isGrey();
    }

    /** An image whose frames are this stack, with the video's name and frame interval. */
    ImagePlus image() {
        ImagePlus image = new ImagePlus(video.name(), this);
        image.setDimensions(1, 1, video.frames());
        Calibration calibration = image.getCalibration();
        if (video instanceof ImagePlusVideo shown) {
            Calibration original = shown.calibration();
            calibration.pixelWidth = original.pixelWidth;
            calibration.pixelHeight = original.pixelHeight;
            calibration.pixelDepth = original.pixelDepth;
            calibration.setUnit(original.getUnit());
        }
        if (video.frameInterval() > 0) {
            calibration.frameInterval = video.frameInterval();
            calibration.fps = RenderedVideo.rate(video);
        }
        return image;
    }

    @Override
    public ImageProcessor getProcessor(int n) {
        progress.check();
        try {
            video.read(n - 1, rgb);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.report(n / (double) video.frames(), "Writing the overlay image, frame " + n);
        if (isGrey) {
            byte[] pixels = new byte[getWidth() * getHeight()];
            Pixels.toGrey(rgb, pixels);
            return new ByteProcessor(getWidth(), getHeight(), pixels);
        }
        int[] pixels = new int[getWidth() * getHeight()];
        Pixels.toRgb(rgb, pixels);
        return new ColorProcessor(getWidth(), getHeight(), pixels);
    }

    @Override
    public int getSize() {
        return video.frames();
    }

    @Override
    public int getBitDepth() {
        return isGrey ? 8 : 24;
    }

    @Override
    public String getSliceLabel(int n) {
        return null;
    }

    private boolean isGrey() throws IOException {
        for (int frame = 0; frame < video.frames(); frame++) {
            progress.check();
            video.read(frame, rgb);
            if (!Pixels.isGrey(rgb)) return false;
        }
        return true;
    }
}
