package org.whynot.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.io.IOException;

/**
 * The smallest and the largest value of a channel over all slices and frames; of 8-bit pixels always 0 and 255, as ImageJ
 * shows them.
 *
 * @param min the smallest
 * @param max the largest
 */
record ValueRange(double min, double max) {

    /**
     * Reads all planes of a channel.
     *
     * @param channel 1-based
     * @throws IOException if a plane can't be read
     */
    static ValueRange of(ImagePlus image, int channel) throws IOException {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        ImageStack stack = image.getStackSize() > 1 ? image.getImageStack() : null;
        for (int i = channel; i <= image.getStackSize(); i += image.getNChannels()) {
            int at = i;
            ImageProcessor plane =
                    stack == null ? image.getProcessor().duplicate() : SilentImageJ.call(() -> stack.getProcessor(at));
            plane.resetMinAndMax();
            min = Math.min(min, plane.getMin());
            max = Math.max(max, plane.getMax());
        }
        return new ValueRange(min, max);
    }

    /**
     * Gives the channels of a file's image whose display range is empty, because their first plane is, the range of all their
     * planes, as ImageJ does when it reads a file whole.
     *
     * @throws IOException if a plane can't be read
     */
    static void replaceEmpty(ImagePlus image) throws IOException {
        if (image.getBitDepth() == 24) return;
        if (image instanceof CompositeImage composite) {
            LUT[] luts = composite.getLuts();
            for (int c = 1; c <= luts.length; c++) {
                LUT lut = luts[c - 1];
                if (lut.max > lut.min) continue;
                ValueRange range = of(image, c);
                lut.min = range.min;
                lut.max = range.max;
            }
            composite.setLuts(luts);
        } else if (!(image.getDisplayRangeMax() > image.getDisplayRangeMin())) {
            ValueRange range = of(image, 1);
            image.setDisplayRange(range.min, range.max);
        }
    }

    /**
     * The range for an image that has no window, where the one that it has can't be meant: empty from 0 to 0, or 0 to 1 as images
     * made by scripts have it, while the values go far beyond. Null where the image's own is to be used.
     *
     * @param channel 1-based
     */
    static ValueRange insteadOf(double min, double max, ImagePlus image, int channel) {
        if (image.getWindow() != null || min != 0 || max != 0 && max != 1) return null;
        try {
            ValueRange range = of(image, channel);
            return range.max > range.min && (range.max > 2 || range.min < -1) ? range : null;
        } catch (IOException e) {
            // Reported with its frame by the one who needs that frame.
            return null;
        }
    }
}
