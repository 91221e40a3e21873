package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** A process that has ended. */
    static long ended() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        return process.pid();
    }

    /** They could not be put back after a commit had failed, and are nowhere else. */
    @Test
    void originalsThatWereNotPutBackAreNeverRemoved() throws IOException, InterruptedException {
        Path old = Files.createDirectories(folder.resolve(".whynot-" + ProcessTag.of(ended()) + "-1/old"));
        Files.writeString(old.resolve("labels.json"), "the only copy");
        StagedFiles.writeText(folder, "other.txt", "");
        StagedFiles.removeLeftovers(folder);
        assertEquals("the only copy", Files.readString(old.resolve("labels.json")));
    }

    @Test
    void whatAKilledProgramLeftGoesAndWhatOthersAreWritingStays() throws IOException, InterruptedException {
        String dead = ProcessTag.of(ended());
        // The same number on another machine may be a process that is writing now.
        String elsewhere = "00000000" + dead.substring(8);
        List<String> others = List.of(
                ".whynot-file-" + ProcessTag.own() + "-999999.partial",
                ".whynot-file-" + elsewhere + "-1.partial",
                ".whynot-file-of-another-" + dead + ".partial",
                ".whynot-file-mine.partial");
        for (String name : others) Files.writeString(folder.resolve(name), "half");
        for (String name : List.of("file", "another-file", "file-of-another"))
            Files.writeString(folder.resolve(".whynot-" + name + "-" + dead + "-1.partial"), "half");
        StagedFiles.replace(folder.resolve("file"), out -> out.write(1));
        assertEquals(Stream.concat(others.stream(), Stream.of("file")).sorted().toList(), names());
    }

    @Test
    void theCommitOfAKilledProgramIsCompletedAndThatOfAnotherMachineIsLeftAlone()
            throws IOException, InterruptedException {
        String dead = ProcessTag.of(ended());
        Path results = Files.createDirectory(folder.resolve("results"));
        for (String tag : List.of(dead, "00000000" + dead.substring(8))) {
            Path staging = Files.createDirectory(results.resolve(".whynot-" + tag + "-1"));
            Files.writeString(staging.resolve("answer-of-" + tag), "new");
            Files.writeString(staging.resolve("commit.plan"), "+answer-of-" + tag + "\n");
        }
        StagedFiles.writeText(results, "mine", "text");
        String other = "00000000" + dead.substring(8);
        assertEquals(
                List.of(
                        "results/.whynot-" + other + "-1/answer-of-" + other,
                        "results/.whynot-" + other + "-1/commit.plan",
                        "results/answer-of-" + dead,
                        "results/mine"),
                names());
    }

    @Test
    void aPlanReachesNothingOutsideItsFolder() throws IOException, InterruptedException {
        Path precious = Files.writeString(folder.resolve("precious"), "old");
        Path results = Files.createDirectory(folder.resolve("results"));
        Path staging = Files.createDirectory(results.resolve(".whynot-" + ProcessTag.of(ended()) + "-1"));
        Files.writeString(folder.resolve("bait"), "bait");
        Files.writeString(
                staging.resolve("commit.plan"),
                String.join("\n", "-../precious", "-..\\precious", "-" + precious, "+../bait", "-..", "-.", "-", ""));
        StagedFiles.writeText(results, "mine", "text");
        assertEquals(List.of("bait", "precious", "results/mine"), names());
        assertEquals("old", Files.readString(precious));
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

    /** Text files make their folder if it is missing, so the half after the move would look like a whole folder. */
    @Test
    void aFolderThatIsMovedWhileItIsWrittenDoesNotAppearWithHalfOfItsContent() throws IOException {
        Path target = folder.resolve("parent").resolve("target");
        IOException e = assertThrows(
                IOException.class,
                () -> StagedFiles.writeFolder(target, place -> {
                    StagedFiles.writeText(place, "a", "a");
                    Files.move(folder.resolve("parent"), folder.resolve("moved"));
                    StagedFiles.writeText(place, "b", "b");
                }));
        assertTrue(e.getMessage().contains("was moved or removed while target was written"), e.getMessage());
        assertFalse(Files.exists(target));
    }

    @Test
    void aFolderThatAnotherProgramHasFilledMeanwhileIsLeftToIt() throws IOException {
        Path target = folder.resolve("target");
        IOException failure = assertThrows(
                IOException.class,
                () -> StagedFiles.writeFolder(target, place -> {
                    Files.writeString(place.resolve("ours"), "a");
                    StagedFiles.writeFolder(target, other -> Files.writeString(other.resolve("theirs"), "b"));
                }));
        assertEquals("another program has written to it meanwhile.", StagedFiles.reason(failure));
        assertEquals(List.of("target/theirs"), names());
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

    @Test
    void filesOfOneNameWaitForEachOtherAndThoseOfOtherNamesDoNot() throws IOException {
        List<String> names = List.of("b.csv", "b.json");
        FolderLock turn = StagedFiles.turn(folder, List.of("b.json", "b.csv"));
        try {
            assertThrows(IOException.class, () -> commit(names));
            commit(List.of("a.csv", "a.json"));
        } finally {
            turn.close();
        }
        commit(names);
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of("a.csv", "a.json", "b.csv", "b.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    private void commit(List<String> names) throws IOException {
        try (StagedFiles staged = new StagedFiles(folder)) {
            for (String name : names) Files.writeString(staged.path(name), name);
            staged.commit(names, List.of());
        }
    }
}
