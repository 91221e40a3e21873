package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.Plugin;
import org.whynot.imagej.ImageFiles;
import org.whynot.util.Progress;

/**
 * Opens video files through SciJava's IOService, which Fiji asks about files that ImageJ does not know: File &gt; Open..., drag
 * and drop, and {@code open("clip.mp4")} in a macro.
 *
 * <p>Files that ImageJ opens by itself (TIFF stacks; AVI files that are uncompressed or Motion JPEG) stay with ImageJ. What is
 * said of a file goes to ImageJ's log.
 */
@Plugin(type = IOPlugin.class)
public class VideoOpener extends AbstractIOPlugin<ImagePlus> {

    @Override
    public Class<ImagePlus> getDataType() {
        return ImagePlus.class;
    }

    @Override
    public boolean supportsOpen(Location source) {
        return source instanceof FileLocation file
                && ImageFiles.isOnlyOurs(file.getFile().toPath());
    }

    /**
     * Opens a file.
     *
     * @return the image, or null if the user cancelled
     * @throws IOException if it can't be read; a sentence for the user
     */
    @Override
    public ImagePlus open(Location source) throws IOException {
        if (!(source instanceof FileLocation file))
            throw new IOException("Only video files on this computer can be opened, not " + source.getURI() + ".");
        Path path = file.getFile().toPath();
        try {
            return ImageFiles.openImage(path, ImageFiles.defaultCacheMb(), IJ::log, new ImageJProgress());
        } catch (CancellationException e) {
            return null;
        } finally {
            IJ.showProgress(1);
        }
    }

    /** ImageJ's status line and Escape key. */
    private static final class ImageJProgress implements Progress {

        ImageJProgress() {
            IJ.resetEscape();
        }

        @Override
        public void report(double fraction, String message) {
            IJ.showProgress(fraction);
            IJ.showStatus(message);
        }

        @Override
        public boolean isCancelled() {
            return IJ.escapePressed();
        }
    }
}
