package org.whynot.dataset.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.util.Progress;
import org.whynot.video.Box;

/** Label files of other programs; the videos are files of one byte whose size is stated. */
class LabelImportTest {

    private static final int FRAMES = 100;
    private static final String AGGREGATED =
            "Observation id\tMedia file\tTotal length\tFPS\tSubject\tBehavior\tModifiers\tBehavior type\tStart (s)\tStop (s)\n";

    @TempDir
    Path folder;

    private ImportReport report;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private LabelSettings settings(Path file, String format, String classFrom, Set<String> skip) {
        return new LabelSettings(
                file,
                format,
                folder,
                ClassFrom.of(classFrom),
                Set.of(),
                skip,
                16,
                LabelSettings.Crop.AUTO,
                0,
                folder.resolve("out"));
    }

    /** Imports into the folder "out" and reads that; every video has 100 frames of 64 x 48 pixels, 25 per second. */
    private DataSet imported(Path file, String format, String classFrom, String... skip) throws IOException {
        report = new LabelImport(
                        settings(file, format, classFrom, Set.of(skip)),
                        video -> new Films.Film(video, FRAMES, 64, 48, 25, null))
                .run(Progress.SILENT);
        return DataSet.read(folder.resolve("out"));
    }

    private DataSet imported(Path file) throws IOException {
        return imported(file, "auto", "label");
    }

    private static Segment frames(int start, int stop) {
        return Segment.frames(start, stop);
    }

    private static List<Segment> segments(DataSet data) {
        return data.samples().stream().map(Sample::segment).toList();
    }

    private static String className(DataSet data, int sample) {
        return data.classes().get(data.samples().get(sample).classIndex());
    }

    private static List<String> attributes(DataSet data, int sample) {
        return data.samples().get(sample).attributes().stream()
                .map(data.attributes()::get)
                .toList();
    }

    private boolean isReported(String file, int line, int entries, String words) {
        return report.remarks().stream()
                .anyMatch(r -> r.file().equals(file)
                        && r.line() == line
                        && r.entries() == entries
                        && r.sentence().contains(words));
    }

    private static final String CVAT =
            """
            <annotations><version>1.1</version><meta><task><size>4</size><source>dish3.mp4</source><original_size><width>64</width><height>48</height></original_size>
             <labels><label><name>cell</name><attributes>
              <attribute><name>event</name><mutable>True</mutable><input_type>radio</input_type><default_value>none</default_value><values>none
            division
            death</values></attribute>
              <attribute><name>note</name><mutable>False</mutable><input_type>text</input_type><default_value></default_value><values></values></attribute>
              <attribute><name>bright</name><mutable>False</mutable><input_type>checkbox</input_type><default_value>false</default_value><values>false</values></attribute></attributes></label></labels></task></meta>
             <track id="0" label="cell" source="manual">
              <box frame="0" keyframe="1" outside="0" occluded="0" xtl="10" ytl="12" xbr="40" ybr="44"><attribute name="event">none</attribute><attribute name="bright">true</attribute></box>
              <box frame="2" keyframe="1" outside="0" occluded="0" xtl="14" ytl="12" xbr="44" ybr="44"><attribute name="event">division</attribute><attribute name="bright">true</attribute></box>
              <box frame="5" keyframe="1" outside="1" occluded="0" xtl="14" ytl="12" xbr="44" ybr="44"><attribute name="event">division</attribute><attribute name="bright">true</attribute></box>
             </track>
            </annotations>
            """;

    @Test
    void aValueOfCvatThatChangesInTimeIsTheClassAndKeyFramesAreInterpolated() throws IOException {
        write("dish3.mp4", "v");
        DataSet data = imported(write("dish.xml", CVAT), "auto", "attribute event");
        assertEquals(List.of("division", "none"), data.classes());
        assertEquals(List.of(frames(0, 2), frames(2, 5)), segments(data));
        assertEquals(List.of("none", "division"), List.of(className(data, 0), className(data, 1)));
        assertEquals(List.of("bright"), attributes(data, 0));
        assertEquals(
                List.of(
                        new FrameBox(0, new Box(10, 12, 30, 32), true, 0),
                        new FrameBox(1, new Box(12, 12, 30, 32), false, 0)),
                data.samples().get(0).actors());
        assertEquals(3, data.samples().get(1).boxes().get("bright").size());
        assertTrue(isReported("dish.xml", 6, 0, "'note' is a text and not used"), report.remarks()::toString);
        assertEquals(List.of(2, 0), List.of(report.used(), report.unused()));
    }

    @Test
    void theLabelIsTheClassOfATrackAndChoicesAreAttributes() throws IOException {
        write("dish3.mp4", "v");
        DataSet data = imported(write("dish.xml", CVAT));
        assertEquals(List.of("cell"), data.classes());
        assertEquals(List.of(frames(0, 5)), segments(data));
        assertEquals(List.of("bright", "event division"), attributes(data, 0));
        assertEquals(
                List.of(2, 3, 4),
                data.samples().get(0).boxes().get("event division").stream()
                        .map(FrameBox::frame)
                        .toList());
    }

    @Test
    void classesCanBeLeftOutAndThatIsCounted() throws IOException {
        write("dish3.mp4", "v");
        DataSet data = imported(write("dish.xml", CVAT), "cvat", "attribute event", "none");
        assertEquals(List.of("division"), data.classes());
        assertTrue(isReported("dish.xml", 9, 1, "'none' is left out"), report.remarks()::toString);
        assertTrue(report.sentences().get(0).startsWith("1 clip was made of 1 of the 2 entries"));
    }

    @Test
    void subjectsThatAreSeenTogetherAreCropped() throws IOException {
        write("dish3.mp4", "v");
        String second = CVAT.replace(
                "</track>",
                "</track><track id='1' label='cell'><box frame='3' outside='0' xtl='50' "
                        + "ytl='0' xbr='64' ybr='10'/></track>");
        DataSet data = imported(write("dish.xml", second));
        assertEquals(new Segment(0, 5, 3, 5, 48, 43), data.samples().get(0).segment());
        assertEquals(
                new Box(7, 7, 30, 32), data.samples().get(0).actors().get(0).box());
        assertEquals(new Segment(3, 4, 47, 0, 17, 13), data.samples().get(1).segment());
    }

    @Test
    void borisAggregatedEvents() throws IOException {
        write("a.mp4", "v");
        DataSet data = imported(write(
                "events.tsv",
                AGGREGATED + "o\ta.mp4\t4\t25\tNo focal subject\tgroom\tm1|m2\tSTATE\t0.4\t1.2\n"
                        + "o\ta.mp4\t4\t25\tmouse\trear\t\tPOINT\t2.0\t2.0\n"));
        assertEquals(List.of(frames(10, 30), frames(42, 58)), segments(data));
        assertEquals(List.of("groom", "rear"), data.classes());
        assertEquals(List.of("m1", "m2"), attributes(data, 0));
        assertEquals(List.of(), attributes(data, 1));
        assertEquals(2, report.used());
    }

    @Test
    void onlyChosenSubjectsAreUsed() throws IOException {
        write("a.mp4", "v");
        Path file = write(
                "events.tsv",
                AGGREGATED + "o\ta.mp4\t4\t25\tleft\tgroom\t\tSTATE\t0.4\t1.2\n"
                        + "o\ta.mp4\t4\t25\tright\tgroom\t\tSTATE\t0.4\t1.2\n");
        LabelSettings all = settings(file, "boris", "behaviour", Set.of());
        report = new LabelImport(
                        new LabelSettings(
                                file,
                                "boris",
                                folder,
                                all.classFrom(),
                                Set.of("left"),
                                Set.of(),
                                16,
                                all.crop(),
                                0,
                                all.output()),
                        video -> new Films.Film(video, FRAMES, 64, 48, 25, null))
                .run(Progress.SILENT);
        assertEquals(List.of(1, 1), List.of(report.used(), report.unused()));
        assertTrue(isReported("events.tsv", 3, 1, "subject 'right', which was not chosen"));
    }

    /** Of three films in one observation, times count through all of them. */
    @Test
    void borisObservationsOfSeveralFiles() throws IOException {
        for (String name : List.of("a", "b", "c")) write(name + ".mp4", "v");
        DataSet data = imported(
                write(
                        "events.tsv",
                        AGGREGATED.replace("Media file", "Source\tMedia file name")
                                + "o\tplayer #1:a.mp4;b.mp4;c.mp4|player #2:x.mp4\tc.mp4\t12\t25\t\tgroom\t\tSTATE\t8.4\t9.2\n"));
        assertEquals("c.mp4", data.samples().get(0).path().getFileName().toString());
        assertEquals(List.of(frames(10, 30)), segments(data));
    }

    @Test
    void deepEthogramFrames() throws IOException {
        write("mouse.avi", "v");
        StringBuilder text = new StringBuilder(",background,groom,rear\n");
        for (int i = 0; i < FRAMES; i++)
            text.append(i).append(i < 20 ? ",1,0,0\n" : i < 40 ? ",0,1,0\n" : i < 60 ? ",0,1,1\n" : ",-1,-1,-1\n");
        DataSet data = imported(write("mouse_labels.csv", text.toString()), "auto", "label", "background");
        assertEquals(List.of("groom", "rear"), data.classes());
        assertEquals(List.of(frames(20, 60), frames(40, 60)), segments(data));
        assertTrue(isReported("mouse_labels.csv", 0, 0, "40 frames are not labelled"), report.remarks()::toString);
        assertTrue(
                isReported("mouse_labels.csv", 42, 0, "'rear' overlaps 'groom' of line 22"),
                report.remarks()::toString);
    }

    @Test
    void feralFramesAndSplits() throws IOException {
        write("a.mp4", "v");
        write("b.mp4", "v");
        DataSet data = imported(write(
                "feral.json",
                "{\"class_names\": {\"0\": \"other\", \"1\": \"groom\"},\n \"labels\": {\"a.mp4\": [0,0,1,1,1],\n"
                        + " \"b.mp4\": [1,1,7,0]},\n \"splits\": {\"train\": [\"a.mp4\"], \"val\": [\"b.mp4\"]}}"));
        assertEquals(List.of(frames(0, 2), frames(2, 5), frames(0, 2), frames(3, 4)), segments(data));
        assertEquals(
                List.of("train", "train", "validation", "validation"),
                data.samples().stream().map(Sample::split).toList());
        assertTrue(
                isReported("feral.json", 3, 1, "class 7, which class_names does not name"), report.remarks()::toString);
        assertTrue(isReported("feral.json", 2, 0, "labels are of 5 frames, and 'a.mp4' has 100"));
    }

    @Test
    void activityNetSegments() throws IOException {
        write("x1.mp4", "v");
        DataSet data = imported(
                write(
                        "net.json",
                        "{\"database\": {\"x1\": {\"duration\": 4.0, \"subset\": \"testing\", \"annotations\": [\n"
                                + "{\"segment\": [1.2, 2.4], \"label\": \"division\"},\n{\"segment\": [1.2], \"label\": \"death\"}]}}}"));
        assertEquals(List.of(frames(30, 60)), segments(data));
        assertEquals("test", data.samples().get(0).split());
        assertTrue(isReported("net.json", 3, 1, "no segment"), report.remarks()::toString);
    }

    @Test
    void avaSeconds() throws IOException {
        write("film.mp4", "v");
        DataSet data = imported(write(
                "ava.csv",
                "film,1,0.25,0.5,0.5,1.0,12,3\nfilm,2,0.5,0.5,0.75,1.0,12,3\nfilm,3.5,0.5,0.5,0.75,1.5,12,3\n"));
        assertEquals(List.of(frames(13, 63)), segments(data));
        assertEquals("12", data.classes().get(0));
        List<FrameBox> actors = data.samples().get(0).actors();
        assertEquals(50, actors.size());
        assertEquals(new FrameBox(12, new Box(16, 24, 16, 24), true, 0), actors.get(12));
        assertEquals(new FrameBox(37, new Box(32, 24, 16, 24), true, 0), actors.get(37));
        assertEquals(List.of(2, 1), List.of(report.used(), report.unused()));
        assertTrue(isReported("ava.csv", 3, 1, "no box"), report.remarks()::toString);
    }

    private void zip(String name, Roi... rois) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (int i = 0; i < rois.length; i++) {
                zip.putNextEntry(new ZipEntry(i + ".roi"));
                zip.write(RoiEncoder.saveAsByteArray(rois[i]));
                zip.closeEntry();
            }
        }
    }

    @Test
    void dextrusionRois() throws IOException {
        write("tissue.tif", "v");
        Roi point = new PointRoi(30, 20);
        point.setPosition(51);
        Roi box = new Roi(0, 0, 20, 20);
        box.setPosition(0, 1, 4);
        zip("tissue_division.zip", point, new PointRoi(1, 1));
        zip("tissue_death.zip", box);
        Files.createDirectories(folder.resolve("labels"));
        for (String name : List.of("tissue_division.zip", "tissue_death.zip"))
            Files.move(folder.resolve(name), folder.resolve("labels/" + name));
        DataSet data = imported(folder.resolve("labels"));
        assertEquals(List.of("death", "division"), data.classes());
        assertEquals(List.of(frames(0, 16), frames(42, 58)), segments(data));
        assertEquals(16, data.samples().get(1).actors().size());
        assertEquals(
                new Box(7.5, 0, 45, 42.5), data.samples().get(1).actors().get(0).box());
        assertTrue(isReported("tissue_division.zip", 0, 1, "has no position in time"), report.remarks()::toString);
    }

    @Test
    void foldersOfClasses() throws IOException {
        for (String name : List.of("run/a.avi", "run/a.jpg", "jump/b.avi", "jump/c.avi")) write("set/" + name, "v");
        DataSet data = imported(folder.resolve("set"));
        assertEquals(List.of("jump", "run"), data.classes());
        assertTrue(data.samples().stream().allMatch(s -> s.segment().isWhole()));
        assertTrue(isReported("set", 0, 0, "1 files in the folders are no videos"), report.remarks()::toString);
    }

    /** Larger than any array; the files are sparse and take hardly any room. */
    @Test
    void largeFilesBesideTheLabelsOfAFolderAreNotReadIntoMemory() throws IOException {
        write("a.mp4", "v");
        write("labels/events.tsv", AGGREGATED + "o\ta.mp4\t4\t25\t\tgroom\t\tSTATE\t0.4\t1.2\n");
        large("labels/a.mp4", "\0\0\0\030ftypmp42");
        large("labels/features.h5", "\u0089HDF\r\n\032\n");
        DataSet data = imported(folder.resolve("labels"));
        assertEquals(List.of(frames(10, 30)), segments(data));
    }

    /** Three gigabytes of which only the first bytes are not zero. */
    private void large(String name, String start) throws IOException {
        Path file = Files.write(folder.resolve(name), start.getBytes(StandardCharsets.ISO_8859_1));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), (3L << 30) - 1);
        }
    }

    /** A letter of two bytes may lie anywhere, and the last one may be cut. */
    @ParameterizedTest
    @CsvSource({"0", "8191", "8192", "65535", "100001"})
    void theEncodingOfALongFileIsThatOfItsLastLetterToo(int before) throws IOException {
        String text = "a".repeat(before) + "\u00e4";
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Path whole = Files.write(folder.resolve("whole.csv"), utf8);
        assertEquals(text, read(whole));
        Path cut = Files.write(folder.resolve("cut.csv"), Arrays.copyOf(utf8, utf8.length - 1));
        assertEquals("a".repeat(before) + "\u00c3", read(cut));
    }

    private static String read(Path file) throws IOException {
        try (Reader reader = new LabelSource(file).reader()) {
            StringWriter text = new StringWriter();
            reader.transferTo(text);
            return text.toString();
        }
    }

    /** The same table as other programs and countries save it. */
    @ParameterizedTest
    @CsvSource({
        "UTF-16LE,true,tab,.",
        "UTF-16BE,true,tab,.",
        "UTF-16LE,false,tab,.",
        "UTF-8,true,comma,.",
        "UTF-8,false,semicolon,COMMA",
        "windows-1252,false,tab,COMMA"
    })
    void encodingsSeparatorsAndDecimalCommas(String charset, boolean mark, String separator, String decimal)
            throws IOException {
        write("a.mp4", "v");
        char between = separator.equals("tab") ? '\t' : separator.equals("comma") ? ',' : ';';
        String text = (AGGREGATED + "o\ta.mp4\t4\t25\t\tg\u00e4hnen\t\tSTATE\t0.4\t1.2\n").replace('\t', between);
        if (decimal.equals("COMMA")) text = text.replace("0.4", "0,4").replace("1.2", "1,2");
        text = text.replace("\n", "\r\n");
        byte[] bytes = ((mark ? "\uFEFF" : "") + text).getBytes(java.nio.charset.Charset.forName(charset));
        DataSet data = imported(Files.write(folder.resolve("events.txt"), bytes));
        assertEquals(List.of("g\u00e4hnen"), data.classes());
        assertEquals(List.of(frames(10, 30)), segments(data));
    }

    /** Each is one sentence with file and line, and the event beside it is imported. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o;a.mp4;4;25;;groom;;STATE;3.9;9.0 | 3 | 0 | stops at frame 225, and the video has 100 frames. It was cut",
                "o;a.mp4;4;25;;groom;;STATE;8.0;9.0 | 3 | 1 | at frame 200, and the video 'a.mp4' has the frames 0 to 99",
                "o;a.mp4;4;25;;groom;;POINT;8.0;8.0 | 3 | 1 | at frame 200",
                "o;b.mp4;4;25;;groom;;STATE;0.1;0.2 | 3 | 1 | there is no video 'b.mp4'",
                "o;a.mp4;4;25;;groom;;STATE;NA;0.2 | 3 | 1 | no start and stop in seconds",
                "o;a.mp4;4;25;;groom;;STATE;0.9;0.2 | 3 | 1 | no start and stop in seconds",
                "o;a.mp4;4;25;;predicted;;STATE;0.1;0.2 | 3 | 1 | can't be called 'predicted'",
                "o;a.mp4;4;25;;groom;;STATE;2.5;3.0 | 3 | 0 | 'groom' overlaps 'rear' of line 2",
                "o;a.mp4;4;25;;gro | 3 | 1 | no start and stop in seconds",
            })
    void whatIsWrongIsReportedAndTheRestImported(String row, int line, int entries, String words) throws IOException {
        write("a.mp4", "v");
        DataSet data = imported(write(
                "e.tsv", AGGREGATED + "o\ta.mp4\t4\t25\t\trear\t\tSTATE\t2.0\t2.8\n" + row.replace(';', '\t') + "\n"));
        assertTrue(isReported("e.tsv", line, entries, words), report.remarks()::toString);
        assertEquals(2, report.used() + report.unused());
        assertTrue(data.classes().contains("rear"));
        String table = Files.readString(folder.resolve("out").resolve(ImportReport.FILE));
        assertTrue(table.contains("e.tsv,2,1,1,a_000050,rear,"), table);
    }

    @Test
    void anotherFrameRateIsSaid() throws IOException {
        write("a.mp4", "v");
        imported(write("e.tsv", AGGREGATED + "o\ta.mp4\t4\t30\t\trear\t\tSTATE\t2.0\t2.8\n"));
        assertTrue(
                isReported(
                        "e.tsv",
                        2,
                        0,
                        "of 30.00 frames per second, and 'a.mp4' has 25.00. Seconds are used as they are"),
                report.remarks()::toString);
    }

    @Test
    void labelsOfAVideoOfAnotherSizeAreNotUsed() throws IOException {
        write("dish3.mp4", "v");
        Path file = write("dish.xml", CVAT.replace("<width>64", "<width>640"));
        IOException e = assertThrows(IOException.class, () -> imported(file));
        assertTrue(
                e.getMessage().contains("of a video of 640 x 48 pixels, and 'dish3.mp4' has 64 x 48"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void boxesBeyondTheVideoAreNotUsed() throws IOException {
        write("dish3.mp4", "v");
        String far = CVAT.replace(
                "</track>",
                "</track><track id='1' label='cell'><box frame='3' outside='0' xtl='500' "
                        + "ytl='0' xbr='640' ybr='10'/></track>");
        imported(write("dish.xml", far));
        assertTrue(isReported("dish.xml", 12, 1, "boxes are outside the video"), report.remarks()::toString);
        assertEquals(1, report.used());
    }

    @Test
    void aFileThatIsCutShortGivesWhatCameBefore() throws IOException {
        write("dish3.mp4", "v");
        String track = "<track id='1' label='cell'><box frame='3' outside='0' xtl='5' ytl='0' xbr='";
        imported(write("dish.xml", CVAT.replace("</annotations>", track)));
        assertEquals(List.of(1, 1), List.of(report.used(), report.unused()));
        assertTrue(
                isReported("dish.xml", 13, 1, "broken or cut short here")
                        || isReported("dish.xml", 14, 1, "broken or cut short here"),
                report.remarks()::toString);
        Path json = write("p.boris", "{\"observations\": {\n\"a\": {\"file\": {\"1\": [");
        Path other = folder.resolve("other");
        IOException e = assertThrows(IOException.class, () -> new LabelImport(new LabelSettings(
                        json, "auto", folder, ClassFrom.LABEL, Set.of(), Set.of(), 16, LabelSettings.Crop.NO, 0, other))
                .run(Progress.SILENT));
        assertTrue(e.getMessage().contains("damaged or cut short"), e.getMessage());
        assertFalse(Files.exists(other));
    }

    @Test
    void statesWithoutStartOrStopAreReported() throws IOException {
        write("a.mp4", "v");
        imported(write(
                "e.csv",
                "Observation id,o\n,\nTime,Media file path,Total length,FPS,Subject,Behavior,Behavioral category,Comment,Status\n"
                        + "0.4,a.mp4,4,25,,groom,,,START\n1.2,a.mp4,4,25,,groom,,hm,STOP\n1.6,a.mp4,4,25,,rear,,,STOP\n"
                        + "1.8,a.mp4,4,25,,groom,,,START\n2.0,a.mp4,4,25,,lick,,,ODD\n"));
        assertEquals(List.of(2, 3), List.of(report.used(), report.unused()));
        assertTrue(isReported("e.csv", 6, 1, "stops here without a start"), report.remarks()::toString);
        assertTrue(isReported("e.csv", 7, 1, "never stops"));
        assertTrue(isReported("e.csv", 8, 1, "the status is 'ODD'"));
        assertTrue(isReported("e.csv", 0, 0, "1 comments were not used"));
    }

    @Test
    void whatIsNoLabelFileIsNamed() throws IOException {
        write("a.mp4", "v");
        Path file = write("notes.txt", "nothing");
        IOException e = assertThrows(IOException.class, () -> imported(file));
        assertTrue(e.getMessage().contains("is not known. Choose one of boris, cvat, feral"), e.getMessage());
        IOException missing = assertThrows(IOException.class, () -> imported(folder.resolve("none.xml")));
        assertTrue(missing.getMessage().startsWith("There is no file or folder"), missing.getMessage());
        write("out/something", "here");
        IOException full = assertThrows(IOException.class, () -> imported(write("dish.xml", CVAT)));
        assertTrue(full.getMessage().contains("is not empty"), full.getMessage());
        assertEquals("here", Files.readString(folder.resolve("out/something"), StandardCharsets.UTF_8));
    }
}
