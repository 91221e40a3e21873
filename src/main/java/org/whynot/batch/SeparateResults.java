package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.util.TextFiles;
import org.whynot.video.Video;

/** Results as files for each video, in folders like those of the videos. */
public final class SeparateResults implements ResultStore {

    private final Path output;
    private final FolderQuestion question;

    /** @param output made if missing when something is saved */
    public SeparateResults(Path output, FolderQuestion question) {
        this.output = output;
        this.question = question;
    }

    @Override
    public Optional<Earlier> earlier(FolderVideo video) {
        Path json = question.kind().json(video, output);
        if (!Files.isRegularFile(json)) return Optional.empty();
        try {
            Optional<Earlier> found = question.earlier(video, TextFiles.read(json));
            return found.isPresent() && found.get().receipt().isWhole(video.folder(output)) ? found : Optional.empty();
        } catch (IOException | IllegalArgumentException unusable) {
            // Whatever is wrong with it: it is made again, and replaced.
            return Optional.empty();
        }
    }

    @Override
    public void keep(FolderVideo video) {}

    @Override
    public void save(
            FolderVideo video,
            FolderQuestion.Finding found,
            Video opened,
            AnswerFiles.ReceiptMaker receipt,
            Progress progress)
            throws IOException {
        found.write(opened, video.folder(output), video.name(), receipt, progress);
    }

    @Override
    public void complete(Progress progress) {}

    @Override
    public void close() {}
}
