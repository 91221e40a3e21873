package org.whynot.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of UCF101 as published (Soomro, Zamir, Shah: UCF101, CRCV-TR-12-01, 2012), with the persons of UCF101-24 from the
 * files of the THUMOS challenge; {@link DataSet} specifies both.
 */
final class Ucf101Layout implements Layout {

    private static final String CLASSES = "classInd.txt";
    private static final String SPLIT = "split.txt";
    private static final List<String> LIST_FOLDERS = List.of("", "ucfTrainTestlist");
    private static final List<String> VIDEO_FOLDERS = List.of("UCF-101", "videos", "");
    private static final List<String> PERSON_FOLDERS =
            List.of("UCF101_24_Annotations", "UCF101_24Action_Detection_Annotations/UCF101_24_Annotations");
    private static final String PERSON_FILE = ".xgtf";

    private final Path lists;

    private Ucf101Layout(Path lists) {
        this.lists = lists;
    }

    /** The layout, where a folder has it. */
    static Optional<Ucf101Layout> in(Path folder) {
        return LIST_FOLDERS.stream()
                .map(folder::resolve)
                .filter(lists ->
                        Files.exists(lists.resolve(CLASSES)) || !splits(lists).isEmpty())
                .findFirst()
                .map(Ucf101Layout::new);
    }

    /** The numbers of the splits that a folder has train lists for. */
    private static List<Integer> splits(Path lists) {
        List<Integer> numbers = new ArrayList<>();
        for (int n = 1; n <= 99; n++) if (Files.exists(lists.resolve(list("train", n)))) numbers.add(n);
        return numbers;
    }

    private static String list(String split, int number) {
        return "%slist%02d.txt".formatted(split, number);
    }

    @Override
    public String unknownId() {
        return "no list has such a video. Its id is the name of its file without the ending, such as v_Archery_g01_c01.";
    }

    @Override
    public void readVideos(VideoIndex index) {
        Map<Integer, String> classes = readClasses(index);
        int number = readSplit(index);
        if (number == 0) {
            index.setIncomplete();
            return;
        }
        VideoFolders folders = new VideoFolders(index, VIDEO_FOLDERS);
        for (String split : List.of("train", "test")) {
            Path path = lists.resolve(list(split, number));
            String file = index.relative(path);
            if (!Files.exists(path)) {
                index.setIncomplete();
                index.problems()
                        .add(
                                file,
                                0,
                                "",
                                "",
                                "the file is missing. There are train lists of the splits " + splits(lists)
                                        + "; write one of these numbers into " + SPLIT + ", or add the file.");
                continue;
            }
            try (TextList list = new TextList(path, index)) {
                while (list.next()) readVideo(index, list, split, classes, folders);
            }
        }
        if (index.videos().isEmpty())
            index.problems()
                    .add(index.relative(lists.resolve(list("train", number))), 0, "", "", "there is no video in it.");
    }

    private Map<Integer, String> readClasses(VideoIndex index) {
        Map<Integer, String> classes = new HashMap<>();
        Path path = lists.resolve(CLASSES);
        if (!Files.exists(path)) {
            index.problems()
                    .add(
                            index.relative(path),
                            0,
                            "",
                            "",
                            "the file is missing. It has a line \"number name\" a class.");
            return classes;
        }
        Map<String, Integer> numberLines = new HashMap<>();
        Map<String, Integer> nameLines = new HashMap<>();
        try (TextList list = new TextList(path, index)) {
            while (list.next()) {
                String[] words = list.entry().split("\\s+", 2);
                if (words.length < 2 || !words[0].matches("\\d{1,6}")) {
                    list.problem("", list.entry(), "this must be a number, a blank and the name of a class.");
                    continue;
                }
                Integer earlier = numberLines.putIfAbsent(words[0], list.line());
                if (earlier != null)
                    list.problem("", words[0], "line " + earlier + " has the same number. Correct one.");
                earlier = nameLines.putIfAbsent(words[1], list.line());
                if (earlier != null) list.problem("", words[1], "line " + earlier + " has the same class. Remove one.");
                classes.put(Integer.parseInt(words[0]), words[1]);
                index.addClass(words[1]);
            }
        }
        return classes;
    }

    /** The number of the split to use, 0 where it can't be told. */
    private int readSplit(VideoIndex index) {
        Path path = index.folder().resolve(SPLIT);
        if (!Files.exists(path)) return 1;
        try (TextList list = new TextList(path, index)) {
            if (!list.isUsable()) return 0;
            if (list.next() && list.entry().matches("0?[1-9]|[1-9][0-9]")) return Integer.parseInt(list.entry());
            index.problems().add(SPLIT, 1, "", "", "this must be the number of a split, one of " + splits(lists) + ".");
            return 0;
        }
    }

    private static void readVideo(
            VideoIndex index, TextList list, String split, Map<Integer, String> classes, VideoFolders folders) {
        String[] words = list.entry().split("\\s+(?=\\S*$)");
        String video = words[0];
        int slash = video.indexOf('/');
        if (slash < 1 || slash == video.length() - 1) {
            list.problem(
                    "video", video, "this must be a class, a slash and a file, such as Archery/v_Archery_g01_c01.avi.");
            return;
        }
        String className = video.substring(0, slash);
        String name = video.substring(slash + 1);
        checkClass(list, className, split.equals("train"), words.length > 1 ? words[1] : "", classes);
        Path path = folders.video(className, name);
        if (path == null)
            list.problem(
                    "video",
                    video,
                    "there is no such file (looked for " + folders.places(className, name)
                            + "). Add it, or remove the line.");
        Draft draft =
                new Draft(VideoFolders.stem(name), className, path, split, list.file(), list.line(), VideoSize.UNKNOWN);
        Draft earlier = index.add(draft);
        if (earlier != null)
            list.problem(
                    "video",
                    video,
                    "line " + earlier.line + " of " + earlier.list + " has a video of this name. Remove one of them.");
    }

    /** The class must be known, and the label, which test lists lack, must be its number. */
    private static void checkClass(
            TextList list, String className, boolean labelled, String label, Map<Integer, String> classes) {
        if (classes.isEmpty()) return;
        if (!classes.containsValue(className)) {
            list.problem("video", className, CLASSES + " has no such class. Correct it, or add the class there.");
        } else if (label.isEmpty()) {
            if (labelled) list.problem("label", "", "the number of the class is missing behind the video.");
        } else {
            String labelName = label.matches("\\d{1,6}") ? classes.get(Integer.parseInt(label)) : null;
            if (labelName == null) list.problem("label", label, CLASSES + " has no class of this number. Correct it.");
            else if (!labelName.equals(className))
                list.problem(
                        "label",
                        label,
                        CLASSES + " says that this is " + labelName + ", the video is in " + className
                                + ". Correct one of them.");
        }
    }

    @Override
    public void readActors(VideoIndex index) {
        VideoFolders folders = new VideoFolders(index, PERSON_FOLDERS);
        int done = 0;
        for (Draft video : index.videos()) {
            index.check((double) done++ / index.videos().size(), "Reading the persons");
            Path file = folders.file(video.className, video.id + PERSON_FILE);
            if (file != null) new ViperFile(file, video, index).read();
        }
    }
}
