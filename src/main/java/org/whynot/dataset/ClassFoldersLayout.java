package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.video.VideoFiles;

/** A folder per class with videos in it, or with a folder per animal, dish or day, which is the group of its videos. */
final class ClassFoldersLayout implements Layout {

    /** Of the split: the same folder is split alike on every machine. */
    private static final long SEED = 0;

    private static final int FEWEST_CLASSES = 2;

    private ClassFoldersLayout() {}

    /** The layout of a folder, if at least two folders in it have videos. */
    static Optional<ClassFoldersLayout> in(Path folder) {
        int classes = 0;
        for (Path className : entries(folder, null)) {
            if (!Files.isDirectory(className)) continue;
            boolean hasVideos = entries(className, null).stream()
                    .anyMatch(entry -> VideoFiles.isVideo(entry)
                            || Files.isDirectory(entry)
                                    && entries(entry, null).stream().anyMatch(VideoFiles::isVideo));
            if (hasVideos && ++classes == FEWEST_CLASSES) return Optional.of(new ClassFoldersLayout());
        }
        return Optional.empty();
    }

    /** What lies in a folder, sorted; reported where it can't be listed and there is an index. */
    private static List<Path> entries(Path folder, VideoIndex index) {
        List<Path> paths = new ArrayList<>();
        if (!Files.isDirectory(folder)) return paths;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) if (!entry.getFileName().toString().startsWith(".")) paths.add(entry);
        } catch (IOException | DirectoryIteratorException e) {
            if (index != null)
                index.problems().add(index.relative(folder), 0, "", "", "the folder can't be read: " + e.getMessage());
        }
        paths.sort(null);
        return paths;
    }

    @Override
    public String unknownId() {
        return "there is no video of this name in the folders of the classes. Its id is its name without ending.";
    }

    @Override
    public boolean needsAttributes() {
        return false;
    }

    /** A video before it is in a split. */
    private record Found(String id, String className, Path path, String group) {}

    @Override
    public void readVideos(VideoIndex index) {
        List<Found> found = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (Path folder : entries(index.folder(), index)) {
            String className = folder.getFileName().toString();
            for (Path entry : entries(folder, index)) {
                if (VideoFiles.isVideo(entry)) add(index, entry, className, "", ids, found);
                else if (Files.isDirectory(entry))
                    for (Path video : entries(entry, index))
                        if (VideoFiles.isVideo(video))
                            add(index, video, className, entry.getFileName().toString(), ids, found);
            }
        }
        Map<String, String> splits = GroupSplit.of(
                found.stream()
                        .map(f -> new GroupSplit.Clip(f.group, f.className))
                        .toList(),
                SEED);
        int test = 0;
        for (Found f : found) {
            String split = splits.get(f.group);
            if (split.equals("test")) test++;
            Draft draft = new Draft(f.id, f.className, f.path, split, index.relative(f.path), 0, VideoSize.UNKNOWN);
            draft.group = f.group;
            index.add(draft);
        }
        long groups = found.stream().map(Found::group).distinct().count();
        index.note("The folders of '" + index.folder().getFileName() + "' are the classes. Of " + found.size()
                + " videos " + test + " were drawn for testing (seed " + SEED + "), "
                + (groups == found.size()
                        ? "each as a group of its own. Videos of one animal, dish or day belong into a folder of their own"
                                + " inside the class's."
                        : "group by group (" + groups + ")."));
    }

    private static void add(
            VideoIndex index,
            Path video,
            String className,
            String folder,
            Map<String, Integer> ids,
            List<Found> found) {
        index.step(0, "Looking for videos");
        String stem = VideoFolders.stem(video.getFileName().toString());
        int number = ids.merge(stem, 1, Integer::sum);
        String id = number == 1 ? stem : stem + "_" + number;
        found.add(new Found(id, className, video, folder.isEmpty() ? index.relative(video) : folder));
    }
}
