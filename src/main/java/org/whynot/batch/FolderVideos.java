package org.whynot.batch;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.video.VideoFiles;

/**
 * Finds the videos of a folder and of the folders in it, by their names' endings, and gives each a place for its results.
 *
 * <p>Whatever is named like a video counts, so that what is no video can be named as such: a file that holds something else, a
 * link to nothing, a folder without videos in it. Left out are hidden files and folders, the output folder, and rendered
 * results of earlier runs (named like videos, with their {@code .explanation.json} beside them).
 */
public final class FolderVideos implements FileVisitor<Path> {

    private final Path input;
    private final Path output;
    private final Progress progress;
    /** By path with slashes, so that the order is the same everywhere. */
    private final Map<String, Path> found = new TreeMap<>();

    private FolderVideos(Path input, Path output, Progress progress) {
        this.input = input;
        this.output = output;
        this.progress = progress;
    }

    /**
     * The videos of a {@linkplain VideoList list} in its order, or all videos of a folder sorted by path.
     *
     * @see VideoList#read
     * @see #find
     */
    public static List<FolderVideo> of(Path input, Path output, Progress progress) throws IOException {
        boolean isList = VideoList.isList(input.toString()) && Files.isRegularFile(input);
        return isList ? VideoList.read(input) : find(input, output, progress);
    }

    /**
     * All videos of a folder, sorted by path.
     *
     * @param input searched with all folders in it; links are followed
     * @param output not searched, where it lies in the other
     * @throws IOException if the folder is missing, can't be read or has no video; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static List<FolderVideo> find(Path input, Path output, Progress progress) throws IOException {
        if (!Files.exists(input)) throw new IOException("There is no folder " + input + ". Check input.");
        if (!Files.isDirectory(input))
            throw new IOException(
                    input + " is neither a folder nor a list (.txt or .csv). For single videos use Explain Video...");
        if (!Files.isReadable(input)) throw new IOException("The folder " + input + " may not be read.");
        FolderVideos videos = new FolderVideos(input, output, progress);
        Files.walkFileTree(input, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, videos);
        if (videos.found.isEmpty())
            throw new IOException("There are no videos in " + input + ": no file has the ending of one.");
        return placed(videos.found);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
        progress.check();
        if (folder.equals(input)) return FileVisitResult.CONTINUE;
        boolean left = isHidden(folder) || Files.exists(output) && Files.isSameFile(folder, output);
        return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (!isHidden(file) && VideoFiles.hasVideoName(file) && !AnswerFiles.isResult(file)) add(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
        // A link to a folder around it: what is in there has been found already.
        if (!(problem instanceof FileSystemLoopException)) add(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException problem) {
        String inside = path(folder) + "/";
        boolean empty = found.keySet().stream().noneMatch(path -> path.startsWith(inside));
        if (problem != null || !folder.equals(input) && VideoFiles.hasVideoName(folder) && empty) add(folder);
        return FileVisitResult.CONTINUE;
    }

    private void add(Path file) {
        found.put(path(file), file);
    }

    private String path(Path file) {
        return input.relativize(file).toString().replace('\\', '/');
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    /**
     * The places of videos' results. A video's results have its name without ending; where that is another's too, its whole name, and
     * a number if need be.
     *
     * @param found the files by their paths in the folder, with slashes; in this order
     * @return the videos in this order
     */
    public static List<FolderVideo> placed(Map<String, Path> found) {
        Map<String, Integer> uses = new HashMap<>();
        found.keySet().forEach(path -> uses.merge(key(stem(path)), 1, Integer::sum));
        Set<String> taken = new HashSet<>();
        List<FolderVideo> videos = new ArrayList<>();
        // Those that keep the short name come first, so that no long one takes it from them.
        Map<String, String> places = new HashMap<>();
        found.keySet().stream()
                .filter(path -> uses.get(key(stem(path))) == 1)
                .forEach(path -> places.put(path, free(stem(path), taken)));
        found.keySet().stream()
                .filter(path -> !places.containsKey(path))
                .forEach(path -> places.put(path, free(path, taken)));
        found.forEach((path, file) -> videos.add(new FolderVideo(file, path, places.get(path))));
        return videos;
    }

    private static String free(String place, Set<String> taken) {
        return Stream.iterate(2, n -> n + 1)
                .map(n -> n == 2 ? place : place + "-" + (n - 1))
                .filter(candidate -> taken.add(key(candidate)))
                .findFirst()
                .orElseThrow();
    }

    /** Without the ending. */
    private static String stem(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
    }

    /** The same for two names that some file system can't tell apart, or that are the same once cleaned. */
    private static String key(String place) {
        return place.toLowerCase(Locale.ROOT)
                .replaceAll("[\\\\:*?\"<>|\\p{Cntrl}]", "_")
                .strip();
    }
}
