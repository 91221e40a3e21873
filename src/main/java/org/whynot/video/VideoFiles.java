package org.whynot.video;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.whynot.util.Progress;

/**
 * Video files: MP4, MOV, AVI, MKV, WebM and TIFF stacks.
 *
 * <pre>{@code
 * try (Video video = VideoFiles.open(Path.of("clip.mp4"))) {
 *     float[] rgb = new float[video.frameLength()];
 *     for (int frame = 0; frame < video.frames(); frame++) video.read(frame, rgb);
 * }
 * }</pre>
 *
 * <p>Frame n is always the nth frame that a decoder gives out which starts at the beginning of the file, whatever the file's
 * time stamps are, and in whatever order frames are read; the first is frame 0. Frames are decoded when they are asked for;
 * reading forward is fastest. Colours are those that players show, and a picture is turned as the file asks for. No dialog
 * appears and no window is needed. Different videos, also of one file, may be read by different threads at the same time.
 *
 * <p>AVI files that are whole and uncompressed, Motion JPEG or PNG, and TIFF files, are read by ImageJ, all others by FFmpeg.
 */
public final class VideoFiles {

    /** The types that FFmpeg reads, as file names end. */
    private static final List<String> DECODED = List.of(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm");

    private static final List<String> STACKS = List.of(".tif", ".tiff");

    private static final String READABLE =
            "Videos (.mp4, .m4v, .mov, .avi, .mkv, .webm) and TIFF stacks (.tif, .tiff) can be read";

    private static final long MEGABYTE = 1 << 20;
    private static final int LARGEST_DEFAULT_CACHE = 256;

    private VideoFiles() {}

    /** Whether a path is a file, not hidden, whose name ends in that of a type that {@link #open} reads. */
    public static boolean isVideo(Path path) {
        String name = fileName(path);
        return !name.startsWith(".") && (ends(name, DECODED) || ends(name, STACKS)) && Files.isRegularFile(path);
    }

    /**
     * Whether ImageJ by itself can't open a video file: of those of a type that {@link #open} reads, all but TIFF files, and
     * AVI files that are whole and uncompressed, Motion JPEG or PNG. Only the header is looked at, if anything.
     */
    public static boolean isOnlyOurs(Path path) {
        return isVideo(path) && ends(fileName(path), DECODED) && !(isAvi(fileName(path)) && ImageJFiles.readsAvi(path));
    }

    /** Whether a name ends in that of a type that {@link #open} reads, whatever lies there. */
    public static boolean hasVideoName(Path path) {
        String name = fileName(path);
        return ends(name, DECODED) || ends(name, STACKS);
    }

    /**
     * Opens a file as a video.
     *
     * @param file of one of the types above
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     */
    public static Video open(Path file) throws IOException {
        return open(file, sentence -> {});
    }

    /**
     * Opens a file as a video.
     *
     * @param file of one of the types above
     * @param note is told, in sentences for the user, what was assumed (as in {@link ImagePlusVideo#of}), and what is unusual:
     *     a file that is cut short, a frame rate that varies
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     */
    public static Video open(Path file, Consumer<String> note) throws IOException {
        return open(file, note, Progress.SILENT);
    }

    /**
     * Opens a file as a video.
     *
     * @param file of one of the types above
     * @param note as in {@link #open(Path, Consumer)}
     * @param progress told of the look through a file's frames, which can take long, and can cancel it
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Video open(Path file, Consumer<String> note, Progress progress) throws IOException {
        // Whoever reads frame by frame keeps what he needs.
        ImagePlus image = openImage(file, 0, note, progress);
        try {
            return ImagePlusVideo.of(image, TimeAxis.AUTO, note).owning(image::close);
        } catch (IllegalArgumentException e) {
            image.close();
            throw new IOException("The video " + file + " can't be read. " + e.getMessage(), e);
        }
    }

    /**
     * Opens a file as a virtual hyperstack, for showing, with the default limit for frames in memory.
     *
     * @param file of one of the types above
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @see #openImage(Path, int, Consumer, Progress)
     */
    public static ImagePlus openImage(Path file) throws IOException {
        return openImage(file, defaultCacheMb(), sentence -> {}, Progress.SILENT);
    }

    /**
     * Opens a file as a virtual hyperstack, for showing; the frames of a video are time.
     *
     * <p>The axes of a TIFF stay as they are. The title is the file's name; the frame interval is in seconds where the file
     * tells it, the mean where the rate varies. Colour videos become RGB, grey ones 8 or 16 bit. Close the image when it is no
     * longer needed: that ends the decoder.
     *
     * @param file of one of the types above
     * @param cacheMb megabytes (2^20 bytes) that decoded frames may take, 0 or more; at least one is kept. For files that
     *     ImageJ reads it means nothing
     * @param note as in {@link #open(Path, Consumer)}
     * @param progress as in {@link #open(Path, Consumer, Progress)}
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static ImagePlus openImage(Path file, int cacheMb, Consumer<String> note, Progress progress)
            throws IOException {
        String name = fileName(file);
        if (!Files.exists(file)) throw new IOException("There is no file " + file + ".");
        if (!Files.isRegularFile(file)) throw new IOException(file + " is not a file. " + READABLE + ".");
        if (!ends(name, DECODED) && !ends(name, STACKS))
            throw new IOException("The file " + file + " is of a type that can't be read. " + READABLE
                    + "; other videos must be converted first, for example: ffmpeg -i " + name
                    + " -c copy converted.mkv");
        if (!Files.isReadable(file))
            throw new IOException("The file " + file + " may not be read: check its permissions.");
        try {
            if (ends(name, STACKS)) return ImageJFiles.tiff(file.toAbsolutePath());
            if (isAvi(name) && ImageJFiles.readsAvi(file)) return ImageJFiles.avi(file.toAbsolutePath());
            return decoded(file, cacheMb, note, progress);
        } catch (IOException e) {
            throw new IOException("The video " + file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static ImagePlus decoded(Path file, int cacheMb, Consumer<String> note, Progress progress)
            throws IOException {
        try {
            // All of FFmpeg is behind this call: without its jars or natives it fails, but this class still loads.
            return FFmpegFiles.open(file.toAbsolutePath(), cacheMb * MEGABYTE, note, progress);
        } catch (LinkageError e) {
            if (isAvi(fileName(file))) return ImageJFiles.avi(file.toAbsolutePath());
            throw new IOException(
                    "the video decoder (FFmpeg) is not installed for this platform (" + System.getProperty("os.name")
                            + ", "
                            + System.getProperty("os.arch")
                            + "). AVI files (uncompressed or Motion JPEG) and TIFF stacks can be read without it, so convert"
                            + " it elsewhere, for example: ffmpeg -i " + fileName(file)
                            + " -c:v mjpeg -q:v 2 -an converted.avi",
                    e);
        }
    }

    /** Megabytes for decoded frames unless the user says otherwise: 256, or an eighth of Java's memory if that is less. */
    public static int defaultCacheMb() {
        return (int) Math.min(LARGEST_DEFAULT_CACHE, Runtime.getRuntime().maxMemory() / 8 / MEGABYTE);
    }

    /** Megabytes for decoded frames that leave room for work with them: half of Java's memory. */
    public static int largestCacheMb() {
        return (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2 / MEGABYTE);
    }

    /** A path's last part. */
    static String fileName(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }

    private static boolean isAvi(String name) {
        return ends(name, List.of(".avi"));
    }

    private static boolean ends(String name, List<String> types) {
        String lower = name.toLowerCase(Locale.ROOT);
        return types.stream().anyMatch(lower::endsWith);
    }
}
