package org.whynot.frontend;

import ij.ImagePlus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.whynot.imagej.ImageFiles;
import org.whynot.util.TemporaryFolders;

/** The bundled clip: a simulated dividing cell, of test-data/cells. */
public final class SampleVideo {

    /** The clip's name, without folder. */
    public static final String NAME = "mitosis_00001.avi";

    private SampleVideo() {}

    /**
     * Opens the clip as an image in memory whose frames are time.
     *
     * @throws IOException if it is not in the jar or can't be unpacked
     */
    public static ImagePlus open() throws IOException {
        Path folder = TemporaryFolders.make("sample");
        Path file = folder.resolve(NAME);
        try {
            copyTo(file);
            // The file goes away again, so the frames have to be in memory.
            ImagePlus image = ImageFiles.openImage(file).duplicate();
            image.setTitle(NAME);
            return image;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /**
     * Writes the clip to a file, which is replaced if it exists.
     *
     * @param file an AVI file
     * @throws IOException if the clip is not in the jar or the file can't be written
     */
    public static void copyTo(Path file) throws IOException {
        try (InputStream clip = SampleVideo.class.getResourceAsStream("/sample/" + NAME)) {
            if (clip == null)
                throw new IOException("The sample clip is missing from the plugin. Build or install WhyNot again.");
            Files.copy(clip, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
