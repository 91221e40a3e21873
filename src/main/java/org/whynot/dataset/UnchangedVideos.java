package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The video files of a data set as they are when work on them begins, so that nothing is made of some as they were and others as they
 * have become.
 *
 * <pre>{@code
 * UnchangedVideos videos = UnchangedVideos.of(data);
 * …
 * videos.require();
 * }</pre>
 */
public final class UnchangedVideos {

    /** By what another file is noticed. */
    private record State(long bytes, FileTime modified) {
        static State of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new State(now.size(), now.lastModifiedTime());
        }
    }

    private final Map<Path, State> before = new LinkedHashMap<>();

    private UnchangedVideos() {}

    /** Notes how they are now; those that are not there are named by whoever reads them. */
    public static UnchangedVideos of(DataSet data) {
        UnchangedVideos videos = new UnchangedVideos();
        for (Sample sample : data.samples()) {
            if (videos.before.containsKey(sample.path())) continue;
            try {
                videos.before.put(sample.path(), State.of(sample.path()));
            } catch (IOException notThere) {
                continue;
            }
        }
        return videos;
    }

    /**
     * Requires that they still are.
     *
     * @throws IOException if one of them is another one now or gone; a sentence
     */
    public void require() throws IOException {
        for (Map.Entry<Path, State> video : before.entrySet()) {
            boolean isSame;
            try {
                isSame = State.of(video.getKey()).equals(video.getValue());
            } catch (IOException gone) {
                isSame = false;
            }
            if (!isSame)
                throw new IOException("The video " + video.getKey() + " was changed, moved or removed while it was"
                        + " used. Start again when nothing writes to the videos any more.");
        }
    }
}
