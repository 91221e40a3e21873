package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.video.Box;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Rows of videos.csv that are segments and rectangles of longer videos. */
class SegmentsTest {

    private static final int FRAMES = 20;
    private static final int WIDTH = 32;
    private static final int HEIGHT = 24;
    private static final String HEADER = "id,class,path,split,start,stop,x,y,w,h,group";

    @TempDir
    Path folder;

    /** A pixel's value tells its frame, column and row. */
    private static int value(int frame, int x, int y) {
        return (7 * frame + 3 * x + y) % 251;
    }

    @BeforeEach
    void aFilmAndItsClips() throws IOException {
        film("film.tif");
        write(
                "videos.csv",
                HEADER,
                "a,run,film.tif,train,0,8,,,,,dish 1",
                "b,jump,film.tif,train,4,12,6,2,10,20,dish 1",
                "c,run,film.tif,test,12,,,,,,dish 2");
        write("attributes.csv", "id,ball", "a,1", "b,1", "c,1");
        write("boxes.csv", "id,attribute,frame,x,y,w,h", "b,ball,5,4,3,4,5", "b,ball,4,7,2,9,20", "c,ball,12,1,2,3,4");
        write("actors.csv", "id,track,frame,x,y,w,h", "c,1,19,0,0,32,24");
    }

    private void film(String name) {
        ImageStack stack = new ImageStack(WIDTH, HEIGHT);
        for (int frame = 0; frame < FRAMES; frame++) {
            ByteProcessor pixels = new ByteProcessor(WIDTH, HEIGHT);
            for (int y = 0; y < HEIGHT; y++) for (int x = 0; x < WIDTH; x++) pixels.set(x, y, value(frame, x, y));
            stack.addSlice(pixels);
        }
        ImagePlus image = new ImagePlus("film", stack);
        image.setDimensions(1, 1, FRAMES);
        IJ.saveAsTiff(image, folder.resolve(name).toString());
    }

    @Test
    void aClipIsAViewOfItsPartOfTheFile() throws IOException {
        Sample b = DataSet.read(folder).samples().get(1);
        assertEquals(new Segment(4, 12, 6, 2, 10, 20), b.segment());
        try (Video clip = b.open()) {
            assertEquals(List.of(8, 10, 20), List.of(clip.frames(), clip.width(), clip.height()));
            byte[] pixels = new byte[200];
            clip.readValues(3, pixels);
            byte[] expected = new byte[200];
            for (int y = 0; y < 20; y++)
                for (int x = 0; x < 10; x++) expected[10 * y + x] = (byte) value(7, 6 + x, 2 + y);
            assertArrayEquals(expected, pixels);
        }
        Sample c = DataSet.read(folder).samples().get(2);
        try (Video clip = c.open()) {
            assertEquals(List.of(8, 32, 24), List.of(clip.frames(), clip.width(), clip.height()));
        }
    }

    @Test
    void boxesAreOfTheFileInTablesAndOfTheClipInMemory() throws IOException {
        DataSet data = DataSet.read(folder);
        assertEquals(
                Map.of(
                        "ball",
                        List.of(
                                new FrameBox(0, new Box(1, 0, 9, 20), true, 0),
                                // Cut at the left edge of the rectangle.
                                new FrameBox(1, new Box(0, 1, 2, 5), true, 0))),
                data.samples().get(1).boxes());
        assertEquals(
                List.of(new FrameBox(0, new Box(1, 2, 3, 4), true, 0)),
                data.samples().get(2).boxes().get("ball"));
        assertEquals(
                List.of(new FrameBox(7, new Box(0, 0, 32, 24), true, 1)),
                data.samples().get(2).actors());
    }

    @Test
    void writtenIsReadAgain() throws IOException {
        DataSet data = DataSet.read(folder);
        Path other = Files.createDirectories(folder.resolve("sub/other"));
        DataSetWriter.write(other, data.classes(), data.attributes(), data.samples());
        DataSet again = DataSet.read(other);
        assertEquals(data.samples().size(), again.samples().size());
        for (int i = 0; i < 3; i++) {
            Sample before = data.samples().get(i);
            Sample after = again.samples().get(i);
            assertTrue(Files.isSameFile(before.path(), after.path()));
            assertEquals(before.segment(), after.segment());
            assertEquals(before.group(), after.group());
            assertEquals(before.boxes(), after.boxes());
            assertEquals(before.actors(), after.actors());
        }
        assertTrue(Files.readString(other.resolve("boxes.csv")).contains("b,ball,0,4,7,2,9,20,1"));
        assertTrue(Files.readString(other.resolve("videos.csv")).contains("c,run,../../film.tif,test,12,,,,,,dish 2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "videos.csv | 2 | a,run,film.tif,train,8,8,,,,,| stop | must stop at a later frame",
                "videos.csv | 2 | a,run,film.tif,train,-1,8,,,,,| start | whole number",
                "videos.csv | 2 | a,run,film.tif,train,0,8,1,,,,| y | all four, or none",
                "videos.csv | 2 | a,run,film.tif,train,0,8,1,1,0,4,| w | 1 or more",
                "videos.csv | 3 | b,jump,film.tif,test,4,12,6,2,10,20,| split | has frames in common with the video of line 2",
                "videos.csv | 2 | a,run,film.tif,train,0,8,,,,,dish 2| group | the same group",
                "boxes.csv | 2 | b,ball,3,7,3,4,5 | frame | from 4 to 11",
                "boxes.csv | 2 | b,ball,12,7,3,4,5 | frame | from 4 to 11",
                "boxes.csv | 2 | c,ball,11,7,3,4,5 | frame | from 12 on",
                "boxes.csv | 2 | c,ball,20,7,3,4,5 | frame | has 20 frames",
                "boxes.csv | 2 | b,ball,5,17,3,4,5 | x | outside the rectangle",
            })
    void namesTheBrokenRow(String file, int replaced, String with, String column, String says) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(file)));
        lines.set(replaced - 1, with);
        Files.write(folder.resolve(file), lines);
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(
                e.problems().stream()
                        .anyMatch(p -> p.file().equals(file)
                                && p.column().equals(column)
                                && p.advice().contains(says)),
                e.getMessage());
    }

    @Test
    void stopIsCheckedAgainstTheStatedSizeAndOtherwiseWhenTheClipIsOpened() throws IOException {
        Files.delete(folder.resolve("boxes.csv"));
        Files.delete(folder.resolve("actors.csv"));
        write("videos.csv", "id,class,path,split,start,stop,frames,width,height", "a,run,film.tif,train,5,21,20,32,24");
        write("attributes.csv", "id,ball", "a,1");
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(e.getMessage().contains("column \"stop\", value \"21\": the video has 20 frames"), e.getMessage());
        write("videos.csv", "id,class,path,split,start,stop", "a,run,film.tif,train,5,21");
        Sample sample = DataSet.read(folder).samples().get(0);
        IOException late = assertThrows(IOException.class, sample::open);
        assertTrue(late.getMessage().startsWith("The clip 'a' is not in "), late.getMessage());
        assertTrue(late.getMessage().contains("frames 5 to 20, and the video has 20 frames"), late.getMessage());
    }

    @Test
    void segmentsOfACopyInAnotherSplitAreCompared() throws IOException {
        Files.copy(folder.resolve("film.tif"), folder.resolve("copy.tif"));
        Files.delete(folder.resolve("boxes.csv"));
        Files.delete(folder.resolve("actors.csv"));
        write("attributes.csv", "id,ball", "a,1", "b,1");
        write("videos.csv", HEADER, "a,run,film.tif,train,0,8,,,,,", "b,run,copy.tif,test,8,20,,,,,");
        assertEquals(2, DataSet.read(folder).samples().size());
        write("videos.csv", HEADER, "a,run,film.tif,train,0,8,,,,,", "b,run,copy.tif,test,7,20,,,,,");
        DataSetException e = assertThrows(DataSetException.class, () -> DataSet.read(folder));
        assertTrue(e.getMessage().contains("same content as the video of line 2"), e.getMessage());
        write("videos.csv", HEADER, "a,run,film.tif,train,0,8,0,0,9,9,", "b,run,copy.tif,test,7,20,9,0,9,9,");
        assertEquals(2, DataSet.read(folder).samples().size(), "rectangles side by side");
    }

    @Test
    void aFileOfSeveralClipsIsOpenedOnce() throws IOException {
        List<Sample> samples = DataSet.read(folder).samples();
        List<Video> opened = new ArrayList<>();
        ClipFiles files = new ClipFiles(path -> {
            opened.add(VideoFiles.open(path));
            return opened.get(opened.size() - 1);
        });
        for (Sample sample : samples)
            try (Video clip = files.open(sample)) {
                clip.read(0, new float[clip.frameLength()]);
            }
        assertEquals(1, opened.size());
        Video last = files.open(samples.get(2));
        files.close();
        last.read(0, new float[last.frameLength()]);
        last.close();
        Video file = opened.get(0);
        assertThrows(IOException.class, () -> file.read(0, new float[file.frameLength()]));
        assertThrows(IOException.class, () -> files.open(samples.get(0)));
    }

    private void write(String file, String... lines) throws IOException {
        Files.write(folder.resolve(file), List.of(lines));
    }
}
