package org.whynot.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.whynot.explain.ClipIndex;
import org.whynot.video.Video;

/**
 * Where a labelled video lies, as text and numbers that can be sent to another machine, which has the file under the same path.
 *
 * @param id of the sample
 * @param file its video file
 * @param segment the part of the file that it is
 */
public record LabelledClip(String id, String file, Segment segment) implements ClipIndex.Opener {

    /** The video of a sample. */
    public LabelledClip(Sample sample) {
        this(sample.id(), sample.path().toString(), sample.segment());
    }

    /** The sample again, without its labels. */
    public Sample sample() {
        return new Sample(id, 0, Path.of(file), "", List.of(), Map.of(), List.of(), VideoSize.UNKNOWN, segment, "");
    }

    @Override
    public Video open() throws IOException {
        return sample().open();
    }
}
