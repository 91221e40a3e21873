package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.whynot.explain.ClipIndex;
import org.whynot.util.Progress;
import org.whynot.video.VideoFiles;

/**
 * The videos of one class in a folder: of a {@link DataSet}, of a folder that has a folder per class, or of a folder that has only
 * videos, all of which are then taken.
 */
public final class LabelledVideos {

    private LabelledVideos() {}

    /**
     * The videos of a class, in the order of the data set or of their names.
     *
     * @param folder where to look
     * @param className as the model calls it
     * @param progress notified of what is read
     * @return at least one
     * @throws IOException if the folder is missing, can't be read, is a data set with errors, or has no video of the class; the
     *     message states which classes it has
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    public static List<ClipIndex.Source> of(Path folder, String className, Progress progress) throws IOException {
        if (!Files.isDirectory(folder))
            throw new IOException("There is no folder " + folder + ". Give a data set or a folder of videos as clips.");
        if (isDataSet(folder)) return ofDataSet(DataSet.read(folder, progress), className);
        Path own = named(folder, className);
        List<ClipIndex.Source> videos = videos(own == null ? folder : own);
        if (videos.isEmpty()) throw new IOException(noVideo(folder, className, folders(folder)));
        return videos;
    }

    private static boolean isDataSet(Path folder) {
        return Files.exists(folder.resolve(TableLayout.VIDEOS))
                || Layout.published(folder).isPresent();
    }

    private static List<ClipIndex.Source> ofDataSet(DataSet data, String className) throws IOException {
        int wanted = data.classes().indexOf(className);
        List<ClipIndex.Source> videos = data.samples().stream()
                .filter(sample -> sample.classIndex() == wanted)
                .map(sample -> new ClipIndex.Source(
                        sample.id(), sample.path(), sample.segment().toString(), new LabelledClip(sample)))
                .toList();
        if (videos.isEmpty()) throw new IOException(noVideo(data.folder(), className, data.classes()));
        return videos;
    }

    private static String noVideo(Path folder, String className, List<String> classes) {
        return folder + " has no video of the class '" + className + "'"
                + (classes.isEmpty() ? "" : "; its classes are " + String.join(", ", classes))
                + ". Choose another class for why_not, or a data set or folder with videos of that class.";
    }

    /** The folder of a class; null if there is none. */
    private static Path named(Path folder, String className) {
        try {
            Path own = folder.resolve(className);
            return Files.isDirectory(own) ? own : null;
        } catch (InvalidPathException e) {
            return null; // What is no name of a folder has none.
        }
    }

    private static List<ClipIndex.Source> videos(Path folder) throws IOException {
        List<Path> files = list(folder).stream()
                .filter(file -> Files.isRegularFile(file) && VideoFiles.hasVideoName(file))
                .toList();
        Map<String, Long> uses =
                files.stream().collect(Collectors.groupingBy(LabelledVideos::stem, Collectors.counting()));
        return files.stream()
                .map(file -> new ClipIndex.Source(
                        uses.get(stem(file)) == 1
                                ? stem(file)
                                : file.getFileName().toString(),
                        file))
                .toList();
    }

    private static String stem(Path file) {
        return VideoFolders.stem(file.getFileName().toString());
    }

    private static List<String> folders(Path folder) throws IOException {
        return list(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .toList();
    }

    /** What lies in a folder and is not hidden, sorted. */
    private static List<Path> list(Path folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) if (!entry.getFileName().toString().startsWith(".")) paths.add(entry);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        paths.sort(null);
        return paths;
    }
}
