package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.plugin.filter.AVI_Writer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.WithoutFFmpeg;
import org.whynot.video.TestVideos;
import org.whynot.video.file.TestEncoder;

/** On a platform without FFmpeg what ImageJ reads is read, and of the rest it is said why not. */
class WithoutFFmpegTest {

    @TempDir
    Path folder;

    private ImagePlus open(Path file) throws Throwable {
        try {
            return (ImagePlus) new WithoutFFmpeg("org.whynot.video.", "org.whynot.imagej.")
                    .loadClass(ImageFiles.class.getName())
                    .getMethod("openImage", Path.class)
                    .invoke(null, file);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void itIsSaidInASentence() throws IOException {
        Path file = new TestEncoder("mpeg4", "mp4").write(folder.resolve("clip.mp4"), 3);
        String said = assertThrows(IOException.class, () -> open(file)).getMessage();
        assertTrue(said.contains("clip.mp4") && said.contains("FFmpeg") && said.contains("converted.avi"), said);
    }

    @Test
    void aviFilesAreReadByImageJ() throws Throwable {
        Path file = folder.resolve("clip.avi");
        new AVI_Writer()
                .writeImage(TestVideos.random(24, 1, 1, 4, 1), file.toString(), AVI_Writer.JPEG_COMPRESSION, 90);
        assertEquals(4, open(file).getNFrames());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 200));
        String said = assertThrows(IOException.class, () -> open(file)).getMessage();
        assertTrue(said.contains("clip.avi") && said.contains("cut short"), said);
    }
}
