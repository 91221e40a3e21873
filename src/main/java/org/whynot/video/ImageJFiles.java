package org.whynot.video;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import ij.measure.Calibration;
import ij.plugin.AVI_Reader;
import ij.plugin.FileInfoVirtualStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Files through ImageJ's own readers. No file stays open between two frames, no dialog appears. */
final class ImageJFiles {

    /** Codecs of AVI, as in its header, that ImageJ reads whole and exactly. */
    private static final Set<String> CODECS = Set.of("", "DIB ", "MJPG", "PNG ");

    private ImageJFiles() {}

    /** Whether an AVI file is whole and of a codec that ImageJ reads. */
    static boolean readsAvi(Path file) {
        try {
            return CODECS.contains(AviHeader.read(file).codec());
        } catch (IOException e) {
            // Whoever reads it then will say what is wrong.
            return false;
        }
    }

    /**
     * Opens an AVI file as a virtual hyperstack in time.
     *
     * @throws IOException if it is damaged, cut short or of a codec that ImageJ can't read; a reason without its name
     */
    static ImagePlus avi(Path file) throws IOException {
        AviHeader header = AviHeader.read(file);
        requireSize(header.width(), header.height());
        AVI_Reader reader = new AVI_Reader();
        ImageStack stack;
        try {
            stack = Quiet.call(() -> reader.makeStack(file.toString(), 1, 0, true, false, false));
        } catch (IOException e) {
            throw reader.getErrorText() == null ? e : new IOException(Quiet.oneLine(reader.getErrorText()), e);
        }
        if (reader.getErrorText() != null) throw new IOException(Quiet.oneLine(reader.getErrorText()));
        if (stack.size() == 0) throw new IOException("it holds no frames");
        Quiet.call(() -> stack.getProcessor(1));
        ImagePlus image = Quiet.call(() -> new ImagePlus(VideoFiles.fileName(file), stack));
        if (image.getBitDepth() == 16) image.getProcessor().resetMinAndMax();
        image.setDimensions(1, 1, stack.size());
        image.setOpenAsHyperStack(true);
        FileInfo info = new FileInfo();
        info.fileName = VideoFiles.fileName(file);
        info.directory = IJ.addSeparator(String.valueOf(file.getParent()));
        image.setFileInfo(info);
        Calibration calibration = image.getCalibration();
        if (header.frameInterval() > 0) {
            calibration.frameInterval = header.frameInterval();
            calibration.setTimeUnit("sec");
            calibration.fps = 1 / header.frameInterval();
        }
        return image;
    }

    /**
     * Opens a TIFF file as a virtual hyperstack with the axes that it has.
     *
     * @throws IOException if it is damaged or cut short; a reason without its name
     */
    static ImagePlus tiff(Path file) throws IOException {
        String folder = IJ.addSeparator(String.valueOf(file.getParent()));
        FileInfo[] pages;
        try {
            pages = new TiffDecoder(folder, VideoFiles.fileName(file)).getTiffInfo();
        } catch (RuntimeException e) {
            throw new IOException("it is not a TIFF file, or it is damaged", e);
        }
        if (pages == null || pages.length == 0) throw new IOException("it is not a TIFF file, or it is damaged");
        long length = Files.size(file);
        for (int i = 0; i < pages.length; i++)
            requireComplete(pages[i], i + 1, pages.length == 1 ? pages[0].nImages : 1, length);
        ImagePlus image = Quiet.call(() -> FileInfoVirtualStack.openVirtual(folder + VideoFiles.fileName(file)));
        image.setTitle(VideoFiles.fileName(file));
        image.setOpenAsHyperStack(image.getStackSize() > 1);
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
            for (int s = 0; s < page.stripOffsets.length; s++)
                end = Math.max(end, (page.stripOffsets[s] & 0xffffffffL) + page.stripLengths[s]);
        }
        if (end > length)
            throw new IOException(
                    "it is cut short: page " + number + " ends at byte " + end + ", the file at " + length);
    }

    private static double bytesPerPixel(FileInfo page) {
        return switch (page.fileType) {
            case FileInfo.GRAY12_UNSIGNED -> 1.5;
            case FileInfo.GRAY10_UNSIGNED -> 1.25;
            case FileInfo.BITMAP -> 0.125;
            default -> page.getBytesPerPixel();
        };
    }

    private static void requireSize(long width, long height) throws IOException {
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || 3.0 * width * height > Integer.MAX_VALUE)
            throw new IOException("its frames are " + width + " x " + height + " pixels");
    }
}
