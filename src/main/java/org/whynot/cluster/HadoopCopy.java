package org.whynot.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;
import org.whynot.batch.Earlier;
import org.whynot.batch.FolderVideo;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.explain.Receipt;
import org.whynot.util.Sha256;
import org.whynot.util.StagedFiles;
import org.whynot.util.TemporaryFolders;
import org.whynot.util.TextFiles;

/**
 * A video of a Hadoop file system in Spark's scratch folder on this machine, and its results on their way back. They are copied into a
 * hidden folder of the output folder and renamed there, so none is ever seen half-written; the JSON file last.
 */
final class HadoopCopy implements LocalCopy {

    /** What the name of a folder in the output folder begins with that holds files which are not complete yet. */
    static final String STAGING = ".whynot-staging-";

    private final ClusterJob job;
    private final ClusterItem item;
    private final String attempt;
    private final Path scratch;
    private final FolderVideo video;
    private final Path output;

    HadoopCopy(ClusterJob job, ClusterItem item, String attempt) throws IOException {
        this.job = job;
        this.item = item;
        this.attempt = attempt;
        // Spark clears its own folder even if it has lost this process.
        Path local = Path.of(Utils.getLocalDir(SparkEnv.get().conf()));
        scratch = TemporaryFolders.make(local, "video");
        String name = item.path().substring(item.path().lastIndexOf('/') + 1);
        Path file = Places.isHadoop(item.file())
                ? Files.createDirectory(scratch.resolve("in")).resolve(name)
                : Places.local(item.file());
        video = new FolderVideo(file, item.path(), item.results());
        output = Places.isHadoop(job.output()) ? scratch.resolve("out") : Places.local(job.output());
    }

    @Override
    public FolderVideo video() {
        return video;
    }

    @Override
    public Path output() {
        return output;
    }

    /** Brings the JSON file; of the other files the lengths are enough, and of the video, if its date is the same, a few parts. */
    @Override
    public boolean fetchEarlier() throws IOException {
        Path json = job.kind().json(video, output);
        if (job.isPacked() ? item.earlier() == null : !fetchResults(json)) return false;
        if (!Places.isHadoop(item.file())) return true;
        try {
            FileStatus status = status();
            Receipt receipt = job.isPacked() ? item.earlier().receipt() : receipt(json);
            if (receipt == null || receipt.bytes() != status.getLen()) return false;
            if (receipt.modified().equals(modified(status).toInstant().toString())) standInForVideo(status);
            else copyVideo(status);
            return true;
        } catch (IOException | IllegalArgumentException unusable) {
            // Whatever is wrong with it: it is made again, and replaced.
            return false;
        }
    }

    private Receipt receipt(Path json) throws IOException {
        return job.question()
                .earlier(video, TextFiles.read(json))
                .map(Earlier::receipt)
                .orElse(null);
    }

    /** A file with the video's length and date, and with those of its bytes that a receipt is compared with. */
    private void standInForVideo(FileStatus status) throws IOException {
        standIn(video.file(), status.getLen());
        try (FSDataInputStream in = Places.system(item.file()).open(status.getPath());
                RandomAccessFile copy = new RandomAccessFile(video.file().toFile(), "rw")) {
            for (Sha256.Part part : Sha256.sampled(status.getLen())) {
                byte[] bytes = new byte[part.bytes()];
                in.readFully(part.from(), bytes);
                copy.seek(part.from());
                copy.write(bytes);
            }
        }
        Files.setLastModifiedTime(video.file(), modified(status));
    }

    /** Brings the JSON file, if there is one, and what stands for the others. */
    private boolean fetchResults(Path json) throws IOException {
        if (Places.isHadoop(job.output())) {
            FileSystem system = Places.system(job.output());
            org.apache.hadoop.fs.Path remote = remote(json.getFileName().toString());
            if (!system.exists(remote)) return false;
            Files.createDirectories(json.getParent());
            system.copyToLocalFile(false, remote, hadoop(json), true);
            for (FileStatus status : system.listStatus(remote.getParent())) {
                Path stand = json.resolveSibling(status.getPath().getName());
                if (status.isFile() && !Files.exists(stand) && isOfVideo(stand)) standIn(stand, status.getLen());
            }
        }
        return Files.isRegularFile(json);
    }

    private boolean isOfVideo(Path file) {
        return job.kind().endings().stream()
                .anyMatch(ending -> file.getFileName().toString().equals(stem() + ending));
    }

    /** The results' name as it stands in the files' names. */
    private String stem() {
        return job.kind().stem(video);
    }

    private static void standIn(Path file, long length) throws IOException {
        try (RandomAccessFile empty = new RandomAccessFile(file.toFile(), "rw")) {
            empty.setLength(length);
        }
    }

    private FileStatus status() throws IOException {
        return Places.system(item.file()).getFileStatus(new org.apache.hadoop.fs.Path(item.file()));
    }

    private static FileTime modified(FileStatus status) {
        return FileTime.fromMillis(status.getModificationTime());
    }

    @Override
    public void fetchVideo() throws IOException {
        // What stood in for earlier results must not be taken for them.
        if (Places.isHadoop(job.output()) && Files.exists(output)) StagedFiles.removeTree(output);
        if (!Places.isHadoop(item.file())) return;
        try {
            copyVideo(status());
        } catch (FileNotFoundException e) {
            throw new UnreadableVideoException("There is no file " + item.file() + ".", e);
        } catch (AccessControlException | AccessDeniedException | BlockMissingException | ChecksumException e) {
            if (Places.lacksCredentials(e)) throw Places.noAccess(item.file(), e);
            // Any other failure, such as a host that does not answer, would be that of all videos.
            throw new UnreadableVideoException(item.file() + " can't be read: " + firstLine(e), e);
        }
    }

    /** What Hadoop sends from another machine has a stack trace in its message. */
    static String firstLine(IOException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.endsWith(".") ? line : line + ".";
    }

    private void copyVideo(FileStatus status) throws IOException {
        Files.deleteIfExists(video.file());
        Places.system(item.file()).copyToLocalFile(false, status.getPath(), hadoop(video.file()), true);
        Files.setLastModifiedTime(video.file(), modified(status));
    }

    @Override
    public List<Path> fetchParts() throws IOException {
        List<Path> local = new ArrayList<>();
        for (int part = 0; part < item.partFiles().size(); part++) {
            Path file = partFile(part);
            local.add(file);
            if (!Places.isHadoop(job.output())) continue;
            FileSystem system = Places.system(job.output());
            org.apache.hadoop.fs.Path remote = remotePart(part);
            try {
                if (system.exists(remote)) system.copyToLocalFile(false, remote, hadoop(file), true);
            } catch (IOException leftOut) {
                // What is missing is classified again; half of it would not do.
                Files.deleteIfExists(file);
            }
        }
        return local;
    }

    @Override
    public Path partFile(int part) throws IOException {
        Path folder = Places.isHadoop(job.output())
                ? Files.createDirectories(scratch.resolve("parts"))
                : output.resolve(SparkParts.FOLDER);
        return folder.resolve(item.partFiles().get(part));
    }

    private org.apache.hadoop.fs.Path remotePart(int part) {
        return new org.apache.hadoop.fs.Path(
                job.output() + "/" + SparkParts.FOLDER + "/" + item.partFiles().get(part));
    }

    @Override
    public void publishPart(int part) throws IOException {
        if (Places.isHadoop(job.output())) replace(partFile(part), remotePart(part), attempt);
    }

    @Override
    public Row publish(Row row) throws IOException {
        if (Places.isHadoop(job.output()) && Files.isDirectory(output)) upload();
        return row.problem().isEmpty()
                ? row
                : Row.failed(
                        row.video(),
                        row.problem()
                                .replace(video.file().toString(), item.file())
                                .replace(output.toString(), job.output()));
    }

    private void upload() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> written = Files.list(video.folder(output))) {
            written.filter(Files::isRegularFile).forEach(files::add);
        }
        Path json = job.kind().json(video, output);
        // Its presence means that all are there.
        if (!files.remove(json)) return;
        FileSystem system = Places.system(job.output());
        FileContext context = FileContext.getFileContext(system.getUri(), Places.configuration());
        org.apache.hadoop.fs.Path staging =
                new org.apache.hadoop.fs.Path(job.output(), STAGING + attempt + "-" + scratch.getFileName());
        try {
            context.mkdir(staging, FsPermission.getDirDefault(), true);
            files.add(json);
            for (Path file : files)
                system.copyFromLocalFile(
                        false,
                        true,
                        hadoop(file),
                        new org.apache.hadoop.fs.Path(
                                staging, file.getFileName().toString()));
            system.delete(remote(json.getFileName().toString()), false);
            context.mkdir(remote("x").getParent(), FsPermission.getDirDefault(), true);
            for (String ending : job.kind().endings())
                if (files.stream()
                        .noneMatch(file -> file.getFileName().toString().equals(stem() + ending)))
                    system.delete(remote(stem() + ending), false);
            for (Path file : files) {
                String name = file.getFileName().toString();
                context.rename(new org.apache.hadoop.fs.Path(staging, name), remote(name), Options.Rename.OVERWRITE);
            }
        } finally {
            system.delete(staging, true);
        }
    }

    /**
     * Copies a file of this machine to its place in a Hadoop file system, where it appears whole or not at all.
     *
     * @param attempt tells apart who copies the same file at the same time
     */
    static void replace(Path file, org.apache.hadoop.fs.Path target, String attempt) throws IOException {
        FileSystem system = Places.system(target.toString());
        org.apache.hadoop.fs.Path partial =
                new org.apache.hadoop.fs.Path(target.getParent(), STAGING + attempt + target.getName());
        system.copyFromLocalFile(false, true, hadoop(file), partial);
        FileContext.getFileContext(system.getUri(), Places.configuration())
                .rename(partial, target, Options.Rename.OVERWRITE);
    }

    /** Where a file of this video's results belongs. */
    private org.apache.hadoop.fs.Path remote(String name) {
        int slash = item.results().lastIndexOf('/');
        return new org.apache.hadoop.fs.Path(job.output() + "/" + item.results().substring(0, slash + 1) + name);
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }

    @Override
    public void close() {
        try {
            StagedFiles.removeTree(scratch);
        } catch (IOException | UncheckedIOException left) {
            // The video is done, and Spark clears the folder at the end.
        }
    }
}
