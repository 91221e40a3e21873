package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

/**
 * The frames of an event.
 *
 * @param start the first
 * @param stop the one after the last; not after start if the event can't be used
 * @param problem what is wrong with its time, a sentence; null if nothing is
 */
record FrameSpan(int start, int stop, String problem) {

    boolean isLost() {
        return stop <= start;
    }

    private static FrameSpan lost(String problem) {
        return new FrameSpan(0, 0, problem);
    }

    /**
     * The frames of a time.
     *
     * @param statedRate frames per second that the label file states for a video that does not; NaN if it does not
     */
    static FrameSpan of(LabelEvent.Time time, Films.Film film, double statedRate, LabelSettings settings) {
        double from = time.start();
        double to = time.stop();
        if (time.unit() == LabelEvent.Unit.SECONDS) {
            if (Double.isNaN(from))
                return lost("it can't be placed, because the length of the videos before its own is not known.");
            if (Double.isNaN(film.rate()) && !(statedRate > 0))
                return lost("its time is in seconds, and neither the labels nor the video state frames per second."
                        + " Set the frame interval of the video.");
            from = film.frame(from, statedRate);
            to = film.frame(to, statedRate);
        }
        if (Double.isNaN(to)) to = film.frames();
        if (time.isPoint()) {
            double half = settings.pointFrames() / 2.0;
            if (from < 0 || from >= film.frames()) return lost(beyond(from, film));
            from = Math.max(0, Math.min(Math.floor(from) - Math.floor(half), film.frames() - settings.pointFrames()));
            return new FrameSpan((int) from, (int) Math.min(film.frames(), from + settings.pointFrames()), null);
        }
        long start = Math.round(from);
        long stop = Math.max(start + 1, Math.round(to));
        if (start < 0 || start >= film.frames()) return lost(beyond(from, film));
        // A frame more is rounding.
        String problem = stop <= film.frames() + 1
                ? null
                : String.format(
                        Locale.ROOT,
                        "it stops at frame %d, and the video has %d frames. It was cut there.",
                        stop,
                        film.frames());
        return new FrameSpan((int) start, (int) Math.min(stop, film.frames()), problem);
    }

    private static String beyond(double frame, Films.Film film) {
        return String.format(
                Locale.ROOT,
                "it is at frame %.0f, and the video '%s' has the frames 0 to %d. Are the labels of another video?",
                frame,
                film.file().getFileName(),
                film.frames() - 1);
    }

    /** Boxes in milliseconds and shares as boxes in frames and pixels of a video. */
    static List<FrameBox> ofShares(List<FrameBox> shares, Films.Film film) {
        List<FrameBox> boxes = new ArrayList<>();
        for (FrameBox share : shares) {
            Box box = share.box();
            boxes.add(new FrameBox(
                    (int) Math.floor(film.frame(share.frame() / 1000.0, Double.NaN)),
                    new Box(
                            box.x() * film.width(),
                            box.y() * film.height(),
                            box.width() * film.width(),
                            box.height() * film.height()),
                    share.keyframe(),
                    share.track()));
        }
        return boxes;
    }

    /** The boxes in every frame: interpolated between those that there are, and as the nearest one before and after. */
    List<FrameBox> filled(List<FrameBox> keys) {
        if (keys.isEmpty()) return keys;
        List<FrameBox> filled = new ArrayList<>();
        int next = 0;
        for (int frame = start; frame < stop; frame++) {
            while (next < keys.size() && keys.get(next).frame() <= frame) next++;
            FrameBox before = keys.get(Math.max(0, next - 1));
            FrameBox after = keys.get(Math.min(next, keys.size() - 1));
            int gap = after.frame() - before.frame();
            double share = gap <= 0 ? 0 : Math.max(0, Math.min(1, (frame - before.frame()) / (double) gap));
            filled.add(new FrameBox(
                    frame,
                    CvatTrack.between(before.box(), after.box(), share),
                    frame == before.frame() && before.keyframe(),
                    before.track()));
        }
        return filled;
    }
}
