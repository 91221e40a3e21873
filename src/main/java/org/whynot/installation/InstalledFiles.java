package org.whynot.installation;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.whynot.util.StagedFiles;
import org.whynot.util.TextFiles;

/**
 * The list of what was installed in a Fiji folder, {@code plugins/WhyNot.installed}: one path per line, relative to Fiji's folder and with
 * slashes, and {@code <} before a file of Fiji's that was moved away.
 *
 * <p>It is written before each file is, so that an installation that broke off can be undone too.
 */
final class InstalledFiles {

    /** Where files of Fiji's are kept that were replaced: in no folder that Fiji loads from. */
    static final String REPLACED = "WhyNot.replaced";

    private static final String FILE = "WhyNot.installed";
    private static final String MOVED = "<";

    private static final String CHECK = ".whynot-check";

    private final Path root;
    private final Path list;
    private final Mover mover;

    /** Renames a file; tests give one that meets files in use, as on Windows. */
    interface Mover {
        void move(Path from, Path to) throws IOException;
    }

    /** @param mover renames files */
    InstalledFiles(FijiFolder fiji, Mover mover) {
        root = fiji.root();
        this.mover = mover;
        list = root.resolve(FijiFolder.PLUGINS).resolve(FILE);
    }

    boolean exists() {
        return Files.isRegularFile(list);
    }

    /** The files that were installed, and those of Fiji's that were moved away, which begin with {@code <}; with slashes. */
    Set<String> paths() throws IOException {
        Set<String> paths = new HashSet<>();
        for (String line : lines()) paths.add(line.strip());
        return paths;
    }

    private List<String> lines() throws IOException {
        try {
            return TextFiles.read(list).lines().toList();
        } catch (CharacterCodingException e) {
            throw new IOException(
                    "'" + list + "', which names the installed files, is damaged: " + StagedFiles.reason(e)
                            + " Remove the files of WhyNot in '" + root + "' by hand, then that list.",
                    e);
        }
    }

    /** Whether files of Fiji's were moved away. */
    boolean movedAny() throws IOException {
        return paths().stream().anyMatch(path -> path.startsWith(MOVED));
    }

    /**
     * Makes sure that Windows will let the installed files be deleted, before the first one is: a running Fiji holds its jars.
     *
     * @throws InstallationException if a file is in use
     */
    private void requireFree(List<Path> files) {
        for (Path file : files) {
            if (!Files.isRegularFile(file)) continue;
            Path other = file.resolveSibling(file.getFileName() + CHECK);
            try {
                mover.move(file, other);
                mover.move(other, file);
            } catch (IOException e) {
                throw new InstallationException(
                        "'" + file + "' is in use: " + StagedFiles.reason(e)
                                + " Close Fiji and run this again. Nothing was changed.",
                        e);
            }
        }
    }

    /** Starts an empty list. */
    void start() throws IOException {
        Files.write(list, new byte[0]);
    }

    /** Copies a file to a path relative to Fiji's folder, and makes the folders that are missing. */
    void copy(Path file, String path) throws IOException {
        makeFolder(path.substring(0, path.lastIndexOf('/')));
        add(path);
        Files.copy(file, root.resolve(path));
    }

    /** Moves a file of Fiji's away until the installation is removed. */
    void moveAway(Path path) throws IOException {
        String name = slashes(path);
        add(MOVED + name);
        Path kept = root.resolve(REPLACED).resolve(path);
        Files.createDirectories(kept.getParent());
        Files.move(root.resolve(path), kept);
    }

    private void makeFolder(String path) throws IOException {
        if (Files.isDirectory(root.resolve(path))) return;
        int slash = path.lastIndexOf('/');
        if (slash > 0) makeFolder(path.substring(0, slash));
        add(path);
        Files.createDirectory(root.resolve(path));
    }

    private void add(String line) throws IOException {
        Files.writeString(list, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    static String slashes(Path path) {
        List<String> names = new ArrayList<>();
        path.forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    /**
     * Deletes what the list names, and puts back what was moved away. Folders with other files in them stay.
     *
     * @throws InstallationException if a file can't be deleted; the list then still names all that is left
     */
    void remove(Consumer<String> out) throws IOException {
        // What lies in a folder comes after it, and goes before it.
        List<String> lines = new ArrayList<>(lines());
        lines.sort(Comparator.reverseOrder());
        List<Path> files = new ArrayList<>();
        for (String line : lines) {
            Path file = inside(line.strip());
            if (file != null) files.add(file);
        }
        requireFree(files);
        for (String line : lines) {
            String name = line.strip();
            boolean moved = name.startsWith(MOVED);
            Path file = inside(moved ? name.substring(MOVED.length()) : name);
            if (file == null) continue;
            try {
                if (moved) putBack(file, out);
                else delete(file, out);
            } catch (DirectoryNotEmptyException e) {
                out.accept("Kept " + name + ", which has other files in it.");
            } catch (IOException e) {
                throw new InstallationException(
                        "'" + file + "' can't be removed: " + StagedFiles.reason(e)
                                + " If Fiji is running, close it; then run this again with --remove.",
                        e);
            }
        }
        removeEmptyFolders(root.resolve(REPLACED));
        Files.delete(list);
    }

    /** A line's file; null if the line is empty or leads out of Fiji's folder. */
    private Path inside(String name) {
        if (name.isEmpty()) return null;
        try {
            Path file = root.resolve(name).normalize();
            return file.startsWith(root) && !file.equals(root) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private void delete(Path file, Consumer<String> out) throws IOException {
        boolean folder = Files.isDirectory(file);
        if (Files.deleteIfExists(file) && !folder) out.accept("Removed " + slashes(root.relativize(file)));
    }

    private void putBack(Path file, Consumer<String> out) throws IOException {
        Path kept = root.resolve(REPLACED).resolve(root.relativize(file));
        if (!Files.isRegularFile(kept)) return;
        Files.move(kept, file);
        out.accept("Put back " + slashes(root.relativize(file)));
    }

    private static void removeEmptyFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return;
        List<Path> folders;
        try (var paths = Files.walk(folder)) {
            folders = paths.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path empty : folders)
            try {
                Files.delete(empty);
            } catch (DirectoryNotEmptyException e) {
                // Something of the user's is in it, which is not ours to delete.
                return;
            }
    }
}
