package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link TreeRemover} with much of the stack and with hardly any. */
class TreeRemoverTest {

    @TempDir
    Path folder;

    private Path tree(String name) throws IOException {
        Path tree = folder.resolve(name);
        Files.createDirectories(tree.resolve("a/b"));
        Files.writeString(tree.resolve("a/b/file"), "x");
        return tree;
    }

    @Test
    void itRemovesAFolderOrNothing() throws IOException {
        Path tree = tree("tree");
        new TreeRemover(tree).remove();
        assertTrue(Files.notExists(tree));
        new TreeRemover(tree).remove();
    }

    /** Between the depths where nothing fits and where all does there are some where only the remover succeeds. */
    @Test
    void itRemovesAFolderWhereThePlainRemovalOverflows() throws Exception {
        // Every class is loaded before there is little room.
        new TreeRemover(tree("first")).remove();
        List<Integer> rescued = new ArrayList<>();
        for (int room = 10; room < 200; room++) {
            Path plain = tree("plain" + room);
            Path other = tree("other" + room);
            boolean isPlainDone = isDone(room, () -> StagedFiles.removeTree(plain));
            TreeRemover remover = new TreeRemover(other);
            boolean isDone = isDone(room, remover::remove);
            if (isDone) assertTrue(Files.notExists(other), "room for " + room);
            if (isDone && !isPlainDone) rescued.add(room);
        }
        assertFalse(rescued.isEmpty());
    }

    /** Whether something ends without an overflow where there is room for so many calls. */
    private static boolean isDone(int room, Removal removal) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        int[] back = {0};
        Runnable removing = () -> {
            try {
                removal.run();
                done.set(true);
            } catch (StackOverflowError | IOException e) {
                done.set(false);
            }
        };
        Thread thread = new Thread(null, () -> dive(back, room, removing), "a script", 512 * 1024);
        thread.start();
        thread.join();
        return done.get();
    }

    @FunctionalInterface
    private interface Removal {
        void run() throws IOException;
    }

    /** Calls itself until the stack is at its end, and on the way back does something where there is room for so many calls. */
    private static void dive(int[] back, int room, Runnable removal) {
        try {
            dive(back, room, removal);
        } catch (StackOverflowError end) {
            back[0] = 0;
        }
        if (++back[0] == room) removal.run();
    }
}
