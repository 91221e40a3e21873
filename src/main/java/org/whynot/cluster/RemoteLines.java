package org.whynot.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.whynot.batch.PackedFiles;
import org.whynot.batch.PackedResults;
import org.whynot.batch.ResultKind;
import org.whynot.util.Progress;

/**
 * Packed results of a folder in a Hadoop file system, which knows no files that grow: a run works on copies on the driver's machine,
 * and copies the lines that are new into a hidden folder, some at a time, so that little is lost with the driver. At the end the
 * copies become one file, and the hidden folder goes.
 */
final class RemoteLines {

    /** In the output folder; the name is hidden from the search for videos. */
    static final String FOLDER = ".whynot-explanations";

    /** Copying may take this share of the time. */
    private static final double SHARE = 0.05;
    /** This share of a run's time is lost with the driver at most, if copying takes no longer. */
    private static final double LOST = 0.01;

    private final String output;
    private final Path scratch;
    private final PackedResults packed;
    private final long start = System.nanoTime();
    private long last = start;
    private long took;
    private long copied;
    private long next;
    private boolean isCompleted;

    /**
     * @param output an address
     * @param scratch where {@link #fetch} has put what is there
     * @param packed opened there
     */
    RemoteLines(String output, Path scratch, PackedResults packed) throws IOException {
        this.output = output;
        this.scratch = scratch;
        this.packed = packed;
        copied = packed.logLength();
        // By this a later run knows that the folder's results are packed, even if there are none yet.
        Places.system(output).mkdirs(new org.apache.hadoop.fs.Path(output, FOLDER));
        for (FileStatus piece : pieces(output)) next = Math.max(next, 1 + number(piece));
    }

    /** As {@link PackedFiles#names}, of a folder of a Hadoop file system. */
    static List<String> names(String folder) throws IOException {
        FileSystem system = Places.system(folder);
        List<String> names = new ArrayList<>();
        for (String name : List.of(PackedFiles.FILE, ResultKind.EXPLANATIONS.table()))
            if (system.exists(new org.apache.hadoop.fs.Path(folder, name))) names.add(name);
        // The hidden folder is what the hidden file is elsewhere.
        if (system.exists(new org.apache.hadoop.fs.Path(folder, FOLDER))) names.add(PackedFiles.LOG);
        return names;
    }

    /** Brings what earlier runs have left. */
    static void fetch(String output, Path scratch) throws IOException {
        FileSystem system = Places.system(output);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(output, PackedFiles.FILE);
        if (system.exists(file)) copyHere(system, file, scratch.resolve(PackedFiles.FILE));
        Path piece = scratch.resolve("piece");
        for (FileStatus status : pieces(output)) {
            copyHere(system, status.getPath(), piece);
            try (FileChannel from = FileChannel.open(piece);
                    FileChannel to = FileChannel.open(
                            scratch.resolve(PackedFiles.LOG), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                copy(from, 0, from.size(), to);
            }
            Files.delete(piece);
        }
    }

    private static void copyHere(FileSystem system, org.apache.hadoop.fs.Path from, Path to) throws IOException {
        system.copyToLocalFile(false, from, new org.apache.hadoop.fs.Path(to.toUri()), true);
    }

    private static void copy(FileChannel from, long start, long end, FileChannel to) throws IOException {
        for (long at = start; at < end; ) at += from.transferTo(at, end - at, to);
    }

    /** What is in the hidden folder, in the order in which it was written. */
    private static List<FileStatus> pieces(String output) throws IOException {
        FileSystem system = Places.system(output);
        org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(output, FOLDER);
        List<FileStatus> pieces = new ArrayList<>();
        if (!system.exists(folder)) return pieces;
        for (FileStatus status : system.listStatus(folder))
            if (status.getPath().getName().matches("\\d{1,18}")) pieces.add(status);
        pieces.sort((one, other) -> Long.compare(number(one), number(other)));
        return pieces;
    }

    private static long number(FileStatus piece) {
        return Long.parseLong(piece.getPath().getName());
    }

    /** Copies the lines that are new if it is time to. */
    void uploadIfDue() throws IOException {
        long now = System.nanoTime();
        if (now - last >= Math.max(took / SHARE, LOST * (now - start))) upload();
    }

    /**
     * Copies the lines that are new.
     *
     * @throws IOException if they can't be; a sentence
     */
    void upload() throws IOException {
        long end = packed.logLength();
        if (isCompleted || end == copied) return;
        long begin = System.nanoTime();
        Path piece = scratch.resolve("piece");
        try (FileChannel from = FileChannel.open(packed.log());
                FileChannel to = FileChannel.open(
                        piece,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            copy(from, copied, end, to);
        }
        try {
            HadoopCopy.replace(piece, new org.apache.hadoop.fs.Path(output + "/" + FOLDER, String.valueOf(next)), "");
        } catch (IOException e) {
            throw new IOException("Nothing can be written to " + output + ": " + HadoopCopy.firstLine(e), e);
        } finally {
            Files.delete(piece);
        }
        next++;
        copied = end;
        last = System.nanoTime();
        took = last - begin;
    }

    /**
     * Puts the one file of all explanations in its place.
     *
     * @throws IOException if it can't be written; a sentence
     */
    void complete(Progress progress) throws IOException {
        FileSystem system = Places.system(output);
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(output, PackedFiles.FILE);
        boolean isNew = packed.logLength() > 0 || !system.exists(file);
        if (isNew) {
            // The next run needs them if this one does not get any further.
            upload();
            packed.complete(progress);
            HadoopCopy.replace(scratch.resolve(PackedFiles.FILE), file, "");
        }
        isCompleted = true;
        system.delete(new org.apache.hadoop.fs.Path(output, FOLDER), true);
    }
}
