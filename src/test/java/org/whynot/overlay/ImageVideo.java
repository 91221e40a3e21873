package org.whynot.overlay;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import org.whynot.video.Display;
import org.whynot.video.LazyFrames;
import org.whynot.video.Video;

/** An RGB or 8-bit image stack as a video named {@code clip}, for tests with real frames. */
final class ImageVideo extends Video {

    ImageVideo(ImagePlus image) {
        super(
                "clip",
                LazyFrames.ofBytes(image.getWidth(), image.getHeight(), 3, image.getStackSize(), (frame, rgb) -> {
                    ImageProcessor pixels =
                            image.getStack().getProcessor(frame + 1).convertToRGB();
                    int n = image.getWidth() * image.getHeight();
                    for (int i = 0; i < 3 * n; i++) ((byte[]) rgb)[i] = (byte) (pixels.get(i % n) >> 16 - i / n * 8);
                }),
                new Display.Range(0, 255),
                image.getCalibration().frameInterval);
    }
}
