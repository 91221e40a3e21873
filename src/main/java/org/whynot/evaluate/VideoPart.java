package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.whynot.dataset.FrameBox;
import org.whynot.explain.Explanation;
import org.whynot.video.Box;
import org.whynot.video.FrameGeometry;
import org.whynot.video.Video;

/**
 * A part of a video that is judged by erasing it: one box or several in a frame, or none.
 *
 * @param tracks one function each: the box of a frame (0-based) in pixels of the video
 */
record VideoPart(List<IntFunction<Optional<Box>>> tracks) {

    /** The side of the centre baseline as a share of the network input's: 32 of 112 pixels (section 4.2). */
    private static final double CENTRE = 32.0 / 112;

    /** The tube of an explanation, interpolated between sampled frames. */
    static VideoPart of(Explanation explanation) {
        return new VideoPart(List.of(explanation::boxAt));
    }

    /** The centre 32x32 of 112x112 pixels of the network input, in every frame (section 4.2). */
    static VideoPart centre(FrameGeometry geometry) {
        Box source = geometry.source();
        double width = source.width() * CENTRE;
        double height = source.height() * CENTRE;
        Box box = new Box(
                source.x() + (source.width() - width) / 2, source.y() + (source.height() - height) / 2, width, height);
        return new VideoPart(List.of(frame -> Optional.of(box)));
    }

    /** The boxes of a data set's actors, in the frames that have them. */
    static VideoPart actors(List<FrameBox> actors) {
        Map<Integer, Map<Integer, Box>> tracks = new TreeMap<>();
        for (FrameBox actor : actors)
            tracks.computeIfAbsent(actor.track(), t -> new HashMap<>()).put(actor.frame(), actor.box());
        List<IntFunction<Optional<Box>>> functions = new ArrayList<>();
        for (Map<Integer, Box> track : tracks.values()) functions.add(frame -> Optional.ofNullable(track.get(frame)));
        return new VideoPart(functions);
    }

    /** The boxes in one frame (0-based), pixels of the video. */
    List<Box> at(int frame) {
        List<Box> boxes = new ArrayList<>(1);
        for (IntFunction<Optional<Box>> track : tracks) track.apply(frame).ifPresent(boxes::add);
        return boxes;
    }

    /** The video with every pixel of the region set to 0: the masked sample of section 4.1. */
    Video erasedFrom(Video video) {
        Video erased = video;
        for (IntFunction<Optional<Box>> track : tracks) erased = erased.erase(track);
        return erased;
    }
}
