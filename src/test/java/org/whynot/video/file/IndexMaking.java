package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Path;
import org.whynot.util.Progress;

/** Makes the program keep the index of a video in its cache, as it does by itself for those that take long only. */
public final class IndexMaking {

    private IndexMaking() {}

    /** Makes the index anew and keeps it. */
    public static void keep(Path clip) throws IOException {
        IndexCache.mistrust(clip);
        IndexCache.get(clip, Progress.SILENT);
    }
}
