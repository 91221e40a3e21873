package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.NewImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.whynot.overlay.LastAnswer;
import org.whynot.overlay.Overlays;
import org.whynot.util.Wait;

/** What a user does wrong or in haste while a video is explained. */
class MistakesWindowTest extends Mistakes {

    @Test
    void noImageIsOpen() throws Exception {
        Thread work = start("Explain Video...", "model=cells");
        assertSays("There is no image", sentence());
        Wait.forEnd(work);
    }

    @Test
    void theImageIsClosedWhileItIsLookedAt() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        WindowSession.onEvents(video::close);
        ends(work, "closed|gone|changed");
    }

    @Test
    void itIsStartedTwice() throws Exception {
        ImagePlus video = longVideo();
        Thread first = explaining(video);
        Thread second = start("Explain Video...", "model=cells explanations=2");
        ends(first, "$");
        ends(second, "$");
        assertShown(video);
    }

    @Test
    void anotherImageIsActivatedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        ImagePlus other = NewImage.createByteImage("other", 50, 50, 1, NewImage.FILL_WHITE);
        WindowSession.onEvents(other::show);
        Wait.forEnd(work);
        assertEquals(null, other.getOverlay());
        assertShown(video);
    }

    @Test
    void slicesAreDeletedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        WindowSession.onEvents(() -> {
            ImageStack stack = video.getStack();
            for (int i = 0; i < LONG / 2; i++) stack.deleteLastSlice();
            video.setStack(stack);
        });
        ends(work, "gone|changed");
    }

    @Test
    void itIsCroppedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        WindowSession.onEvents(() -> {
            video.setRoi(10, 10, 50, 40);
            video.setStack(video.crop("stack").getStack());
        });
        ends(work, "gone|changed|another");
    }

    @Test
    void itsTypeIsChangedMeanwhile() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        Thread user = start("RGB Color", "");
        Wait.forEnd(user);
        ends(work, "another kind|gone|changed|$");
    }

    @Test
    void escapeIsPressed() throws Exception {
        ImagePlus video = longVideo();
        Thread work = explaining(video);
        IJ.setKeyDown(java.awt.event.KeyEvent.VK_ESCAPE);
        Wait.forEnd(work);
        assertEquals(null, video.getOverlay());
    }

    @Test
    void anExplanationIsUndone() throws Exception {
        ImagePlus sample = session.openSample(2);
        explain("model=cells");
        int elements = sample.getOverlay().size();
        IJ.run("Undo");
        IJ.run("Undo");
        assertTrue(sample.getOverlay() == null || sample.getOverlay().size() == elements);
    }

    @Test
    void aStillIsExplained() throws Exception {
        ImagePlus still = NewImage.createByteImage("still", 128, 128, 1, NewImage.FILL_RANDOM);
        WindowSession.onEvents(still::show);
        explain("model=cells");
        assertShown(still);
        assertSays("single frame", String.valueOf(IJ.getLog()));
    }

    @Test
    void aClassIsAskedAgainstItself() throws Exception {
        session.openSample(2);
        ends(start("Explain Video...", "model=cells positive=mitosis why_not=mitosis"), "two different classes");
    }

    @Test
    void aModelIsNotThere() throws Exception {
        session.openSample(2);
        ends(start("Explain Video...", "model=cels"), "model='cels' is not known. Known models: cells");
    }

    @Test
    void aNumberIsOutOfRange() throws Exception {
        session.openSample(2);
        ends(start("Explain Video...", "model=cells explanations=0"), "explanations=0 is out of range");
    }

    @Test
    void theFolderForResultsIsAFile() throws Exception {
        session.openSample(2);
        Path file = Files.writeString(folder.resolve("a file"), "mine");
        ends(start("Explain Video...", "model=cells save_to=[" + file + "]"), "a file");
        assertEquals("mine", Files.readString(file));
    }

    private static void assertShown(ImagePlus image) {
        Overlays.assertShows(LastAnswer.of(image).orElseThrow().answer(), image);
    }
}
