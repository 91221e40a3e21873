package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The lists of Olympic Sports as published (Niebles, Chen, Fei-Fei: Modeling Temporal Structure of Decomposable Motion Segments
 * for Activity Classification, ECCV 2010); {@link DataSet} specifies them.
 */
final class OlympicSportsLayout implements Layout {

    private static final String LISTS = "train_test_split";
    private static final List<String> VIDEO_FOLDERS = List.of("", "videos");
    private static final String SEQUENCE = ".seq";

    /** Videos that are there, but as sequences. */
    private int sequences;

    private OlympicSportsLayout() {}

    /** The layout, where a folder has it. */
    static Optional<OlympicSportsLayout> in(Path folder) {
        return Files.isDirectory(folder.resolve(LISTS)) ? Optional.of(new OlympicSportsLayout()) : Optional.empty();
    }

    @Override
    public String unknownId() {
        return "no list in " + LISTS + " has such a video. Its id is its name there.";
    }

    @Override
    public void readVideos(VideoIndex index) {
        VideoFolders folders = new VideoFolders(index, VIDEO_FOLDERS);
        for (String split : List.of("train", "test"))
            for (Path file : lists(index, split)) readList(index, file, split, folders);
        if (sequences > 0)
            index.problems()
                    .add(
                            LISTS,
                            0,
                            "",
                            "",
                            sequences + " of the videos are sequences (" + SEQUENCE + "), which can't be read. Convert "
                                    + "each to a Motion JPEG AVI of the same name beside it.");
        if (index.videos().isEmpty()) index.problems().add(LISTS, 0, "", "", "there is no video in any list.");
    }

    private static List<Path> lists(VideoIndex index, String split) {
        Path folder = index.folder().resolve(LISTS).resolve(split);
        List<Path> lists = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.txt")) {
            for (Path file : files) lists.add(file);
        } catch (IOException e) {
            index.problems()
                    .add(
                            index.relative(folder),
                            0,
                            "",
                            "",
                            "the folder is missing or can't be read. It has a list of videos a class, such as "
                                    + "high jump.txt.");
            index.setIncomplete();
        }
        lists.sort(null);
        return lists;
    }

    private void readList(VideoIndex index, Path file, String split, VideoFolders folders) {
        String className = className(VideoFolders.stem(file.getFileName().toString()), folders);
        boolean found = folders.folder(className) != null;
        if (!found)
            index.problems()
                    .add(
                            index.relative(file),
                            0,
                            "",
                            "",
                            "there is no folder " + className
                                    + " with the videos of this list. Add it, or give the list "
                                    + "the name of its folder.");
        try (TextList list = new TextList(file, index)) {
            while (list.next()) {
                Path path = found ? video(list, className, folders) : null;
                Draft draft =
                        new Draft(list.entry(), className, path, split, list.file(), list.line(), VideoSize.UNKNOWN);
                Draft earlier = index.add(draft);
                if (earlier != null)
                    list.problem(
                            "",
                            list.entry(),
                            "line " + earlier.line + " of " + earlier.list
                                    + " has a video of this name. Remove one of them.");
            }
        }
    }

    /** The video of the current line, or null and reported; sequences are only counted. */
    private Path video(TextList list, String className, VideoFolders folders) {
        String name = list.entry();
        Path path = folders.video(className, name);
        if (path != null
                && !path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(SEQUENCE)) return path;
        if (path != null || folders.file(className, name + SEQUENCE) != null) sequences++;
        else
            list.problem(
                    "",
                    name,
                    "there is no such video (looked for " + folders.places(className, name + ".avi")
                            + "). Add it, or remove the line.");
        return null;
    }

    /**
     * The folder of a list's class: its name with underscores for blanks; or, for the published lists leave out the first word
     * of the two divings, the only folder whose name ends so.
     */
    private static String className(String list, VideoFolders folders) {
        String name = list.replace(' ', '_');
        Set<String> classes = folders.classes();
        if (classes.contains(name)) return name;
        if (classes.contains(list)) return list;
        List<String> similar =
                classes.stream().filter(c -> c.endsWith("_" + name)).toList();
        return similar.size() == 1 ? similar.get(0) : name;
    }
}
