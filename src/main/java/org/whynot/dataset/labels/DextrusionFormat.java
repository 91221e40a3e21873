package org.whynot.dataset.labels;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.FrameBox;
import org.whynot.imagej.RoiFiles;
import org.whynot.video.Box;

/**
 * ROI files of ImageJ as DeXtrusion has them: one per class of events, named {@code <video>_<class>.zip}, a point or a box
 * per event, whose position is the frame.
 */
final class DextrusionFormat implements LabelFormat {

    /** The side of the square round a point, pixels: the window that DeXtrusion's networks see. */
    private static final double SQUARE = 45;

    @Override
    public String word() {
        return "dextrusion";
    }

    @Override
    public boolean recognises(LabelSource source) {
        return source.endsWith(".zip") || source.endsWith(".roi");
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        String video = sink.videoAtStartOf(source.stem());
        if (video.isEmpty())
            throw new IOException("no video's name is the beginning of '" + source.stem()
                    + "'. Name the file like its video, an underscore and the class.");
        String label = source.stem().substring(video.length()).replaceFirst("^[_\\- ]+", "");
        if (label.isEmpty())
            throw new IOException("the name of the file has no class behind that of the video, '" + video
                    + "'. Name it like the video, an underscore and the class.");
        List<RoiFiles.Placed> rois = RoiFiles.placed(source.path());
        for (int i = 0; i < rois.size(); i++) {
            sink.check();
            RoiFiles.Placed roi = rois.get(i);
            if (roi.frame() < 0) {
                sink.unused(0, 1, "the ROI '" + roi.name() + "' has no position in time.");
                continue;
            }
            Box bounds = roi.bounds();
            boolean isPoint = bounds.width() < 2 && bounds.height() < 2;
            Box box = isPoint
                    ? new Box(
                            bounds.x() + (bounds.width() - SQUARE) / 2,
                            bounds.y() + (bounds.height() - SQUARE) / 2,
                            SQUARE,
                            SQUARE)
                    : bounds;
            sink.event(new LabelEvent(
                    i + 1,
                    video,
                    LabelEvent.Time.frames(roi.frame(), roi.frame()),
                    label,
                    Map.of(),
                    "",
                    List.of(new FrameBox(roi.frame(), box, true, i)),
                    Map.of(),
                    1,
                    ""));
        }
    }
}
