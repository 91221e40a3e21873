package org.whynot.command;

import ij.ImagePlus;
import ij.WindowManager;
import ij.io.FileInfo;
import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.scijava.command.Command;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.FileWidget;
import org.whynot.batch.FolderVideo;
import org.whynot.batch.FolderVideos;
import org.whynot.frontend.CommandException;
import org.whynot.frontend.FrontEnd;
import org.whynot.frontend.UsageException;
import org.whynot.labelling.LabelProject;
import org.whynot.ui.LabelWindows;
import org.whynot.video.Names;

/** Plugins &gt; WhyNot &gt; Label Videos...: a window in which videos get classes, attributes, boxes, segments and splits. */
@Plugin(
        type = Command.class,
        headless = true,
        description = "Opens a window in which the videos of a folder are labelled; the folder becomes a data set.",
        menu = {@Menu(label = "Plugins"), @Menu(label = "WhyNot"), @Menu(label = "Label Videos...", weight = 2.8)})
public class LabelVideos extends WhyNotCommand {

    @Parameter(
            label = "Input",
            persist = false,
            required = false,
            style = FileWidget.DIRECTORY_STYLE,
            description = "The folder of the videos, or a data set; empty for the video that is open.")
    private File input;

    @Parameter(
            label = "Model",
            persist = false,
            required = false,
            description = "A model's name or folder that proposes classes; may be empty.")
    private String model = "";

    @Override
    void work(FrontEnd to) throws IOException {
        if (GraphicsEnvironment.isHeadless())
            throw new CommandException(
                    "Label Videos is a window, and there is no display here. 'Import Labels...' makes a"
                            + " data set of what was labelled in other programs.");
        Map<String, Path> videos = new LinkedHashMap<>();
        Path folder;
        if (input != null && !input.getPath().isBlank()) {
            folder = input.toPath();
            // What is there is read from its tables even if the videos lie elsewhere.
            for (FolderVideo video : FolderVideos.find(folder, folder.resolve(".none"), to))
                videos.put(video.results(), video.file());
            if (videos.isEmpty() && !LabelProject.isThere(folder))
                throw new UsageException(
                        "There is no video in " + folder + ". Choose the folder that the videos lie in.");
        } else {
            Path file = open();
            folder = file.getParent();
            videos.put(Names.clean(file.getFileName().toString()), file);
        }
        if (!LabelWindows.bringToFront(folder)) LabelWindows.open(LabelProject.open(folder, videos, to), model.strip());
    }

    /** The file of the video that is open. */
    private static Path open() {
        ImagePlus image = WindowManager.getCurrentImage();
        if (image == null)
            throw new UsageException("Choose a folder as input, or open a video first: there is nothing to label.");
        FileInfo info = image.getOriginalFileInfo();
        Path file = info == null || info.directory == null || info.fileName == null
                ? null
                : Path.of(info.directory, info.fileName).toAbsolutePath();
        if (file == null || !Files.isRegularFile(file))
            throw new UsageException("The image '" + image.getTitle()
                    + "' is in no file, so its labels would belong to nothing. Save it first, as TIFF or AVI.");
        return file;
    }
}
