package org.whynot.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One labelled video of a {@link DataSet}.
 *
 * @param id unique in the data set
 * @param classIndex place of its class in {@link DataSet#classes()}
 * @param path the video file
 * @param split {@code train}, {@code test} or {@code validation}
 * @param attributes places of its attributes in {@link DataSet#attributes()}, ascending, at least one
 * @param boxes where attributes show, by the name of the attribute, frames ascending within a track; attributes without
 *     boxes are left out
 * @param actors the persons, animals or cells that act, frames ascending within a track; empty where the data set has none
 * @param size of the video, as far as the data set states it
 */
public record Sample(
        String id,
        int classIndex,
        Path path,
        String split,
        List<Integer> attributes,
        Map<String, List<FrameBox>> boxes,
        List<FrameBox> actors,
        VideoSize size) {

    /** Whether the video has an attribute, given by its place in {@link DataSet#attributes()}. */
    public boolean has(int attribute) {
        return attributes.contains(attribute);
    }

    /** The same video with its class at another place of a list. */
    Sample withClass(int place) {
        return new Sample(id, place, path, split, attributes, boxes, actors, size);
    }

    /** The same video with other attributes, given by their places in another list. */
    Sample withAttributes(List<Integer> others) {
        return new Sample(id, classIndex, path, split, others, boxes, actors, size);
    }
}
