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
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Video files through ImageJ's own readers: AVI (uncompressed, MJPEG or PNG frames) and TIFF stacks.
 *
 * <pre>{@code
 * try (Video video = VideoFiles.open(Path.of("clip.avi"))) {
 *     float[] rgb = new float[video.frameLength()];
 *     for (int frame = 0; frame < video.frames(); frame++) video.read(frame, rgb);
 * }
 * }</pre>
 *
 * <p>Frames are read from the file one by one. No file stays open between two frames, no dialog appears and no window is
 * needed. Different files may be read by different threads at the same time.
 */
public final class VideoFiles {

    private static final String READABLE =
            "AVI (uncompressed or Motion JPEG) and TIFF stacks (.avi, .tif, .tiff) can be read";

    private VideoFiles() {}

    /** Whether a path is a file, not hidden, whose name ends in that of a type that {@link #open} reads. */
    public static boolean isVideo(Path path) {
        String name = fileName(path);
        return !name.startsWith(".") && (isAvi(name) || isTiff(name)) && Files.isRegularFile(path);
    }

    /** Whether a name ends in that of a type that {@link #open} reads, whatever lies there. */
    public static boolean hasVideoName(Path path) {
        String name = fileName(path);
        return isAvi(name) || isTiff(name);
    }

    /**
     * Opens a file as a video.
     *
     * @param file AVI or TIFF
     * @throws IOException if it is missing, of another type, damaged or cut short; a sentence that names it
     */
    public static Video open(Path file) throws IOException {
        return open(file, sentence -> {});
    }

    /**
     * Opens a file as a video.
     *
     * @param file AVI or TIFF
     * @param note is told what was assumed, as in {@link ImagePlusVideo#of}
     * @throws IOException if it is missing, of another type, damaged or cut short; a sentence that names it
     */
    public static Video open(Path file, Consumer<String> note) throws IOException {
        ImagePlus image = openImage(file);
        try {
            return ImagePlusVideo.of(image, TimeAxis.AUTO, note);
        } catch (IllegalArgumentException e) {
            throw new IOException("The video " + file + " can't be read. " + e.getMessage(), e);
        }
    }

    /**
     * Opens a file as a virtual hyperstack, for showing; an AVI's frames are time.
     *
     * <p>The axes of a TIFF stay as they are. The title is the file's name; the frame interval is in seconds where the file
     * tells it.
     *
     * @param file AVI or TIFF
     * @throws IOException if it is missing, of another type, damaged or cut short; a sentence that names it
     */
    public static ImagePlus openImage(Path file) throws IOException {
        String name = fileName(file);
        if (!Files.exists(file)) throw new IOException("There is no file " + file + ".");
        if (!Files.isRegularFile(file)) throw new IOException(file + " is not a file. " + READABLE + ".");
        if (!isAvi(name) && !isTiff(name))
            throw new IOException("The file " + file + " is of a type that can't be read. " + READABLE
                    + "; other videos must be converted first, for example: ffmpeg -i " + name
                    + " -c:v mjpeg -q:v 2 -an converted.avi");
        if (!Files.isReadable(file))
            throw new IOException("The file " + file + " may not be read: check its permissions.");
        try {
            return isAvi(name) ? avi(file.toAbsolutePath()) : tiff(file.toAbsolutePath());
        } catch (IOException e) {
            throw new IOException("The video " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static ImagePlus avi(Path file) throws IOException {
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
        ImagePlus image = Quiet.call(() -> new ImagePlus(fileName(file), stack));
        if (image.getBitDepth() == 16) image.getProcessor().resetMinAndMax();
        image.setDimensions(1, 1, stack.size());
        image.setOpenAsHyperStack(true);
        FileInfo info = new FileInfo();
        info.fileName = fileName(file);
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

    private static ImagePlus tiff(Path file) throws IOException {
        String folder = IJ.addSeparator(String.valueOf(file.getParent()));
        FileInfo[] pages;
        try {
            pages = new TiffDecoder(folder, fileName(file)).getTiffInfo();
        } catch (RuntimeException e) {
            throw new IOException("it is not a TIFF file, or it is damaged", e);
        }
        if (pages == null || pages.length == 0) throw new IOException("it is not a TIFF file, or it is damaged");
        long length = Files.size(file);
        for (int i = 0; i < pages.length; i++)
            requireComplete(pages[i], i + 1, pages.length == 1 ? pages[0].nImages : 1, length);
        ImagePlus image = Quiet.call(() -> FileInfoVirtualStack.openVirtual(folder + fileName(file)));
        image.setTitle(fileName(file));
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

    private static String fileName(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    private static boolean isAvi(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".avi");
    }

    private static boolean isTiff(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tif") || lower.endsWith(".tiff");
    }
}
