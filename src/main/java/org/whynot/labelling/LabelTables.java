package org.whynot.labelling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.DataSetWriter;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.dataset.VideoSize;

/** Labels as a data set, and a data set as labels. */
final class LabelTables {

    private LabelTables() {}

    /**
     * The clips as samples of a data set.
     *
     * @param labels of which they are
     * @param clips that have a class
     * @param folder of the data set
     * @param sizes of the video files, where they are known
     */
    static List<Sample> samples(Labels labels, List<Clip> clips, Path folder, Map<String, VideoSize> sizes) {
        Map<String, String> splits = SplitProposal.USUAL.of(labels);
        List<Sample> samples = new ArrayList<>();
        for (Clip clip : clips) {
            VideoSize size = sizes.getOrDefault(clip.video(), VideoSize.UNKNOWN);
            samples.add(new Sample(
                    clip.id(),
                    labels.classes().indexOf(clip.className()),
                    folder.resolve(clip.video()),
                    splits.get(clip.id()),
                    clip.attributes().stream()
                            .map(labels.attributes()::indexOf)
                            .sorted()
                            .toList(),
                    boxes(clip, size),
                    ofClip(clip, clip.actors()),
                    size,
                    clip.segment(),
                    clip.group()));
        }
        return samples;
    }

    private static Map<String, List<FrameBox>> boxes(Clip clip, VideoSize size) {
        int frames = size.frames() > 0 ? size.frames() : Integer.MAX_VALUE;
        Map<String, List<FrameBox>> boxes = new LinkedHashMap<>();
        clip.frameBoxes(frames).forEach((attribute, inFile) -> {
            List<FrameBox> inClip = ofClip(clip, inFile);
            if (!inClip.isEmpty()) boxes.put(attribute, inClip);
        });
        return boxes;
    }

    /** Boxes of the file as boxes of the clip; what lies outside of it is left out. */
    private static List<FrameBox> ofClip(Clip clip, List<FrameBox> inFile) {
        Segment segment = clip.segment();
        List<FrameBox> inClip = new ArrayList<>();
        for (FrameBox b : inFile)
            if (segment.hasFrame(b.frame()))
                segment.toClip(b.box())
                        .ifPresent(box ->
                                inClip.add(new FrameBox(b.frame() - segment.start(), box, b.keyframe(), b.track())));
        return inClip;
    }

    /** A data set as labels of its folder. */
    static Labels labels(DataSet data) {
        List<Clip> clips = new ArrayList<>();
        for (Sample sample : data.samples()) {
            List<KeyBox> boxes = new ArrayList<>();
            sample.boxes()
                    .forEach((attribute, frames) -> boxes.addAll(BoxTracks.keys(attribute, inFile(sample, frames))));
            boxes.sort(BoxTracks.ORDER);
            clips.add(new Clip(
                    sample.id(),
                    DataSetWriter.path(data.folder(), sample.path()),
                    sample.segment(),
                    data.classes().get(sample.classIndex()),
                    sample.attributes().stream().map(data.attributes()::get).toList(),
                    boxes,
                    inFile(sample, sample.actors()),
                    sample.group(),
                    sample.split()));
        }
        return new Labels(data.classes(), data.attributes(), clips);
    }

    private static List<FrameBox> inFile(Sample sample, List<FrameBox> inClip) {
        return inClip.stream().map(sample.segment()::toFile).toList();
    }
}
