package net.imagej.legacy;

import java.io.IOException;
import org.scijava.io.IOPlugin;

/** Calls an I/O plugin from the package of Fiji's opener, which is not on Maven Central, through methods of the same names. */
public final class OpenerOfFiji {

    private OpenerOfFiji() {}

    /** As File &gt; Open does: a result that is no data set has to be shown already. */
    public static Object interceptFileOpen(IOPlugin<?> plugin, String path) throws IOException {
        return open(plugin, path);
    }

    /** As {@code IJ.openImage} does: nothing is to be shown. */
    public static Object interceptOpenImage(IOPlugin<?> plugin, String path) throws IOException {
        return open(plugin, path);
    }

    private static Object open(IOPlugin<?> plugin, String path) throws IOException {
        return plugin.supportsOpen(path) ? plugin.open(path) : null;
    }
}
