package org.whynot.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.plugin.FileInfoVirtualStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.VideoFormat;

/** TIFF stacks through ImageJ. No file stays open between two frames, no dialog appears. */
public final class TiffFormat implements VideoFormat {

    @Override
    public String kind() {
        return "TIFF stacks";
    }

    @Override
    public List<String> types() {
        return List.of(".tif", ".tiff");
    }

    @Override
    public Video open(Path file, long cacheBytes, Consumer<String> note, Progress progress) throws IOException {
        return video(image(file), note);
    }

    /** The video that an image shows, which is closed with it. */
    static Video video(ImagePlus image, Consumer<String> note) throws IOException {
        try {
            return ImagePlusVideo.of(image, TimeAxis.AUTO, note, image::close);
        } catch (IllegalArgumentException e) {
            image.close();
            throw new IOException(e.getMessage().replaceFirst("\\.$", ""), e);
        }
    }

    /**
     * Opens a TIFF file as a virtual hyperstack with the axes that it has.
     *
     * @throws IOException if it is damaged or cut short; a reason without its name
     */
    static ImagePlus image(Path file) throws IOException {
        boolean big = TiffDirectory.isBig(file);
        FileInfo[] pages = big ? BigTiff.pages(file) : TiffPages.of(file);
        long length = Files.size(file);
        for (int i = 0; i < pages.length; i++)
            requireComplete(pages[i], i + 1, pages.length == 1 ? pages[0].nImages : 1, length);
        String description = description(file);
        ImagePlus image;
        if (OmeDimensions.isIn(description)) image = ome(file, pages, description);
        else if (big || TiffPages.areApart(pages) || DeepColourStack.isOf(pages[0]))
            image = PageStacks.open(PageStacks.single(pages));
        else image = SilentImageJ.call(() -> FileInfoVirtualStack.openVirtual(path(file)));
        ValueRange.replaceEmpty(image);
        image.setTitle(VideoFiles.fileName(file));
        image.setOpenAsHyperStack(image.getStackSize() > 1);
        return image;
    }

    private static String path(Path file) {
        return IJ.addSeparator(String.valueOf(file.getParent())) + VideoFiles.fileName(file);
    }

    /** The first page's description; empty where the directory can only be read by ImageJ, which forgives more. */
    private static String description(Path file) {
        try {
            List<TiffDirectory> first = TiffDirectory.read(file, 1);
            return first.isEmpty() ? "" : first.get(0).description();
        } catch (IOException e) {
            return "";
        }
    }

    private static ImagePlus ome(Path file, FileInfo[] pages, String description) throws IOException {
        FileInfo[] single = PageStacks.single(pages);
        OmeDimensions axes =
                OmeDimensions.parse(description, VideoFiles.fileName(file), single.length, single[0].samplesPerPixel);
        FileInfo[] planes = new FileInfo[axes.pages().length];
        for (int i = 0; i < planes.length; i++) planes[i] = single[axes.pages()[i]];
        ImagePlus image =
                PageStacks.assemble(planes, axes.channels(), axes.slices(), axes.frames(), CompositeImage.GRAYSCALE);
        if (axes.frameInterval() > 0) {
            image.getCalibration().frameInterval = axes.frameInterval();
            image.getCalibration().setTimeUnit(axes.timeUnit());
        }
        return image;
    }

    /** ImageJ shows black, or fewer frames, where a TIFF was cut short. */
    private static void requireComplete(FileInfo page, int number, int images, long length) throws IOException {
        requireSize(page.width, page.height);
        long end = 0;
        boolean strips = page.compression > FileInfo.COMPRESSION_NONE
                || page.stripOffsets != null && page.stripOffsets.length > 1;
        if (!strips) {
            double bytes = (double) page.width * page.height * bytesPerPixel(page);
            end = page.getOffset() + (long) (images * bytes + (images - 1.0) * page.getGap());
        } else if (page.stripOffsets != null && page.stripLengths != null) {
            if (page.stripLengths.length < page.stripOffsets.length)
                throw new IOException("it is damaged: page " + number + " has " + page.stripOffsets.length
                        + " strips, but the lengths of " + page.stripLengths.length);
            for (int s = 0; s < page.stripOffsets.length; s++)
                end = Math.max(end, (page.stripOffsets[s] & 0xffffffffL) + page.stripLengths[s]);
        }
        if (end > length)
            throw new IOException(
                    "it is cut short: page " + number + " ends at byte " + end + ", the file at " + length);
    }

    /** Bytes of a pixel in the file. */
    static double bytesPerPixel(FileInfo page) {
        return switch (page.fileType) {
            case FileInfo.GRAY12_UNSIGNED -> 1.5;
            case FileInfo.GRAY10_UNSIGNED -> 1.25;
            case FileInfo.BITMAP -> 0.125;
            default -> page.getBytesPerPixel();
        };
    }

    static void requireSize(long width, long height) throws IOException {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || 3.0 * width * height > Integer.MAX_VALUE)
            throw new IOException("its frames are " + width + " x " + height + " pixels");
    }
}
