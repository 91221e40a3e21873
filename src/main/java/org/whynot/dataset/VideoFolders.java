package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.whynot.video.VideoFiles;

/**
 * Finds files that lie in one folder per class. Each of these folders is listed once and no file is opened, so that tens of
 * thousands are found in a moment, on a network drive too.
 */
final class VideoFolders {

    private final VideoIndex index;
    private final List<Path> roots;

    /** By class: the files by their lower-case names without the last ending. */
    private final Map<String, Map<String, List<Path>>> listings = new HashMap<>();

    /** @param roots where folders of classes may lie, from the folder of the data set on, the first preferred */
    VideoFolders(VideoIndex index, List<String> roots) {
        this.index = index;
        this.roots = roots.stream().map(index.folder()::resolve).toList();
    }

    /** The folder of a class, or null. */
    Path folder(String className) {
        try {
            for (Path root : roots) {
                Path folder = root.resolve(className);
                if (!className.isEmpty() && Files.isDirectory(folder)) return folder;
            }
        } catch (InvalidPathException e) {
            return null; // What is no name of a folder has none.
        }
        return null;
    }

    /** The names of all folders in which those of classes may lie, sorted. */
    Set<String> classes() {
        Set<String> names = new TreeSet<>();
        for (Path root : roots)
            if (Files.isDirectory(root))
                for (Path folder : list(root))
                    if (Files.isDirectory(folder))
                        names.add(folder.getFileName().toString());
        return names;
    }

    /** Where a file is searched, for a message. */
    String places(String className, String name) {
        // Not as paths: what stands in a list may be no name of a file.
        return roots.stream()
                .map(index::relative)
                .map(root -> (root.isEmpty() ? "" : root + "/") + className + "/" + name)
                .collect(Collectors.joining(", "));
    }

    /** A file by its name, be its letters small or capital; null if there is none. */
    Path file(String className, String name) {
        Path similar = null;
        for (Path file : files(className, stem(name))) {
            String there = file.getFileName().toString();
            if (there.equals(name)) return file;
            if (there.equalsIgnoreCase(name)) similar = file;
        }
        return similar;
    }

    /**
     * A video by its name in a list: the very file, or one of the same name with another ending that can be read, for videos
     * are converted and some lists name them without an ending. Null if there is none.
     */
    Path video(String className, String name) {
        Path file = file(className, name);
        if (file != null) return file;
        for (String stem : List.of(name, stem(name)))
            for (Path other : files(className, stem)) if (VideoFiles.isVideo(other)) return other;
        return null;
    }

    private List<Path> files(String className, String stem) {
        return listings.computeIfAbsent(className, this::byStem).getOrDefault(lower(stem), List.of());
    }

    private Map<String, List<Path>> byStem(String className) {
        Map<String, List<Path>> files = new HashMap<>();
        Path folder = folder(className);
        if (folder == null) return files;
        for (Path file : list(folder))
            files.computeIfAbsent(lower(stem(file.getFileName().toString())), stem -> new ArrayList<>(1))
                    .add(file);
        return files;
    }

    /** What lies in a folder, sorted; reported where it can't be listed. */
    private List<Path> list(Path folder) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) paths.add(entry);
        } catch (IOException | DirectoryIteratorException e) {
            index.problems().add(index.relative(folder), 0, "", "", "the folder can't be read: " + e.getMessage());
        }
        paths.sort(null);
        return paths;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A file's name without its last ending. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
