package org.whynot.frontend.cli;

import ij.ImageJ;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import org.whynot.frontend.CommandException;
import org.whynot.util.TemporaryFolders;

/**
 * A plain ImageJ window with this plugin in its menu.
 *
 * <p>ImageJ takes menu entries only from jars in its plugins folder, so our jar is copied into one. The classes still come
 * from the class path, which ImageJ's own loader asks first: the engine's natives can be loaded by one loader only.
 */
final class ImageJWindow {

    private ImageJWindow() {}

    /** Opens the window; the process ends when the user closes it. */
    static int open() throws IOException, InterruptedException {
        if (GraphicsEnvironment.isHeadless())
            throw new CommandException("There is no display to open a window on. In a remote session try 'xvfb-run"
                    + " scripts/whynot imagej', or use 'whynot explain', which needs none.");
        System.setProperty("plugins.dir", pluginsFolder(ownJar()).toString());
        new ImageJ().exitWhenQuitting(true);
        new CountDownLatch(1).await();
        return Cli.DONE;
    }

    /** A folder with plugins/WhyNot_.jar in it, beside our jar or, if nothing can be written there, a temporary one. */
    static Path pluginsFolder(Path jar) throws IOException {
        Path beside = jar.resolveSibling("imagej");
        Path home = Files.isWritable(jar.getParent()) ? beside : TemporaryFolders.make("imagej");
        Path plugins = Files.createDirectories(home.resolve("plugins"));
        Files.copy(jar, plugins.resolve("WhyNot_.jar"), StandardCopyOption.REPLACE_EXISTING);
        return home;
    }

    private static Path ownJar() {
        try {
            Path place = Path.of(ImageJWindow.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(place)) return place;
            throw new CommandException("ImageJ needs the packaged plugin, but this runs from '" + place
                    + "'. Start it with scripts/whynot imagej.");
        } catch (URISyntaxException e) {
            throw new CommandException("The plugin's own jar can't be found: " + e.getMessage() + ".", e);
        }
    }
}
