package org.whynot.dataset.labels;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.whynot.util.SafeXml;

/** Reads the XML of CVAT, one child of the root at a time, so that a file of any length fits into memory. */
final class CvatXml {

    private static final int DEEPEST = 32;

    /** Takes the children of the root. */
    interface Child {
        void add(Node node) throws IOException;
    }

    /** An element. */
    static final class Node {
        final String name;
        final int line;
        final Map<String, String> attributes = new LinkedHashMap<>();
        final List<Node> children = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        Node(String name, int line) {
            this.name = name;
            this.line = line;
        }

        /** The text directly in it, without blanks round it. */
        String text() {
            return text.toString().strip();
        }

        /** The first child of a name; an empty one if there is none. */
        Node child(String childName) {
            return children.stream()
                    .filter(c -> c.name.equals(childName))
                    .findFirst()
                    .orElseGet(() -> new Node(childName, line));
        }

        String attribute(String key) {
            return attributes.getOrDefault(key, "");
        }

        /** A number; NaN if it is none. */
        double number(String key) {
            return LabelTable.number(attribute(key), Double.NaN);
        }
    }

    private CvatXml() {}

    /**
     * Reads a file.
     *
     * @return the name of the root
     * @throws BrokenException where the XML is broken; what came before was given to the child
     */
    static String read(LabelSource source, Child child) throws IOException {
        Deque<Node> open = new ArrayDeque<>();
        String root = "";
        try (Reader in = source.reader()) {
            XMLStreamReader xml = SafeXml.factory().createXMLStreamReader(in);
            while (xml.hasNext())
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (open.isEmpty()) root = xml.getLocalName();
                        if (open.size() > DEEPEST) throw new XMLStreamException("too deep", xml.getLocation());
                        open.push(node(xml));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!open.isEmpty()) open.peek().text.append(xml.getText());
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        Node done = open.pop();
                        if (open.size() == 1) child.add(done);
                        else if (open.size() > 1) open.peek().children.add(done);
                    }
                    case XMLStreamConstants.DTD -> throw new XMLStreamException("document type", xml.getLocation());
                    default -> {
                        // Comments and the like say nothing.
                    }
                }
            return root;
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNumber());
            boolean isInTrack = open.stream().anyMatch(n -> n.name.equals("track"));
            throw new BrokenException(line, isInTrack, e);
        }
    }

    private static Node node(XMLStreamReader xml) {
        Node node = new Node(xml.getLocalName(), xml.getLocation().getLineNumber());
        for (int i = 0; i < xml.getAttributeCount(); i++)
            node.attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        return node;
    }

    /** The XML is broken, or cut short. */
    static final class BrokenException extends IOException {

        private static final long serialVersionUID = 1;

        private final int line;
        private final boolean isInTrack;

        BrokenException(int line, boolean isInTrack, Throwable cause) {
            super("the XML is broken or cut short at line " + line + ".", cause);
            this.line = line;
            this.isInTrack = isInTrack;
        }

        int line() {
            return line;
        }

        /** Whether a track was begun and is lost. */
        boolean isInTrack() {
            return isInTrack;
        }
    }
}
