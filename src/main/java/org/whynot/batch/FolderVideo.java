package org.whynot.batch;

import java.nio.file.Path;
import org.whynot.util.FileNames;

/**
 * A video of a folder and where its results belong.
 *
 * @param file the video; it may turn out to be none
 * @param path its place in the folder, with slashes: {@code day1/clip.avi}
 * @param results where its results belong in the output folder, with slashes: {@code day1/clip}, to which
 *     {@code .explanation.json} and the other endings are added
 */
public record FolderVideo(Path file, String path, String results) {

    /**
     * The folder of the results.
     *
     * @throws FileNames.UnwritableNameException if the language setting can't write the video's name
     */
    public Path folder(Path output) {
        return FileNames.resolve(output, results).getParent();
    }

    /** The results' name without ending. */
    public String name() {
        return results.substring(results.lastIndexOf('/') + 1);
    }
}
