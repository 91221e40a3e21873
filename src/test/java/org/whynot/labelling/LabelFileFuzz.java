package org.whynot.labelling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Segment;
import org.whynot.dataset.VideoSize;
import org.whynot.fuzz.FuzzTarget;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Damaged sessions of Label Videos. */
public final class LabelFileFuzz {

    private static final VideoSize SIZE = new VideoSize(40, 320, 240);

    private LabelFileFuzz() {}

    /** A folder with three videos that are labelled in part. */
    public static FuzzTarget target(Path folder) throws IOException {
        Path data = Files.createDirectories(folder.resolve("session"));
        Map<String, Path> videos = new TreeMap<>();
        for (String name : List.of("a", "b", "c"))
            videos.put(name, Files.writeString(data.resolve(name + ".avi"), "no video, but " + name));
        try (LabelProject project = LabelProject.open(data, videos, Progress.SILENT)) {
            for (Clip clip : project.labels().clips()) project.setSize(clip, SIZE);
            project.act("labels", LabelFileFuzz::labelled);
            project.save();
        }
        List<Path> files = List.of(data.resolve(LabelFile.NAME));
        return new FuzzTarget("labels.json of Label Videos", data, files, Kind.TEXT, file -> {
            try (LabelProject project = LabelProject.open(data, videos, Progress.SILENT)) {
                project.notes().forEach(String::length);
                Map<String, VideoSize> sizes = new TreeMap<>();
                for (Clip clip : project.labels().clips()) sizes.put(clip.video(), project.size(clip));
                // As saving does.
                LabelTables.samples(project.labels(), project.ready(), data, sizes);
            }
        });
    }

    private static Labels labelled(Labels labels) {
        Labels named = labels.withNewClass("mitosis")
                .withNewClass("rest")
                .withNewAttribute("plate")
                .withClass(Set.of("a"), "mitosis")
                .withClass(Set.of("b"), "rest")
                .withGroup(Set.of("a"), "dish 1");
        List<Clip> clips = named.clips().stream()
                .map(clip -> clip.id().equals("a") ? boxed(clip) : clip)
                .toList();
        return new Labels(named.classes(), named.attributes(), clips);
    }

    private static Clip boxed(Clip clip) {
        Clip boxed = clip.withAttribute("plate", true)
                .withBoxes(List.of(
                        new KeyBox("plate", 0, 3, new Box(10, 20, 30, 40), false),
                        new KeyBox("plate", 0, 12, new Box(12, 20, 30, 40), true)));
        return new Clip(
                boxed.id(),
                boxed.video(),
                new Segment(2, 30, 5, 5, 200, 200),
                boxed.className(),
                boxed.attributes(),
                boxed.boxes(),
                List.of(new FrameBox(4, new Box(1, 2, 50, 60), true, 1)),
                boxed.group(),
                "train");
    }
}
