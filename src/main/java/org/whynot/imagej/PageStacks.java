package org.whynot.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.VirtualStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.plugin.FileInfoVirtualStack;
import ij.process.LUT;
import java.awt.Color;
import java.io.IOException;
import java.util.Arrays;
import java.util.Properties;

/** Virtual hyperstacks of TIFF pages whose order or kind ImageJ's own virtual stack does not know. */
final class PageStacks {

    private static final int LARGEST_SHORT = 65535;

    private PageStacks() {}

    /** One entry per page, where ImageJ describes pages that lie one behind the other by the first and their number. */
    static FileInfo[] single(FileInfo[] pages) {
        FileInfo first = pages[0];
        if (pages.length > 1 || first.nImages <= 1) return pages;
        FileInfo[] single = new FileInfo[first.nImages];
        long bytes = (long) first.width * first.height * first.getBytesPerPixel();
        for (int i = 0; i < single.length; i++) {
            single[i] = (FileInfo) first.clone();
            single[i].nImages = 1;
            single[i].longOffset = first.getOffset() + i * (bytes + first.getGap());
        }
        return single;
    }

    /**
     * Opens pages with the axes of ImageJ's own description; without one, all pages are slices, as ImageJ opens them.
     *
     * @param pages from {@link #single}
     * @throws IOException if the pages differ or the first one can't be read; a reason without the file's name
     */
    static ImagePlus open(FileInfo[] pages) throws IOException {
        // ImageJ writes the number of images that the text states into what it is given.
        FileInfo page = (FileInfo) pages[0].clone();
        Properties said = new FileOpener(page).decodeDescriptionString(page);
        int channels = number(said, "channels");
        int slices = number(said, "slices");
        int frames = number(said, "frames");
        int[] axes = (long) channels * slices * frames == pages.length
                ? new int[] {channels, slices, frames}
                : new int[] {1, pages.length, 1};
        String mode = said == null ? "" : said.getProperty("mode", "");
        return assemble(
                pages,
                axes[0],
                axes[1],
                axes[2],
                mode.startsWith("gray")
                        ? CompositeImage.GRAYSCALE
                        : mode.equals("color") ? CompositeImage.COLOR : CompositeImage.COMPOSITE);
    }

    private static int number(Properties said, String key) {
        try {
            return said == null ? 1 : Math.max(1, (int) Double.parseDouble(said.getProperty(key, "1")));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /**
     * Opens pages as a hyperstack.
     *
     * @param planes one per channel, slice and frame, the channel changing first and the frame last; a page of 48-bit RGB counts
     *     as one and becomes three channels in their colours, shown from 0 to 65535
     * @param mode how several channels are shown: one of {@link CompositeImage}'s
     * @throws IOException if the pages differ or the first one can't be read; a reason without the file's name
     */
    static ImagePlus assemble(FileInfo[] planes, int channels, int slices, int frames, int mode) throws IOException {
        for (int i = 1; i < planes.length; i++)
            if (planes[i].width != planes[0].width
                    || planes[i].height != planes[0].height
                    || planes[i].fileType != planes[0].fileType)
                throw new IOException("its pages are of different sizes or kinds: " + describe(planes[0]) + " and "
                        + describe(planes[i]));
        boolean deep = DeepColourStack.isOf(planes[0]);
        ImagePlus first = SilentImageJ.call(() -> new FileOpener((FileInfo) planes[0].clone()).openImage());
        VirtualStack stack = deep ? new DeepColourStack(planes) : new FileInfoVirtualStack(planes);
        stack.setBitDepth(first.getBitDepth());
        ImagePlus image = SilentImageJ.call(() -> new ImagePlus(planes[0].fileName, stack));
        image.setFileInfo(planes[0]);
        image.setCalibration(first.getCalibration());
        if (!deep && first.getBitDepth() != 24)
            image.setDisplayRange(first.getDisplayRangeMin(), first.getDisplayRangeMax());
        int planesOfPage = deep ? DeepColourStack.COLOURS : 1;
        image.setDimensions(planesOfPage * channels, slices, frames);
        if (deep && channels == 1) return coloured(image);
        if (planesOfPage * channels == 1 || image.getBitDepth() == 24) return image;
        CompositeImage composite = new CompositeImage(image, mode);
        if (!deep) showAsSaved(composite, planes[0]);
        return composite;
    }

    /** Colours and ranges of the channels, where ImageJ saved them. */
    private static void showAsSaved(CompositeImage composite, FileInfo page) {
        int channels = composite.getNChannels();
        boolean isColoured = page.channelLuts != null && page.channelLuts.length == channels;
        boolean isRanged = page.displayRanges != null && page.displayRanges.length == 2 * channels;
        if (!isColoured && !isRanged) return;
        LUT[] luts = composite.getLuts();
        for (int c = 0; c < channels; c++) {
            if (isColoured) {
                double low = luts[c].min;
                double high = luts[c].max;
                byte[] saved = page.channelLuts[c];
                luts[c] = new LUT(
                        Arrays.copyOfRange(saved, 0, 256),
                        Arrays.copyOfRange(saved, 256, 512),
                        Arrays.copyOfRange(saved, 512, 768));
                luts[c].min = low;
                luts[c].max = high;
            }
            if (isRanged) {
                luts[c].min = page.displayRanges[2 * c];
                luts[c].max = page.displayRanges[2 * c + 1];
            }
        }
        composite.setLuts(luts);
    }

    private static ImagePlus coloured(ImagePlus image) {
        CompositeImage composite = new CompositeImage(image, CompositeImage.COMPOSITE);
        LUT[] luts = {
            LUT.createLutFromColor(Color.red), LUT.createLutFromColor(Color.green), LUT.createLutFromColor(Color.blue)
        };
        for (LUT lut : luts) {
            lut.min = 0;
            lut.max = LARGEST_SHORT;
        }
        composite.setLuts(luts);
        return composite;
    }

    private static String describe(FileInfo page) {
        return page.width + " x " + page.height + " pixels of " + page.getBytesPerPixel() + " bytes";
    }
}
