package org.whynot.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.whynot.batch.SummaryTable.Row;
import org.whynot.classifier.Precision;
import org.whynot.explain.Receipt;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.FeatureParts;
import org.whynot.model.Model;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.video.Video;

/**
 * What is asked of every video of a folder, and how the answer is kept. Whatever runs over a folder, on one machine or on many,
 * knows no more about it than this.
 */
public interface FolderQuestion {

    /** What the answers are and how their files are named. */
    ResultKind kind();

    /** Which axis of a stack is time. */
    TimeAxis timeAxis();

    /**
     * Every parameter that changes the results but the model and the device: results that were made with others are made
     * again. Together with {@link #macro} it gives the same question again, see {@link ResultKind#question}.
     */
    Map<String, String> words();

    /** The macro line that gives the same answer on one video; empty if the files have none. */
    String macro();

    /**
     * Checks, before anything is computed, that a model knows the classes.
     *
     * @param classes of the model
     * @throws IllegalArgumentException if it does not; a sentence
     */
    void requireClasses(List<String> classes);

    /**
     * Asks it of a video.
     *
     * @param known parts that were classified before; stay open
     * @param progress notified of every step
     * @throws IOException if the video can't be read; a sentence
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Finding ask(Model model, Video video, FeatureParts known, Progress progress) throws IOException;

    /**
     * What an answer that was written before tells; empty if it has no receipt.
     *
     * @param json the text of the file whose presence means that all are there
     * @throws IllegalArgumentException if it is not such a text; the message states why
     */
    Optional<Earlier> earlier(FolderVideo video, String json);

    /** With how many bits the model should compute. */
    default Precision precision() {
        return Precision.EXACT;
    }

    /** Whether the answers become {@linkplain PackedResults lines of one file} instead of files for each video. */
    default boolean isPacked() {
        return false;
    }

    /** The answer on one video, not written yet. */
    interface Finding {

        /** The answer in a sentence. */
        String sentence();

        /** Its row of the table. */
        Row row(FolderVideo video);

        /** The text of the file whose presence means that all are there. */
        String json(Optional<Receipt> receipt);

        /**
         * Writes its files, replacing those of an earlier answer on the same video; all or none of them.
         *
         * @param video that it is about
         * @param folder made if missing
         * @param name of the files, without their endings
         * @param receipt asked last
         * @param progress notified of how far it is
         * @throws IOException if a file can't be written; a sentence
         * @throws java.util.concurrent.CancellationException if cancelled; nothing new is there then
         */
        void write(Video video, Path folder, String name, AnswerFiles.ReceiptMaker receipt, Progress progress)
                throws IOException;
    }
}
