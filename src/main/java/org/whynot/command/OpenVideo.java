package org.whynot.command;

import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.whynot.frontend.FrontEnd;
import org.whynot.imagej.ImageFiles;

/** Plugins &gt; WhyNot &gt; Open Video...: a video file as a hyperstack whose frames are time. */
@Plugin(
        type = Command.class,
        headless = true,
        description =
                "Opens a video file (mp4, mov, avi, mkv, webm) as a stack in time; frames are decoded when shown.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Open Video...", weight = 1.8)})
public class OpenVideo extends WhyNotCommand {

    @Parameter(
            label = "Path",
            persist = false,
            description = "The video file: mp4, m4v, mov, avi, mkv, webm, or a TIFF stack.")
    private File path;

    @Parameter(
            label = "Cache MB",
            persist = false,
            min = "1",
            max = "1000000",
            description = "Megabytes of memory that decoded frames may take.")
    private int cache_mb = ImageFiles.defaultCacheMb();

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus video;

    @Override
    void work(FrontEnd to) throws IOException {
        int half = ImageFiles.largestCacheMb();
        if (cache_mb > half)
            to.note("cache_mb=" + cache_mb + " is more than half of Java's memory; " + half + " is used instead."
                    + " Edit > Options > Memory & Threads... gives Java more.");
        video = ImageFiles.openImage(path.toPath(), Math.min(cache_mb, half), to::note, to);
        to.result("'" + video.getTitle() + "': " + video.getWidth() + " x " + video.getHeight() + " pixels, "
                + video.getStackSize() + " frames.");
    }
}
