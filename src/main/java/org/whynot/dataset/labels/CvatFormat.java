package org.whynot.dataset.labels;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** CVAT for video 1.1: tracks of boxes with attributes. */
final class CvatFormat implements LabelFormat {

    private static final Pattern STEP = Pattern.compile("step\\s*=\\s*(\\d{1,9})\\b");

    @Override
    public String word() {
        return "cvat";
    }

    @Override
    public boolean recognises(LabelSource source) {
        return source.head().contains("<annotations");
    }

    /** What the file's head states. */
    static final class Meta {
        String video = "";
        /** By the name of an attribute: its kind of input, as {@code checkbox}. */
        final Map<String, String> inputs = new HashMap<>();

        int start;
        int step = 1;

        private void addInput(CvatXml.Node attribute, LabelSink sink) {
            String name = attribute.child("name").text();
            String input = attribute.child("input_type").text();
            boolean isOurs = name.equals(ClipMark.NAME) || name.equals(ClipMark.TRACK);
            if (inputs.put(name, input) == null && !isOurs && (input.equals("number") || input.equals("text")))
                sink.note(attribute.line, "the attribute '" + name + "' is a " + input + " and not used.");
        }

        void read(CvatXml.Node meta, LabelSink sink) {
            for (CvatXml.Node task : meta.children) {
                if (!List.of("task", "job", "project").contains(task.name)) continue;
                for (CvatXml.Node label : task.child("labels").children)
                    for (CvatXml.Node attribute : label.child("attributes").children) addInput(attribute, sink);
                video = task.child("source").text();
                if (video.isEmpty()) video = meta.child("source").text();
                Matcher filter = STEP.matcher(task.child("frame_filter").text());
                if (filter.find()) step = Math.max(1, Integer.parseInt(filter.group(1)));
                start = (int) LabelTable.number(task.child("start_frame").text(), 0);
                CvatXml.Node size = task.child("original_size");
                sink.states(
                        video,
                        new LabelSink.Stated(
                                (int) LabelTable.number(size.child("width").text(), 0),
                                (int) LabelTable.number(size.child("height").text(), 0),
                                0,
                                Double.NaN,
                                size.line));
            }
        }
    }

    @Override
    public void read(LabelSource source, ClassFrom classFrom, LabelSink sink) throws IOException {
        Meta meta = new Meta();
        Map<String, Integer> unknown = new TreeMap<>();
        MarkedTracks tracks = new MarkedTracks(sink);
        try {
            String root = CvatXml.read(source, child -> {
                sink.check();
                switch (child.name) {
                    case "meta" -> meta.read(child, sink);
                    case "track" -> new CvatTrack(child, meta, classFrom, sink, tracks::add).emit();
                    case "version" -> {
                        // Every version so far is read alike.
                    }
                    default -> {
                        unknown.merge(child.name, 1, Integer::sum);
                        if (unknown.get(child.name) == 1)
                            sink.unused(
                                    child.line,
                                    0,
                                    "<" + child.name + "> is not read"
                                            + (child.name.equals("image")
                                                    ? ": export the task as \"CVAT for video 1.1\"."
                                                    : "."));
                    }
                }
            });
            if (!root.equals("annotations"))
                throw new IOException("the file has no <annotations>: it is not from CVAT.");
        } catch (CvatXml.BrokenException e) {
            sink.unused(
                    e.line(),
                    e.isInTrack() ? 1 : 0,
                    "the XML is broken or cut short here, and the rest was not read. Export it again.");
        }
        tracks.finish();
        unknown.forEach((name, count) -> {
            if (count > 1) sink.note(0, count + " elements <" + name + "> were not used.");
        });
    }

    /** The attributes of an element's children. */
    static Map<String, String> values(CvatXml.Node node) {
        Map<String, String> values = new LinkedHashMap<>();
        for (CvatXml.Node child : node.children)
            if (child.name.equals("attribute")) values.put(child.attribute("name"), child.text());
        return values;
    }
}
