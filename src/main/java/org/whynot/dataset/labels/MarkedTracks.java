package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.whynot.dataset.FrameBox;

/** Puts the tracks together again that one clip of ours was written as: its subjects, and a track per attribute with boxes. */
final class MarkedTracks {

    private final LabelSink sink;
    private final Map<ClipMark, List<LabelEvent>> byClip = new LinkedHashMap<>();

    MarkedTracks(LabelSink sink) {
        this.sink = sink;
    }

    /** Takes an event of a track: at once to the sink, unless it is a part of a clip of ours. */
    void add(LabelEvent event) {
        if (event.mark() == null) sink.event(event);
        else byClip.computeIfAbsent(event.mark(), m -> new ArrayList<>()).add(event);
    }

    /** Gives the clips to the sink. */
    void finish() {
        byClip.forEach(this::emit);
    }

    private static boolean isPart(LabelEvent event) {
        return event.label().startsWith(ClipMark.ATTRIBUTE);
    }

    private void emit(ClipMark mark, List<LabelEvent> events) {
        LabelEvent first = events.stream().filter(e -> !isPart(e)).findFirst().orElse(null);
        if (first == null) {
            sink.unused(
                    events.get(0).line(),
                    events.size(),
                    "the track of the clip '" + mark.id()
                            + "' is missing, so the boxes of its attributes have no use.");
            return;
        }
        Map<String, String> values = new TreeMap<>();
        List<FrameBox> track = new ArrayList<>();
        Map<String, List<FrameBox>> boxes = new LinkedHashMap<>();
        double start = Double.POSITIVE_INFINITY;
        double stop = 0;
        for (LabelEvent event : events) {
            if (isPart(event)) {
                String name = event.label().substring(ClipMark.ATTRIBUTE.length());
                values.put(name, "true");
                boxes.computeIfAbsent(name, n -> new ArrayList<>()).addAll(event.track());
                continue;
            }
            values.putAll(event.values());
            start = Math.min(start, event.time().start());
            stop = Math.max(stop, event.time().stop());
            if (mark.hasPlaces()) track.addAll(event.track());
        }
        if (mark.hasPlaces()) {
            // Subjects need not be seen in all frames of their clip.
            start = Math.min(start, mark.segment().start());
            stop = mark.segment().stop() == 0
                    ? Double.NaN
                    : Math.max(stop, mark.segment().stop());
        }
        sink.event(new LabelEvent(
                first.line(),
                first.video(),
                new LabelEvent.Time(start, stop, LabelEvent.Unit.FRAMES),
                first.label(),
                values,
                first.subject(),
                track,
                boxes,
                events.size(),
                mark.split(),
                mark));
    }
}
