package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.whynot.batch.Earlier;
import org.whynot.batch.FolderQuestion;
import org.whynot.batch.FolderVideo;
import org.whynot.batch.ResultStore;
import org.whynot.batch.SeparateResults;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** The results of a task's video: files where it writes such, or an answer on its way to the driver, which has the earlier ones. */
final class TaskResults implements ResultStore {

    private final ClusterJob job;
    private final ClusterItem item;
    private final SeparateResults files;
    private String json = "";

    /** @param output where a task writes files to */
    TaskResults(ClusterJob job, ClusterItem item, Path output) {
        this.job = job;
        this.item = item;
        files = new SeparateResults(output, job.question());
    }

    /** The text that the driver is to keep; empty if there is none. */
    String json() {
        return json;
    }

    @Override
    public Optional<Earlier> earlier(FolderVideo video) {
        return job.isPacked() ? Optional.ofNullable(item.earlier()) : files.earlier(video);
    }

    @Override
    public void keep(FolderVideo video) {
        files.keep(video);
    }

    @Override
    public void save(
            FolderVideo video,
            FolderQuestion.Finding found,
            Video opened,
            AnswerFiles.ReceiptMaker receipt,
            Progress progress)
            throws IOException {
        if (job.isPacked()) json = found.json(receipt.receipt(Map.of()));
        else files.save(video, found, opened, receipt, progress);
    }

    @Override
    public void complete(Progress progress) {}

    @Override
    public void close() {}
}
