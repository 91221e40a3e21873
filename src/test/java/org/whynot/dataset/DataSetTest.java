package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.util.Progress;
import org.whynot.video.Box;

class DataSetTest {

    @TempDir
    Path folder;

    @BeforeEach
    void aRightDataSet() throws IOException {
        Files.createDirectories(folder.resolve("v"));
        Files.write(folder.resolve("v/one.avi"), new byte[1]);
        Files.write(folder.resolve("v/two.avi"), new byte[1]);
        write(
                "videos.csv",
                "id,class,path,split,note,frames,width,height",
                "1,run,v/one.avi,train,x,10,64,48",
                "2,jump,v/two.avi,test,,10,64,48");
        write("attributes.csv", "id,long hair,ball", "1,1,0", "2,1,1");
        write(
                "boxes.csv",
                "id,attribute,frame,x,y,w,h,keyframe,source",
                "2,ball,3,1.5,2,10,8,0,me",
                "2,ball,2,1,2,10,8,1,me");
        write("actors.csv", "id,track,frame,x,y,w,h", "1,4,0,0,0,64,48");
    }

    @Test
    void readsWhatIsThere() throws IOException {
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("jump", "run"), data.classes());
        assertEquals(List.of("long hair", "ball"), data.attributes());
        assertEquals(folder.toAbsolutePath().normalize(), data.folder());
        Sample one = data.samples().get(0);
        assertEquals(1, one.classIndex());
        assertEquals(List.of(0), one.attributes());
        assertTrue(one.has(0));
        assertFalse(one.has(1));
        assertEquals(Map.of(), one.boxes());
        assertEquals(List.of(new FrameBox(0, new Box(0, 0, 64, 48), true, 4)), one.actors());
        assertEquals(new VideoSize(10, 64, 48), one.size());
        assertTrue(Files.isSameFile(folder.resolve("v/one.avi"), one.path()));
        assertEquals(
                List.of(
                        new FrameBox(2, new Box(1, 2, 10, 8), true, 0),
                        new FrameBox(3, new Box(1.5, 2, 10, 8), false, 0)),
                data.samples().get(1).boxes().get("ball"));
        assertEquals(List.of(data.samples().get(1)), data.split("test"));
        assertEquals(List.of(), data.split("validation"));
    }

    @Test
    void locatedAttributesAreThoseWithBoxesAndVideosWithoutThemAreLeftOut() throws IOException {
        DataSet data = DataSet.read(folder).located();
        assertEquals(List.of("ball"), data.attributes());
        assertEquals(List.of("2"), data.samples().stream().map(Sample::id).toList());
        assertEquals(List.of(0), data.samples().get(0).attributes());
        Files.delete(folder.resolve("boxes.csv"));
        DataSet without = DataSet.read(folder);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, without::located);
        assertTrue(e.getMessage().contains("has no boxes"), e.getMessage());
    }

    @Test
    void boxesActorsAndSizesAreOptional() throws IOException {
        Files.delete(folder.resolve("boxes.csv"));
        Files.delete(folder.resolve("actors.csv"));
        write("videos.csv", "split,path,class,id", "train,v/one.avi,run,1", "test,v/two.avi,jump,2");
        Sample one = DataSet.read(folder).samples().get(0);
        assertEquals(VideoSize.UNKNOWN, one.size());
        assertEquals(List.of(), one.actors());
    }

    @Test
    void writtenIsReadAgain() throws IOException {
        write(
                "videos.csv",
                "id,class,path,split,frames,width,height",
                "\"a, \"\"b\"\"\",run,v/one.avi,train,10,64,48",
                "2,\" jump\",v/two.avi,test,10,64,48");
        write("attributes.csv", "id,\"long, grey hair\",ball", "\"a, \"\"b\"\"\",1,0", "2,1,1");
        write(
                "boxes.csv",
                "id,attribute,track,frame,x,y,w,h,keyframe",
                "2,ball,1,3,0.0001,2,10.25,8,0",
                "2,ball,1,2,1,2.375,10,8,1");
        write("actors.csv", "id,track,frame,x,y,w,h", "2,4,0,0,0,64,48");
        DataSet data = DataSet.read(folder);
        try (Stream<Path> tables = Files.list(folder)) {
            for (Path file : tables.filter(Files::isRegularFile).toList()) Files.delete(file);
        }
        DataSetWriter.write(data.folder(), data.classes(), data.attributes(), data.samples());
        DataSet again = DataSet.read(folder);
        assertEquals(data.samples(), again.samples());
        assertEquals(data.classes(), again.classes());
        assertEquals(data.attributes(), again.attributes());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(5, files.count(), "four tables and the videos, nothing half-written");
        }
    }

    /** Replaces a line of a table by a broken one; the message must name file, line, column and value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "videos.csv | 2 | 2,run,v/one.avi,train,x,10,64,48 | 3 | id | 2 | line 2 has the same id",
                "videos.csv | 2 | 1,,v/one.avi,train,x,10,64,48 | 2 | class | - | missing",
                "videos.csv | 2 | 1,run,v/three.avi,train,x,10,64,48 | 2 | path | v/three.avi | no such file",
                "videos.csv | 2 | 1,run,v,train,x,10,64,48 | 2 | path | v | no such file",
                "videos.csv | 2 | 1,run,v/one.avi,trian,x,10,64,48 | 2 | split | trian | test, train, validation",
                "videos.csv | 2 | 1,run,v/one.avi,train,x,ten,64,48 | 2 | frames | ten | whole number",
                "videos.csv | 2 | 1,run,v/one.avi,train,x,10,0,48 | 2 | width | 0 | 1 or more",
                "videos.csv | 2 | 1,run,v/one.avi,train | 2 | - | - | 4 values",
                "videos.csv | 1 | id,clas,path,split,note,frames,width,height | 1 | class | - | id, clas, path",
                "videos.csv | 1 | id;class;path;split | 1 | class | - | semicolons",
                "videos.csv | 1 | id,class,path,split,id,frames,width,height | 1 | id | - | two columns",
                "attributes.csv | 2 | 1,yes,0 | 2 | long hair | yes | 0 (no) or 1 (yes)",
                "attributes.csv | 2 | 9,1,0 | 2 | id | 9 | no such id",
                "attributes.csv | 2 | 2,1,1 | 3 | id | 2 | line 2 has the same id",
                "attributes.csv | 1 | id,,ball | 1 | - | - | no name",
                "boxes.csv | 2 | 7,ball,3,1.5,2,10,8,0,me | 2 | id | 7 | no such id",
                "boxes.csv | 2 | 2,bal,3,1.5,2,10,8,0,me | 2 | attribute | bal | no such column",
                "boxes.csv | 2 | 1,ball,3,1.5,2,10,8,0,me | 2 | attribute | ball | has it not",
                "boxes.csv | 2 | 2,ball,10,1.5,2,10,8,0,me | 2 | frame | 10 | 0 to 9",
                "boxes.csv | 2 | 2,ball,-1,1.5,2,10,8,0,me | 2 | frame | -1 | 0 or more",
                "boxes.csv | 2 | 2,ball,3,left,2,10,8,0,me | 2 | x | left | not a number",
                "boxes.csv | 2 | 2,ball,3,NaN,2,10,8,0,me | 2 | x | NaN | not a number",
                "boxes.csv | 2 | 2,ball,3,-2,2,10,8,0,me | 2 | x | -2 | outside the frame",
                "boxes.csv | 2 | 2,ball,3,60,2,10,8,0,me | 2 | w | 10 | ends at 70",
                "boxes.csv | 2 | 2,ball,3,6,2,10,50,0,me | 2 | h | 50 | 48 pixels high",
                "boxes.csv | 2 | 2,ball,3,6,2,0,5,0,me | 2 | w | 0 | empty",
                "boxes.csv | 2 | 2,ball,3,6,2,1,5,2,me | 2 | keyframe | 2 | 0 (no) or 1 (yes)",
                "boxes.csv | 1 | id,attribute,frame,x,y,width,h,keyframe,source | 1 | w | - | missing",
                "actors.csv | 2 | 5,4,0,0,0,64,48 | 2 | id | 5 | no such id",
                "actors.csv | 2 | 1,a,0,0,0,64,48 | 2 | track | a | whole number",
                "actors.csv | 2 | 1,4,0,0,0,64,49 | 2 | h | 49 | outside the frame",
            })
    void namesTheBrokenRow(String file, int replaced, String with, int line, String column, String value, String says)
            throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(file)));
        lines.set(replaced - 1, with);
        Files.write(folder.resolve(file), lines);
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(
                e.problems().stream()
                        .anyMatch(p -> p.file().equals(file)
                                && p.line() == line
                                && p.column().equals(column == null ? "" : column)
                                && p.value().equals(value == null ? "" : value)
                                && p.advice().contains(says)),
                e.getMessage());
        for (DataSetException.Problem p : e.problems())
            assertTrue(e.getMessage().contains(p.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"videos.csv", "attributes.csv"})
    void namesTheMissingOrEmptyFile(String file) throws IOException {
        write(file);
        assertTrue(only(file).advice().contains("empty"));
        Files.delete(folder.resolve(file));
        assertTrue(only(file).advice().contains("missing"));
    }

    @Test
    void attributesAreOptional() throws IOException {
        Files.delete(folder.resolve("boxes.csv"));
        write("attributes.csv", "id,long hair,ball", "1,0,0", "2,1,1");
        DataSet data = DataSet.read(folder);
        assertEquals(List.of(), data.samples().get(0).attributes());
        assertEquals(
                List.of("2"),
                data.described().samples().stream().map(Sample::id).toList());
        Files.delete(folder.resolve("attributes.csv"));
        DataSet without = DataSet.read(folder);
        assertEquals(List.of(), without.attributes());
        assertEquals(1, Balance.of(without).summary().size());
        assertEquals(without, without.described());
    }

    @Test
    void namesTheSampleWithoutARowOfAttributes() throws IOException {
        write("attributes.csv", "id,long hair,ball", "2,1,1");
        DataSetException.Problem p = only("attributes.csv");
        assertEquals("1", p.value());
        assertTrue(p.advice().contains("no row"));
    }

    @Test
    void namesTheMissingFolder() {
        Path nowhere = folder.resolve("nowhere");
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(nowhere));
        assertTrue(e.getMessage().contains(nowhere.toString()));
    }

    @Test
    void namesBrokenQuotesAndEncodings() throws IOException {
        write("boxes.csv", "id,attribute,frame,x,y,w,h", "2,\"ball,3,1,1,1,1");
        assertEquals(2, only("boxes.csv").line());
        Files.write(folder.resolve("boxes.csv"), new byte[] {'i', 'd', (byte) 0xFC});
        assertTrue(only("boxes.csv").advice().contains("UTF-8"));
    }

    @Test
    void allProblemsOfAllFilesAreInOneMessage() throws IOException {
        write(
                "videos.csv",
                "id,class,path,split",
                "1,run,v/none.avi,train",
                "2,jump,v/two.avi,later",
                "2,jump,v/two.avi,test");
        write("attributes.csv", "id,long hair,ball", "1,0,0", "2,x,1");
        write("boxes.csv", "id,attribute,frame,x,y,w,h", "2,hat,0,a,b,1,1");
        write("actors.csv", "id,track,frame,x,y,w", "1,0,0,0,0,1");
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        List<String> where = e.problems().stream()
                .map(p -> p.file() + ":" + p.line() + ":" + p.column())
                .toList();
        assertEquals(
                List.of(
                        "videos.csv:2:path",
                        "videos.csv:3:split",
                        "videos.csv:4:id",
                        "attributes.csv:3:long hair",
                        "boxes.csv:2:attribute",
                        // Its size is not told, so the file is looked at, which is one byte.
                        "videos.csv:3:path",
                        "boxes.csv:2:x",
                        "boxes.csv:2:y",
                        "actors.csv:1:h"),
                where);
        assertTrue(e.getMessage().contains("9 problems"));
        assertEquals(10, e.getMessage().lines().count());
    }

    @Test
    void endlessProblemsAreCounted() throws IOException {
        String rows = "9,ball,0,0,0,1,1\n".repeat(DataSetException.MOST_LISTED + 5);
        Files.writeString(folder.resolve("boxes.csv"), "id,attribute,frame,x,y,w,h\n" + rows);
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(e.getMessage().contains(DataSetException.MOST_LISTED + 5 + " problems"));
        assertTrue(e.getMessage().contains("and 5 more"));
    }

    @Test
    void readingCanBeCancelledAndSaysHowFarItIs() throws IOException {
        String rows = "2,ball,3,1.5,2,10,8\n".repeat(10_000);
        Files.writeString(folder.resolve("boxes.csv"), "id,attribute,frame,x,y,w,h\n" + rows);
        List<Double> reported = new ArrayList<>();
        Progress untilHalf = new Progress() {
            @Override
            public void report(double fraction, String message) {
                assertEquals("Reading boxes.csv", message);
                reported.add(fraction);
            }

            @Override
            public boolean isCancelled() {
                return !reported.isEmpty() && reported.get(reported.size() - 1) > 0.5;
            }
        };
        CancellationException e = assertThrows(CancellationException.class, () -> DataSet.read(folder, untilHalf));
        assertEquals("Cancelled.", e.getMessage());
        assertEquals(reported.stream().sorted().toList(), reported);
        assertEquals(3, reported.size(), "asked every 2048 rows: " + reported);
    }

    @Test
    void aFolderThatIsNoDataSetHearsOfAllLayouts() throws IOException {
        Files.delete(folder.resolve("videos.csv"));
        String advice = only("videos.csv").advice();
        for (String name : List.of("classInd.txt", "trainlist01.txt", "train_test_split"))
            assertTrue(advice.contains(name), advice);
    }

    @ParameterizedTest
    @CsvSource({"ucf6, 512, 6, 29, 416", "mitosis, 22, 3, 6, -1"})
    void readsRealData(String name, int videos, int classes, int attributes, int train) throws IOException {
        Path real = Path.of(System.getProperty("whynot.data", "../shared/data")).resolve(name);
        assumeTrue(Files.isDirectory(real), "The data set " + name + " is not here: set -Dwhynot.data");
        DataSet data = DataSet.read(real);
        assertEquals(videos, data.samples().size());
        assertEquals(classes, data.classes().size());
        assertEquals(attributes, data.attributes().size());
        if (train > 0) assertEquals(train, data.split("train").size());
    }

    /** A video of some kilobytes that is not the one of another number. */
    private byte[] video(int number) {
        byte[] bytes = new byte[100_000];
        new Random(number).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aFileThatTwoSplitsShareIsReported() throws IOException {
        write(
                "videos.csv",
                "id,class,path,split,note,frames,width,height",
                "1,run,v/one.avi,train,x,10,64,48",
                "2,jump,v/../v/one.avi,test,,10,64,48");
        DataSetException.Problem problem = only("videos.csv");
        assertEquals(List.of(3, "split", "test"), List.of(problem.line(), problem.column(), problem.value()));
        assertTrue(problem.advice().contains("line 2 (v/one.avi), which is in the split train"), problem.advice());
    }

    @Test
    void aCopyOfAVideoInAnotherSplitIsReported() throws IOException {
        Files.write(folder.resolve("v/one.avi"), video(1));
        Files.write(folder.resolve("v/two.avi"), video(1));
        DataSetException.Problem problem = only("videos.csv");
        assertEquals(3, problem.line());
        assertTrue(problem.advice().contains("same content as the video of line 2 (v/one.avi)"), problem.advice());
        // Of the same length, start, middle and end, but another video.
        byte[] other = video(1);
        other[30_000]++;
        Files.write(folder.resolve("v/two.avi"), other);
        assertEquals(2, DataSet.read(folder).samples().size());
    }

    @Test
    void copiesWithinASplitAreAllowed() throws IOException {
        Files.write(folder.resolve("v/one.avi"), video(1));
        Files.write(folder.resolve("v/two.avi"), video(1));
        write(
                "videos.csv",
                "id,class,path,split,note,frames,width,height",
                "1,run,v/one.avi,train,x,10,64,48",
                "2,jump,v/two.avi,train,,10,64,48");
        assertEquals(2, DataSet.read(folder).samples().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"predicted", "Predicted", "RUNNER-UP", "runner-up", "all"})
    void aClassCanNotBeNamedLikeAValueOfAParameter(String name) throws IOException {
        write(
                "videos.csv",
                "id,class,path,split,note,frames,width,height",
                "1," + name + ",v/one.avi,train,x,10,64,48",
                "2,jump,v/two.avi,test,,10,64,48");
        DataSetException.Problem problem = only("videos.csv");
        assertEquals(List.of(2, "class", name), List.of(problem.line(), problem.column(), problem.value()));
        assertTrue(problem.advice().contains("Rename the class"), problem.advice());
    }

    private DataSetException.Problem only(String file) {
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        List<DataSetException.Problem> there =
                e.problems().stream().filter(p -> p.file().equals(file)).toList();
        assertFalse(there.isEmpty(), e.getMessage());
        return there.get(0);
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(folder.resolve(file), List.of(lines));
    }
}
