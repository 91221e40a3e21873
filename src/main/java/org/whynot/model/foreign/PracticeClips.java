package org.whynot.model.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.imglib2.img.array.ArrayImgs;
import org.whynot.util.Progress;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.Display;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** Unlabelled clips that class kernels are found with: of the user's videos, or seeded ones of moving spots. */
final class PracticeClips {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 72;
    private static final int SPOTS = 5;

    private PracticeClips() {}

    /** Receives clips. */
    @FunctionalInterface
    interface Taker {
        /** @param clip one clip as the format states */
        void take(float[] clip) throws IOException;
    }

    /**
     * Reads clips.
     *
     * @param videos a folder, from whose videos one clip each is read, by the alphabet; null for seeded ones
     * @param most how many clips at most
     * @return how many there were
     * @throws IOException if a video can't be read, or the folder holds none
     */
    static int read(Path videos, int most, ClipFormat format, Progress progress, Taker taker) throws IOException {
        if (videos == null) {
            for (int i = 0; i < most; i++) taker.take(clip(spots(i, format.frames()), 0, format, progress));
            return most;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(videos)) {
            all.filter(Files::isRegularFile)
                    .filter(VideoFiles::isVideo)
                    .sorted()
                    .limit(most)
                    .forEach(files::add);
        }
        if (files.isEmpty())
            throw new IOException("The folder '" + videos + "' has no videos to find the class kernels with.");
        for (Path file : files)
            try (Video video = VideoFiles.open(file)) {
                ClipReader reader = new ClipReader(video, format);
                taker.take(clip(video, reader.sampling().clips() / 2, format, progress));
            }
        return files.size();
    }

    private static float[] clip(Video video, int index, ClipFormat format, Progress progress) throws IOException {
        progress.check();
        float[] clip = new float[format.clipLength()];
        new ClipReader(video, format).read(index, clip, 0);
        return clip;
    }

    /** Coloured spots that move over a background, another scene for every number. */
    private static Video spots(int number, int frames) {
        Random random = new Random(number);
        byte[] pixels = new byte[WIDTH * HEIGHT * 3 * frames];
        double[][] spots = new double[SPOTS][];
        for (int s = 0; s < SPOTS; s++)
            spots[s] = random.doubles(8).map(value -> 2 * value - 1).toArray();
        double[] ground = random.doubles(3).map(value -> 255 * value).toArray();
        int at = 0;
        for (int t = 0; t < frames; t++)
            for (int c = 0; c < 3; c++)
                for (int y = 0; y < HEIGHT; y++)
                    for (int x = 0; x < WIDTH; x++) {
                        double value = ground[c] * (0.5 + 0.5 * x / WIDTH);
                        for (double[] spot : spots) value += brightness(spot, x, y, (double) t / frames, c);
                        pixels[at++] = (byte) Math.max(0, Math.min(255, (int) value));
                    }
        return new Video(
                "spots",
                ArrayImgs.unsignedBytes(pixels, WIDTH, HEIGHT, 3, frames),
                new Display.Range(0, 255),
                Double.NaN);
    }

    private static double brightness(double[] spot, int x, int y, double time, int channel) {
        double dx = x - WIDTH * (0.5 + 0.5 * (spot[0] + spot[2] * time));
        double dy = y - HEIGHT * (0.5 + 0.5 * (spot[1] + spot[3] * time));
        double radius = 6 + 12 * Math.abs(spot[4]);
        return 255 * spot[5 + channel] * Math.exp(-(dx * dx + dy * dy) / (radius * radius));
    }
}
