package org.whynot.installation;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.whynot.util.SafeXml;

/** The index of an update site, {@code db.xml.gz}: its files by the key of {@link #key}, each with its current and its earlier versions. */
final class SiteIndex {

    /** The file's name on the site. */
    static final String FILE = "db.xml.gz";

    private final Map<String, Entry> entries = new TreeMap<>();

    /**
     * A file of the site.
     *
     * @param path in Fiji's folder, with slashes
     * @param current null if the file is not on the site any more
     * @param previous earlier versions, oldest first
     * @param description empty if there is none
     * @param platforms of the updater, such as {@code win64}; empty for all
     * @param dependencies files it needs, by path
     */
    record Entry(
            String path,
            Version current,
            List<Version> previous,
            String description,
            List<String> platforms,
            Map<String, Long> dependencies) {}

    /**
     * A version of a file.
     *
     * @param path the file's path at that time
     * @param checksum as {@link UpdaterChecksum} computes it
     * @param timestamp when it was put there, as year, month, day, hour, minute, second: {@code 20261128213000}
     * @param size in bytes, 0 if unknown
     * @param obsolete the time stamp of its end, 0 while it is current or if unknown
     */
    record Version(String path, String checksum, long timestamp, long size, long obsolete) {}

    /** A path without the version in its file name: what makes two versions the same file. */
    static String key(String path) {
        int slash = path.lastIndexOf('/') + 1;
        String name = path.substring(slash);
        return path.substring(0, slash)
                + (JarName.isJar(name) ? JarName.of(name).artifact() + ".jar" : name);
    }

    Map<String, Entry> entries() {
        return entries;
    }

    void put(Entry entry) {
        entries.put(key(entry.path()), entry);
    }

    /**
     * Reads the index of a site.
     *
     * @return an empty one if the folder has none
     * @throws IOException if it can't be read, or is damaged
     */
    static SiteIndex read(Path folder) throws IOException {
        SiteIndex index = new SiteIndex();
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) return index;
        try (InputStream plain = Files.newInputStream(file);
                InputStream in = new GZIPInputStream(plain)) {
            XMLStreamReader xml = SafeXml.factory().createXMLStreamReader(in);
            while (xml.hasNext())
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("plugin")) index.put(readEntry(xml));
        } catch (XMLStreamException
                | NumberFormatException
                | ZipException
                | EOFException
                | CharacterCodingException e) {
            throw new IOException(
                    file + " is damaged or cut short" + place(e) + ". Put back the one of the last upload.", e);
        }
        return index;
    }

    /** Where the XML is broken, as the end of a clause; empty if that is not known. */
    private static String place(Exception e) {
        return e instanceof XMLStreamException broken && broken.getLocation() != null
                ? " at line " + broken.getLocation().getLineNumber()
                : "";
    }

    private static Entry readEntry(XMLStreamReader xml) throws XMLStreamException {
        String path = xml.getAttributeValue(null, "filename");
        Version current = null;
        List<Version> previous = new ArrayList<>();
        if (path == null) throw new XMLStreamException("no file name", xml.getLocation());
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals("plugin"))) {
            if (xml.getEventType() != XMLStreamConstants.START_ELEMENT) continue;
            if (xml.getLocalName().equals("version")) current = readVersion(xml, path);
            else if (xml.getLocalName().equals("previous-version")) previous.add(readVersion(xml, path));
        }
        // What else an entry has is made anew.
        return new Entry(path, current, previous, "", List.of(), Map.of());
    }

    private static Version readVersion(XMLStreamReader xml, String path) throws XMLStreamException {
        String own = xml.getAttributeValue(null, "filename");
        if (xml.getAttributeValue(null, "checksum") == null)
            throw new XMLStreamException("no checksum", xml.getLocation());
        return new Version(
                own == null ? path : own,
                xml.getAttributeValue(null, "checksum"),
                number(xml, "timestamp"),
                number(xml, "filesize"),
                number(xml, "timestamp-obsolete"));
    }

    private static long number(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? 0 : Long.parseLong(value);
    }

    /** The index as the bytes of its file. */
    byte[] toBytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(gzip, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("pluginRecords");
            for (Entry entry : entries.values()) write(entry, xml);
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("The index of the update site can't be written: " + e.getMessage(), e);
        }
        return bytes.toByteArray();
    }

    private static void write(Entry entry, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("plugin");
        xml.writeAttribute("filename", entry.path());
        for (String platform : entry.platforms()) {
            xml.writeStartElement("platform");
            xml.writeCharacters(platform);
            xml.writeEndElement();
        }
        if (entry.current() != null) {
            xml.writeStartElement("version");
            xml.writeAttribute("checksum", entry.current().checksum());
            xml.writeAttribute("timestamp", Long.toString(entry.current().timestamp()));
            xml.writeAttribute("filesize", Long.toString(entry.current().size()));
            if (!entry.description().isEmpty()) {
                xml.writeStartElement("description");
                xml.writeCharacters(entry.description());
                xml.writeEndElement();
            }
            for (Map.Entry<String, Long> dependency : entry.dependencies().entrySet()) {
                xml.writeEmptyElement("dependency");
                xml.writeAttribute("filename", dependency.getKey());
                xml.writeAttribute("timestamp", Long.toString(dependency.getValue()));
            }
            xml.writeEndElement();
        }
        for (Version version : entry.previous()) {
            xml.writeEmptyElement("previous-version");
            xml.writeAttribute("timestamp", Long.toString(version.timestamp()));
            xml.writeAttribute("timestamp-obsolete", Long.toString(version.obsolete()));
            xml.writeAttribute("checksum", version.checksum());
            xml.writeAttribute("filename", version.path());
        }
        xml.writeEndElement();
    }
}
