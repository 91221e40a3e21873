package org.whynot.dataset.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.whynot.dataset.FrameBox;
import org.whynot.video.Box;

/**
 * One track of CVAT as events: one per part in which it is visible and, if a value that changes in time is the class, per
 * value.
 */
final class CvatTrack {

    /** Longer videos (11 hours at 25 frames a second) are taken for a mistake, as their boxes would fill the memory. */
    private static final int MOST_FRAMES = 1_000_000;

    /** Values that say nothing. */
    private static final Set<String> NOTHING = Set.of("", "none", "undefined", "__undefined__", "false");

    private final CvatXml.Node track;
    private final CvatFormat.Meta meta;
    private final ClassFrom classFrom;
    private final LabelSink sink;
    private final Consumer<LabelEvent> events;
    private final int number;

    /** A place in a frame and what holds from there on. */
    private record Key(int frame, int line, boolean isOutside, boolean isKey, Box box, Map<String, String> values) {}

    /** @param events takes what the track states; problems go to the sink */
    CvatTrack(
            CvatXml.Node track,
            CvatFormat.Meta meta,
            ClassFrom classFrom,
            LabelSink sink,
            Consumer<LabelEvent> events) {
        this.events = events;
        this.track = track;
        this.meta = meta;
        this.classFrom = classFrom;
        this.sink = sink;
        number = (int) LabelTable.number(track.attribute("id"), 0);
    }

    void emit() {
        TreeMap<Integer, Key> keys = new TreeMap<>();
        Map<String, String> values = new LinkedHashMap<>(CvatFormat.values(track));
        boolean isMultiplied = isMultiplied();
        for (CvatXml.Node shape : track.children) {
            if (shape.name.equals("attribute")) continue;
            double frame = shape.number("frame");
            Box box = box(shape);
            if (isMultiplied) frame = meta.start + frame * meta.step;
            boolean isFrame = frame >= 0 && frame < MOST_FRAMES && frame == Math.rint(frame);
            if (!isFrame || box == null && !isOutside(shape)) {
                sink.unused(
                        shape.line,
                        0,
                        "<" + shape.name + "> of the track " + track.attribute("id") + " has no frame from 0 to "
                                + (MOST_FRAMES - 1) + ", or no corners that make a box.");
                continue;
            }
            values.putAll(CvatFormat.values(shape));
            int at = (int) frame;
            boolean isKey = !shape.attribute("keyframe").equals("0");
            keys.put(at, new Key(at, shape.line, isOutside(shape), isKey, box, new LinkedHashMap<>(values)));
        }
        List<Key> run = new ArrayList<>();
        for (Key key : keys.values()) {
            if (!run.isEmpty() && (key.isOutside || !sameClass(run.get(run.size() - 1), key))) {
                emit(run, key.frame, key.isOutside ? null : key);
                run.clear();
            }
            if (!key.isOutside) run.add(key);
        }
        if (!run.isEmpty()) emit(run, run.get(run.size() - 1).frame + 1, null);
        else if (keys.values().stream().allMatch(Key::isOutside))
            sink.unused(track.line, 1, "the track " + track.attribute("id") + " is visible in no frame.");
    }

    private static boolean isOutside(CvatXml.Node shape) {
        return shape.attribute("outside").equals("1");
    }

    /** Whether frames are those of the task, every so many frames of the video: they are not multiples of the step. */
    private boolean isMultiplied() {
        if (meta.step == 1) return false;
        return !track.children.stream()
                .filter(shape -> !shape.name.equals("attribute"))
                .allMatch(shape -> (shape.number("frame") - meta.start) % meta.step == 0);
    }

    private boolean sameClass(Key a, Key b) {
        String name = classFrom.attribute();
        if (!a.values.getOrDefault(ClipMark.NAME, "").equals(b.values.getOrDefault(ClipMark.NAME, ""))) return false;
        return name == null || a.values.getOrDefault(name, "").equals(b.values.getOrDefault(name, ""));
    }

    /** The box of a shape, for points the one round them; null if it has none. */
    private static Box box(CvatXml.Node shape) {
        double left = shape.number("xtl");
        double top = shape.number("ytl");
        double right = shape.number("xbr");
        double bottom = shape.number("ybr");
        String points = shape.attribute("points");
        if (!points.isEmpty()) {
            left = top = Double.POSITIVE_INFINITY;
            right = bottom = Double.NEGATIVE_INFINITY;
            for (String point : points.split(";")) {
                String[] xy = point.split(",");
                double x = LabelTable.number(xy[0], Double.NaN);
                double y = xy.length < 2 ? Double.NaN : LabelTable.number(xy[1], Double.NaN);
                left = Math.min(left, x);
                right = Math.max(right, x);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y);
            }
            // A single point is a pixel.
            right = Math.max(right, left + 1);
            bottom = Math.max(bottom, top + 1);
        }
        boolean isBox = right > left && bottom > top && Double.isFinite(right - left) && Double.isFinite(bottom - top);
        return isBox ? new Box(left, top, right - left, bottom - top) : null;
    }

    /** @param next the key in the frame stop that the last boxes move to; null if the track ends there */
    private void emit(List<Key> run, int stop, Key next) {
        Key first = run.get(0);
        ClipMark mark = ClipMark.parse(first.values.getOrDefault(ClipMark.NAME, ""));
        int id = mark == null ? number : (int) LabelTable.number(first.values.getOrDefault(ClipMark.TRACK, ""), number);
        List<FrameBox> boxes = new ArrayList<>();
        Map<String, List<FrameBox>> byAttribute = new LinkedHashMap<>();
        for (int i = 0; i < run.size(); i++) {
            Key key = run.get(i);
            Key to = i + 1 < run.size() ? run.get(i + 1) : next;
            int until = to == null ? stop : to.frame;
            List<String> names = attributes(key.values);
            for (int frame = key.frame; frame < until; frame++) {
                double share =
                        to == null || until == key.frame ? 0 : (frame - key.frame) / (double) (until - key.frame);
                Box box = share == 0 ? key.box : between(key.box, to.box, share);
                FrameBox placed = new FrameBox(frame, box, key.isKey && frame == key.frame, id);
                boxes.add(placed);
                for (String name : names)
                    byAttribute.computeIfAbsent(name, n -> new ArrayList<>()).add(placed);
            }
        }
        Map<String, String> values = new HashMap<>();
        for (String name : byAttribute.keySet()) values.put(name, "true");
        String name = classFrom.attribute();
        if (name != null) values.put(name, first.values.getOrDefault(name, ""));
        events.accept(new LabelEvent(
                first.line,
                meta.video,
                LabelEvent.Time.frames(first.frame, stop),
                track.attribute("label"),
                values,
                track.attribute("id"),
                boxes,
                byAttribute,
                1,
                "",
                mark));
    }

    /** A box on the way from one to another. */
    static Box between(Box a, Box b, double share) {
        return new Box(
                a.x() + share * (b.x() - a.x()),
                a.y() + share * (b.y() - a.y()),
                a.width() + share * (b.width() - a.width()),
                a.height() + share * (b.height() - a.height()));
    }

    /** The attributes that hold: ticked boxes by their names, choices as name and value. */
    private List<String> attributes(Map<String, String> values) {
        List<String> names = new ArrayList<>();
        values.forEach((name, value) -> {
            String input = meta.inputs.getOrDefault(name, "");
            if (name.equals(classFrom.attribute())
                    || NOTHING.contains(value.toLowerCase(Locale.ROOT))
                    || input.equals("number")
                    || input.equals("text")) return;
            names.add(value.equalsIgnoreCase("true") ? name : name + " " + value);
        });
        return names;
    }
}
