package org.whynot.explain;

import java.util.List;
import java.util.Optional;
import org.whynot.video.Box;

/** Where something is in one frame of a video. */
public interface BoxInFrame {

    /** 0-based frame of the video. */
    int frame();

    /** Pixels of the video. */
    Box box();

    /**
     * The box in any frame; between two known ones it is interpolated linearly.
     *
     * @param boxes at least one, by rising frame
     * @param frame 0-based
     * @return empty before the first and after the last box
     */
    static Optional<Box> at(List<? extends BoxInFrame> boxes, int frame) {
        int low = 0;
        int high = boxes.size() - 1;
        if (frame < boxes.get(low).frame() || frame > boxes.get(high).frame()) return Optional.empty();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (boxes.get(middle).frame() <= frame) low = middle;
            else high = middle - 1;
        }
        BoxInFrame before = boxes.get(low);
        if (before.frame() == frame) return Optional.of(before.box());
        BoxInFrame after = boxes.get(low + 1);
        double fraction = (frame - before.frame()) / (double) (after.frame() - before.frame());
        return Optional.of(before.box().interpolate(after.box(), fraction));
    }
}
