package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFoldersTest {

    @TempDir
    Path parent;

    @Test
    void thoseOfKilledProgramsAreRemovedAndAllOthersStay() throws Exception {
        String dead = ProcessTag.of(StagedFilesTest.ended());
        Path left = Files.createDirectories(parent.resolve("whynot-model-" + dead + "-17/inside"));
        Files.writeString(left.resolve("weights"), "half");
        List<Path> others = List.of(
                parent.resolve("whynot-model-" + ProcessTag.own() + "-17"),
                parent.resolve("whynot-model-00000000" + dead.substring(8) + "-17"),
                parent.resolve("whynot-model-" + dead),
                parent.resolve("whynot-mine"));
        for (Path other : others) Files.createDirectory(other);
        Path made = TemporaryFolders.make(parent, "summary");
        assertTrue(Files.isDirectory(made));
        assertFalse(Files.exists(left.getParent()));
        for (Path other : others) assertTrue(Files.isDirectory(other), other.toString());
        Path second = TemporaryFolders.make(parent, "summary");
        assertTrue(Files.isDirectory(made) && !second.equals(made));
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix"))
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    }
}
