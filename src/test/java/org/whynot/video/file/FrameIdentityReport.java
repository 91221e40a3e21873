package org.whynot.video.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.whynot.video.VideoFiles;

/**
 * Checks that every frame of every video under the given folders is the right one, in whatever order frames are read. Both ways
 * of finding a file's frames are checked: by decoding all of it and, where the stamps allow it, by the stamps.
 */
final class FrameIdentityReport {

    private FrameIdentityReport() {}

    public static void main(String[] folders) throws IOException {
        int files = 0;
        long frames = 0;
        int wrong = 0;
        for (String folder : folders) {
            List<Path> videos;
            try (var found = Files.walk(Path.of(folder))) {
                videos = found.filter(VideoFiles::isVideo)
                        .filter(file -> !file.toString().endsWith("tif"))
                        .sorted()
                        .toList();
            }
            for (Path file : videos) {
                files++;
                for (long small : new long[] {Long.MAX_VALUE, 0})
                    try {
                        frames += FrameIdentity.check(file, small, files);
                    } catch (IOException | AssertionError e) {
                        wrong++;
                        System.out.println(file + (small == 0 ? ", by stamps: " : ", decoded: ") + e.getMessage());
                    }
            }
        }
        System.out.println(files + " files, " + frames + " frames compared, " + wrong + " failures");
    }
}
