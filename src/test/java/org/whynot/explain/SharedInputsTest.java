package org.whynot.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** The files on which earlier versions were wrong, from the file to the answer, each with the right values. */
class SharedInputsTest {

    private static Model model;

    @BeforeAll
    static void open() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(folder()), "no data folder (set -Dwhynot.data)");
        model = Model.open(ModelFolders.find("cells"), "cpu");
    }

    @AfterAll
    static void close() {
        if (model != null) model.close();
    }

    private static Path folder() {
        return Path.of(System.getProperty("whynot.data", "../shared/data"), "inputs");
    }

    private static Answer explained(String file) throws IOException {
        try (Video video = VideoFiles.open(folder().resolve(file))) {
            return new Explainer(model)
                    .explain(video, new Question("mitosis", "apoptosis", 3, Evidence.FOR, false), Progress.SILENT);
        }
    }

    /** A first frame without anything, a second channel, XML instead of a description by ImageJ: the same answer as without. */
    @ParameterizedTest
    @CsvSource({
        "n_good.tif, 0.9999, 7, 19",
        "n_blank1.tif, 0.986, 7, 19",
        "n_blank32.tif, 0.986, 7, 19",
        "ij_mitosis.tif, 0.998, 7, 19",
        "ome_mitosis.ome.tif, 0.998, 7, 19",
        "mitosis_00001.avi, 0.998, 7, 19"
    })
    void theAnswerIsTheRightOne(String file, double probability, int first, int last) throws IOException {
        Answer answer = explained(file);
        assertEquals("mitosis", answer.prediction().get(0).name());
        assertEquals(probability, answer.probability("mitosis"), 0.002);
        Explanation strongest = answer.explanations().get(0);
        assertEquals("dividing nucleus", strongest.attribute());
        assertEquals(List.of(first, last), List.of(strongest.firstFrame() + 1, strongest.lastFrame() + 1));
    }

    /** One frame more than two clips. */
    @Test
    void theLastFrameOnceMoreChangesLittle() throws IOException {
        Answer without = explained("mitosis_32.mkv");
        Answer with = explained("mitosis_33.mkv");
        assertEquals(without.video().frames() + 1, with.video().frames());
        assertEquals(without.probability("mitosis"), with.probability("mitosis"), 0.02);
        assertEquals(
                without.explanations().get(0).attribute(),
                with.explanations().get(0).attribute());
    }

    /** Sizes, frames and seconds from a frame to the next, NaN where the file does not state them. */
    @ParameterizedTest
    @CsvSource({
        "v_h264copy.avi, 60, 0.04",
        "a_555.avi, 60, 0.04",
        "t_big.tif, 20, NaN",
        "t_rgb48.tif, 20, NaN",
        "ome_mitosis.ome.tif, 24, 0.125",
        "ij_mitosis.tif, 24, 0.125"
    })
    void framesAndTimesAreThoseOfTheFile(String file, int frames, double interval) throws IOException {
        List<String> notes = new ArrayList<>();
        try (Video video = VideoFiles.open(folder().resolve(file), notes::add)) {
            assertEquals(frames, video.frames());
            assertEquals(interval, video.frameInterval(), 1e-6);
            if (interval > 0)
                assertEquals(Math.round(1 / interval), Window.of("1").sampledFrames(video, 1));
        }
        assertTrue(notes.stream().noneMatch(n -> n.contains("varies") || n.contains("cut short")), notes::toString);
    }
}
