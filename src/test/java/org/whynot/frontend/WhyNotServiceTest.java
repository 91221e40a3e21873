package org.whynot.frontend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import ij.WindowManager;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Question;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.util.Progress;

/** The service as a script gets it: from a real context, on a real image. */
class WhyNotServiceTest {

    private static final Question QUESTION = new Question("mitosis", "apoptosis", 2, Evidence.FOR, false);

    @TempDir
    Path folder;

    @Test
    void anImageIsExplainedAndItsAnswerKept() throws Exception {
        Path model = UntrainedModel.write(folder.resolve("untrained"));
        try (Context context = new Context(WhyNotService.class)) {
            WhyNotService whynot = context.service(WhyNotService.class);
            ImagePlus image = SampleVideo.open();
            assertEquals(Optional.empty(), whynot.lastAnswer(image));
            Answer answer = whynot.explain(image, model.toString(), "cpu", QUESTION);
            assertEquals(2, answer.explanations().size());
            assertSame(answer, whynot.lastAnswer(image).orElseThrow().answer());
            assertNull(image.getOverlay());
            try (Model opened = whynot.openModel(model.toString(), "cpu");
                    ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
                assertEquals(
                        answer.sentence(),
                        whynot.explain(video, opened, QUESTION, Progress.SILENT).sentence());
            }
        }
    }

    @Test
    void aVideoIsOpenedAndNotShown() throws Exception {
        try (Context context = new Context(WhyNotService.class)) {
            File clip =
                    Path.of("test-data/cells/videos/mitosis/mitosis_00001.avi").toFile();
            ImagePlus image = context.service(WhyNotService.class).openVideo(clip);
            assertEquals(24, image.getNFrames());
            assertNull(image.getWindow());
            assertNotSame(image, WindowManager.getCurrentImage());
        }
    }

    @Test
    void anUnknownModelIsNamed() {
        try (Context context = new Context(WhyNotService.class)) {
            WhyNotService whynot = context.service(WhyNotService.class);
            String message = assertThrows(IllegalArgumentException.class, () -> whynot.openModel("cels", "cpu"))
                    .getMessage();
            assertTrue(message.contains("cels"), message);
        }
    }
}
