package org.whynot.simulation;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.whynot.dataset.FrameBox;

/**
 * One simulated time-lapse with all that is true of it.
 *
 * @param id unique in its data set
 * @param cellClass what its event cells do
 * @param split {@code train} or {@code test}
 * @param width pixels
 * @param height pixels
 * @param frames grey values 0 to 255, {@code [T][H * W]}, row by row from the top left
 * @param attributes those of the class and the distractors that happen to be there
 * @param boxes where each attribute shows, by attribute; boxes lie inside the frame, tracks distinguish objects
 * @param actors the whole cells that act as the class does, in every frame
 */
public record SimulatedVideo(
        String id,
        CellClass cellClass,
        String split,
        int width,
        int height,
        byte[][] frames,
        Set<String> attributes,
        Map<String, List<FrameBox>> boxes,
        List<FrameBox> actors) {

    /** Frames a second at which the video plays. */
    public static final double FRAMES_PER_SECOND = 8;

    /** The video as an 8-bit ImageJ stack whose frames are time. */
    public ImagePlus toImage() {
        ImagePlus image = stack();
        image.setDimensions(1, 1, frames.length);
        image.setOpenAsHyperStack(true);
        return image;
    }

    /** The video as a plain stack, which ImageJ's AVI writer takes without drawing it on a screen image first. */
    public ImagePlus stack() {
        ImageStack stack = new ImageStack(width, height);
        for (byte[] frame : frames) stack.addSlice("", frame.clone());
        ImagePlus image = new ImagePlus(id, stack);
        image.getCalibration().fps = FRAMES_PER_SECOND;
        image.getCalibration().frameInterval = 1 / FRAMES_PER_SECOND;
        image.getCalibration().setTimeUnit("sec");
        return image;
    }
}
