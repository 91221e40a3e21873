package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whynot.batch.FolderVideo;
import org.whynot.batch.SummaryTable.Row;

/**
 * One video where it can be read, and a folder to which its results can be written: the places themselves where this machine has
 * them, copies in a scratch folder where they are in a Hadoop file system.
 */
interface LocalCopy extends AutoCloseable {

    /** The copy that a task works with; to be closed by the caller. */
    static LocalCopy of(ClusterJob job, ClusterItem item, String attempt) throws IOException {
        if (!Places.isHadoop(item.file()) && !Places.isHadoop(job.output()))
            return new InPlace(
                    item,
                    new FolderVideo(Places.local(item.file()), item.path(), item.results()),
                    Places.local(job.output()));
        return new HadoopCopy(job, item, attempt);
    }

    /** The video, not read yet. */
    FolderVideo video();

    /** Where its results are written to. */
    Path output();

    /**
     * Brings what tells whether the video was explained before.
     *
     * @return false if it certainly was not
     */
    boolean fetchEarlier() throws IOException;

    /**
     * Brings the video itself.
     *
     * @throws UnreadableVideoException if this one can't be read; a sentence
     * @throws IOException if others can't be brought either
     */
    void fetchVideo() throws IOException;

    /** The files of the video's parts that were classified beforehand; those that can't be read are missing. */
    List<Path> fetchParts() throws IOException;

    /** Where a part is written to; others may be writing the same one elsewhere. */
    Path partFile(int part) throws IOException;

    /** Puts a part that was written where {@link #fetchParts} finds it, on any machine. */
    void publishPart(int part) throws IOException;

    /**
     * Puts the results in their place.
     *
     * @param row what became of the video
     * @return the same, with the names of the places that the user knows
     */
    Row publish(Row row) throws IOException;

    /** Removes what was copied; what can't be removed now is left to Spark. */
    @Override
    void close();

    /** The places themselves. */
    record InPlace(ClusterItem item, FolderVideo video, Path output) implements LocalCopy {

        @Override
        public boolean fetchEarlier() {
            return true;
        }

        @Override
        public void fetchVideo() {}

        @Override
        public List<Path> fetchParts() {
            return item.partFiles().stream()
                    .map(name -> output.resolve(SparkParts.FOLDER).resolve(name))
                    .toList();
        }

        @Override
        public Path partFile(int part) {
            return fetchParts().get(part);
        }

        @Override
        public void publishPart(int part) {}

        @Override
        public Row publish(Row row) {
            return row;
        }

        @Override
        public void close() {}
    }
}
