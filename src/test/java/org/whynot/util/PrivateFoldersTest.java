package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFoldersTest {

    @TempDir
    Path folder;

    private Path write(String name, long seconds) throws IOException {
        Path file = Files.writeString(folder.resolve(name), name);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * seconds));
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) names.add(file.getFileName().toString());
        }
        return names;
    }

    @Test
    void theOldestGo() throws IOException {
        write("a.index", 10);
        write("b.index", 30);
        write("c.index", 20);
        write("other.txt", 1);
        Path written = write("d.index", 40);
        PrivateFolders.keepNewest(written, ".index", 5);
        assertEquals(5, names().size());
        PrivateFolders.keepNewest(written, ".index", 2);
        assertEquals(Set.of("b.index", "d.index", "other.txt"), names());
    }

    @Test
    void whatWasJustWrittenStaysThoughTheClockWasSetBack() throws IOException {
        write("a.index", 5000);
        write("b.index", 6000);
        Path written = write("c.index", 100);
        PrivateFolders.keepNewest(written, ".index", 2);
        assertEquals(Set.of("b.index", "c.index"), names());
        PrivateFolders.keepNewest(written, ".index", 1);
        assertEquals(Set.of("c.index"), names());
    }
}
