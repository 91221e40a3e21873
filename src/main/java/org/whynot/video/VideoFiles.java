package org.whynot.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.whynot.util.Progress;

/**
 * Video files: MP4, MOV, AVI, MKV, WebM, TIFF stacks, and what other {@link VideoFormat}s are installed.
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
 * reading forward is fastest. Colours are those that players show, and frames are turned as the file asks for. No dialog
 * appears and no window is needed. Different videos, also of one file, may be read by different threads at the same time.
 */
public final class VideoFiles {

    private static final long MEGABYTE = 1 << 20;

    private VideoFiles() {}

    /** The installed formats, the fallbacks last; found once. */
    private static final class Formats {

        static final List<VideoFormat> ALL = new ArrayList<>();

        static {
            // The thread's own class loader may be another program's.
            ServiceLoader<VideoFormat> installed =
                    ServiceLoader.load(VideoFormat.class, VideoFiles.class.getClassLoader());
            for (boolean fallback : new boolean[] {false, true})
                for (VideoFormat format : installed) if (format.isFallback() == fallback) ALL.add(format);
        }
    }

    private static List<VideoFormat> formats(Path file) {
        String name = fileName(file).toLowerCase(Locale.ROOT);
        return Formats.ALL.stream()
                .filter(format -> format.types().stream().anyMatch(name::endsWith))
                .toList();
    }

    /** What can be read: {@code Videos (.mp4, …) and TIFF stacks (.tif, .tiff) can be read}. */
    private static String readable() {
        Map<String, Set<String>> kinds = new LinkedHashMap<>();
        for (VideoFormat format : Formats.ALL)
            kinds.computeIfAbsent(format.kind(), kind -> new LinkedHashSet<>()).addAll(format.types());
        return kinds.entrySet().stream()
                        .map(kind -> kind.getKey() + " (" + String.join(", ", kind.getValue()) + ")")
                        .collect(Collectors.joining(" and "))
                + " can be read";
    }

    /** Whether a path is a file, not hidden, whose name ends in that of a type that {@link #open} reads. */
    public static boolean isVideo(Path path) {
        return !fileName(path).startsWith(".") && hasVideoName(path) && Files.isRegularFile(path);
    }

    /** Whether a name ends in that of a type that {@link #open} reads, whatever lies there. */
    public static boolean hasVideoName(Path path) {
        return !formats(path).isEmpty();
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
     * @param note receives, in sentences for the user, what was assumed (slices of a TIFF taken as time, one channel of
     *     several), and what is unusual: a file that is cut short, a frame rate that varies
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
     * @param progress of the look through a file's frames, which can take long, and can be cancelled
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Video open(Path file, Consumer<String> note, Progress progress) throws IOException {
        // Whoever reads frame by frame keeps what he needs.
        return open(file, 0, note, progress);
    }

    /**
     * Opens a file as a video whose last frames stay in memory, for jumping about in it.
     *
     * @param file of one of the types above
     * @param cacheMb megabytes (2^20 bytes) that decoded frames may take, 0 or more; formats that are not decoded ignore it
     * @param note as in {@link #open(Path, Consumer)}
     * @param progress as in {@link #open(Path, Consumer, Progress)}
     * @throws IOException if it is missing, of another type, or damaged so that nothing can be read; a sentence that names it
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static Video open(Path file, int cacheMb, Consumer<String> note, Progress progress) throws IOException {
        requireReadable(file);
        IOException reason = null;
        for (VideoFormat format : formats(file))
            try {
                return format.open(file.toAbsolutePath(), cacheMb * MEGABYTE, note, progress);
            } catch (IOException e) {
                // What a fallback says matters only where the first choice is not installed.
                if (reason == null || reason instanceof VideoFormat.MissingException) reason = e;
            }
        throw unreadable(file, reason);
    }

    /**
     * Checks that a file is there and of a type that can be read.
     *
     * @throws IOException if it is not; a sentence that names it
     */
    public static void requireReadable(Path file) throws IOException {
        if (!Files.exists(file)) throw new IOException("There is no file " + file + ".");
        if (!Files.isRegularFile(file)) throw new IOException(file + " is not a file. " + readable() + ".");
        if (!hasVideoName(file))
            throw new IOException("The file " + file + " is of a type that can't be read. " + readable()
                    + "; other videos must be converted first, for example: ffmpeg -i " + fileName(file)
                    + " -c copy converted.mkv");
        if (!Files.isReadable(file))
            throw new IOException("The file " + file + " may not be read: check its permissions.");
    }

    /**
     * The sentence for a file that can't be read.
     *
     * @param reason its message is the reason, without full stop
     */
    public static IOException unreadable(Path file, IOException reason) {
        String why = reason.getMessage() == null ? "it is damaged or cut short" : reason.getMessage();
        return new IOException("The video " + file + " can't be read: " + why + ".", reason);
    }

    /** A path's last part. */
    public static String fileName(Path path) {
        return path.getFileName() == null ? "" : path.getFileName().toString();
    }
}
