package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OlympicSportsLayoutTest {

    @TempDir
    Path folder;

    @BeforeEach
    void threeClasses() throws IOException {
        write("train_test_split/train/pole vault.txt", "-a_00001_00100", "b_00001_00100");
        write("train_test_split/test/pole vault.txt", "c_00001_00100", "");
        write("train_test_split/train/vault.txt", "d");
        write("train_test_split/test/platform 10m.txt", "e");
        for (String video : List.of(
                "pole_vault/-a_00001_00100",
                "pole_vault/b_00001_00100",
                "pole_vault/c_00001_00100",
                "vault/d",
                "diving_platform_10m/e")) write(video + ".avi", "x");
        write("class-attributes.csv", "class,pole,water", "pole_vault,1,0", "vault,1,1", "diving_platform_10m,0,1");
    }

    @Test
    void readsTheLists() throws IOException {
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("diving_platform_10m", "pole_vault", "vault"), data.classes());
        assertEquals(
                List.of("-a_00001_00100 1 [0]", "b_00001_00100 1 [0]", "d 2 [0, 1]"),
                data.split("train").stream()
                        .map(s -> s.id() + " " + s.classIndex() + " " + s.attributes())
                        .toList());
        assertEquals(
                List.of("c_00001_00100", "e"),
                data.split("test").stream().map(Sample::id).sorted().toList());
        assertTrue(data.samples().stream().allMatch(s -> Files.isRegularFile(s.path())));
    }

    @Test
    void videosMayLieInAFolderOfTheirOwnAndBeTiff() throws IOException {
        Files.createDirectories(folder.resolve("videos"));
        for (String name : List.of("pole_vault", "vault", "diving_platform_10m"))
            Files.move(folder.resolve(name), folder.resolve("videos/" + name));
        Files.move(folder.resolve("videos/vault/d.avi"), folder.resolve("videos/vault/d.tif"));
        assertEquals(
                folder.resolve("videos/vault/d.tif"),
                DataSet.read(folder).split("train").get(2).path());
    }

    @Test
    void sequencesAreNamedOnce() throws IOException {
        for (String name : List.of("b_00001_00100", "c_00001_00100"))
            Files.move(folder.resolve("pole_vault/" + name + ".avi"), folder.resolve("pole_vault/" + name + ".seq"));
        List<String> problems = problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("2 of the videos are sequences (.seq)"), problems.toString());
    }

    @Test
    void sequencesBesideConvertedVideosDoNotMatter() throws IOException {
        write("vault/d.seq", "x");
        assertTrue(DataSet.read(folder).split("train").get(2).path().endsWith("d.avi"));
    }

    @Test
    void namesMissingVideosFoldersAndDoubles() throws IOException {
        Files.delete(folder.resolve("vault/d.avi"));
        write("train_test_split/test/pole vault.txt", "c_00001_00100", "b_00001_00100");
        write("train_test_split/test/triple jump.txt", "f");
        List<String> problems = problems();
        assertTrue(has(problems, "train/vault.txt, line 1, value \"d\": there is no such video", "videos/vault/d.avi"));
        assertTrue(has(
                problems,
                "test/pole vault.txt, line 2, value \"b_00001_00100\"",
                "line 2 of train_test_split/train/p"));
        assertTrue(has(problems, "test/triple jump.txt: there is no folder triple_jump", ""));
        assertTrue(has(problems, "class-attributes.csv, value \"triple_jump\": this class is missing", ""));
        assertEquals(4, problems.size(), problems.toString());
    }

    @Test
    void namesTheMissingHalf() throws IOException {
        for (String list : List.of("pole vault", "platform 10m"))
            Files.delete(folder.resolve("train_test_split/test/" + list + ".txt"));
        Files.delete(folder.resolve("train_test_split/test"));
        write("class-attributes.csv", "class,pole", "pole_vault,1", "vault,1");
        List<String> problems = problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("train_test_split/test: the folder is missing"), problems.toString());
    }

    @Test
    void windowsLineEndsDoNotMatter() throws IOException {
        DataSet before = DataSet.read(folder);
        Path list = folder.resolve("train_test_split/train/pole vault.txt");
        Files.writeString(list, "\uFEFF" + Files.readString(list).replace("\n", "\r\n"));
        assertEquals(before.samples(), DataSet.read(folder).samples());
    }

    private static boolean has(List<String> problems, String start, String part) {
        assertTrue(
                problems.stream()
                        .anyMatch(p -> p.replaceFirst("^train_test_split/", "").startsWith(start) && p.contains(part)),
                start + " in " + problems);
        return true;
    }

    private List<String> problems() {
        return assertThrows(DataSetException.class, () -> DataSet.read(folder)).problems().stream()
                .map(Object::toString)
                .toList();
    }

    private void write(String file, String... lines) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.write(folder.resolve(file), List.of(lines));
    }
}
