package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.whynot.dataset.Segment;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.labelling.Labels;
import org.whynot.util.Progress;
import org.whynot.video.Box;
import org.whynot.video.Display;
import org.whynot.video.Video;

class LabelDialogsTest {

    private static final int SIZE = 64;
    private static final int FRAMES = 120;

    private static final Labels LABELS = Labels.EMPTY
            .withNewClass("round")
            .withNewAttribute("round")
            .withClips(List.of(Clip.of("a", "a.avi")))
            .withClass(Set.of("a"), "round")
            .withBox("a", new KeyBox("round", 0, 3, new Box(1, 2, 3, 4), false));

    private static Clip clip(Segment segment) {
        return Labels.EMPTY
                .withClips(List.of(Clip.of("a", "a.avi")))
                .withSegment("a", segment)
                .clips()
                .get(0);
    }

    /** Noise, and a square at the left or right edge that is bright in every other frame of some. */
    private static Video video(List<Segment> left, List<Segment> right) {
        byte[] pixels = new byte[FRAMES * SIZE * SIZE];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) pixels[i] = (byte) (60 + 5 * random.nextGaussian());
        for (int frame = 1; frame < FRAMES; frame += 2) {
            int now = frame;
            for (int y = 20; y < 28; y++)
                for (int x = 4; x < 12; x++) {
                    int at = (frame * SIZE + y) * SIZE + x;
                    if (left.stream().anyMatch(s -> s.hasFrame(now))) pixels[at] = (byte) 180;
                    if (right.stream().anyMatch(s -> s.hasFrame(now))) pixels[at + SIZE / 2] = (byte) 180;
                }
        }
        return new Video("flashes", ArrayImgs.unsignedBytes(pixels, SIZE, SIZE, FRAMES), new Display.Range(0, 255), 1);
    }

    @Test
    void regularPartsOfAClipAreInsideIt() {
        assertEquals(
                List.of(Segment.frames(10, 20), Segment.frames(20, 30)),
                LabelDialogs.regular(clip(Segment.frames(10, 30)), FRAMES, 10, 10));
        assertEquals(
                List.of(Segment.frames(100, 110), Segment.frames(110, 120)),
                LabelDialogs.regular(clip(new Segment(100, 0, 0, 0, 8, 8)), FRAMES, 10, 10));
        assertEquals(
                List.of(Segment.frames(0, 60), Segment.frames(60, 120)),
                LabelDialogs.regular(clip(Segment.WHOLE), FRAMES, 60, 60));
    }

    @Test
    void motionIsLookedForInTheSegmentAndCropOfAClip() throws IOException {
        Segment in = Segment.frames(60, 71);
        Video video = video(List.of(Segment.frames(90, 101)), List.of(Segment.frames(10, 21), in));
        List<Segment> found =
                LabelDialogs.moving(clip(new Segment(40, 0, SIZE / 2, 0, SIZE / 2, SIZE)), video, 4, Progress.SILENT);
        assertEquals(1, found.size(), found.toString());
        assertEquals(in.start() - 2, found.get(0).start(), 2);
        assertEquals(in.stop() + 2, found.get(0).stop(), 2);
        assertEquals(
                3,
                LabelDialogs.moving(clip(Segment.WHOLE), video, 4, Progress.SILENT)
                        .size());
    }

    @Test
    void classesAndAttributesOfOneNameAreRenamedEachForItself() {
        assertEquals(
                List.of("class round", "attribute round"),
                LabelDialogs.known(LABELS).stream().map(Object::toString).toList());
        Labels renamed = LabelDialogs.known(LABELS).get(1).renamed(LABELS, "sphere");
        assertEquals(List.of("round"), renamed.classes());
        assertEquals(List.of("sphere"), renamed.attributes());
        assertEquals("round", renamed.clips().get(0).className());
        assertEquals(List.of("sphere"), renamed.clips().get(0).attributes());
        assertEquals("sphere", renamed.clips().get(0).boxes().get(0).attribute());
        Labels other = LabelDialogs.known(LABELS).get(0).renamed(LABELS, "sphere");
        assertEquals("sphere", other.clips().get(0).className());
        assertEquals(List.of("round"), other.clips().get(0).attributes());
    }

    @Test
    void aNameMayBeWrittenInOtherLettersButNotTakeThatOfAnother() {
        Labels labels = LABELS.withNewClass("flat").withNewAttribute("flat");
        for (LabelDialogs.Known name : LabelDialogs.known(labels)) {
            assertEquals(labels, name.renamed(labels, name.name()));
            Labels renamed = name.renamed(labels, " " + name.name().toUpperCase(Locale.ROOT) + " ");
            List<String> names = name.isClass() ? renamed.classes() : renamed.attributes();
            assertEquals(2, names.size());
            assertTrue(names.contains(name.name().toUpperCase(Locale.ROOT)));
            String taken = name.name().equals("flat") ? "Round" : "Flat";
            assertThrows(IllegalArgumentException.class, () -> name.renamed(labels, taken));
            assertThrows(IllegalArgumentException.class, () -> name.renamed(labels, " "));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> LabelDialogs.known(labels).get(2).renamed(labels, "id"));
    }
}
