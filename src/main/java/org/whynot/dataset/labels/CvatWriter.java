package org.whynot.dataset.labels;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.whynot.dataset.DataSet;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.dataset.Segment;
import org.whynot.video.Box;

/**
 * Clips of one video as CVAT for video 1.1: a class is a label, a clip a track in the frames of its segment, an attribute a
 * check box that is ticked where it shows. A clip without places has boxes of whole frames.
 */
final class CvatWriter {

    private final DataSet data;
    private final Films.Film film;
    private final StringWriter text = new StringWriter();
    private XMLStreamWriter xml;
    private int depth;

    private CvatWriter(DataSet data, Films.Film film) {
        this.data = data;
        this.film = film;
    }

    /** The text of a file. */
    static String text(DataSet data, Films.Film film, List<Sample> samples) {
        CvatWriter writer = new CvatWriter(data, film);
        try {
            writer.write(samples);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return writer.text.toString();
    }

    private void write(List<Sample> samples) throws XMLStreamException {
        xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        xml.writeStartDocument("utf-8", "1.0");
        open("annotations");
        leaf("version", "1.1");
        open("meta");
        open("task");
        leaf("size", "" + film.frames());
        leaf("mode", "interpolation");
        leaf("start_frame", "0");
        leaf("stop_frame", "" + (film.frames() - 1));
        open("labels");
        for (String name : new TreeSet<>(
                samples.stream().map(s -> data.classes().get(s.classIndex())).toList())) label(name, data.attributes());
        for (String name : new TreeSet<>(
                samples.stream().flatMap(s -> s.boxes().keySet().stream()).toList()))
            label(ClipMark.ATTRIBUTE + name, List.of());
        close();
        open("original_size");
        leaf("width", "" + film.width());
        leaf("height", "" + film.height());
        close();
        leaf("source", film.file().getFileName().toString());
        close();
        close();
        writeTracks(samples);
        close();
        xml.writeEndDocument();
        xml.close();
        text.append('\n');
    }

    private void writeTracks(List<Sample> samples) throws XMLStreamException {
        TreeMap<Integer, List<Track>> tracks = new TreeMap<>();
        for (Sample sample : samples)
            for (Track track : tracks(sample))
                tracks.computeIfAbsent(track.id, id -> new ArrayList<>()).add(track);
        int next = tracks.isEmpty() ? 0 : tracks.lastKey() + 1;
        for (Map.Entry<Integer, List<Track>> same : tracks.entrySet()) {
            // Parts of one track follow one another, with frames between in which it is not visible.
            List<List<Track>> chains = chains(same.getValue());
            for (int i = 0; i < chains.size(); i++) track(i == 0 ? same.getKey() : next++, chains.get(i));
        }
        for (Sample sample : samples)
            for (Map.Entry<String, List<FrameBox>> boxes : sample.boxes().entrySet())
                for (Track track : byNumber(ClipMark.ATTRIBUTE + boxes.getKey(), sample, boxes.getValue()))
                    track(next++, List.of(track));
    }

    /** The boxes of a clip as tracks, one per number. */
    private static List<Track> byNumber(String label, Sample sample, List<FrameBox> boxes) {
        Map<Integer, TreeMap<Integer, FrameBox>> byNumber = new LinkedHashMap<>();
        for (FrameBox box : boxes) {
            FrameBox place = sample.segment().toFile(box);
            byNumber.computeIfAbsent(place.track(), t -> new TreeMap<>()).put(place.frame(), place);
        }
        List<Track> tracks = new ArrayList<>();
        byNumber.forEach((id, places) -> tracks.add(new Track(id, label, sample, places)));
        return tracks;
    }

    private void label(String name, List<String> checkBoxes) throws XMLStreamException {
        open("label");
        leaf("name", name);
        open("attributes");
        for (String attribute : checkBoxes) input(attribute, "checkbox", "false");
        input(ClipMark.NAME, "text", "");
        input(ClipMark.TRACK, "text", "");
        close();
        close();
    }

    private void input(String name, String type, String value) throws XMLStreamException {
        open("attribute");
        leaf("name", name);
        leaf("mutable", "True");
        leaf("input_type", type);
        leaf("default_value", value);
        leaf("values", value);
        close();
    }

    /** A clip, one subject of it, or where an attribute shows. Boxes are of the file, frames ascending. */
    private record Track(int id, String label, Sample sample, TreeMap<Integer, FrameBox> boxes) {}

    private List<Track> tracks(Sample sample) {
        Segment segment = sample.segment();
        String label = data.classes().get(sample.classIndex());
        if (!sample.actors().isEmpty()) return byNumber(label, sample, sample.actors());
        int stop = segment.stop() > 0 ? segment.stop() : film.frames();
        Box all = segment.isCropped()
                ? new Box(segment.x(), segment.y(), segment.width(), segment.height())
                : new Box(0, 0, film.width(), film.height());
        TreeMap<Integer, FrameBox> whole = new TreeMap<>();
        for (int frame = segment.start(); frame < stop; frame++)
            whole.put(frame, new FrameBox(frame, all, frame == segment.start(), 0));
        return List.of(new Track(0, label, sample, whole));
    }

    /** Tracks of one number as few tracks: those of one class that don't overlap are one. */
    private static List<List<Track>> chains(List<Track> tracks) {
        List<List<Track>> chains = new ArrayList<>();
        List<Track> sorted = new ArrayList<>(tracks);
        sorted.sort(java.util.Comparator.comparingInt(t -> t.boxes.firstKey()));
        for (Track track : sorted) {
            List<Track> fitting = chains.stream()
                    .filter(chain -> {
                        Track last = chain.get(chain.size() - 1);
                        return last.label.equals(track.label) && last.boxes.lastKey() + 1 < track.boxes.firstKey();
                    })
                    .findFirst()
                    .orElse(null);
            if (fitting == null) chains.add(new ArrayList<>(List.of(track)));
            else fitting.add(track);
        }
        return chains;
    }

    private void track(int id, List<Track> parts) throws XMLStreamException {
        open("track", "id", "" + id, "label", parts.get(0).label, "source", "manual");
        for (Track part : parts) {
            FrameBox last = null;
            for (FrameBox box : part.boxes.values()) {
                if (last != null && box.frame() > last.frame() + 1) box(part, last, last.frame() + 1, true);
                box(part, box, box.frame(), false);
                last = box;
            }
            if (last != null && last.frame() + 1 < film.frames()) box(part, last, last.frame() + 1, true);
        }
        close();
    }

    private void box(Track part, FrameBox place, int frame, boolean isOutside) throws XMLStreamException {
        Box box = place.box();
        open(
                "box",
                "frame",
                "" + frame,
                "keyframe",
                isOutside || place.keyframe() ? "1" : "0",
                "outside",
                isOutside ? "1" : "0",
                "occluded",
                "0",
                "xtl",
                number(box.x()),
                "ytl",
                number(box.y()),
                "xbr",
                number(box.right()),
                "ybr",
                number(box.bottom()),
                "z_order",
                "0");
        boolean isPart = part.label.startsWith(ClipMark.ATTRIBUTE);
        for (int i = 0; i < data.attributes().size() && !isPart; i++) {
            String name = data.attributes().get(i);
            value(name, part.sample.has(i) && shows(part.sample, name, frame) ? "true" : "false");
        }
        value(ClipMark.NAME, ClipMark.of(part.sample).text());
        value(ClipMark.TRACK, "" + place.track());
        close();
    }

    private void value(String name, String value) throws XMLStreamException {
        indent();
        xml.writeStartElement("attribute");
        xml.writeAttribute("name", name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    /** Whether an attribute that a clip has shows in a frame of the file: everywhere where that is not known better. */
    private static boolean shows(Sample sample, String attribute, int frame) {
        List<FrameBox> boxes = sample.boxes().get(attribute);
        int start = sample.segment().start();
        return boxes == null || boxes.stream().anyMatch(b -> b.frame() + start == frame);
    }

    /** To a hundredth of a pixel, as CVAT has it; to a thousandth where that is not exact. */
    private static String number(double value) {
        BigDecimal exact = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP);
        BigDecimal rounded = exact.setScale(2, RoundingMode.HALF_UP);
        return (rounded.compareTo(exact) == 0 ? rounded : exact).toPlainString();
    }

    private void open(String name, String... attributes) throws XMLStreamException {
        indent();
        xml.writeStartElement(name);
        for (int i = 0; i < attributes.length; i += 2) xml.writeAttribute(attributes[i], attributes[i + 1]);
        depth++;
    }

    private void leaf(String name, String value) throws XMLStreamException {
        indent();
        xml.writeStartElement(name);
        xml.writeCharacters(value);
        xml.writeEndElement();
    }

    private void close() throws XMLStreamException {
        depth--;
        indent();
        xml.writeEndElement();
    }

    private void indent() throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
    }
}
