package org.whynot.imagej;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.whynot.util.Progress;
import org.whynot.video.FileVideo;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * Video files as images of ImageJ, for showing.
 *
 * <pre>{@code
 * ImageFiles.openImage(Path.of("clip.mp4")).show();
 * }</pre>
 */
public final class ImageFiles {

    private static final long MEGABYTE = 1 << 20;
    private static final int LARGEST_DEFAULT_CACHE = 256;
    private static final TiffFormat TIFF = new TiffFormat();
    private static final AviFormat AVI = new AviFormat();

    private ImageFiles() {}

    /**
     * Opens a file as a virtual hyperstack with the default limit for frames in memory.
     *
     * @param file of one of the types that {@link VideoFiles#open(Path)} reads
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @see #openImage(Path, int, Consumer, Progress)
     */
    public static ImagePlus openImage(Path file) throws IOException {
        return openImage(file, defaultCacheMb(), sentence -> {}, Progress.SILENT);
    }

    /**
     * Opens a file as a virtual hyperstack; the frames of a video are time.
     *
     * <p>The axes of a TIFF stay as they are. The title is the file's name; the frame interval is in seconds where the file
     * tells it, the mean where the rate varies. Colour videos become RGB, grey ones 8 or 16 bit. Close the image when it is no
     * longer needed: that ends the decoder.
     *
     * @param file of one of the types that {@link VideoFiles#open(Path)} reads
     * @param cacheMb megabytes (2^20 bytes) that decoded frames may take, 0 or more. For files that ImageJ reads it means
     *     nothing
     * @param note as in {@link VideoFiles#open(Path, Consumer)}
     * @param progress as in {@link VideoFiles#open(Path, Consumer, Progress)}
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static ImagePlus openImage(Path file, int cacheMb, Consumer<String> note, Progress progress)
            throws IOException {
        VideoFiles.requireReadable(file);
        if (isOf(TIFF.types(), file))
            try {
                return TiffFormat.image(file.toAbsolutePath());
            } catch (IOException e) {
                throw VideoFiles.unreadable(file, e);
            }
        Video video = VideoFiles.open(file, cacheMb, note, progress);
        if (video instanceof FileVideo decoded) return new FileImage(decoded);
        if (video instanceof ImagePlusVideo shown) return shown.shown();
        throw new IOException("The video " + file + " can be read, but not shown by ImageJ.");
    }

    /**
     * Whether ImageJ by itself can't open a video file: of those of a type that {@link VideoFiles#open(Path)} reads, all but TIFF
     * files, and AVI files that are whole and uncompressed, Motion JPEG or PNG. Only the header is read, if anything.
     */
    public static boolean isOnlyOurs(Path path) {
        return VideoFiles.isVideo(path)
                && !isOf(TIFF.types(), path)
                && !(isOf(AVI.types(), path) && AviFormat.isReadByImageJ(path));
    }

    private static boolean isOf(List<String> types, Path file) {
        String name = VideoFiles.fileName(file).toLowerCase(Locale.ROOT);
        return types.stream().anyMatch(name::endsWith);
    }

    /** Megabytes for decoded frames unless the user says otherwise: 256, or an eighth of Java's memory if that is less. */
    public static int defaultCacheMb() {
        return (int) Math.min(LARGEST_DEFAULT_CACHE, Runtime.getRuntime().maxMemory() / 8 / MEGABYTE);
    }

    /** Megabytes for decoded frames that leave room for work with them: half of Java's memory. */
    public static int largestCacheMb() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / MEGABYTE);
    }
}
