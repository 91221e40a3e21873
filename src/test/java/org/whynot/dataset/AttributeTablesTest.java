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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTablesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void threeVideos() throws IOException {
        write("videos.csv", "id,class,path,split", "1,run,1.avi,train", "2,run,2.avi,test", "3,jump,3.avi,train");
        for (int i = 1; i <= 3; i++) write(i + ".avi", "x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"attribute,jump,run;legs,1,1;track,0,1;pit,1,0", "class,legs,track,pit;run,1,1,0;jump,1,0,1"})
    void classesGiveTheirAttributesToTheirVideos(String table) throws IOException {
        write("class-attributes.csv", table.split(";"));
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("legs", "track", "pit"), data.attributes());
        assertEquals(List.of(List.of(0, 1), List.of(0, 1), List.of(0, 2)), attributes(data));
    }

    @Test
    void theRowOfAVideoWins() throws IOException {
        write("class-attributes.csv", "attribute,jump,run", "legs,1,1", "track,0,1", "pit,1,0");
        write("attributes.csv", "id,hat,track", "2,1,0");
        DataSet data = DataSet.read(folder);
        assertEquals(List.of("hat", "track", "legs", "pit"), data.attributes());
        assertEquals(List.of(List.of(1, 2), List.of(0, 2), List.of(2, 3)), attributes(data));
    }

    @Test
    void aClassWhoseVideosAllHaveRowsNeedsNone() throws IOException {
        write("class-attributes.csv", "attribute,run", "legs,1");
        write("attributes.csv", "id,pit", "3,1");
        assertEquals(List.of(List.of(1), List.of(1), List.of(0)), attributes(DataSet.read(folder)));
    }

    @Test
    void boxesMustAgreeWithTheClass() throws IOException {
        write("class-attributes.csv", "attribute,jump,run", "legs,1,1", "track,0,1");
        write(
                "videos.csv",
                "id,class,path,split,frames,width,height",
                "3,jump,3.avi,train,9,9,9",
                "1,run,1.avi,train,9,9,9");
        write("boxes.csv", "id,attribute,frame,x,y,w,h", "3,legs,0,0,0,1,1", "3,track,0,0,0,1,1", "3,hat,0,0,0,1,1");
        List<String> problems = problems();
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("line 3") && problems.get(0).contains("class-attributes.csv says"));
        assertTrue(problems.get(1).contains("line 4") && problems.get(1).contains("no such column or row"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attribute,jump,run,swim;legs,1,1,1 | class-attributes.csv, line 1, column \"swim\": the data set has no class",
                "class,legs;run,1;jump,1;swim,1 | class-attributes.csv, line 4, column \"class\", value \"swim\": the data set",
                "attribute,run;legs,1 | class-attributes.csv, value \"jump\": this class is missing",
                "class,legs;run,1 | class-attributes.csv, value \"jump\": this class is missing",
                "attribute,jump,run;legs,0,1 | class-attributes.csv, value \"jump\": this class has no attribute",
                "attribute,jump,run;legs,1,yes | class-attributes.csv, line 2, column \"run\", value \"yes\": this must be 0",
                "attribute,jump,run;legs,1,1;legs,1,1 | class-attributes.csv, line 3, column \"attribute\", value \"legs\": line 2",
                "class,legs;run,1;jump,1;run,1 | class-attributes.csv, line 4, column \"class\", value \"run\": line 2",
                "attribute,jump,run,run;legs,1,1,1 | class-attributes.csv, line 1, column \"run\": two columns",
                "attribute,jump,run;legs,1 | class-attributes.csv, line 2: the row has 2 values",
                "attribute,jump,run;,1,1 | class-attributes.csv, line 2, column \"attribute\": the value is missing",
                "name,jump,run;legs,1,1 | class-attributes.csv, line 1, column \"name\": the first column must be named",
                "attribute,jump,run | class-attributes.csv, line 1: there is no attribute",
            })
    void namesWhatIsWrong(String table, String says) throws IOException {
        write("class-attributes.csv", table.split(";"));
        List<String> problems = problems();
        assertTrue(
                problems.get(0).startsWith(says) || problems.stream().anyMatch(p -> p.startsWith(says)),
                problems.toString());
    }

    @Test
    void namesTheEmptyTable() throws IOException {
        Files.write(folder.resolve("class-attributes.csv"), new byte[0]);
        assertEquals(
                List.of("class-attributes.csv: the file is empty. Its first line must name the columns."), problems());
    }

    @Test
    void oneTableMustBeThereWhereThereAreBoxes() throws IOException {
        assertEquals(List.of(), DataSet.read(folder).attributes());
        write("boxes.csv", "id,attribute,frame,x,y,w,h");
        List<String> problems = problems();
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("attributes.csv: the file is missing"), problems.toString());
        assertTrue(problems.get(0).contains("class-attributes.csv"), problems.toString());
    }

    private static List<List<Integer>> attributes(DataSet data) {
        return data.samples().stream().map(Sample::attributes).toList();
    }

    private List<String> problems() {
        return assertThrows(DataSetException.class, () -> DataSet.read(folder)).problems().stream()
                .map(Object::toString)
                .toList();
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(folder.resolve(file), List.of(lines));
    }
}
