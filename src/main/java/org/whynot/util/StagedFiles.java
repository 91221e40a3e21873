package org.whynot.util;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that appear in a folder all together or not at all.
 *
 * <p>They are written into a hidden folder inside it and moved when all are complete. Closing without a commit removes
 * everything that was made, folders included.
 */
public final class StagedFiles implements AutoCloseable {

    private static final String PREFIX = ".whynot-";

    private final Path folder;
    private final Path staging;
    /** Folders that were not there before, the innermost first. */
    private final List<Path> made;

    private boolean committed;

    /**
     * @param folder made if missing
     * @throws IOException if it can't be made or written to; the message is for the user
     */
    public StagedFiles(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        made = missing(this.folder);
        try {
            Files.createDirectories(this.folder);
            staging = Files.createTempDirectory(this.folder, PREFIX);
        } catch (IOException e) {
            removeMade();
            throw new IOException(
                    "Nothing can be written to the folder " + folder + ": " + reason(e) + " Choose another folder.", e);
        }
    }

    /**
     * Where to write a file before it is complete.
     *
     * @throws FileNames.UnwritableNameException if the language setting can't write the name
     */
    public Path path(String name) {
        return FileNames.resolve(staging, name);
    }

    /**
     * Moves the written files to their places, replacing older ones. If one can't be moved, the older ones are put back.
     *
     * @param names in this order; the presence of the last one shows that all are there
     * @param outdated names that were not written this time and whose older files must go
     * @return the files in their places
     * @throws IOException if a file can't be moved; the message is for the user
     */
    public List<Path> commit(List<String> names, List<String> outdated) throws IOException {
        List<String> all = new ArrayList<>(names);
        all.addAll(outdated);
        for (String name : all)
            if (Files.isDirectory(folder.resolve(name)))
                throw new IOException(
                        folder.resolve(name)
                                + " is a folder, so the file of this name can't be written. Rename it or choose another folder.");
        Path old = Files.createDirectory(staging.resolve("old"));
        Deque<Path[]> moves = new ArrayDeque<>();
        String current = "";
        try {
            for (int i = all.size() - 1; i >= 0; i--) {
                current = all.get(i);
                if (Files.exists(folder.resolve(current))) move(folder.resolve(current), old.resolve(current), moves);
            }
            for (String name : names) {
                current = name;
                move(path(name), folder.resolve(name), moves);
            }
        } catch (IOException e) {
            while (!moves.isEmpty()) {
                Path[] move = moves.pop();
                Files.move(move[1], move[0], StandardCopyOption.ATOMIC_MOVE);
            }
            throw new IOException(
                    folder.resolve(current) + " can't be replaced: " + reason(e)
                            + " Close the program that shows it, or choose another folder.",
                    e);
        }
        made.clear();
        committed = true;
        return names.stream().map(folder::resolve).toList();
    }

    private static void move(Path from, Path to, Deque<Path[]> moves) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        moves.push(new Path[] {from, to});
    }

    /** Removes what is not in its place, and the folders made for it if nothing was committed. */
    @Override
    public void close() throws IOException {
        try {
            removeTree(staging);
        } catch (IOException e) {
            // Everything is in its place: rubbish that another program holds on to is no failure.
            if (!committed) throw e;
        }
        removeMade();
    }

    /**
     * Writes one text file, whole or not at all.
     *
     * @param folder made if missing
     * @return the file
     * @throws IOException if it can't be written; the message names it
     */
    public static Path writeText(Path folder, String name, String text) throws IOException {
        return write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes one file, whole or not at all.
     *
     * @param folder made if missing
     * @return the file
     * @throws IOException if it can't be written; the message names it
     */
    public static Path write(Path folder, String name, byte[] content) throws IOException {
        try (StagedFiles staged = new StagedFiles(folder)) {
            try {
                Files.write(staged.path(name), content);
            } catch (IOException e) {
                throw new IOException(folder.resolve(name) + " was not written: " + reason(e), e);
            }
            return staged.commit(List.of(name), List.of()).get(0);
        }
    }

    /**
     * Removes what a program that was killed has left in a folder: files that were never complete.
     *
     * @param folder one in which nobody else is writing now
     * @throws IOException if something can't be removed
     */
    public static void removeLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path leftover : leftovers)
                if (Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS)) removeTree(leftover);
        }
    }

    private static void removeTree(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        }
    }

    private void removeMade() throws IOException {
        for (Path path : made) {
            if (!Files.isDirectory(path)) continue;
            try (Stream<Path> inside = Files.list(path)) {
                if (inside.findAny().isPresent()) return;
            }
            Files.delete(path);
        }
    }

    private static List<Path> missing(Path folder) {
        List<Path> missing = new ArrayList<>();
        for (Path path = folder; path != null && Files.notExists(path); path = path.getParent()) missing.add(path);
        return missing;
    }

    /** Why a file operation failed, in words, with a full stop. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) return "it is not allowed.";
        if (e instanceof FileAlreadyExistsException f) return f.getFile() + " is a file, not a folder.";
        if (e instanceof NoSuchFileException f) return f.getFile() + " is not there.";
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        if (reason == null) reason = e.getClass().getSimpleName();
        return reason.endsWith(".") || reason.endsWith("?") ? reason : reason + ".";
    }
}
