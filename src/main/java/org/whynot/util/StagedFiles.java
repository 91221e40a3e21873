package org.whynot.util;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that appear in a folder all together or not at all.
 *
 * <p>They are written into a hidden folder inside it and moved when all are complete. Closing without a commit removes
 * everything that was made, folders included. Where the program is killed in the middle of a commit, the next one that writes
 * into the folder completes it.
 */
public final class StagedFiles implements AutoCloseable {

    private static final String PREFIX = ".whynot-";
    private static final String PARTIAL = ".partial";
    /** Which files a commit moves; there only while it does. */
    private static final String PLAN = "commit.plan";
    /** Where the files are that a commit replaces, until all others are in their places. */
    private static final String OLD = "old";

    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLISECONDS = 100;
    /** The name of a folder for files that are not complete yet, with the process that made it. */
    private static final Pattern STAGING = Pattern.compile("\\.whynot-(" + ProcessTag.PATTERN + ")-\\d+");
    /** A line of a plan: a name that can't leave the folder. */
    private static final Pattern PLANNED = Pattern.compile("[+-](?!\\.{1,2}$)[^/\\\\:]+");
    /** What follows the name of a file or folder that is not complete yet. */
    private static final Pattern PARTIAL_END = Pattern.compile("(" + ProcessTag.PATTERN + ")-\\d+\\" + PARTIAL);
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
            recover(this.folder, StagedFiles::isOfDeadProcess);
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
        // From here on a program that is killed has promised all of them.
        Path plan = Files.writeString(staging.resolve(PLAN + PARTIAL), plan(names, outdated));
        Files.move(plan, staging.resolve(PLAN), StandardCopyOption.ATOMIC_MOVE);
        Path old = Files.createDirectory(staging.resolve(OLD));
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

    /** Whether a folder for files that are not complete yet holds files that were moved out of the way and not put back. */
    private static boolean holdsOriginals(Path staging) throws IOException {
        Path old = staging.resolve(OLD);
        if (Files.exists(staging.resolve(PLAN)) || !Files.isDirectory(old)) return false;
        try (Stream<Path> originals = Files.list(old)) {
            return originals.findAny().isPresent();
        }
    }

    /** A line for each file: whether it is to be there or not, and its name. */
    private static String plan(List<String> names, List<String> outdated) {
        StringBuilder plan = new StringBuilder();
        names.forEach(name -> plan.append('+').append(name).append('\n'));
        outdated.forEach(name -> plan.append('-').append(name).append('\n'));
        return plan.toString();
    }

    /** Completes what killed programs had promised, and removes what they had not. */
    private static void recover(Path folder, Predicate<String> isAbandoned) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        && !name.endsWith(PARTIAL)
                        && isAbandoned.test(name)
                        && !holdsOriginals(path)) left.add(path);
            }
        }
        for (Path staging : left) {
            Path plan = staging.resolve(PLAN);
            if (Files.isRegularFile(plan))
                for (String line : Files.readAllLines(plan)) {
                    // A plan may have come with somebody else's folder, and must not reach beyond it.
                    if (!PLANNED.matcher(line).matches()) continue;
                    String name = line.substring(1);
                    if (line.startsWith("-")) Files.deleteIfExists(folder.resolve(name));
                    else if (Files.exists(staging.resolve(name)))
                        Files.move(
                                staging.resolve(name),
                                folder.resolve(name),
                                StandardCopyOption.ATOMIC_MOVE,
                                StandardCopyOption.REPLACE_EXISTING);
                }
            removeTree(staging);
        }
    }

    private static boolean isOfDeadProcess(String name) {
        Matcher process = STAGING.matcher(name);
        return process.matches() && ProcessTag.isDead(process.group(1));
    }

    private static void move(Path from, Path to, Deque<Path[]> moves) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        moves.push(new Path[] {from, to});
    }

    /** Removes what is not in its place, and the folders made for it if nothing was committed. */
    @Override
    public void close() throws IOException {
        if (!committed && holdsOriginals(staging)) return;
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
     * Replaces one file so that at any moment, also after a power cut, either the old or the new one is there, whole. What a
     * program that was killed has left of this file is removed.
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
     * Makes a folder that appears whole or not at all. What a program that was killed has left of this folder is removed.
     *
     * @param folder not there, or empty; its parent is made if missing
     * @throws IOException if something can't be written, as the operating system reports it; then nothing new is there
     */
    public static void writeFolder(Path folder, FolderContent content) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        Path partial = partial(target);
        try {
            // Not a temporary directory of Java's, which others on the machine could not read.
            content.writeTo(Files.createDirectory(partial));
            Files.deleteIfExists(target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            if (Files.exists(partial)) removeTree(partial);
        }
    }

    /** Where a file or folder is written before it is complete; what killed processes have left there goes. */
    private static Path partial(Path target) throws IOException {
        String start = PREFIX + target.getFileName() + "-";
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(
                target.getParent(), path -> isAbandoned(path.getFileName().toString(), start))) {
            all.forEach(abandoned::add);
        }
        for (Path left : abandoned) removeTree(left);
        return target.resolveSibling(start + ProcessTag.own() + "-" + COUNT.incrementAndGet() + PARTIAL);
    }

    private static boolean isAbandoned(String name, String start) {
        if (!name.startsWith(start)) return false;
        Matcher partial = PARTIAL_END.matcher(name.substring(start.length()));
        return partial.matches() && ProcessTag.isDead(partial.group(1));
    }

    /**
     * Puts a folder in order in which a program was killed: completes what was about to be moved to its place, and removes what
     * was never complete.
     *
     * @param folder one in which nobody else is writing now
     * @throws IOException if something can't be moved or removed
     */
    public static void removeLeftovers(Path folder) throws IOException {
        recover(folder, name -> true);
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
