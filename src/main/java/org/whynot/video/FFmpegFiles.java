package org.whynot.video;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.measure.Calibration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.whynot.util.Progress;

/** Files through FFmpeg. */
final class FFmpegFiles {

    private FFmpegFiles() {}

    /**
     * Opens a file as a virtual hyperstack in time.
     *
     * @param file absolute
     * @param cacheBytes how much memory decoded frames may take
     * @param note is told, in sentences for the user, what is unusual
     * @param progress told of a long look through the file's frames
     * @throws IOException if nothing can be decoded; a reason without the file's name
     * @throws LinkageError if FFmpeg is missing on this platform
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static ImagePlus open(Path file, long cacheBytes, Consumer<String> note, Progress progress) throws IOException {
        FFmpeg.start();
        FrameIndex index = IndexCache.get(file, progress);
        DecodedFrames frames = new DecodedFrames(file, index);
        String name = VideoFiles.fileName(file);
        index.problems().forEach(note);
        frames.remarks().forEach(note);
        if (index.variable())
            note.accept(String.format(
                    Locale.ROOT,
                    "The frame rate of '%s' varies: from a frame to the next it is %.4g to %.4g s. Frames are counted, and"
                            + " the frame interval is the mean.",
                    name,
                    index.shortestInterval(),
                    index.longestInterval()));
        ImagePlus image = new FileImage(name, new FileStack(frames, cacheBytes));
        image.setDimensions(1, 1, index.frames());
        image.setOpenAsHyperStack(true);
        if (image.getBitDepth() != 24) image.setDisplayRange(0, frames.largestValue());
        image.setProp("Frame rate", index.variable() ? "variable" : "constant");
        FileInfo info = new FileInfo();
        info.fileName = name;
        info.directory = IJ.addSeparator(String.valueOf(file.getParent()));
        image.setFileInfo(info);
        if (index.interval() > 0) {
            Calibration calibration = image.getCalibration();
            calibration.frameInterval = index.interval();
            calibration.setTimeUnit("sec");
            calibration.fps = 1 / index.interval();
        }
        return image;
    }
}
