package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ucf101LayoutTest {

    @TempDir
    Path folder;

    @BeforeEach
    void twoClasses() throws IOException {
        for (String video : List.of(
                "Archery/v_Archery_g01_c01",
                "Archery/v_Archery_g02_c01",
                "Biking/v_Biking_g01_c01",
                "Biking/v_Biking_g02_c01")) write("UCF-101/" + video + ".avi", "x");
        write("ucfTrainTestlist/classInd.txt", "1 Archery", "2 Biking");
        write("ucfTrainTestlist/trainlist01.txt", "Archery/v_Archery_g02_c01.avi 1", "Biking/v_Biking_g02_c01.avi 2");
        write("ucfTrainTestlist/testlist01.txt", "Archery/v_Archery_g01_c01.avi", "Biking/v_Biking_g01_c01.avi");
        write("ucfTrainTestlist/trainlist03.txt", "Archery/v_Archery_g01_c01.avi 1");
        write("ucfTrainTestlist/testlist03.txt", "Biking/v_Biking_g01_c01.avi 2");
        write("class-attributes.csv", "attribute,Archery,Biking", "bow,1,0", "wheel,0,1");
    }

    @Test
    void readsTheFirstSplit() throws IOException {
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("Archery", "Biking"), data.classes());
        assertEquals(List.of("bow", "wheel"), data.attributes());
        assertEquals(List.of("v_Archery_g02_c01", "v_Biking_g02_c01"), ids(data, "train"));
        assertEquals(List.of("v_Archery_g01_c01", "v_Biking_g01_c01"), ids(data, "test"));
        Sample biking = data.split("train").get(1);
        assertEquals(1, biking.classIndex());
        assertEquals(List.of(1), biking.attributes());
        assertEquals(List.of(), biking.actors());
        assertEquals(VideoSize.UNKNOWN, biking.size());
        assertTrue(Files.isSameFile(folder.resolve("UCF-101/Biking/v_Biking_g02_c01.avi"), biking.path()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", " 03 \r\n", "\uFEFF3"})
    void readsTheSplitThatTheUserWants(String text) throws IOException {
        Files.writeString(folder.resolve("split.txt"), text);
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("v_Archery_g01_c01"), ids(data, "train"));
        assertEquals(List.of("v_Biking_g01_c01"), ids(data, "test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two", "0", "1.5", "100", "-1"})
    void refusesWhatIsNoSplit(String text) throws IOException {
        write("split.txt", text);
        DataSetException.Problem p = only("split.txt");
        assertTrue(p.advice().contains("[1, 3]"), p.toString());
    }

    @Test
    void namesTheListsOfASplitThatIsNotThere() throws IOException {
        write("split.txt", "2");
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(e.getMessage().contains("ucfTrainTestlist/trainlist02.txt: the file is missing"), e.getMessage());
        assertTrue(e.getMessage().contains("ucfTrainTestlist/testlist02.txt: the file is missing"), e.getMessage());
        assertTrue(e.getMessage().contains("[1, 3]"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "videos"})
    void videosMayLieElsewhereAndHaveOtherEndings(String root) throws IOException {
        Files.createDirectories(folder.resolve(root));
        for (String name : List.of("Archery", "Biking"))
            Files.move(folder.resolve("UCF-101/" + name), folder.resolve(root).resolve(name));
        Path videos = folder.resolve(root).resolve("Biking");
        Files.move(videos.resolve("v_Biking_g01_c01.avi"), videos.resolve("v_Biking_g01_c01.tif"));
        Files.move(videos.resolve("v_Biking_g02_c01.avi"), videos.resolve("v_biking_G02_c01.AVI"));
        DataSet data = DataSet.read(folder);
        assertEquals(
                videos.resolve("v_Biking_g01_c01.tif"),
                data.split("test").get(1).path());
        assertEquals(
                videos.resolve("v_biking_G02_c01.AVI"),
                data.split("train").get(1).path());
    }

    @Test
    void listsMayLieInTheFolderItself() throws IOException {
        for (String list : List.of("classInd.txt", "trainlist01.txt", "testlist01.txt"))
            Files.move(folder.resolve("ucfTrainTestlist/" + list), folder.resolve(list));
        assertEquals(4, DataSet.read(folder).samples().size());
    }

    @Test
    void lineEndsAndByteOrderMarksDoNotMatter() throws IOException {
        DataSet before = DataSet.read(folder);
        for (String file : List.of(
                "ucfTrainTestlist/classInd.txt",
                "ucfTrainTestlist/trainlist01.txt",
                "ucfTrainTestlist/testlist01.txt",
                "class-attributes.csv")) {
            String text = Files.readString(folder.resolve(file));
            Files.writeString(folder.resolve(file), "\uFEFF" + text.replace("\n", "\r\n\r\n"));
        }
        assertEquals(before.samples(), DataSet.read(folder).samples());
    }

    @Test
    void boxesAndAttributesMayBeGivenByVideo() throws IOException {
        write("attributes.csv", "id,bow", "v_Biking_g01_c01,1");
        PublishedFiles.video(folder.resolve("UCF-101/Biking/v_Biking_g01_c01.avi"));
        write("boxes.csv", "id,attribute,frame,x,y,w,h", "v_Biking_g01_c01,bow,3,1,2,3,4");
        Sample sample = DataSet.read(folder).split("test").get(1);
        assertEquals(List.of(0, 1), sample.attributes());
        assertEquals(1, sample.boxes().get("bow").size());
        assertEquals(new VideoSize(8, 48, 40), sample.size());
        write("boxes.csv", "id,attribute,frame,x,y,w,h", "v_Biking_g01_c01,bow,8,1,2,3,4", "v_None,bow,0,0,0,1,1");
        List<String> problems = problems("boxes.csv");
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("line 2, column \"frame\", value \"8\""), problems.toString());
        assertTrue(problems.get(1).contains("without the ending"), problems.toString());
    }

    /** Replaces a line of a list by a broken one; the message must name file, line, column and value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "trainlist01.txt | 1 | Archery/v_Archery_g02_c01.avi 2 | 1 | label | 2 | this is Biking",
                "trainlist01.txt | 1 | Archery/v_Archery_g02_c01.avi 7 | 1 | label | 7 | no class of this number",
                "trainlist01.txt | 1 | Archery/v_Archery_g02_c01.avi one | 1 | label | one | no class of this number",
                "trainlist01.txt | 1 | Archery/v_Archery_g02_c01.avi | 1 | label | - | missing",
                "testlist01.txt | 2 | Biking/v_Biking_g01_c01.avi 1 | 2 | label | 1 | this is Archery",
                "trainlist01.txt | 2 | Biking/v_Biking_g09_c01.avi 2 | 2 | video | Biking/v_Biking_g09_c01.avi | UCF-101/Biking/v_B",
                "trainlist01.txt | 2 | Boxing/v_Biking_g02_c01.avi 2 | 2 | video | Boxing | no such class",
                "trainlist01.txt | 2 | v_Biking_g02_c01.avi 2 | 2 | video | v_Biking_g02_c01.avi | a class, a slash",
                "trainlist01.txt | 2 | Archery/v_Archery_g02_c01.avi 1 | 2 | video | Archery/v_Archery_g02_c01.avi | line 1 of",
                "testlist01.txt | 2 | Archery/v_Archery_g02_c01.avi | 2 | video | Archery/v_Archery_g02_c01.avi | trainlist01.txt",
                "testlist01.txt | 2 | Biking/v_Biking_g01_c01.avi,2 | 2 | - | Biking/v_Biking_g01_c01.avi,2 | comma",
                "classInd.txt | 2 | 1 Biking | 2 | - | 1 | line 1 has the same number",
                "classInd.txt | 2 | 2 Archery | 2 | - | Archery | line 1 has the same class",
                "classInd.txt | 2 | Biking | 2 | - | Biking | a number, a blank",
                "classInd.txt | 2 | two Biking | 2 | - | two Biking | a number, a blank",
            })
    void namesTheBrokenLine(String file, int replaced, String with, int line, String column, String value, String says)
            throws IOException {
        Path path = folder.resolve("ucfTrainTestlist/" + file);
        List<String> lines = new ArrayList<>(Files.readAllLines(path));
        lines.set(replaced - 1, with);
        Files.write(path, lines);
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(
                e.problems().stream()
                        .anyMatch(p -> p.file().equals("ucfTrainTestlist/" + file)
                                && p.line() == line
                                && p.column().equals(column == null ? "" : column)
                                && p.value().equals(value == null ? "" : value)
                                && p.advice().contains(says)),
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"classInd.txt", "trainlist01.txt", "testlist01.txt"})
    void namesTheMissingList(String file) throws IOException {
        Files.delete(folder.resolve("ucfTrainTestlist/" + file));
        assertTrue(only("ucfTrainTestlist/" + file).advice().contains("missing"));
    }

    @Test
    void namesTheListThatIsNoText() throws IOException {
        Files.write(
                folder.resolve("ucfTrainTestlist/testlist01.txt"),
                "Biking/v_Bikin\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(only("ucfTrainTestlist/testlist01.txt").advice().contains("UTF-8"));
    }

    @Test
    void emptyListsAreNamed() throws IOException {
        write("ucfTrainTestlist/trainlist01.txt");
        write("ucfTrainTestlist/testlist01.txt");
        assertTrue(only("ucfTrainTestlist/trainlist01.txt").advice().contains("no video"));
    }

    private List<String> ids(DataSet data, String split) {
        return data.split(split).stream().map(Sample::id).toList();
    }

    private List<String> problems(String file) {
        return assertThrows(DataSetException.class, () -> DataSet.read(folder)).problems().stream()
                .filter(p -> p.file().equals(file))
                .map(Object::toString)
                .toList();
    }

    private DataSetException.Problem only(String file) {
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertEquals(
                List.of(file),
                e.problems().stream().map(DataSetException.Problem::file).toList(),
                e.getMessage());
        return e.problems().get(0);
    }

    private void write(String file, String... lines) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.write(folder.resolve(file), List.of(lines));
    }
}
