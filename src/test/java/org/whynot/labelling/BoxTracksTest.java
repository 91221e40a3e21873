package org.whynot.labelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

class BoxTracksTest {

    @Test
    void aBoxIsInSightFromItsFirstKeyToItsLastAndNotAfterAnEnd() {
        List<KeyBox> keys = List.of();
        keys = BoxTracks.with(keys, new KeyBox("round", 0, 10, new Box(0, 0, 10, 10), false));
        keys = BoxTracks.with(keys, new KeyBox("round", 0, 14, new Box(8, 4, 10, 20), true));
        keys = BoxTracks.with(keys, new KeyBox("round", 0, 20, new Box(1, 1, 1, 1), false));
        assertEquals(Optional.empty(), BoxTracks.at(keys, "round", 0, 9));
        assertEquals(Optional.of(new Box(2, 1, 10, 12.5)), BoxTracks.at(keys, "round", 0, 11));
        assertEquals(Optional.empty(), BoxTracks.at(keys, "round", 0, 15));
        assertEquals(Optional.of(new Box(1, 1, 1, 1)), BoxTracks.at(keys, "round", 0, 20));
        assertEquals(Optional.empty(), BoxTracks.at(keys, "round", 0, 21));
        assertEquals(Optional.empty(), BoxTracks.at(keys, "round", 1, 11));
        assertEquals(Optional.empty(), BoxTracks.at(keys, "flat", 0, 11));
        List<KeyBox> moved = BoxTracks.with(keys, new KeyBox("round", 0, 14, new Box(0, 0, 10, 10), false));
        assertEquals(3, moved.size());
        assertTrue(BoxTracks.at(moved, "round", 0, 17).isPresent());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBoxesOfFramesAreThoseAskedForOneByOneAndGiveTheSameKeysAgain(long seed) {
        RandomActs random = new RandomActs(seed);
        List<KeyBox> keys = List.of();
        for (int i = 0; i < 25; i++) keys = BoxTracks.with(keys, random.box(i % 3 == 0 ? "a" : "b"));
        Map<String, List<FrameBox>> frames = BoxTracks.frames(keys, 0, RandomActs.FRAMES);
        int count = 0;
        for (String attribute : List.of("a", "b"))
            for (int track = 0; track < 2; track++)
                for (int frame = 0; frame < RandomActs.FRAMES; frame++) {
                    Optional<Box> box = BoxTracks.at(keys, attribute, track, frame);
                    int t = track;
                    int f = frame;
                    assertEquals(
                            box,
                            frames.getOrDefault(attribute, List.of()).stream()
                                    .filter(b -> b.track() == t && b.frame() == f)
                                    .map(FrameBox::box)
                                    .findFirst());
                    if (box.isPresent()) count++;
                }
        assertEquals(count, frames.values().stream().mapToInt(List::size).sum());
        List<KeyBox> again = new ArrayList<>();
        frames.forEach((attribute, boxes) -> again.addAll(BoxTracks.keys(attribute, boxes)));
        again.sort(BoxTracks.ORDER);
        Map<String, List<FrameBox>> same = BoxTracks.frames(again, 0, RandomActs.FRAMES);
        frames.forEach((attribute, boxes) -> assertEquals(
                boxes.stream()
                        .map(b -> b.track() + " " + b.frame() + " " + b.box())
                        .toList(),
                same.get(attribute).stream()
                        .map(b -> b.track() + " " + b.frame() + " " + b.box())
                        .toList()));
        assertTrue(again.size() <= keys.size() + 8, again.size() + " keys of " + keys.size());
    }

    @Test
    void aTableThatDoesNotMoveInLinesKeepsEveryBox() {
        List<FrameBox> boxes = new ArrayList<>();
        for (int f = 0; f < 12; f++) boxes.add(new FrameBox(f, new Box(f * f, 0, 5, 5), f == 0, 3));
        List<KeyBox> keys = BoxTracks.keys("a", boxes);
        assertEquals(
                boxes.stream().map(FrameBox::box).toList(),
                BoxTracks.frames(keys, 0, 12).get("a").stream()
                        .map(FrameBox::box)
                        .toList());
    }
}
