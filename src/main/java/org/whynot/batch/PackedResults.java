package org.whynot.batch;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.batch.SummaryTable.Status;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.util.Shard;
import org.whynot.util.StagedFiles;
import org.whynot.video.Video;

/**
 * The explanations of a folder's videos as lines of one file, {@code explanations.jsonl}, sorted by video; of a shard
 * {@code explanations.2-of-4.jsonl} until the shards are merged. Nothing else is written of a video.
 *
 * <pre>{@code
 * try (PackedResults results = PackedResults.open(output, Shard.WHOLE, progress)) {
 *     results.add("day1/clip.avi", "day1/clip", json);
 *     results.complete(progress);
 * }
 * }</pre>
 *
 * <p>While a run goes on its lines are appended to a hidden file, {@code .explanations.jsonl}, one whenever a video is done: what a
 * program that was killed has done is there, except the line that it was writing. {@link #complete} makes the file of it and of the
 * one that was there, which appears whole. A line on a video replaces older ones on it.
 */
public final class PackedResults implements ResultStore {

    private final Path target;
    private final LineFile log;
    /** Of the target, the log, and what the target replaces besides. */
    private final PackedIndex own = new PackedIndex();
    /** Of other runs' files, which stay as they are. */
    private final PackedIndex others = new PackedIndex();
    /** All but the log. */
    private final List<LineFile> opened = new ArrayList<>();

    private PackedResults(Path target, Path log) throws IOException {
        this.target = target;
        this.log = LineFile.openToAppend(log);
    }

    /**
     * Opens a folder's results.
     *
     * @param folder which nobody else writes to but runs over other shards
     * @param shard which part of the videos
     * @param progress asked whether to continue
     * @throws IOException if what is there can't be read, or nothing can be written
     */
    public static PackedResults open(Path folder, Shard shard, Progress progress) throws IOException {
        progress.report(0, "Reading what is done already");
        Path target = folder.resolve(PackedFiles.name(shard));
        Path log = folder.resolve(PackedFiles.logName(shard));
        List<Path> files = PackedFiles.in(folder);
        PackedResults results = new PackedResults(target, log);
        try {
            Predicate<Path> isOwn = file -> shard.isWhole() || file.equals(target) || file.equals(log);
            // A shard of the same division never has the same videos, unless the list has changed.
            Predicate<Path> isOther = file -> !isOwn.test(file) && PackedFiles.count(file) != shard.count();
            results.read(files.stream().filter(isOwn).toList(), results.own, progress);
            results.read(files.stream().filter(isOther).toList(), results.others, progress);
            return results;
        } catch (IOException | RuntimeException e) {
            results.close();
            throw e;
        }
    }

    /** Later files count more; the log most. */
    private void read(List<Path> files, PackedIndex index, Progress progress) throws IOException {
        boolean hasLog = false;
        for (Path file : PackedFiles.oldestFirst(files, other -> false))
            if (file.equals(log.path())) hasLog = true;
            else index.add(openToRead(file), progress);
        if (hasLog) index.add(log, progress);
    }

    private LineFile openToRead(Path file) throws IOException {
        LineFile read = LineFile.open(file);
        opened.add(read);
        return read;
    }

    /**
     * Merges the files of shards, and whatever is there besides, to the one of all videos.
     *
     * @param folder which nobody else writes to
     * @param shards how many there are
     * @param rows what became of the videos of all shards
     * @throws IOException if an explained video has no line, or the file can't be written; a sentence. Nothing was changed then
     * @throws java.util.concurrent.CancellationException if cancelled; nothing was changed then either
     */
    static void merge(Path folder, int shards, Collection<Row> rows, Progress progress) throws IOException {
        List<Path> files = PackedFiles.in(folder);
        Path log = folder.resolve(PackedFiles.LOG);
        try (PackedResults results = new PackedResults(folder.resolve(PackedFiles.FILE), log)) {
            for (Path file : PackedFiles.oldestFirst(files, other -> PackedFiles.count(other) == shards))
                results.own.add(file.equals(log) ? results.log : results.openToRead(file), progress);
            for (Row row : rows)
                if (row.status() == Status.EXPLAINED
                        && results.own.find(row.video(), row.results()).isEmpty())
                    throw new IOException("The explanation of " + row.video() + " is in none of the files "
                            + PackedFiles.PATTERN + " in " + folder
                            + ". Run the shards again; what is there is kept.");
            results.complete(progress);
        } finally {
            // It was made to be appended to, and nothing was.
            if (!files.contains(log)) Files.deleteIfExists(log);
        }
    }

    @Override
    public synchronized Optional<Earlier> earlier(FolderVideo video) {
        try {
            Optional<LineFile.Place> place = find(video);
            return place.isEmpty()
                    ? Optional.empty()
                    : Earlier.of(video, PackedLine.parse(place.get().read()).json());
        } catch (IOException | IllegalArgumentException unusable) {
            // Whatever is wrong with it: it is made again, and replaced.
            return Optional.empty();
        }
    }

    private Optional<LineFile.Place> find(FolderVideo video) {
        return own.find(video.path(), video.results()).or(() -> others.find(video.path(), video.results()));
    }

    @Override
    public synchronized void keep(FolderVideo video) throws IOException {
        if (own.find(video.path(), video.results()).isPresent()) return;
        Optional<LineFile.Place> other = others.find(video.path(), video.results());
        if (other.isPresent())
            append(
                    new PackedLine.Key(video.path(), video.results()),
                    other.get().read());
    }

    @Override
    public void save(
            FolderVideo video,
            FolderQuestion.Finding found,
            Video opened,
            AnswerFiles.ReceiptMaker receipt,
            Progress progress)
            throws IOException {
        progress.check();
        add(video.path(), video.results(), found.json(receipt.receipt(Map.of())));
    }

    /**
     * Adds what the results of a video are now.
     *
     * @param video its path in the folder, with slashes
     * @param results where its results belong, see {@link FolderVideo}
     * @param json the text of its {@code .explanation.json}
     * @throws IOException if it can't be written; a sentence. What was there before still is
     */
    public synchronized void add(String video, String results, String json) throws IOException {
        append(
                new PackedLine.Key(video, results),
                PackedLine.of(video, results, json).bytes());
    }

    private void append(PackedLine.Key key, byte[] line) throws IOException {
        LineFile.Place place;
        try {
            place = log.append(line);
        } catch (IOException e) {
            throw new IOException(log.path() + " can't be written: " + StagedFiles.reason(e), e);
        }
        own.add(key, place);
    }

    /** Where the lines are that were added since the file was last put together. */
    public Path log() {
        return log.path();
    }

    /** How many bytes of {@link #log} are whole lines. */
    public long logLength() {
        return log.length();
    }

    @Override
    public synchronized void complete(Progress progress) throws IOException {
        List<String> replaced = new ArrayList<>();
        for (LineFile file : opened)
            if (isReplaced(file.path())) replaced.add(file.path().getFileName().toString());
        replaced.add(log.path().getFileName().toString());
        boolean isAsItWas = log.length() == 0 && replaced.size() == 1 && Files.exists(target);
        try (StagedFiles staged = new StagedFiles(target.getParent())) {
            String name = target.getFileName().toString();
            if (!isAsItWas) write(staged.path(name), progress);
            close();
            staged.commit(isAsItWas ? List.of() : List.of(name), replaced);
        }
    }

    /** All of its own but the target itself; those of others stay. */
    private boolean isReplaced(Path file) {
        boolean isWhole = target.getFileName().toString().equals(PackedFiles.FILE);
        return isWhole && !file.equals(target);
    }

    private void write(Path staged, Progress progress) throws IOException {
        Collection<LineFile.Place> lines = own.places();
        int written = 0;
        try (FileOutputStream file = new FileOutputStream(staged.toFile());
                OutputStream out = new BufferedOutputStream(file, 1 << 20)) {
            for (LineFile.Place line : lines) {
                progress.check();
                progress.report(written++ / (double) lines.size(), "Writing " + target.getFileName());
                out.write(line.read());
                out.write('\n');
            }
            out.flush();
            // On the disk before what it is made of goes, or a power cut could leave neither.
            file.getFD().sync();
        } catch (IOException e) {
            throw new IOException(
                    target + " can't be written: " + StagedFiles.reason(e)
                            + " Make room and start again; what is done is kept.",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            log.close();
        } finally {
            for (LineFile file : opened) file.close();
        }
    }
}
