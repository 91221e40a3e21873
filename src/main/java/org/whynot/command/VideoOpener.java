package org.whynot.command;

import ij.IJ;
import ij.ImagePlus;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.scijava.io.AbstractIOPlugin;
import org.scijava.io.IOPlugin;
import org.scijava.io.location.FileLocation;
import org.scijava.io.location.Location;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.thread.ThreadService;
import org.whynot.frontend.CurrentImage;
import org.whynot.imagej.ImageFiles;
import org.whynot.util.Progress;

/**
 * Opens video files wherever Fiji opens files: File &gt; Open..., drag and drop, and {@code open("clip.mp4")} in a macro, which show
 * the image, and SciJava's IOService in a script, which only returns it.
 *
 * <p>Files that ImageJ opens by itself (TIFF stacks; AVI files that are uncompressed or Motion JPEG) stay with ImageJ. Notes about
 * a file go to ImageJ's log.
 */
@Plugin(type = IOPlugin.class, attrs = @Attr(name = VideoOpener.EAGER))
public class VideoOpener extends AbstractIOPlugin<ImagePlus> {

    /** Before ImageJ opens a file, Fiji asks only the plugins that are marked with this. */
    static final String EAGER = "eager";

    /** The package of Fiji's opener, and its method behind {@code IJ.openImage}. */
    private static final String FIJIS_OPENER = "net.imagej.legacy.";

    private static final String RETURNS_ONLY = "interceptOpenImage";

    @Parameter
    private ThreadService threads;

    @Override
    public Class<ImagePlus> getDataType() {
        return ImagePlus.class;
    }

    @Override
    public boolean supportsOpen(String source) {
        File file = new File(source);
        return file.isFile() ? supportsOpen(new FileLocation(file)) : super.supportsOpen(source);
    }

    @Override
    public boolean supportsOpen(Location source) {
        return source instanceof FileLocation file
                && ImageFiles.isOnlyOurs(file.getFile().toPath());
    }

    @Override
    public ImagePlus open(String source) throws IOException {
        // A path is no URI: a '#' or '%' in a file's name means itself.
        File file = new File(source);
        return file.isFile() ? open(new FileLocation(file)) : super.open(source);
    }

    /**
     * Opens a file.
     *
     * @return the image, or null if the user cancelled
     * @throws IOException if it can't be read; the message is for the user
     */
    @Override
    public ImagePlus open(Location source) throws IOException {
        if (!(source instanceof FileLocation file))
            throw new IOException("Only video files on this computer can be opened, not " + source.getURI() + ".");
        Path path = file.getFile().toPath();
        try {
            ImagePlus image = ImageFiles.openImage(path, ImageFiles.defaultCacheMb(), IJ::log, new ImageJProgress());
            if (isToBeShown()) show(image);
            return image;
        } catch (CancellationException e) {
            return null;
        } finally {
            IJ.showProgress(1);
        }
    }

    /**
     * Whether the caller is Fiji's opener and wants the image shown, which it does itself only for images of its own kind. SciJava's
     * IOService, a script, and ImageJ's {@code IJ.openImage} want it returned.
     */
    private static boolean isToBeShown() {
        List<StackWalker.StackFrame> opener = StackWalker.getInstance()
                .walk(frames -> frames.dropWhile(VideoOpener::isOpeningItself)
                        .takeWhile(frame -> frame.getClassName().startsWith(FIJIS_OPENER))
                        .toList());
        return !opener.isEmpty()
                && opener.stream().noneMatch(frame -> frame.getMethodName().equals(RETURNS_ONLY));
    }

    private static boolean isOpeningItself(StackWalker.StackFrame frame) {
        String name = frame.getClassName();
        return name.equals(VideoOpener.class.getName())
                || name.equals(IOPlugin.class.getName())
                || name.equals(AbstractIOPlugin.class.getName());
    }

    private void show(ImagePlus image) {
        if (GraphicsEnvironment.isHeadless()) CurrentImage.set(image, CurrentImage.callers(threads));
        else image.show();
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
