package org.whynot.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.whynot.util.SafeXml;
import org.whynot.video.Box;

/**
 * The persons of a video in a ViPER ground-truth file ({@code .xgtf}), as UCF101-24 has them; {@link DataSet} specifies what is
 * read. Such a file can't make the reader open another one: document types are refused.
 */
final class ViperFile {

    /** Longer videos (11 hours at 25 frames a second) are taken for a mistake. */
    private static final int MOST_FRAMES = 1_000_000;

    /** Bytes in which the declaration of a file lies. */
    private static final int DECLARATION = 256;

    private static final Pattern ENCODING =
            Pattern.compile("^[^<]{0,3}<\\?xml[^>]*?encoding\\s*=\\s*[\"']([A-Za-z][\\w.-]*)[\"']");

    private final Path path;
    private final String file;
    private final Draft video;
    private final VideoIndex index;
    private final String className;
    private final List<Person> persons = new ArrayList<>();
    private XMLStreamReader xml;
    private Person person;
    private String attribute = "";
    private int sources;
    private int frames;
    private int width;
    private int height;

    /** Frames from the first to the last, 1-based. */
    private record Span(int first, int last) {}

    /** A box in all frames of a span; null for those of the person. */
    private record Placed(List<Span> spans, Box box) {}

    private static final class Person {
        List<Span> spans;
        final List<Placed> boxes = new ArrayList<>();
        boolean actsSomehow;
        boolean actsAsClass;
    }

    /**
     * @param path the file
     * @param video receives the persons
     */
    ViperFile(Path path, Draft video, VideoIndex index) {
        this.path = path;
        this.video = video;
        this.index = index;
        file = index.relative(path);
        className = plain(video.className);
    }

    /** Reads the file; what is wrong goes to the problems of the index. */
    void read() {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(path), 1 << 15);
                Reader in = new InputStreamReader(bytes, encoding(bytes).newDecoder())) {
            xml = SafeXml.factory().createXMLStreamReader(in);
            try {
                readDocument();
            } finally {
                xml.close();
            }
            place();
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof CharacterCodingException wrong) {
                index.problems().add(file, wrong);
                return;
            }
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            String reason = String.valueOf(e.getMessage()).replaceAll("(?s)^ParseError at .*?Message: ", "");
            add(
                    line,
                    "",
                    "",
                    "the XML is broken here: " + reason.replaceAll("\\s+", " ") + " Repair or remove the file.");
        } catch (IOException e) {
            index.problems().add(file, e);
        }
    }

    /**
     * The encoding that a file declares; a byte-order mark of UTF-8 is skipped. Java's reader of XML would find it too, but prints
     * what is wrong with the bytes.
     */
    private static Charset encoding(InputStream in) throws IOException {
        in.mark(DECLARATION);
        byte[] start = in.readNBytes(DECLARATION);
        in.reset();
        int mark = start.length < 3 ? 0 : (start[0] & 255) << 16 | (start[1] & 255) << 8 | start[2] & 255;
        if (mark == 0xEFBBBF) in.skipNBytes(3);
        if (mark >> 8 == 0xFEFF || mark >> 8 == 0xFFFE) return StandardCharsets.UTF_16;
        Matcher declared = ENCODING.matcher(new String(start, StandardCharsets.ISO_8859_1));
        if (!declared.find()) return StandardCharsets.UTF_8;
        try {
            return Charset.forName(declared.group(1));
        } catch (UnsupportedCharsetException e) {
            throw new IOException("there is no encoding '" + declared.group(1) + "'. Save it as UTF-8.", e);
        }
    }

    private void readDocument() throws XMLStreamException {
        boolean root = true;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD ->
                    throw new XMLStreamException(
                            "a document type, which these files have no use for.", xml.getLocation());
                case XMLStreamConstants.START_ELEMENT -> {
                    if (root && !xml.getLocalName().equals("viper"))
                        throw new XMLStreamException("this is no ViPER file.", xml.getLocation());
                    root = false;
                    start(xml.getLocalName());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (xml.getLocalName().equals("object")) person = null;
                }
                default -> {}
            }
        }
    }

    private void start(String element) {
        switch (element) {
            case "sourcefile" -> sources++;
            case "object" -> {
                // Further sources in the published files are left over from templates.
                if (sources > 1 || !"person".equalsIgnoreCase(text("name"))) return;
                person = new Person();
                person.spans = spans(null);
                persons.add(person);
            }
            case "attribute" -> attribute = String.valueOf(text("name"));
            case "dvalue" -> {
                if (person == null && sources == 1) size();
            }
            case "bvalue" -> {
                if (person != null && ("true".equalsIgnoreCase(text("value")) || "1".equals(text("value")))) {
                    person.actsSomehow = true;
                    person.actsAsClass |= plain(attribute).equals(className);
                }
            }
            case "bbox" -> {
                if (person != null) box();
            }
            default -> {}
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private String text(String name) {
        return xml.getAttributeValue(null, name);
    }

    private void size() {
        switch (attribute) {
            case "NUMFRAMES" -> frames = (int) number("value", 0, MOST_FRAMES);
            case "H-FRAME-SIZE" -> width = (int) number("value", 0, 1 << 16);
            case "V-FRAME-SIZE" -> height = (int) number("value", 0, 1 << 16);
            default -> {}
        }
    }

    private void box() {
        double x = number("x", -1e6, 1e6);
        double y = number("y", -1e6, 1e6);
        double w = number("width", 0, 1e6);
        double h = number("height", 0, 1e6);
        List<Span> spans = spans(person.spans);
        if (!Double.isNaN(x + y + w + h)) person.boxes.add(new Placed(spans, new Box(x, y, w, h)));
    }

    /** A number of the current element; NaN, and reported, if it is none, smaller or larger. */
    private double number(String name, double least, double most) {
        String value = text(name);
        try {
            double number = Double.parseDouble(String.valueOf(value));
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // Reported below, as a number that is out of range is.
        }
        problem(
                name,
                value == null ? "" : value,
                "this must be a number from " + CsvTable.plain(least) + " to " + CsvTable.plain(most) + ".");
        return Double.NaN;
    }

    /** The spans of the current element; the given ones where it names none, none where they are wrong. */
    private List<Span> spans(List<Span> otherwise) {
        String value = text("framespan");
        if (value == null) return otherwise;
        List<Span> spans = new ArrayList<>(1);
        for (StringTokenizer parts = new StringTokenizer(value); parts.hasMoreTokens(); ) {
            Span span = span(parts.nextToken());
            if (span != null) spans.add(span);
            else
                problem(
                        "framespan",
                        value,
                        "this must be a first and a last frame, such as 12:45, counted from 1, the first not behind the "
                                + "last.");
        }
        return spans;
    }

    private static Span span(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) return null;
        try {
            int first = Integer.parseInt(text, 0, colon, 10);
            int last = Integer.parseInt(text, colon + 1, text.length(), 10);
            return first >= 1 && last >= first ? new Span(first, last) : null;
        } catch (NumberFormatException e) {
            return null; // The caller reports it.
        }
    }

    private void problem(String column, String value, String advice) {
        add(xml.getLocation().getLineNumber(), column, value, advice);
    }

    private void add(int line, String column, String value, String advice) {
        index.problems().add(file, line, column, value, advice);
    }

    /** Gives the boxes of those who act to the video. */
    private void place() {
        video.size = new VideoSize(
                video.size.frames() > 0 ? video.size.frames() : frames,
                video.size.width() > 0 ? video.size.width() : width,
                video.size.height() > 0 ? video.size.height() : height);
        if (persons.isEmpty()) return;
        VideoSize size = index.size(video);
        // Not known where the video is missing or can't be opened, which was reported.
        if (size.frames() == 0 || size.width() == 0 || size.height() == 0) return;
        boolean asClass = persons.stream().anyMatch(p -> p.actsAsClass);
        boolean somehow = persons.stream().anyMatch(p -> p.actsSomehow);
        PackedBoxes actors = new PackedBoxes();
        for (int i = 0; i < persons.size(); i++) {
            Person p = persons.get(i);
            if (asClass ? p.actsAsClass : !somehow || p.actsSomehow) place(p, i, size, actors);
        }
        if (!actors.isEmpty()) video.actors = actors;
    }

    private static void place(Person person, int track, VideoSize size, PackedBoxes to) {
        Box[] boxes = new Box[size.frames()];
        for (Placed placed : person.boxes) {
            Box box = placed.box.clip(size.width(), size.height());
            List<Span> everywhere = List.of(new Span(1, size.frames()));
            List<Span> spans = placed.spans == null ? everywhere : placed.spans;
            for (Span own : spans)
                for (Span visible : person.spans == null ? everywhere : person.spans) {
                    int last = Math.min(Math.min(own.last, visible.last), size.frames());
                    for (int frame = Math.max(own.first, visible.first); frame <= last; frame++) boxes[frame - 1] = box;
                }
        }
        for (int frame = 0; frame < boxes.length; frame++) {
            Box b = boxes[frame];
            if (b != null && b.area() > 0) to.append(frame, b.x(), b.y(), b.width(), b.height(), true, track);
        }
    }
}
