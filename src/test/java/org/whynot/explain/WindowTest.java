package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.imglib2.img.array.ArrayImgs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.Display;
import org.whynot.video.Video;

/** The words for windows, and how many sampled frames they are. */
class WindowTest {

    private static Video video(double frameInterval) {
        return new Video("clip", ArrayImgs.unsignedBytes(8, 8, 100), new Display.Range(0, 255), frameInterval);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 0",
        "0 frames, 0, false, 0",
        "2, 2, false, 2",
        "2.5, 2.5, false, 2.5",
        ".5, 0.5, false, 0.5",
        "3 s, 3, false, 3",
        "10 seconds, 10, false, 10",
        "40 frames, 40, true, 40 frames",
        "1 Frame, 1, true, 1 frame",
        "40frames, 40, true, 40 frames"
    })
    void wordsAreReadAndWritten(String words, double length, boolean inFrames, String written) {
        Window window = Window.of(words);
        assertEquals(new Window(length, inFrames), window);
        assertEquals(written, window.word());
        assertEquals(window, Window.of(window.word()));
    }

    @Test
    void nothingIsTheWholeVideo() {
        assertTrue(Window.of(" ").isWhole());
        assertEquals(Integer.MAX_VALUE, Window.WHOLE.sampledFrames(video(Double.NaN), 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "two", "2 min", "1e3", "2.5 frames", "frames", "NaN", "2 2"})
    void otherWordsAreRefusedByName(String words) {
        String message = assertThrows(IllegalArgumentException.class, () -> Window.of(words))
                .getMessage();
        assertTrue(message.contains("window='" + words), message);
    }

    @Test
    void secondsBecomeSampledFrames() {
        assertEquals(50, Window.of("2").sampledFrames(video(0.04), 1));
        assertEquals(25, Window.of("2").sampledFrames(video(0.04), 2));
        assertEquals(1, Window.of("0.01").sampledFrames(video(0.04), 1));
        assertEquals(20, Window.of("40 frames").sampledFrames(video(Double.NaN), 2));
        assertThrows(IllegalArgumentException.class, () -> Window.of("2").sampledFrames(video(Double.NaN), 1));
        assertThrows(IllegalArgumentException.class, () -> Window.of("2").sampledFrames(video(0), 1));
    }
}
