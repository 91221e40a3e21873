package org.whynot.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.whynot.batch.FolderVideo;
import org.whynot.batch.PackedFiles;
import org.whynot.batch.PackedResults;
import org.whynot.batch.ResultKind;
import org.whynot.util.Progress;
import org.whynot.util.Shard;

/**
 * The explanations that tasks send to the driver where results are packed; nothing where each task writes files of its own. Spark
 * hands on what a task sends back once, whatever becomes of other attempts of it, so no line is there twice.
 */
final class DriverResults implements Closeable {

    /** Null where tasks write files. */
    private final PackedResults packed;
    /** Null where the output folder is one of this machine. */
    private final RemoteLines remote;

    private DriverResults(PackedResults packed, RemoteLines remote) {
        this.packed = packed;
        this.remote = remote;
    }

    /**
     * Opens the results of a run.
     *
     * @param folder the output folder, or a scratch folder where that is in a Hadoop file system
     * @param progress asked whether to continue
     * @throws IOException if they can't be read, or the output folder has results of another form; a sentence
     */
    static DriverResults of(ClusterJob job, Path folder, Progress progress) throws IOException {
        boolean isRemote = Places.isHadoop(job.output());
        List<String> names = isRemote ? RemoteLines.names(job.output()) : PackedFiles.names(folder);
        if (job.kind() == ResultKind.EXPLANATIONS) PackedFiles.requireForm(names, job.output(), job.isPacked());
        if (!job.isPacked()) return new DriverResults(null, null);
        if (!isRemote) return new DriverResults(PackedResults.open(folder, Shard.WHOLE, progress), null);
        RemoteLines.fetch(job.output(), folder);
        PackedResults packed = PackedResults.open(folder, Shard.WHOLE, progress);
        return new DriverResults(packed, new RemoteLines(job.output(), folder, packed));
    }

    /** The same items, each with what its earlier results tell, if the driver has some. */
    List<ClusterItem> with(List<FolderVideo> videos, List<ClusterItem> items) {
        if (packed == null) return items;
        List<ClusterItem> found = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ClusterItem item = items.get(i);
            found.add(packed.earlier(videos.get(i)).map(item::with).orElse(item));
        }
        return found;
    }

    /**
     * Keeps what a task has sent.
     *
     * @throws IOException if it can't be written; a sentence
     */
    void add(ClusterItem item, String json) throws IOException {
        packed.add(item.path(), item.results(), json);
        if (remote != null) remote.uploadIfDue();
    }

    /**
     * Makes one file of all.
     *
     * @throws IOException if it can't be written; a sentence
     */
    void complete(Progress progress) throws IOException {
        if (packed == null) return;
        if (remote == null) packed.complete(progress);
        else remote.complete(progress);
    }

    @Override
    public void close() throws IOException {
        if (packed == null) return;
        try (packed) {
            if (remote != null) remote.upload();
        }
    }
}
