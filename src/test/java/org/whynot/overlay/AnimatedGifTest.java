package org.whynot.overlay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Answer;
import org.whynot.explain.TestAnswers;
import org.whynot.explain.TestVideo;
import org.whynot.util.Progress;

class AnimatedGifTest {

    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    @TempDir
    Path folder;

    private Path write(int width, int height, int frames, double interval) throws Exception {
        Path file = folder.resolve("clip.gif");
        Answer answer = TestAnswers.following(width, height, frames, false);
        TestVideo video = TestVideo.colored(width, height, frames).withInterval(interval);
        AnimatedGif.write(answer, video, file, Progress.SILENT);
        return file;
    }

    /** Frames, seconds a frame; then the frames in the file and how long all last, in hundredths of a second. */
    @ParameterizedTest
    @CsvSource({
        "10, 0.04, 10, 40",
        "24, 0.125, 24, 300",
        "7, 0.0333666667, 7, 23",
        "60, 0.0166666667, 30, 100",
        "61, 0.0166666667, 31, 102",
        "24, 0.0041666667, 5, 10",
        "3, NaN, 3, 30",
        "1, 0.04, 1, 4"
    })
    void lastsAsLongAsTheVideoAndNoFrameIsTooShort(int frames, double interval, int written, int hundredths)
            throws Exception {
        Path file = write(41, 33, frames, interval);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertEquals(written, reader.getNumImages(true));
            int total = 0;
            for (int i = 0; i < written; i++) {
                assertEquals(41, reader.getWidth(i));
                assertEquals(33, reader.getHeight(i));
                IIOMetadataNode root =
                        (IIOMetadataNode) reader.getImageMetadata(i).getAsTree(FORMAT);
                int delay =
                        Integer.parseInt(node(root, "GraphicControlExtension").getAttribute("delayTime"));
                assertTrue(delay >= 2 || written == 1 || i == written - 1, "frame " + i + ": " + delay);
                total += delay;
                if (i == 0) {
                    IIOMetadataNode loop = node(root, "ApplicationExtension");
                    assertEquals("NETSCAPE", loop.getAttribute("applicationID"));
                    assertArrayEquals(new byte[] {1, 0, 0}, (byte[]) loop.getUserObject());
                }
            }
            assertEquals(hundredths, total);
        } finally {
            reader.dispose();
        }
    }

    /** The colours are few, but the picture is that of the video: blobs where they belong, in their colours. */
    @Test
    void showsTheFramesInAtMost256Colours() throws Exception {
        Path file = write(160, 160, 6, 0.1);
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            for (int i = 0; i < 6; i++) {
                BufferedImage picture = reader.read(i);
                assertTrue(((IndexColorModel) picture.getColorModel()).getMapSize() <= 256);
                double[] blob = TestVideo.center(0, i / 6.0);
                int color = picture.getRGB((int) (blob[0] * 160), (int) (blob[1] * 160));
                assertTrue((color >> 16 & 255) < 100 && (color >> 8 & 255) > 170 && (color & 255) > 170, "frame " + i);
            }
        } finally {
            reader.dispose();
        }
    }

    private static IIOMetadataNode node(IIOMetadataNode root, String name) {
        return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
    }
}
