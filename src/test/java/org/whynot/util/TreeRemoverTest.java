package org.whynot.util;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Somewhere between the depths where nothing works and where all does, it needs the other stack. */
    @Test
    void itRemovesAFolderNearTheEndOfTheStack() throws Exception {
        new TreeRemover(tree("first")).remove();
        AtomicInteger removed = new AtomicInteger();
        AtomicInteger overflows = new AtomicInteger();
        AtomicInteger left = new AtomicInteger();
        for (int room = 10; room < 120; room += 2) {
            Path tree = tree("tree" + room);
            int[] back = {0};
            int when = room;
            Runnable removal = () -> {
                try {
                    new TreeRemover(tree).remove();
                    removed.incrementAndGet();
                    if (tree.toFile().exists()) left.incrementAndGet();
                } catch (StackOverflowError | IOException e) {
                    overflows.incrementAndGet();
                }
            };
            Thread thread = new Thread(null, () -> dive(back, when, removal), "a script", 512 * 1024);
            thread.start();
            thread.join();
        }
        assertEquals(0, left.get(), "said to be removed, but there");
        assertTrue(removed.get() > 0, overflows + " overflows");
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
