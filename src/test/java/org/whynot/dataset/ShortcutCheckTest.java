package org.whynot.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.util.Progress;

/** Data sets of noise, of two classes, with and without what gives a class away. */
class ShortcutCheckTest {

    private static final int VIDEOS = 40;
    private static final int SIDE = 32;

    @TempDir
    Path folder;

    private final StringBuilder table = new StringBuilder("id,class,path,split\n");
    private final StringBuilder attributes = new StringBuilder("id,thing\n");

    /** A video of blocks of noise that change from frame to frame. */
    private static ByteProcessor[] noise(int frames, double mean, Random random) {
        ByteProcessor[] images = new ByteProcessor[frames];
        for (int t = 0; t < frames; t++) {
            images[t] = new ByteProcessor(SIDE, SIDE);
            for (int y = 0; y < SIDE; y += 4)
                for (int x = 0; x < SIDE; x += 4) {
                    int value = (int) Math.max(0, Math.min(255, mean + 40 * random.nextGaussian()));
                    for (int i = 0; i < 16; i++) images[t].set(x + i % 4, y + i / 4, value);
                }
        }
        return images;
    }

    private void add(String id, String className, String split, ByteProcessor... images) {
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (ByteProcessor image : images) stack.addSlice(image);
        ImagePlus video = new ImagePlus(id, stack);
        video.setDimensions(1, 1, images.length);
        video.setDisplayRange(0, 255);
        assertTrue(
                new FileSaver(video).saveAsTiffStack(folder.resolve(id + ".tif").toString()));
        table.append(id + "," + className + "," + id + ".tif," + split + "\n");
        attributes.append(id + ",1\n");
    }

    private ShortcutCheck check() throws IOException {
        Files.writeString(folder.resolve("videos.csv"), table);
        Files.writeString(folder.resolve("attributes.csv"), attributes);
        DataSet data = DataSet.read(folder);
        return ShortcutCheck.of(data, VideoSurvey.of(data, Progress.SILENT));
    }

    /** Half of the videos of each class are for testing. */
    private void fill(double brightnessOfB, int framesOfB) {
        Random random = new Random(7);
        for (int i = 0; i < VIDEOS; i++) {
            boolean b = i % 2 == 1;
            double mean = 110 + 3 * random.nextGaussian();
            add(
                    "v" + i,
                    b ? "b" : "a",
                    i < VIDEOS / 2 ? "train" : "test",
                    noise(b ? framesOfB : 10, b ? mean + brightnessOfB : mean, random));
        }
    }

    @Test
    void noiseThatIsAlikeInBothClassesGivesNothingAway() throws IOException {
        fill(0, 10);
        ShortcutCheck check = check();
        assertEquals(List.of(), check.findings());
        assertEquals(0.5, check.chance());
        assertTrue(check.accuracy(ShortcutCheck.BRIGHTNESS) < 0.75, check.summary());
        // All videos are equally long: the first one wins, whose class has half of the videos.
        assertEquals(0.5, check.accuracy(ShortcutCheck.DURATION));
    }

    @Test
    void brightnessThatGivesTheClassAwayIsFound() throws IOException {
        fill(45, 10);
        ShortcutCheck check = check();
        assertEquals(1, check.accuracy(ShortcutCheck.BRIGHTNESS));
        assertEquals(1, check.findings().size(), check.findings().toString());
        assertEquals(
                "The classes can be told by the mean brightness over time alone: the nearest neighbour by it is right on"
                        + " 100.0 % of 20 videos (always the largest class: 50.0 %). The classifier may learn nothing"
                        + " else. Record all classes alike.",
                check.findings().get(0));
    }

    @Test
    void durationThatGivesTheClassAwayIsFound() throws IOException {
        fill(0, 14);
        ShortcutCheck check = check();
        assertEquals(1, check.accuracy(ShortcutCheck.DURATION));
        assertEquals(1, check.findings().size(), check.findings().toString());
        assertTrue(check.findings().get(0).startsWith("The classes can be told by the number of frames alone"));
    }

    @Test
    void nearCopiesInTwoSplitsAreNamedAndBlackVideosAreNone() throws IOException {
        fill(0, 10);
        Random random = new Random(3);
        ByteProcessor[] original = noise(10, 100, random);
        add("original", "a", "train", original);
        ByteProcessor[] again = new ByteProcessor[original.length];
        for (int t = 0; t < again.length; t++) {
            again[t] = (ByteProcessor) original[t].duplicate();
            again[t].add(6);
            for (int i = 0; i < SIDE * SIDE; i++) again[t].set(i, Math.max(0, again[t].get(i) + random.nextInt(3) - 1));
        }
        add("again", "a", "test", again);
        ByteProcessor black = new ByteProcessor(SIDE, SIDE);
        add("black-1", "b", "train", black, black);
        add("black-2", "b", "test", black, black, black);
        ShortcutCheck check = check();
        assertEquals(
                List.of(
                        "A test video is nearly the same as a training video, so that testing on it says little: again and"
                                + " original. Keep videos of the same scene in one split."),
                check.findings());
    }

    @Test
    void segmentsOfOneFilmInTwoSplitsAreNamed() throws IOException {
        Random random = new Random(9);
        add("film", "a", "train", noise(40, 110, random));
        add("other", "a", "test", noise(10, 110, random));
        table.setLength(0);
        table.append("id,class,path,split,start,stop\n");
        attributes.setLength(0);
        attributes.append("id,thing\n");
        for (int i = 0; i < 40; i++) {
            String film = i == 39 ? "other" : "film";
            table.append("s" + i + "," + (i % 2 == 0 ? "a" : "b") + "," + film + ".tif," + (i >= 37 ? "test" : "train")
                    + "," + (i == 39 ? 0 : i) + "," + (i == 39 ? 9 : i + 1) + "\n");
            attributes.append("s" + i + ",1\n");
        }
        List<String> findings = check().findings();
        assertTrue(
                findings.contains(
                        "2 test videos are segments of films that training videos are segments of, too. What is"
                                + " always the same in a film helps there and nowhere else, so that testing says less than it"
                                + " seems: film.tif. Keep the segments of a film in one split."),
                findings.toString());
    }

    @Test
    void fewVideosAndNoTestAreToldAndTrainingVideosAreThenComparedWithEachOther() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 14; i++) add("v" + i, i < 3 ? "few" : "many", "train", noise(8, i < 3 ? 200 : 60, random));
        ShortcutCheck check = check();
        assertEquals(
                "These classes have fewer than 10 training videos, from which hardly anything can be learned: few (3)."
                        + " Label more videos of them.",
                check.findings().get(0));
        assertTrue(check.findings().get(1).startsWith("There are no test videos"));
        assertEquals(1, check.accuracy(ShortcutCheck.BRIGHTNESS));
        assertEquals(11 / 14.0, check.chance());
        // 14 of 14 where 11 of 14 come by chance is no proof.
        assertEquals(2, check.findings().size(), check.findings().toString());
    }
}
