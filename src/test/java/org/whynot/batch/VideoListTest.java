package org.whynot.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.util.Shard;

class VideoListTest {

    @TempDir
    Path folder;

    private List<FolderVideo> read(String name, String text) throws IOException {
        return VideoList.read(Files.writeString(folder.resolve(name), text));
    }

    private String complaint(String name, String text) throws IOException {
        Path list = Files.writeString(folder.resolve(name), text);
        String message =
                assertThrows(IOException.class, () -> VideoList.read(list)).getMessage();
        assertTrue(message.startsWith("The list " + list), message);
        return message.substring(("The list " + list).length());
    }

    @Test
    void textHasOnePathPerLineInItsOrder() throws IOException {
        List<FolderVideo> videos = read(
                "list.txt", "\uFEFF# chosen by hand\r\nday2/b.avi\r\n\r\n  a, with comma.avi  \n./day1/../a.avi\n");
        assertEquals(
                List.of("day2/b.avi", "a, with comma.avi", "a.avi"),
                videos.stream().map(FolderVideo::path).toList());
        assertEquals(
                List.of("day2/b", "a, with comma", "a"),
                videos.stream().map(FolderVideo::results).toList());
        assertEquals(folder.resolve("day2/b.avi"), videos.get(0).file());
        assertEquals(folder.resolve("a.avi"), videos.get(2).file());
    }

    @Test
    void aTableHasAColumnOfPaths() throws IOException {
        List<FolderVideo> videos =
                read("list.CSV", "id,path,note,start\n1,\"a, b.avi\",\"first,\nbest\",\n2,day1/c.avi,,\n");
        assertEquals(
                List.of("a, b.avi", "day1/c.avi"),
                videos.stream().map(FolderVideo::path).toList());
    }

    @Test
    void videosElsewhereHaveTheirOwnFolders() throws IOException {
        Path elsewhere = folder.resolve("elsewhere/clip.avi").toAbsolutePath();
        Path lists = Files.createDirectory(folder.resolve("lists"));
        FolderVideo absolute = VideoList.read(Files.writeString(lists.resolve("list.txt"), elsewhere + "\n"))
                .get(0);
        FolderVideo relative = VideoList.read(Files.writeString(lists.resolve("list.txt"), "../elsewhere/clip.avi\n"))
                .get(0);
        assertEquals(absolute, relative);
        assertEquals(elsewhere, absolute.file());
        assertTrue(absolute.path().endsWith("/elsewhere/clip.avi"), absolute.path());
        assertFalse(absolute.path().startsWith("/") || absolute.path().contains(":"), absolute.path());
    }

    @Test
    void videosAddedAtTheEndMoveNoOtherToAnotherShard() throws IOException {
        List<FolderVideo> before = read("list.txt", "c.avi\na.avi\nb.avi\n");
        List<FolderVideo> after = read("list.txt", "c.avi\na.avi\nb.avi\n0.avi\n");
        for (int number = 1; number <= 2; number++) {
            List<FolderVideo> own = new Shard(number, 2).of(before);
            assertEquals(own, new Shard(number, 2).of(after).subList(0, own.size()));
        }
    }

    @Test
    void aVideoThatIsThereTwiceIsNamedWithBothLines() throws IOException {
        assertEquals(
                ", line 4: the video ./day1/a.avi is in line 2 already. Remove one of the two.",
                complaint("list.txt", "# two\nday1/a.avi\nb.avi\n./day1/a.avi\n"));
        assertEquals(
                ", line 3: the video a.avi is in line 2 already. Remove one of the two.",
                complaint("list.csv", "path\na.avi\na.avi\n"));
    }

    @Test
    void resultsThatWouldMeetAreNamedWithBothLines() throws IOException {
        Path root = folder.toAbsolutePath().getRoot();
        String inside = root.relativize(folder.toAbsolutePath()).toString().replace('\\', '/');
        String elsewhere = folder.resolve("a.avi").toAbsolutePath().toString();
        Path list = Files.writeString(
                Files.createDirectory(folder.resolve("in")).resolve("list.txt"), inside + "/a.avi\n" + elsewhere);
        String message =
                assertThrows(IOException.class, () -> VideoList.read(list)).getMessage();
        assertTrue(
                message.contains(", line 2: the results of " + elsewhere + " would belong where those of line 1 do."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# only a comment\n", "\n\n"})
    void anEmptyListIsNone(String text) throws IOException {
        assertEquals(" names no video.", complaint("list.txt", text));
    }

    @Test
    void tablesWithoutPathsAreRefused() throws IOException {
        assertEquals(" names no video.", complaint("list.csv", ""));
        assertEquals(" names no video.", complaint("list.csv", "path\n"));
        assertEquals(
                ", line 1: there is no column 'path' but id;path. Name the column of the videos' paths so, and separate"
                        + " columns by commas.",
                complaint("list.csv", "id;path\n1;a.avi\n"));
        assertEquals(
                ", line 3: there are 1 values under 2 columns.", complaint("list.csv", "id,path\n1,a.avi\nb.avi\n"));
        assertEquals(", line 2: the path is missing.", complaint("list.csv", "id,path\n1,\n"));
        assertTrue(complaint("list.csv", "path\n\"a.avi\n").startsWith(", line 2: a quotation mark is opened"));
    }

    /** Silently explaining the whole video instead would be wrong. */
    @Test
    void partsOfVideosAreRefused() throws IOException {
        assertTrue(complaint("list.csv", "path,start,stop\na.avi,,\nb.avi,10,20\n")
                .startsWith(", line 3: the column 'start' means a part of a video"));
    }

    @Test
    void whatIsNoPathIsRefused() throws IOException {
        assertEquals(
                ", line 1: 'hdfs://host/a.avi' is an address, which only whynot-spark reads.",
                complaint("list.txt", "hdfs://host/a.avi"));
        assertEquals(", line 1: '..' is a folder, not a video.", complaint("list.txt", ".."));
        assertEquals(", line 1: 'a\0.avi' can't be the path of a file.", complaint("list.txt", "a\0.avi"));
        Path list = Files.write(folder.resolve("latin.txt"), "\u00fc.avi".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                "The list " + list + " is not text in UTF-8. Save it as UTF-8.",
                assertThrows(IOException.class, () -> VideoList.read(list)).getMessage());
    }
}
