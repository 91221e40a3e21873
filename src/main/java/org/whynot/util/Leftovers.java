package org.whynot.util;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What killed programs have left in a folder that they wrote to by {@link StagedFiles}. */
final class Leftovers {

    /** The name of a folder for files that are not complete yet, with the process that made it. */
    private static final Pattern STAGING = Pattern.compile("\\.whynot-(" + ProcessTag.PATTERN + ")-\\d+");
    /** A line of a plan: a name that can't leave the folder. */
    private static final Pattern PLANNED = Pattern.compile("[+-](?!\\.{1,2}$)[^/\\\\:]+");
    /** The name of a single file or folder that is not complete yet, with the process that writes it. */
    private static final Pattern PARTIAL_NAME =
            Pattern.compile("\\.whynot-.+-(" + ProcessTag.PATTERN + ")-\\d+\\" + StagedFiles.PARTIAL);

    private Leftovers() {}

    /** Completes or removes what programs that no longer run have left in a folder. */
    static void putInOrder(Path folder) throws IOException {
        recover(folder, Leftovers::isOfDeadProcess);
        removeAbandoned(folder);
    }

    /** The same of a folder in which nobody else is writing, whatever the names of the processes. */
    static void putAllInOrder(Path folder) throws IOException {
        recover(folder, name -> true);
        removeAbandoned(folder);
    }

    /** Whether a folder for files that are not complete yet holds files that were moved out of the way and not put back. */
    static boolean holdsOriginals(Path staging) throws IOException {
        Path old = staging.resolve(StagedFiles.OLD);
        if (Files.exists(staging.resolve(StagedFiles.PLAN)) || !Files.isDirectory(old)) return false;
        try (Stream<Path> originals = Files.list(old)) {
            return originals.findAny().isPresent();
        }
    }

    /** Completes what killed programs had promised, and removes what they had not. */
    private static void recover(Path folder, Predicate<String> isAbandoned) throws IOException {
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, StagedFiles.PREFIX + "*")) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        && !name.endsWith(StagedFiles.PARTIAL)
                        && isAbandoned.test(name)
                        && isOpen(path)
                        && !holdsOriginals(path)) left.add(path);
            }
        }
        if (left.isEmpty()) return;
        // Several programs that start at the same time find the same.
        FolderLock alone = StagedFiles.turn(folder, List.of(""));
        try {
            for (Path staging : left) if (Files.isDirectory(staging)) recover(folder, staging);
        } finally {
            alone.close();
        }
    }

    private static void recover(Path folder, Path staging) throws IOException {
        Path plan = staging.resolve(StagedFiles.PLAN);
        // A plan may have come with somebody else's folder, and must not reach beyond it.
        List<String> lines = Files.isRegularFile(plan)
                ? Files.readAllLines(plan).stream()
                        .filter(line -> PLANNED.matcher(line).matches())
                        .toList()
                : List.of();
        if (!lines.isEmpty()) {
            FolderLock alone = StagedFiles.turn(
                    folder, lines.stream().map(line -> line.substring(1)).toList());
            try {
                for (String line : lines) complete(folder, staging, line);
            } finally {
                alone.close();
            }
        }
        StagedFiles.removeTree(staging);
    }

    private static void complete(Path folder, Path staging, String line) throws IOException {
        String name = line.substring(1);
        if (line.startsWith("-")) Files.deleteIfExists(folder.resolve(name));
        else if (Files.exists(staging.resolve(name)))
            Files.move(
                    staging.resolve(name),
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether we may change what is in a folder; in a shared one it may be that of another user, who alone may. */
    private static boolean isOpen(Path folder) {
        return Files.isReadable(folder) && Files.isWritable(folder) && Files.isExecutable(folder);
    }

    private static boolean isOfDeadProcess(String name) {
        Matcher process = STAGING.matcher(name);
        return process.matches() && ProcessTag.isDead(process.group(1));
    }

    /** Removes single files and folders that killed processes did not complete. */
    static void removeAbandoned(Path folder) throws IOException {
        List<Path> abandoned = new ArrayList<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(folder, StagedFiles.PREFIX + "*" + StagedFiles.PARTIAL)) {
            for (Path path : all) {
                Matcher partial = PARTIAL_NAME.matcher(path.getFileName().toString());
                if (partial.matches() && ProcessTag.isDead(partial.group(1))) abandoned.add(path);
            }
        }
        try (DirectoryStream<Path> turns =
                Files.newDirectoryStream(folder, StagedFiles.TURN + "*" + StagedFiles.LOCK)) {
            for (Path turn : turns) if (!FolderLock.isTaken(turn)) abandoned.add(turn);
        }
        for (Path left : abandoned) {
            try {
                StagedFiles.removeTree(left);
            } catch (IOException somebodyElses) {
                // In a shared folder it may be that of a user who alone may remove it.
                continue;
            }
        }
    }
}
