package org.whynot.overlay;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;
import org.whynot.explain.Answer;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * An explained video as an animated GIF that plays forever: the images of {@link RenderedVideo}, each in its own 256
 * colours.
 *
 * <p>GIF counts time in hundredths of a second. Each frame is shown until the hundredth in which the next one begins, so that
 * the whole takes as long as the video; of videos faster than {@value #FASTEST_RATE} frames a second, which programs would
 * play slowly, only every second (third, ...) frame is taken.
 */
final class AnimatedGif {

    /** Browsers show a frame for a tenth of a second if it asks for less than two hundredths. */
    private static final int FASTEST_RATE = 50;

    private static final int PER_SECOND = 100;

    private AnimatedGif() {}

    /**
     * Writes the file.
     *
     * @param answer what to draw
     * @param video the video that it explains
     * @param file where to; after an exception it may be there half-written
     * @param progress told of every frame
     * @throws IOException if a frame can't be read or the file not be written
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static void write(Answer answer, Video video, Path file, Progress progress) throws IOException {
        FramePainter painter = new FramePainter(answer);
        float[] rgb = new float[video.frameLength()];
        double rate = RenderedVideo.rate(video);
        int step = (int) Math.ceil(rate / FASTEST_RATE);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (ImageOutputStream out = new FileImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int i = 0; i < video.frames(); i += step) {
                progress.check();
                video.read(i, rgb);
                BufferedImage picture = painter.picture(i, rgb);
                long delay = hundredths(Math.min(i + step, video.frames()), rate) - hundredths(i, rate);
                writer.writeToSequence(new IIOImage(picture, null, metadata(writer, picture, delay, i == 0)), null);
                progress.report((i + 1.0) / video.frames(), "Drawing the animated GIF, frame " + (i + 1));
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static long hundredths(int frame, double rate) {
        return Math.round(PER_SECOND * frame / rate);
    }

    /** Nodes and values as in javax.imageio's description of the format javax_imageio_gif_image_1.0. */
    private static IIOMetadata metadata(ImageWriter writer, BufferedImage picture, long delay, boolean first)
            throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(picture), null);
        String format = metadata.getNativeMetadataFormatName();
        IIOMetadataNode root = new IIOMetadataNode(format);
        IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
        control.setAttribute("disposalMethod", "none");
        control.setAttribute("userInputFlag", "FALSE");
        control.setAttribute("transparentColorFlag", "FALSE");
        control.setAttribute("delayTime", Long.toString(Math.min(delay, 65535)));
        control.setAttribute("transparentColorIndex", "0");
        root.appendChild(control);
        if (first) {
            IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
            loop.setAttribute("applicationID", "NETSCAPE");
            loop.setAttribute("authenticationCode", "2.0");
            // Block 1, and how often to repeat: 0 is forever.
            loop.setUserObject(new byte[] {1, 0, 0});
            IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
            extensions.appendChild(loop);
            root.appendChild(extensions);
        }
        metadata.mergeTree(format, root);
        return metadata;
    }
}
