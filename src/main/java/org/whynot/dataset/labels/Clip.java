package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.dataset.VideoSize;
import org.whynot.video.Box;

/**
 * An event that can be used: frames of a video that is there.
 *
 * @param source name of the label file
 * @param start first frame
 * @param stop frame after the last one
 * @param track where the subject is, frames and pixels of the video, inside it
 * @param boxes likewise, by attribute
 * @param isCropped whether the clip is the rectangle in which the subject moves
 */
record Clip(
        String source,
        LabelEvent event,
        Films.Film film,
        String className,
        List<String> attributes,
        int start,
        int stop,
        List<FrameBox> track,
        Map<String, List<FrameBox>> boxes,
        boolean isCropped) {

    /** Free space round the subject, as a share of the rectangle's sides. */
    private static final double MARGIN = 0.2;

    /** A rectangle is at least so wide and high, pixels. */
    private static final int SMALLEST = 16;

    Clip cropped() {
        return new Clip(source, event, film, className, attributes, start, stop, track, boxes, true);
    }

    String split() {
        return event.split();
    }

    /** The video: clips of one are of the same animals and dish. */
    String group() {
        return event.mark() != null
                ? event.mark().group()
                : Films.stem(film.file().getFileName().toString());
    }

    /** The video's name and, for a part of it, where the part begins. */
    String name() {
        if (event.mark() != null) return event.mark().id();
        return segment().isWhole() ? group() : String.format(Locale.ROOT, "%s_%06d", group(), start);
    }

    /** Whether two clips show the same frames of one video. */
    boolean isAtTheTimeOf(Clip other) {
        return film.file().equals(other.film.file()) && start < other.stop && other.start < stop;
    }

    /** A sentence for people. */
    String describe(String id, String split) {
        Segment segment = segment();
        return String.format(
                Locale.ROOT,
                "%s: %s, frames %d to %d of '%s'%s%s (%s).",
                id,
                className,
                start + 1,
                stop,
                film.file().getFileName(),
                segment.isCropped()
                        ? ", rectangle " + segment.width() + " x " + segment.height() + " at " + segment.x() + ", "
                                + segment.y()
                        : "",
                attributes.isEmpty() ? "" : ", with " + String.join(", ", attributes),
                split);
    }

    private Segment segment() {
        boolean isAll = start == 0 && stop == film.frames();
        if (event.mark() != null) {
            Segment was = event.mark().segment();
            boolean isToEnd = was.stop() == 0 && stop == film.frames();
            boolean isWhole = !was.isCut() && isAll;
            return new Segment(
                    isWhole ? 0 : start, isWhole || isToEnd ? 0 : stop, was.x(), was.y(), was.width(), was.height());
        }
        if (!isCropped) return isAll ? Segment.WHOLE : Segment.frames(start, stop);
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = 0;
        double bottom = 0;
        for (FrameBox place : track) {
            left = Math.min(left, place.box().x());
            top = Math.min(top, place.box().y());
            right = Math.max(right, place.box().right());
            bottom = Math.max(bottom, place.box().bottom());
        }
        int[] across = side(left, right, film.width());
        int[] down = side(top, bottom, film.height());
        return new Segment(isAll ? 0 : start, isAll ? 0 : stop, across[0], down[0], across[1], down[1]);
    }

    /** Start and length of a side with its margin, inside the video. */
    private static int[] side(double from, double to, int whole) {
        double margin = Math.max(MARGIN * (to - from), (SMALLEST - (to - from)) / 2);
        int start = (int) Math.max(0, Math.floor(from - margin));
        int stop = (int) Math.min(whole, Math.ceil(to + margin));
        return new int[] {start, stop - start};
    }

    Sample sample(String id, List<String> classes, List<String> allAttributes, String split) {
        Segment segment = segment();
        Map<String, List<FrameBox>> inside = new LinkedHashMap<>();
        boxes.forEach((name, places) -> {
            List<FrameBox> placed = placed(places, segment);
            if (!placed.isEmpty()) inside.put(name, placed);
        });
        return new Sample(
                id,
                classes.indexOf(className),
                film.file(),
                split,
                attributes.stream().map(allAttributes::indexOf).sorted().toList(),
                inside,
                placed(track, segment),
                new VideoSize(film.frames(), film.width(), film.height()),
                segment,
                group());
    }

    private static List<FrameBox> placed(List<FrameBox> places, Segment segment) {
        List<FrameBox> placed = new ArrayList<>();
        for (FrameBox place : places) segment.toClip(place).ifPresent(placed::add);
        return placed;
    }

    /** A box cut at the edges of a video; empty if nothing is left. */
    static Optional<Box> inside(Box box, Films.Film film) {
        double left = Math.max(0, box.x());
        double top = Math.max(0, box.y());
        double right = Math.min(film.width(), box.right());
        double bottom = Math.min(film.height(), box.bottom());
        return right > left && bottom > top
                ? Optional.of(new Box(left, top, right - left, bottom - top))
                : Optional.empty();
    }
}
