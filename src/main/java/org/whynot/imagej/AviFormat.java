package org.whynot.imagej;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.measure.Calibration;
import ij.plugin.AVI_Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.whynot.util.Progress;
import org.whynot.video.AviHeader;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.VideoFormat;

/**
 * AVI files through ImageJ's own reader, where FFmpeg is missing or can't read them. No file stays open between two frames, no
 * dialog appears.
 */
public final class AviFormat implements VideoFormat {

    /** Codecs of AVI, as in its header, that ImageJ reads whole and exactly. */
    private static final Set<String> CODECS = Set.of("", "DIB ", "MJPG", "PNG ");

    @Override
    public String kind() {
        return "Videos";
    }

    @Override
    public List<String> types() {
        return List.of(".avi");
    }

    @Override
    public boolean isFallback() {
        return true;
    }

    @Override
    public Video open(Path file, long cacheBytes, Consumer<String> note, Progress progress) throws IOException {
        return TiffFormat.video(image(file), note);
    }

    /** Whether an AVI file is whole and of a codec that ImageJ reads. */
    static boolean isReadByImageJ(Path file) {
        try {
            return CODECS.contains(AviHeader.read(file).codec());
        } catch (IOException e) {
            // Whoever reads it then will say what is wrong.
            return false;
        }
    }

    /**
     * Opens an AVI file as a virtual hyperstack in time.
     *
     * @throws IOException if it is damaged, cut short or of a codec that ImageJ can't read; a reason without its name
     */
    static ImagePlus image(Path file) throws IOException {
        AviHeader header = AviHeader.read(file);
        TiffFormat.requireSize(header.width(), header.height());
        AVI_Reader reader = new AVI_Reader();
        ImageStack stack;
        try {
            stack = SilentImageJ.call(() -> reader.makeStack(file.toString(), 1, 0, true, false, false));
        } catch (IOException e) {
            throw reader.getErrorText() == null ? e : new IOException(SilentImageJ.oneLine(reader.getErrorText()), e);
        }
        if (reader.getErrorText() != null) throw new IOException(SilentImageJ.oneLine(reader.getErrorText()));
        if (stack.size() == 0) throw new IOException("it holds no frames");
        SilentImageJ.call(() -> stack.getProcessor(1));
        ImagePlus image = SilentImageJ.call(() -> new ImagePlus(VideoFiles.fileName(file), stack));
        if (image.getBitDepth() == 16) image.getProcessor().resetMinAndMax();
        image.setDimensions(1, 1, stack.size());
        image.setOpenAsHyperStack(true);
        FileInfo info = new FileInfo();
        info.fileName = VideoFiles.fileName(file);
        info.directory = IJ.addSeparator(String.valueOf(file.getParent()));
        image.setFileInfo(info);
        Calibration calibration = image.getCalibration();
        if (header.frameInterval() > 0) {
            calibration.frameInterval = header.frameInterval();
            calibration.setTimeUnit("sec");
            calibration.fps = 1 / header.frameInterval();
        }
        return image;
    }
}
