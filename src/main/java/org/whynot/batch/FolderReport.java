package org.whynot.batch;

import java.nio.file.Path;

/**
 * What became of a folder of videos.
 *
 * @param explained how many have results now, those of earlier runs included
 * @param earlier how many of these were left as they were, because they were done and whole
 * @param failed how many could not be explained
 * @param summary the table of the outcomes, one row per video
 */
public record FolderReport(int explained, int earlier, int failed, Path summary) {

    /** {@code 200 videos: 190 explained (95 of them earlier), 10 not.} */
    public String sentence() {
        int videos = explained + failed;
        return videos + (videos == 1 ? " video: " : " videos: ") + explained + " explained"
                + (earlier > 0 ? " (" + earlier + " of them earlier)" : "")
                + (failed > 0 ? ", " + failed + " not." : ".");
    }

    /** What to say where some failed. */
    public String failure() {
        return failed + " of " + (explained + failed) + " videos could not be explained. The column 'problem' of "
                + summary + " states why.";
    }
}
