package org.whynot.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/**
 * One labelled video of a {@link DataSet}: a file or a part of it.
 *
 * @param id unique in the data set
 * @param classIndex place of its class in {@link DataSet#classes()}
 * @param path the video file; use {@link #open} to have the part of it that this is
 * @param split {@code train}, {@code test} or {@code validation}
 * @param attributes places of its attributes in {@link DataSet#attributes()}, ascending
 * @param boxes where attributes show, by the name of the attribute, frames ascending within a track; attributes without
 *     boxes are left out. Frames and pixels are those of the video that {@link #open} gives
 * @param actors the persons, animals or cells that act, frames ascending within a track, as boxes are; empty where the data
 *     set has none
 * @param size of the video file, as far as the data set states it
 * @param segment the part of the file that this is
 * @param group what must not be in two splits: an animal, a dish, a day; empty where that is not stated
 */
public record Sample(
        String id,
        int classIndex,
        Path path,
        String split,
        List<Integer> attributes,
        Map<String, List<FrameBox>> boxes,
        List<FrameBox> actors,
        VideoSize size,
        Segment segment,
        String group) {

    /** A video that is a file of its own and belongs to no group. */
    public Sample(
            String id,
            int classIndex,
            Path path,
            String split,
            List<Integer> attributes,
            Map<String, List<FrameBox>> boxes,
            List<FrameBox> actors,
            VideoSize size) {
        this(id, classIndex, path, split, attributes, boxes, actors, size, Segment.WHOLE, "");
    }

    /**
     * Opens the video: all of the file, or the part of it that this is, as a view. Closing it closes the file. Where many
     * are read one after the other, use {@link ClipFiles}.
     *
     * @throws IOException if the file can't be read or is too short or too small; a sentence that names it
     */
    public Video open() throws IOException {
        Video file = VideoFiles.open(path);
        if (segment.isWhole()) return file;
        try {
            return part(file, file::close);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The part of an opened file that this is, with what is closed with it. */
    Video part(Video file, Closeable resource) throws IOException {
        try {
            return segment.of(file).owning(resource);
        } catch (IOException e) {
            throw new IOException(
                    "The clip '" + id + "' is not in " + path + ": " + e.getMessage()
                            + ". Correct its row in videos.csv, or put the right video there.",
                    e);
        }
    }

    /** Whether the video has an attribute, given by its place in {@link DataSet#attributes()}. */
    public boolean has(int attribute) {
        return attributes.contains(attribute);
    }

    /** The same video with its class at another place of a list. */
    Sample withClass(int place) {
        return new Sample(id, place, path, split, attributes, boxes, actors, size, segment, group);
    }

    /** The same video with other attributes, given by their places in another list. */
    Sample withAttributes(List<Integer> others) {
        return new Sample(id, classIndex, path, split, others, boxes, actors, size, segment, group);
    }
}
