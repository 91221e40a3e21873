package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Persons of UCF101-24, read as a part of a data set. */
class ViperFileTest {

    private static final String SIZE = "<file id='0' name='Information'>"
            + "<attribute name='NUMFRAMES'><data:dvalue value='10'/></attribute>"
            + "<attribute name='H-FRAME-SIZE'><data:dvalue value='320'/></attribute>"
            + "<attribute name='V-FRAME-SIZE'><data:dvalue value='240'/></attribute></file>";
    private static final String ACTS =
            "<attribute name='GolfSwing'><data:bvalue framespan='1:9' value='true'/></attribute>";
    private static final String OTHER =
            "<attribute name='Biking'><data:bvalue framespan='1:9' value='true'/></attribute>";
    private static final String IDLE =
            "<attribute name='GolfSwing'><data:bvalue framespan='1:9' value='false'/></attribute>";

    @TempDir
    Path folder;

    private String place = "UCF101_24_Annotations/GolfSwing/v_GolfSwing_g01_c01.xgtf";

    @BeforeEach
    void oneVideo() throws IOException {
        write("classInd.txt", "1 GolfSwing");
        write("trainlist01.txt", "GolfSwing/v_GolfSwing_g01_c01.avi 1");
        write("testlist01.txt", "");
        write("class-attributes.csv", "class,club\nGolfSwing,1");
        write("GolfSwing/v_GolfSwing_g01_c01.avi", "x");
    }

    @Test
    void framesCountFromOneInTheFileAndFromZeroHere() throws IOException {
        source(SIZE, person("1:10", box("2:4", 10, 20, 30, 40) + box("6:6", 11, 21, 31, 41), ACTS));
        Sample sample = sample();
        assertEquals(new VideoSize(10, 320, 240), sample.size());
        assertEquals(
                "0/1:10,20,30,40 0/2:10,20,30,40 0/3:10,20,30,40 0/5:11,21,31,41",
                PublishedFiles.text(sample.actors()));
        assertTrue(sample.actors().stream().allMatch(FrameBox::keyframe));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UCF101_24Action_Detection_Annotations/UCF101_24_Annotations/GolfSwing/v_GolfSwing_g01_c01.xgtf",
                "UCF101_24_Annotations/GolfSwing/v_GolfSwing_g01_C01.xgtf"
            })
    void filesMayLieWhereTheArchivePutsThem(String where) throws IOException {
        place = where;
        source(SIZE, person("1:10", box("1:1", 0, 0, 5, 5), ACTS));
        assertEquals("0/0:0,0,5,5", PublishedFiles.text(sample().actors()));
    }

    @Test
    void onlyThoseWhoActAreActors() throws IOException {
        String one = box("1:1", 1, 1, 1, 1);
        String two = box("1:1", 2, 2, 2, 2);
        source(SIZE, person("1:10", one, IDLE + OTHER), person("1:10", two, ACTS));
        assertEquals("1/0:2,2,2,2", PublishedFiles.text(sample().actors()));
        source(SIZE, person("1:10", one, OTHER), person("1:10", two, IDLE));
        assertEquals("0/0:1,1,1,1", PublishedFiles.text(sample().actors()));
        source(SIZE, person("1:10", one, IDLE), person("1:10", two, ""));
        assertEquals("0/0:1,1,1,1 1/0:2,2,2,2", PublishedFiles.text(sample().actors()));
        source(SIZE, person("1:10", one, ACTS.replace("GolfSwing", "golf_swing")), person("1:10", two, OTHER));
        assertEquals("0/0:1,1,1,1", PublishedFiles.text(sample().actors()));
    }

    @Test
    void boxesAreCutAtTheEdgesOfTheFrameThePersonAndTheVideo() throws IOException {
        source(
                SIZE,
                person(
                        "2:3 5:90",
                        box("1:4", -5, 200, 20, 100)
                                + box("5:5", 400, 10, 5, 5)
                                + box("6:6", 10, 10, 0, 5)
                                + box("9:50", 310.5, 0, 20, 10)
                                + box("60:70", 0, 0, 1, 1),
                        ACTS));
        assertEquals(
                "0/1:0,200,15,40 0/2:0,200,15,40 0/8:310.5,0,9.5,10 0/9:310.5,0,9.5,10",
                PublishedFiles.text(sample().actors()));
    }

    @Test
    void theLaterOfTwoBoxesCounts() throws IOException {
        source(SIZE, person("1:10", box("1:3", 1, 1, 1, 1) + box("2:2", 2, 2, 2, 2), ACTS));
        assertEquals("0/0:1,1,1,1 0/1:2,2,2,2 0/2:1,1,1,1", PublishedFiles.text(sample().actors()));
    }

    @Test
    void aBoxWithoutFramesIsWhereverThePersonIs() throws IOException {
        source(SIZE, person("3:4", "<data:bbox x='1' y='1' width='1' height='1'/>", ACTS));
        assertEquals("0/2:1,1,1,1 0/3:1,1,1,1", PublishedFiles.text(sample().actors()));
    }

    @Test
    void otherSourcesAndObjectsAreNotRead() throws IOException {
        source(
                SIZE,
                "<object name='BALL' id='0' framespan='1:1'><attribute name='Location'>" + box("1:1", 9, 9, 9, 9)
                        + "</attribute></object>",
                person("1:10", box("1:1", 1, 1, 1, 1), ACTS),
                "</sourcefile><sourcefile filename='template'>",
                person("1:10", box("1:1", 7, 7, 7, 7), ACTS));
        assertEquals("0/0:1,1,1,1", PublishedFiles.text(sample().actors()));
    }

    @Test
    void theVideoTellsItsSizeWhereTheFileDoesNot() throws IOException {
        PublishedFiles.video(folder.resolve("GolfSwing/v_GolfSwing_g01_c01.avi"));
        source("<file><attribute name='H-FRAME-SIZE'/></file>", person("1:10", box("7:19", 40, 0, 90, 90), ACTS));
        assertEquals(new VideoSize(8, 48, 40), sample().size());
        assertEquals("0/6:40,0,8,40 0/7:40,0,8,40", PublishedFiles.text(sample().actors()));
    }

    @Test
    void theVideoThatCanNotBeOpenedIsNamed() throws IOException {
        source("", person("1:10", box("4:9", 40, 0, 90, 90), ACTS));
        DataSetException.Problem p = only();
        assertEquals("trainlist01.txt", p.file());
        assertEquals(1, p.line());
        assertEquals("GolfSwing/v_GolfSwing_g01_c01.avi", p.value());
    }

    @Test
    void actorsInATableComeFirst() throws IOException {
        source(SIZE, "this is never read <<<");
        PublishedFiles.video(folder.resolve("GolfSwing/v_GolfSwing_g01_c01.avi"));
        write("actors.csv", "id,track,frame,x,y,w,h\nv_GolfSwing_g01_c01,3,1,1,1,2,2");
        assertEquals("3/1:1,1,2,2", PublishedFiles.text(sample().actors()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "<data:bbox framespan='9:2' x='1' y='1' width='1' height='1'/> | framespan | 9:2 | the first not behind",
                "<data:bbox framespan='0:2' x='1' y='1' width='1' height='1'/> | framespan | 0:2 | counted from 1",
                "<data:bbox framespan='2' x='1' y='1' width='1' height='1'/> | framespan | 2 | such as 12:45",
                "<data:bbox framespan='1:99999999999' x='1' y='1' width='1' height='1'/> | framespan | 1:99999999999 | such as",
                "<data:bbox framespan='1:b' x='1' y='1' width='1' height='1'/> | framespan | 1:b | such as 12:45",
                "<data:bbox framespan='1:2' x='left' y='1' width='1' height='1'/> | x | left | must be a number",
                "<data:bbox framespan='1:2' x='1' y='NaN' width='1' height='1'/> | y | NaN | must be a number",
                "<data:bbox framespan='1:2' x='1' y='1' height='1'/> | width | - | must be a number",
                "<data:bbox framespan='1:2' x='1' y='1' width='1' height='-4'/> | height | -4 | from 0 to",
                "<oops> | - | - | XML is broken",
                "&nothing; | - | - | XML is broken",
            })
    void namesTheBrokenPlace(String box, String column, String value, String says) throws IOException {
        source(SIZE, "\n\n", person("1:10", "\n" + box, ACTS));
        DataSetException.Problem p = only();
        assertEquals(place, p.file());
        assertEquals(7, p.line(), p.toString());
        assertEquals(column == null ? "" : column, p.column());
        assertEquals(value == null ? "" : value, p.value());
        assertTrue(p.advice().contains(says), p.toString());
        assertFalse(p.toString().contains("\n"), p.toString());
    }

    @Test
    void absurdNumbersOfFramesAreRefused() throws IOException {
        source(SIZE.replace("'10'", "'2000000000'"), person("1:2000000000", box("1:2000000000", 1, 1, 1, 1), ACTS));
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(e.getMessage()
                .contains("column \"value\", value \"2000000000\": this must be a number from 0 to 1000000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html/>", "<viper>", "no XML"})
    void namesTheFileThatIsSomethingElse(String text) throws IOException {
        write(place, text);
        assertEquals(place, only().file());
    }

    /** A file that wants another one, or grows without end, is refused before anything is fetched. */
    @Test
    void externalEntitiesAreNotRead() throws IOException {
        write("secret.txt", "secret");
        for (String entity : List.of(
                "<!ENTITY e SYSTEM '" + folder.resolve("secret.txt").toUri() + "'>",
                "<!ENTITY a 'aaaaaaaaaa'><!ENTITY e '&a;&a;&a;&a;&a;&a;&a;&a;'>",
                "<!ENTITY % p SYSTEM 'http://127.0.0.1:9/'> %p;")) {
            write(place, "<?xml version='1.0'?>\n<!DOCTYPE viper [" + entity + "]>\n<viper><data>&e;</data></viper>");
            DataSetException.Problem p = only();
            assertEquals(2, p.line(), p.toString());
            assertTrue(p.advice().contains("document type"), p.toString());
            assertFalse(p.toString().contains("secret"), p.toString());
        }
    }

    @Test
    void byteOrderMarksAndWindowsLineEndsDoNotMatter() throws IOException {
        source(SIZE, person("1:10", box("1:1", 1, 1, 1, 1), ACTS));
        String text = Files.readString(folder.resolve(place));
        Files.writeString(folder.resolve(place), "\uFEFF" + text.replace("\n", "\r\n"));
        assertEquals("0/0:1,1,1,1", PublishedFiles.text(sample().actors()));
        Files.write(folder.resolve(place), text.replace("UTF-8", "UTF-16").getBytes(StandardCharsets.UTF_16));
        assertEquals("0/0:1,1,1,1", PublishedFiles.text(sample().actors()));
    }

    private static String person(String framespan, String boxes, String actions) {
        return PublishedFiles.person(0, framespan, boxes, actions);
    }

    private static String box(String framespan, double x, double y, double w, double h) {
        return PublishedFiles.box(framespan, x, y, w, h);
    }

    private void source(String... parts) throws IOException {
        write(place, PublishedFiles.viper(parts));
    }

    private Sample sample() throws IOException {
        return DataSet.read(folder).samples().get(0);
    }

    private DataSetException.Problem only() {
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertEquals(1, e.problems().size(), e.getMessage());
        return e.problems().get(0);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }
}
