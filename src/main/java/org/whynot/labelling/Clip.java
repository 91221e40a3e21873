package org.whynot.labelling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Segment;
import org.whynot.dataset.VideoSize;
import org.whynot.video.Box;

/**
 * What is labelled: a video, or a segment, or a crop of one. Immutable.
 *
 * @param id unique in its project, and in the data set
 * @param video path of the file, with slashes, relative to the project's folder where it lies in or near it
 * @param segment the part of the file that it is
 * @param className empty while it has none
 * @param attributes names, each once
 * @param boxes sorted by attribute, track, frame
 * @param actors who acts, as another program recorded it; kept, never changed here
 * @param group the animal, dish, day …; clips of one group are never split; empty where that is not known
 * @param split {@code train}, {@code test} or {@code validation}; empty while nobody decided
 */
public record Clip(
        String id,
        String video,
        Segment segment,
        String className,
        List<String> attributes,
        List<KeyBox> boxes,
        List<FrameBox> actors,
        String group,
        String split) {

    /** The names of splits; empty for none. */
    private static final Set<String> SPLITS = Set.of("", "train", "test", "validation");

    /** @throws IllegalArgumentException if a value is impossible; a sentence */
    public Clip {
        if (id.isBlank() || video.isBlank()) throw new IllegalArgumentException("A clip needs an id and a video.");
        if (!SPLITS.contains(split))
            throw new IllegalArgumentException("The clip '" + id + "' is in an unknown split '" + split + "'.");
        attributes = List.copyOf(attributes);
        boxes = List.copyOf(boxes);
        actors = List.copyOf(actors);
    }

    /** A whole video without any label. */
    public static Clip of(String id, String video) {
        return new Clip(id, video, Segment.WHOLE, "", List.of(), List.of(), List.of(), "", "");
    }

    /** Whether it has a class. */
    public boolean isLabelled() {
        return !className.isEmpty();
    }

    /** Whether nothing at all was said about it, so that nothing is lost without it. */
    public boolean isUntouched() {
        return !isLabelled() && attributes.isEmpty() && boxes.isEmpty() && group.isEmpty() && split.isEmpty();
    }

    /** The first frame of the file that does not belong to it any more, in a video of so many frames. */
    public int stopIn(int frames) {
        return segment.stop() == 0 ? frames : Math.min(segment.stop(), frames);
    }

    /** Whether it reaches beyond a video of a size; 0 means a size that is not known. */
    public boolean exceeds(VideoSize size) {
        boolean late = size.frames() > 0 && Math.max(segment.start() + 1, segment.stop()) > size.frames();
        boolean wide = size.width() > 0 && segment.x() + segment.width() > size.width();
        boolean high = size.height() > 0 && segment.y() + segment.height() > size.height();
        return late || wide || high;
    }

    /** The box of an attribute on a frame of the video file, set or interpolated; empty where none is in sight. */
    public Optional<Box> boxAt(String attribute, int track, int frame) {
        return BoxTracks.at(boxes, attribute, track, frame);
    }

    /** The box that was set for an attribute on a frame of the video file. */
    public Optional<KeyBox> keyAt(String attribute, int track, int frame) {
        return boxes.stream()
                .filter(k -> k.frame() == frame
                        && k.track() == track
                        && k.attribute().equals(attribute))
                .findFirst();
    }

    /**
     * The boxes as they will be used: one for each frame of the clip in which one is in sight.
     *
     * @param frames of the video file
     * @return by attribute; frames of the video file, ascending within a track
     */
    public Map<String, List<FrameBox>> frameBoxes(int frames) {
        return BoxTracks.frames(boxes, segment.start(), stopIn(frames));
    }

    /** With another id. */
    Clip withId(String other) {
        return new Clip(other, video, segment, className, attributes, boxes, actors, group, split);
    }

    /** Of a file that was moved. */
    Clip withVideo(String other) {
        return new Clip(id, other, segment, className, attributes, boxes, actors, group, split);
    }

    /** Of a class; empty for none. */
    Clip withClass(String other) {
        return new Clip(id, video, segment, other, attributes, boxes, actors, group, split);
    }

    /** With an attribute, or without it and its boxes. */
    Clip withAttribute(String attribute, boolean has) {
        Set<String> names = new TreeSet<>(attributes);
        if (has) names.add(attribute);
        else names.remove(attribute);
        List<KeyBox> left = has
                ? boxes
                : boxes.stream().filter(b -> !b.attribute().equals(attribute)).toList();
        return new Clip(id, video, segment, className, List.copyOf(names), left, actors, group, split);
    }

    /** Another part of the file. */
    Clip withSegment(Segment other) {
        return new Clip(id, video, other, className, attributes, boxes, actors, group, split);
    }

    /** With other boxes, and the attributes that these show. */
    Clip withBoxes(List<KeyBox> others) {
        Set<String> names = new TreeSet<>(attributes);
        others.forEach(box -> names.add(box.attribute()));
        return new Clip(id, video, segment, className, new ArrayList<>(names), others, actors, group, split);
    }

    /** Of a group; empty for none. */
    Clip withGroup(String other) {
        return new Clip(id, video, segment, className, attributes, boxes, actors, other, split);
    }

    /** In a split; empty for none. */
    Clip withSplit(String other) {
        return new Clip(id, video, segment, className, attributes, boxes, actors, group, other);
    }
}
