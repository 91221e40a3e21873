package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.batch.FolderOfClips;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.dataset.VideoSize;
import org.whynot.util.Progress;
import org.whynot.video.Box;

class LabelProjectTest {

    private static final VideoSize SIZE = new VideoSize(RandomActs.FRAMES, 80, 60);

    @TempDir
    Path folder;

    private Map<String, Path> videos(int count) throws IOException {
        Map<String, Path> videos = RandomActs.videos(folder, count);
        for (Path file : videos.values()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "no video, but " + file.getFileName());
        }
        return videos;
    }

    private LabelProject open(Map<String, Path> videos) throws IOException {
        LabelProject project = LabelProject.open(folder, videos, Progress.SILENT);
        for (Clip clip : project.labels().clips()) project.setSize(clip, SIZE);
        return project;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void undoingRandomActsGivesTheStartAndRedoingThemTheEnd(long seed) throws IOException {
        RandomActs acts = new RandomActs(seed);
        try (LabelProject project = open(videos(9))) {
            Labels start = project.labels();
            List<Labels> states = new ArrayList<>(List.of(start));
            for (int i = 0; i < 150; i++) if (project.act("act " + i, acts::act)) states.add(project.labels());
            assertTrue(states.size() > 100, "acts that changed something: " + states.size());
            for (int i = states.size() - 2; i >= 0; i--) {
                assertTrue(project.undo().isPresent());
                assertEquals(states.get(i), project.labels());
            }
            assertEquals(Optional.empty(), project.undo());
            for (int i = 1; i < states.size(); i++) project.redo();
            assertEquals(states.get(states.size() - 1), project.labels());
            assertEquals(Optional.empty(), project.redo());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whatIsSavedAfterRandomActsIsReopenedAndIsADataSet(long seed) throws IOException {
        Map<String, Path> videos = videos(9);
        RandomActs acts = new RandomActs(seed);
        int tables = 0;
        for (int i = 0; i < 12; i++) {
            Labels labels;
            List<Clip> ready;
            try (LabelProject project = open(videos)) {
                for (int n = 0; n < 12; n++) project.act("act", acts::act);
                project.save();
                assertTrue(project.isSaved());
                labels = project.labels();
                ready = project.ready();
            }
            if (!ready.isEmpty()) {
                tables++;
                check(labels, ready, DataSet.read(folder));
            } else assertFalse(Files.exists(folder.resolve("videos.csv")));
            try (LabelProject again = open(videos)) {
                assertEquals(labels.classes(), again.labels().classes());
                assertEquals(labels.attributes(), again.labels().attributes());
                // Files of clips that were removed come back as new ones at the end.
                assertEquals(
                        labels.clips(),
                        again.labels().clips().subList(0, labels.clips().size()));
            }
        }
        assertTrue(tables > 5, "data sets " + tables);
    }

    /** What the trainer reads is what was labelled. */
    private void check(Labels labels, List<Clip> ready, DataSet data) {
        assertEquals(ready.size(), data.samples().size());
        for (int i = 0; i < ready.size(); i++) {
            Clip clip = ready.get(i);
            Sample sample = data.samples().get(i);
            assertEquals(clip.id(), sample.id());
            assertEquals(clip.className(), data.classes().get(sample.classIndex()));
            assertEquals(
                    Set.copyOf(clip.attributes()),
                    Set.copyOf(sample.attributes().stream()
                            .map(data.attributes()::get)
                            .toList()));
            assertEquals(clip.segment(), sample.segment());
            assertEquals(clip.group(), sample.group());
            if (!clip.split().isEmpty()
                    && labels.clips().stream().allMatch(c -> c.group().isEmpty()))
                assertEquals(clip.split(), sample.split());
            sample.boxes()
                    .forEach((attribute, boxes) -> boxes.forEach(box -> {
                        int frame = box.frame() + clip.segment().start();
                        Box whole = clip.boxAt(attribute, box.track(), frame).orElseThrow();
                        Box part = clip.segment().toClip(whole).orElseThrow();
                        assertEquals(part.x(), box.box().x(), 0.002);
                        assertEquals(part.bottom(), box.box().bottom(), 0.002);
                    }));
        }
    }

    /** Folders of classes with tables beside them are a data set too; nothing of it may be lost. */
    @Test
    void tablesBesideFoldersOfClassesAreContinued() throws IOException {
        Map<String, Path> videos = videos(4);
        int seed = 0;
        for (Path video : videos.values()) FolderOfClips.writeClip(video, RandomActs.FRAMES, seed++);
        Files.writeString(folder.resolve("attributes.csv"), "id,round\nclip_0,1\nclip_1,0\nclip_2,0\nclip_3,1\n");
        Files.writeString(folder.resolve("boxes.csv"), "id,attribute,frame,x,y,w,h\nclip_0,round,3,1,2,10,12\n");
        try (LabelProject project = open(videos)) {
            assertEquals(List.of("day_0", "day_1", "day_2"), project.labels().classes());
            assertEquals(List.of("round"), project.labels().attributes());
            assertEquals(4, project.labels().labelled());
            assertTrue(
                    project.notes().toString().contains(".before"),
                    project.notes().toString());
            project.act("class", l -> l.withNewClass("division"));
            project.save();
        }
        DataSet data = DataSet.read(folder);
        assertEquals(4, data.samples().size());
        assertEquals(
                1, data.samples().stream().filter(s -> !s.boxes().isEmpty()).count());
    }

    @Test
    void tablesOfOtherProgramsAreKeptBesideOurs() throws IOException {
        Map<String, Path> videos = videos(2);
        String before = "id,class,path,split,animal,frames,width,height\n"
                + "clip_0,a,day_0/clip_0.avi,train,mouse 7,33,80,60\n";
        Files.writeString(folder.resolve("videos.csv"), before);
        for (String name : List.of("b", "c"))
            try (LabelProject project = LabelProject.open(folder, videos, Progress.SILENT)) {
                assertEquals(
                        new VideoSize(33, 80, 60),
                        project.size(project.labels().clips().get(0)));
                project.act("class", l -> l.withNewClass(name));
                project.act("label", l -> l.withClass(Set.of("clip_1"), name));
                project.save();
            }
        assertEquals(before, Files.readString(folder.resolve("videos.csv.before")));
        assertFalse(Files.readString(folder.resolve("videos.csv")).contains("mouse 7"));
    }

    /** What another program corrected counts, but videos that it can't know of are not forgotten. */
    @Test
    void labelsOfMissingVideosOutliveAChangeOfTheTables() throws IOException {
        Map<String, Path> videos = videos(3);
        try (LabelProject project = open(videos)) {
            project.act("class", l -> l.withNewClass("a"));
            project.act("label", l -> l.withClass(Set.of("clip_0", "clip_1", "clip_2"), "a"));
            project.save();
        }
        Files.delete(videos.get("clip_1"));
        try (LabelProject project = open(Map.of())) {
            project.act("class", l -> l.withNewClass("b"));
            project.save();
        }
        Path table = folder.resolve("videos.csv");
        Files.writeString(table, Files.readString(table).replace("clip_0,a,", "clip_0,b,"));
        try (LabelProject project = open(Map.of())) {
            Labels labels = project.labels();
            assertEquals(3, labels.labelled(), labels.toString());
            assertEquals(
                    "b",
                    labels.clips().stream()
                            .filter(c -> c.id().equals("clip_0"))
                            .findFirst()
                            .orElseThrow()
                            .className());
        }
    }

    /** Of two missing videos of one name nobody can tell which of them was found. */
    @Test
    void oneFileIsNeverTakenForTwo() throws IOException {
        Map<String, Path> videos = Map.of(
                "one", folder.resolve("day1/a.avi"),
                "two", folder.resolve("day2/a.avi"));
        for (Path file : videos.values()) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "no video");
        }
        try (LabelProject project = open(videos)) {
            project.act("class", l -> l.withNewClass("a"));
            project.act("label", l -> l.withClass(Set.of("one", "two"), "a"));
            project.save();
        }
        Files.delete(videos.get("two"));
        Path moved = Files.createDirectory(folder.resolve("monday")).resolve("a.avi");
        Files.move(videos.get("one"), moved);
        try (LabelProject project = open(Map.of("new", moved))) {
            List<String> paths =
                    project.labels().clips().stream().map(Clip::video).sorted().toList();
            assertEquals(List.of("day1/a.avi", "day2/a.avi", "monday/a.avi"), paths);
            assertEquals(2, project.labels().labelled());
        }
    }

    @Test
    void aDataSetWithoutOurFileIsContinued() throws IOException {
        try (LabelProject project = open(videos(3))) {
            project.act("class", l -> l.withNewClass("division").withNewAttribute("round"));
            project.act("box", l -> l.withClass(Set.of("clip_0"), "division")
                    .withBox("clip_0", new KeyBox("round", 0, 4, new Box(1, 2, 10, 10), false))
                    .withBox("clip_0", new KeyBox("round", 0, 14, new Box(11, 2, 10, 20), true))
                    .withBox("clip_0", new KeyBox("round", 0, 20, new Box(0, 0, 5, 5), false)));
            project.save();
        }
        Files.delete(folder.resolve(LabelFile.NAME));
        try (LabelProject again = open(videos(3))) {
            Clip clip = again.labels().clip("clip_0").orElseThrow();
            assertEquals(
                    List.of(4, 14, 20), clip.boxes().stream().map(KeyBox::frame).toList());
            assertEquals(Optional.of(new Box(6, 2, 10, 15)), clip.boxAt("round", 0, 9));
            assertEquals(Optional.empty(), clip.boxAt("round", 0, 17));
            assertEquals(3, again.labels().clips().size());
        }
    }

    @Test
    void tablesThatAnotherProgramChangedCountAndUnfinishedClipsStay() throws IOException {
        try (LabelProject project = open(videos(3))) {
            project.act("classes", l -> l.withNewClass("division").withNewClass("death"));
            project.act("label", l -> l.withNewAttribute("round")
                    .withClass(Set.of("clip_0"), "division")
                    .withAttribute(Set.of("clip_0", "clip_1"), "round", true));
            project.save();
        }
        Path videos = folder.resolve("videos.csv");
        Files.writeString(videos, Files.readString(videos).replace("division", "fusion"));
        try (LabelProject again = open(videos(3))) {
            assertEquals("fusion", again.labels().clip("clip_0").orElseThrow().className());
            assertEquals(
                    List.of("round"),
                    again.labels().clip("clip_1").orElseThrow().attributes());
            assertTrue(
                    again.notes().get(0).contains("changed by another program"),
                    again.notes().toString());
        }
    }

    /** Nobody asked for another split who sets an attribute. */
    @Test
    void aFilmThatIsTrainedAndTestedWithKeepsItsSplits() throws IOException {
        Map<String, Path> videos = videos(1);
        Path table = folder.resolve("videos.csv");
        Files.writeString(
                table,
                """
                id,class,path,split,frames,width,height,start,stop
                early,division,day_0/clip_0.avi,train,40,80,60,0,20
                late,death,day_0/clip_0.avi,test,40,80,60,20,40
                """);
        try (LabelProject project = open(videos)) {
            project.act("round", l -> l.withNewAttribute("round").withAttribute(Set.of("late"), "round", true));
            project.save();
        }
        assertEquals(
                List.of("train", "test"),
                DataSet.read(folder).samples().stream().map(Sample::split).toList());
    }

    @Test
    void aSecondLabellerIsTurnedAway() throws IOException {
        try (LabelProject project = open(videos(2))) {
            IOException e = assertThrows(IOException.class, () -> open(videos(2)));
            assertTrue(e.getMessage().contains("being labelled in another window"), e.getMessage());
            assertFalse(project.labels().clips().isEmpty());
        }
        open(videos(2)).close();
    }

    @Test
    void aFileThatSomebodyElseChangedIsNotWrittenOver() throws IOException {
        try (LabelProject project = open(videos(2))) {
            project.act("class", l -> l.withNewClass("mine"));
            project.save();
            Path file = folder.resolve(LabelFile.NAME);
            String theirs = Files.readString(file).replace("mine", "theirs");
            Files.writeString(file, theirs);
            project.act("class", l -> l.withNewClass("more"));
            IOException e = assertThrows(IOException.class, project::save);
            assertTrue(e.getMessage().contains("changed by somebody else"), e.getMessage());
            assertFalse(project.isSaved());
            assertEquals(theirs, Files.readString(file));
            assertEquals(List.of("mine", "more"), project.labels().classes());
            Files.delete(file);
            project.save();
            assertTrue(Files.readString(file).contains("more"));
        }
    }

    @Test
    void videosThatWereMovedAreFoundByTheirNamesAndOthersAreMissedButKept() throws IOException {
        Map<String, Path> videos = videos(4);
        try (LabelProject project = open(videos)) {
            project.act("label", l -> l.withNewClass("a").withClass(Set.of("clip_0", "clip_1", "clip_2"), "a"));
            project.save();
        }
        Path moved = Files.createDirectories(folder.resolve("elsewhere")).resolve("clip_1.avi");
        Files.move(videos.get("clip_1"), moved);
        Files.delete(videos.get("clip_2"));
        videos.put("clip_1", moved);
        videos.remove("clip_2");
        try (LabelProject again = open(videos)) {
            assertEquals(moved, again.file(again.labels().clip("clip_1").orElseThrow()));
            Clip gone = again.labels().clip("clip_2").orElseThrow();
            assertTrue(again.isMissing(gone));
            assertEquals("a", gone.className());
            assertEquals(
                    List.of("clip_0", "clip_1"),
                    again.ready().stream().map(Clip::id).toList());
            assertEquals(4, again.labels().clips().size());
            assertTrue(
                    again.notes().toString().contains("found again"),
                    again.notes().toString());
            assertTrue(
                    again.notes().toString().contains("is missing"),
                    again.notes().toString());
        }
    }

    @Test
    void aDamagedFileIsNamedAndNotTouched() throws IOException {
        for (String text : List.of("{", "{\"schema\": 1}", "[]", "{\"schema\": 7, \"tables\": \"\"}", "\u00ff")) {
            Path file = folder.resolve(LabelFile.NAME);
            Files.writeString(file, text);
            IOException e = assertThrows(IOException.class, () -> open(videos(1)), text);
            assertTrue(e.getMessage().contains(LabelFile.NAME) && e.getMessage().contains("Put back a copy"), text);
            assertEquals(text, Files.readString(file));
        }
    }

    @Test
    void anotherVideoOfTheSameNameIsNoticed() throws IOException {
        try (LabelProject project = open(videos(1))) {
            Clip clip = project.labels().clips().get(0);
            assertEquals(Optional.empty(), project.setSize(clip, SIZE));
            String said = project.setSize(clip, new VideoSize(7, 80, 60)).orElseThrow();
            assertTrue(said.contains("7 frames") && said.contains("40 frames"), said);
        }
    }

    @Test
    void impossibleChangesChangeNothing() throws IOException {
        try (LabelProject project = open(videos(1))) {
            project.act("class", l -> l.withNewClass("a"));
            Labels before = project.labels();
            for (String name : List.of("", " ", "A", "predicted", "two\nlines"))
                assertThrows(
                        IllegalArgumentException.class, () -> project.act("class", l -> l.withNewClass(name)), name);
            assertThrows(IllegalArgumentException.class, () -> project.act("attribute", l -> l.withNewAttribute("id")));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> project.act("class", l -> l.withClass(Set.of("clip_0"), "b")));
            assertEquals(before, project.labels());
            assertNotEquals(Labels.EMPTY, before);
        }
    }

    @Test
    void segmentsOfALongVideoTakeItsPlaceUntilItHasALabel() {
        Labels labels = Labels.EMPTY.withNewClass("a").withClips(List.of(Clip.of("film", "film.avi")));
        Labels split = labels.split("film", Candidates.regular(100, 40, 40));
        assertEquals(
                List.of(Segment.frames(0, 40), Segment.frames(40, 80), Segment.frames(80, 100)),
                split.clips().stream().map(Clip::segment).toList());
        assertEquals("film-41-80", split.clips().get(1).id());
        Labels kept = labels.withClass(Set.of("film"), "a").split("film", Candidates.regular(100, 40, 40));
        assertEquals(4, kept.clips().size());
    }
}
