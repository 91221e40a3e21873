package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.VideoFormat;

/** Video files through FFmpeg. */
public final class FFmpegFormat implements VideoFormat {

    @Override
    public String kind() {
        return "Videos";
    }

    @Override
    public List<String> types() {
        return List.of(".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm");
    }

    @Override
    public Video open(Path file, long cacheBytes, Consumer<String> note, Progress progress) throws IOException {
        try {
            // All of FFmpeg is behind this call: without its jars or natives it fails, but this class still loads.
            return DecodedVideo.open(file, cacheBytes, note, progress);
        } catch (LinkageError e) {
            throw new MissingException(
                    "the video decoder (FFmpeg) is not installed for this platform (" + System.getProperty("os.name")
                            + ", "
                            + System.getProperty("os.arch")
                            + "). AVI files (uncompressed or Motion JPEG) and TIFF stacks can be read without it, so convert"
                            + " it elsewhere, for example: ffmpeg -i " + VideoFiles.fileName(file)
                            + " -c:v mjpeg -q:v 2 -an converted.avi",
                    e);
        }
    }
}
