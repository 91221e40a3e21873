package org.whynot.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileInfo;
import ij.measure.Calibration;
import org.whynot.video.FileVideo;
import org.whynot.video.VideoFiles;

/** A video file as a virtual hyperstack in time; closing it gives the decoder and the frames in memory back. */
final class FileImage extends ImagePlus {

    private final FileStack frames;

    /** @param video stays open: whoever still holds the stack can read it after the image was closed */
    FileImage(FileVideo video) {
        this(video, new FileStack(video));
    }

    private FileImage(FileVideo video, FileStack frames) {
        super(VideoFiles.fileName(video.file()), frames);
        this.frames = frames;
        setDimensions(1, 1, video.frames());
        setOpenAsHyperStack(true);
        if (getBitDepth() != 24) setDisplayRange(0, video.largestValue());
        setProp("Frame rate", video.isVariableRate() ? "variable" : "constant");
        FileInfo info = new FileInfo();
        info.fileName = VideoFiles.fileName(video.file());
        info.directory = IJ.addSeparator(String.valueOf(video.file().getParent()));
        setFileInfo(info);
        if (video.frameInterval() > 0) {
            Calibration calibration = getCalibration();
            calibration.frameInterval = video.frameInterval();
            calibration.setTimeUnit("sec");
            calibration.fps = 1 / video.frameInterval();
        }
    }

    /** ImageJ calls this when the image's window is closed. */
    @Override
    public synchronized void flush() {
        super.flush();
        frames.release();
    }

    @Override
    public void close() {
        super.close();
        // Without a window ImageJ leaves it at that.
        frames.release();
    }
}
