package org.whynot.explain;

import java.io.IOException;
import org.whynot.model.ClipSource;
import org.whynot.model.ModelCard;
import org.whynot.video.ClipFormat;
import org.whynot.video.ClipReader;
import org.whynot.video.Video;

/** A video as a model's source of clips. */
public final class VideoClips implements ClipSource {

    private final ClipReader reader;

    /**
     * @param video read frame by frame; not closed by this
     * @param input what the model is fed
     */
    public VideoClips(Video video, ModelCard.Input input) {
        this(new ClipReader(video, format(input)));
    }

    VideoClips(ClipReader reader) {
        this.reader = reader;
    }

    /** What a model is fed, as the clip format of a video. */
    public static ClipFormat format(ModelCard.Input input) {
        return new ClipFormat(
                input.frames(),
                input.height(),
                input.width(),
                input.frameStep(),
                input.resize().equals("crop") ? ClipFormat.Resize.CROP : ClipFormat.Resize.STRETCH,
                input.mean(),
                input.std());
    }

    @Override
    public int clips() {
        return reader.sampling().clips();
    }

    @Override
    public int sampled() {
        return reader.sampling().sampled();
    }

    @Override
    public void read(int clip, float[] target, int offset) throws IOException {
        reader.read(clip, target, offset);
    }
}
