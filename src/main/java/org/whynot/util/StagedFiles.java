package org.whynot.util;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.IIOException;

/**
 * Files that appear in a folder all together or not at all.
 *
 * <p>They are written into a hidden folder inside it and moved when all are complete. Closing without a commit removes
 * everything that was made, folders included. Where the program is killed in the middle of a commit, the next one that writes
 * into the folder completes it.
 */
public final class StagedFiles implements AutoCloseable {

    static final String PREFIX = ".whynot-";
    static final String PARTIAL = ".partial";
    /** Which files a commit moves; there only while it does. */
    static final String PLAN = "commit.plan";
    /** In a folder that is being written, to know it again. */
    private static final String MARK = PREFIX + "mark";
    /** Where the files are that a commit replaces, until all others are in their places. */
    static final String OLD = "old";

    /** Who has the lock of such a file may move files of certain names into the folder. */
    static final String TURN = PREFIX + "turn-";

    /** How the name of such a file ends. */
    static final String LOCK = ".lock";

    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLISECONDS = 100;
    /** How systems say that a disk takes nothing more. */
    private static final Pattern FULL = Pattern.compile(
            "no space left|not enough space|quota exceeded|read-only file system", Pattern.CASE_INSENSITIVE);
    /** Tells the files apart that one process writes at the same time. */
    private static final AtomicLong COUNT = new AtomicLong();

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
            Leftovers.putInOrder(this.folder);
            staging = Files.createTempDirectory(this.folder, PREFIX + ProcessTag.own() + "-");
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
        for (String name : names) {
            try {
                force(path(name));
            } catch (IOException e) {
                throw new IOException(folder.resolve(name) + " was not written: " + reason(e) + advice(e), e);
            }
        }
        if (all.size() == 1) return move(names, outdated, all);
        FolderLock alone = turn(folder, all);
        try {
            return move(names, outdated, all);
        } finally {
            try {
                alone.close();
            } catch (IOException stillThere) {
                // Nobody holds it any more; the next one removes its file.
                made.clear();
            }
        }
    }

    /**
     * Of two programs that move several files each of the same names into one folder, one comes after the other: else the files would
     * be of both. Those of other names, as of another video, need not wait: on a cluster thousands write to one folder.
     */
    static FolderLock turn(Path folder, Collection<String> names) throws IOException {
        byte[] first = Collections.min(names).getBytes(StandardCharsets.UTF_8);
        String file = TURN + Sha256.of(first).substring(0, 16) + LOCK;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FolderLock> lock = FolderLock.take(folder, file);
            if (lock.isPresent()) return lock.get();
            pause();
        }
        throw new IOException("Another program is writing to the folder " + folder
                + ". Wait until it has ended, or choose another folder.");
    }

    private List<Path> move(List<String> names, List<String> outdated, List<String> all) throws IOException {
        // From here on a program that is killed has promised all of them.
        Path old = staging.resolve(OLD);
        try {
            Path plan = Files.writeString(staging.resolve(PLAN + PARTIAL), plan(names, outdated));
            Files.createDirectory(old);
            Files.move(plan, staging.resolve(PLAN), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(folder.resolve(names.get(0)) + " was not written: " + reason(e) + advice(e), e);
        }
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
            String lost = putBack(moves) ? "" : " The files from before lie in " + old + "; move them back.";
            Files.delete(staging.resolve(PLAN));
            throw new IOException(
                    folder.resolve(current) + " can't be replaced: " + reason(e)
                            + " Close the program that shows it, or choose another folder." + lost,
                    e);
        }
        made.clear();
        committed = true;
        return names.stream().map(folder::resolve).toList();
    }

    /** Undoes moves, the last one first; some programs hold on to a file that was moved for a moment. */
    private static boolean putBack(Deque<Path[]> moves) {
        for (int attempt = 1; !moves.isEmpty(); attempt++) {
            Path[] move = moves.peek();
            try {
                Files.move(move[1], move[0], StandardCopyOption.ATOMIC_MOVE);
                moves.pop();
            } catch (IOException e) {
                if (attempt == ATTEMPTS) return false;
                pause();
            }
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A line for each file: whether it is to be there or not, and its name. */
    private static String plan(List<String> names, List<String> outdated) {
        StringBuilder plan = new StringBuilder();
        names.forEach(name -> plan.append('+').append(name).append('\n'));
        outdated.forEach(name -> plan.append('-').append(name).append('\n'));
        return plan.toString();
    }

    private static void move(Path from, Path to, Deque<Path[]> moves) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        moves.push(new Path[] {from, to});
    }

    /** Removes what is not in its place, and the folders made for it if nothing was committed. */
    @Override
    public void close() throws IOException {
        if (!committed && Leftovers.holdsOriginals(staging)) return;
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
                throw new IOException(folder.resolve(name) + " was not written: " + reason(e) + advice(e), e);
            }
            return staged.commit(List.of(name), List.of()).get(0);
        }
    }

    /** Writes the content of one file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it to {@code out}, which the caller closes. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the content of a folder. */
    @FunctionalInterface
    public interface FolderContent {
        /** Writes it into {@code folder}, which is empty. */
        void writeTo(Path folder) throws IOException;
    }

    /**
     * Replaces one file so that at any moment, also after a power cut, either the old or the new one is there, whole. What
     * programs that were killed have left in its folder is removed.
     *
     * @param file its folder is made if missing
     * @throws IOException if it can't be written, as the operating system reports it; the old one is still there
     */
    public static void replace(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path partial = partial(target);
        try {
            try (FileChannel channel =
                            FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                content.writeTo(out);
                out.flush();
                // On the disk before it takes the place of the old one, or a power cut could leave neither.
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /**
     * Makes a folder that appears whole or not at all. What programs that were killed have left beside it is removed.
     *
     * @param folder not there, or empty; its parent is made if missing
     * @throws IOException if something can't be written, or another program was faster; then nothing new is there
     */
    public static void writeFolder(Path folder, FolderContent content) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        Path partial = partial(target);
        TreeRemover remover = new TreeRemover(partial);
        try {
            // Not a temporary directory of Java's, which others on the machine could not read.
            Path mark = Files.createFile(Files.createDirectory(partial).resolve(MARK));
            content.writeTo(partial);
            // Whoever writes into a folder makes it if it is missing: half of the content may be elsewhere.
            if (!Files.deleteIfExists(mark))
                throw new IOException("The folder " + target.getParent() + " was moved or removed while "
                        + target.getFileName() + " was written into it. Start again.");
            forceAll(partial);
            takePlace(partial, target);
        } finally {
            remover.remove();
        }
    }

    private static void takePlace(Path partial, Path target) throws IOException {
        try {
            Files.deleteIfExists(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target) || isEmpty(target)) throw e;
            throw new FileSystemException(target.toString(), null, "another program has written to it meanwhile.");
        }
    }

    /** Where a file or folder is written before it is complete; what killed processes have left beside it goes. */
    private static Path partial(Path target) throws IOException {
        Leftovers.removeAbandoned(target.getParent());
        return target.resolveSibling(
                PREFIX + target.getFileName() + "-" + ProcessTag.own() + "-" + COUNT.incrementAndGet() + PARTIAL);
    }

    /** Has a file on the disk before it takes its place: a power cut could leave an empty one of the right name. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void forceAll(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) force(path);
        }
    }

    /**
     * Puts a folder in order in which a program was killed: completes what was about to be moved to its place, and removes what
     * was never complete.
     *
     * @param folder one in which nobody else is writing now
     * @throws IOException if something can't be moved or removed
     */
    public static void removeLeftovers(Path folder) throws IOException {
        Leftovers.putAllInOrder(folder);
    }

    /**
     * Whether a folder has nothing in it but what killed programs have left, which is completed or removed.
     *
     * @param folder must exist
     * @throws IOException if it can't be read, or something in it not be moved or removed
     */
    public static boolean isEmpty(Path folder) throws IOException {
        Leftovers.putInOrder(folder);
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    /**
     * Removes a folder with all that is in it, or a file; nothing happens if there is none.
     *
     * @throws IOException if something in it can't be removed
     */
    public static void removeTree(Path tree) throws IOException {
        if (Files.notExists(tree, LinkOption.NOFOLLOW_LINKS)) return;
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(path);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Removes a folder so that a program that is killed meanwhile does not leave half of it under its name.
     *
     * @throws IOException if something in it can't be removed
     */
    public static void removeWhole(Path folder) throws IOException {
        Path partial = partial(folder.toAbsolutePath());
        Files.move(folder, partial, StandardCopyOption.ATOMIC_MOVE);
        removeTree(partial);
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
        // Java's writers of images say only that there was an error.
        if (e instanceof IIOException && e.getCause() instanceof IOException cause) return reason(cause);
        if (e instanceof AccessDeniedException) return "it is not allowed.";
        if (e instanceof FileAlreadyExistsException f) return f.getFile() + " is a file, not a folder.";
        if (e instanceof NoSuchFileException f)
            return f.getFile().contains(PREFIX)
                    ? "the folder was moved or removed meanwhile."
                    : f.getFile() + " is not there.";
        if (e instanceof CharacterCodingException) return "it is not UTF-8 text.";
        String reason = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e.getMessage();
        if (reason == null) reason = e.getClass().getSimpleName();
        return reason.endsWith(".") || reason.endsWith("?") ? reason : reason + ".";
    }

    /** What to do about it, where the disk or the folder takes nothing more, as a sentence after a blank; else empty. */
    public static String advice(IOException e) {
        return FULL.matcher(reason(e)).find() ? " Make room there, or choose another folder." : "";
    }
}
