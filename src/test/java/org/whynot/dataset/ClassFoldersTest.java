package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Progress;

/** Data sets that are folders of videos. */
class ClassFoldersTest {

    @TempDir
    Path folder;

    private void video(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
    }

    private static Progress notesTo(List<String> notes) {
        return new Progress() {
            @Override
            public void report(double fraction, String message) {}

            @Override
            public void note(String sentence) {
                notes.add(sentence);
            }

            @Override
            public boolean isCancelled() {
                return false;
            }
        };
    }

    @Test
    void foldersAreClassesAndTheSplitIsSaid() throws IOException {
        for (int i = 0; i < 8; i++) {
            video("run/r" + i + ".avi");
            video("jump/j" + i + ".mp4");
        }
        Files.write(folder.resolve("run/r0.jpg"), new byte[1]);
        List<String> notes = new ArrayList<>();
        DataSet data = DataSet.read(folder, notesTo(notes));
        assertEquals(List.of("jump", "run"), data.classes());
        assertEquals(List.of(), data.attributes());
        assertEquals(16, data.samples().size());
        for (int c = 0; c < 2; c++) {
            int index = c;
            assertEquals(
                    2,
                    data.split("test").stream()
                            .filter(s -> s.classIndex() == index)
                            .count());
        }
        assertEquals(1, notes.size());
        assertTrue(notes.get(0).contains("Of 16 videos 4 were drawn for testing (seed 0)"), notes.get(0));
        assertEquals(data.samples(), DataSet.read(folder).samples(), "the same split each time");
    }

    @Test
    void aFolderInsideAClassIsAGroup() throws IOException {
        for (int dish = 0; dish < 6; dish++)
            for (int i = 0; i < 3; i++) {
                video("run/dish" + dish + "/r" + dish + i + ".avi");
                video("jump/dish" + dish + "/j" + dish + i + ".avi");
            }
        DataSet data = DataSet.read(folder);
        Map<String, Set<String>> splits = new HashMap<>();
        for (Sample sample : data.samples())
            splits.computeIfAbsent(sample.group(), g -> new HashSet<>()).add(sample.split());
        assertEquals(6, splits.size());
        assertTrue(splits.values().stream().allMatch(s -> s.size() == 1), splits::toString);
        assertEquals(
                List.of(24, 12),
                List.of(data.split("train").size(), data.split("test").size()));
    }

    @Test
    void attributesCanBeAdded() throws IOException {
        video("run/a.avi");
        video("jump/a.avi");
        Files.write(folder.resolve("attributes.csv"), List.of("id,ball", "a,1", "a_2,0"));
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("ball"), data.attributes());
        assertEquals(
                List.of("a", "a_2"), data.samples().stream().map(Sample::id).toList());
    }

    @Test
    void aSingleFolderIsNoDataSet() throws IOException {
        video("run/a.avi");
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(e.getMessage().contains("a folder with videos for each class"), e.getMessage());
    }

    @Test
    void everyClassKeepsAGroupToTrainOn() {
        List<GroupSplit.Clip> clips = new ArrayList<>();
        for (int i = 0; i < 10; i++) clips.add(new GroupSplit.Clip("g" + i, "common"));
        clips.add(new GroupSplit.Clip("g3", "rare"));
        for (long seed = 0; seed < 50; seed++) {
            Map<String, String> splits = GroupSplit.of(clips, seed);
            assertEquals("train", splits.get("g3"));
            long test = splits.values().stream().filter("test"::equals).count();
            assertTrue(test >= 2 && test <= 4, splits::toString);
        }
        assertEquals(Map.of("one", "train"), GroupSplit.of(List.of(new GroupSplit.Clip("one", "a")), 0));
    }
}
