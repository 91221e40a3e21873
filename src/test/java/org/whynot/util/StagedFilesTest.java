package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aFileIsReplacedWhole() throws IOException {
        Path file = folder.resolve("new folder").resolve("file");
        for (String text : List.of("first", "second")) {
            StagedFiles.replace(file, out -> out.write(text.getBytes()));
            assertEquals(text, Files.readString(file));
        }
        assertEquals(List.of("new folder/file"), names());
    }

    @Test
    void aFileThatCannotBeWrittenToItsEndStaysAsItWas() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        for (Throwable failure : List.of(new IOException("full"), new OutOfMemoryError("full")))
            assertThrows(
                    failure.getClass(),
                    () -> StagedFiles.replace(file, out -> {
                        out.write(new byte[100_000]);
                        if (failure instanceof IOException e) throw e;
                        throw (Error) failure;
                    }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("file"), names());
    }

    @Test
    void whatAKilledProgramLeftGoesAndWhatOthersAreWritingStays() throws IOException, InterruptedException {
        Process dead = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        dead.waitFor();
        long alive = ProcessHandle.current().pid();
        for (String name : List.of(
                ".whynot-file-" + dead.pid() + "-1.partial",
                ".whynot-file-" + alive + "-999999.partial",
                ".whynot-file-of-another-" + dead.pid() + "-1.partial",
                ".whynot-file-mine.partial")) Files.writeString(folder.resolve(name), "half");
        StagedFiles.replace(folder.resolve("file"), out -> out.write(1));
        assertEquals(
                Stream.of(
                                ".whynot-file-" + alive + "-999999.partial",
                                ".whynot-file-mine.partial",
                                ".whynot-file-of-another-" + dead.pid() + "-1.partial",
                                "file")
                        .sorted()
                        .toList(),
                names());
    }

    @Test
    void aFolderAppearsWholeOrNotAtAll() throws IOException {
        Path target = folder.resolve("target");
        assertThrows(
                IOException.class,
                () -> StagedFiles.writeFolder(target, place -> {
                    Files.writeString(place.resolve("a"), "a");
                    throw new IOException("full");
                }));
        assertEquals(List.of(), names());
        StagedFiles.writeFolder(Files.createDirectory(target), place -> Files.writeString(place.resolve("a"), "a"));
        assertEquals(List.of("target/a"), names());
    }

    @Test
    void aPrivateFolderIsItsOwnersOnly() throws IOException {
        Assumptions.assumeTrue(
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        Path cache = folder.resolve("whynot").resolve("index");
        PrivateFolders.create(cache);
        PrivateFolders.create(cache);
        for (Path made : List.of(cache, cache.getParent()))
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }
}
