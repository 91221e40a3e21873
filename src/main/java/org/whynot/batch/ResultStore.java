package org.whynot.batch;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/** Where the results of a folder's videos are kept: files for each video, or lines of one file for all. */
public interface ResultStore extends Closeable {

    /**
     * The results of a video that are there and whole; whether they are still right is not known yet.
     *
     * @return empty if there are none, or something is wrong with them
     */
    Optional<Earlier> earlier(FolderVideo video);

    /**
     * Keeps the {@linkplain #earlier earlier} results of a video, which are still right.
     *
     * @throws IOException if something had to be written for it and could not be; a sentence
     */
    void keep(FolderVideo video) throws IOException;

    /**
     * Saves what a video's results are now, instead of earlier ones.
     *
     * @param found the answer
     * @param opened the video
     * @param receipt asked last
     * @param progress notified of what is written
     * @throws IOException if they can't be written; then the earlier ones are as they were. The message is a sentence
     * @throws java.util.concurrent.CancellationException if cancelled; nothing new is there then either
     */
    void save(
            FolderVideo video,
            FolderQuestion.Finding found,
            Video opened,
            AnswerFiles.ReceiptMaker receipt,
            Progress progress)
            throws IOException;

    /**
     * Puts the results in their final form once every video has had its turn; what was saved is kept without it too.
     *
     * @throws IOException if that can't be written; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    void complete(Progress progress) throws IOException;
}
