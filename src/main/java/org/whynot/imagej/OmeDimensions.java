package org.whynot.imagej;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The axes of an OME-TIFF file, from the XML in its first page's description (OME Model and Formats, schema 2016-06 and before).
 *
 * <p>{@code Pixels} has the sizes of the axes and {@code DimensionOrder}; each {@code TiffData} says which pages hold which
 * planes: from page {@code IFD} on, {@code PlaneCount} planes from {@code FirstC}, {@code FirstZ}, {@code FirstT} on, in that
 * order.
 *
 * @param channels how many channels have pages of their own; the samples of RGB pages are one
 * @param slices focal planes
 * @param frames points in time
 * @param frameInterval in {@code timeUnit}, or NaN
 * @param timeUnit such as {@code s}
 * @param pages the 0-based page of each plane, the channel changing first, then the slice, the frame last
 */
record OmeDimensions(int channels, int slices, int frames, double frameInterval, String timeUnit, int[] pages) {

    private static final int MOST_PLANES = 10_000_000;
    private static final String AXES = "XYZCT";

    /** Whether a description is OME-XML. */
    static boolean isIn(String description) {
        return description.contains("<OME") && description.contains("</OME>") || description.contains("<ome:OME");
    }

    /**
     * Reads the XML.
     *
     * @param fileName the file's, to tell whether planes are in others
     * @param pageCount how many pages the file has
     * @param samples how many samples a pixel has
     * @throws IOException if it is damaged, or the file holds several images, or others are needed; a reason without its name
     */
    static OmeDimensions parse(String xml, String fileName, int pageCount, int samples) throws IOException {
        Element ome = root(xml);
        if (!elements(ome, "BinaryOnly").isEmpty())
            throw new IOException(
                    "it is part of an OME-TIFF of several files, whose description is in another one. " + remedy());
        List<Element> images = elements(ome, "Pixels");
        if (images.size() != 1)
            throw new IOException("it is an OME-TIFF with " + images.size() + " images; one is needed. " + remedy());
        Element pixels = images.get(0);
        int z = number(pixels, "SizeZ", -1);
        int t = number(pixels, "SizeT", -1);
        int sizeC = number(pixels, "SizeC", -1);
        int perPage = samples > 1 && sizeC % samples == 0 ? samples : 1;
        int c = sizeC / perPage;
        if (z < 1 || t < 1 || c < 1 || (double) c * z * t > MOST_PLANES)
            throw new IOException(
                    "its OME-XML is damaged: the image has " + c + " channels, " + z + " slices and " + t + " frames");
        int[] pages = pages(pixels, new int[] {z, c, t}, perPage, fileName);
        for (int page : pages)
            if (page < 0 || page >= pageCount)
                throw new IOException("its OME-XML announces " + pages.length + " planes (" + c + " channels, " + z
                        + " slices, " + t + " frames), which its " + pageCount + " pages don't hold");
        double interval = decimal(pixels, "TimeIncrement");
        String unit = text(pixels, "TimeIncrementUnit", "s");
        if (!(interval > 0)) {
            interval = meanOfPlanes(pixels, t);
            unit = "s";
            for (Element plane : elements(pixels, "Plane")) unit = text(plane, "DeltaTUnit", "s");
        }
        return new OmeDimensions(c, z, t, interval > 0 ? interval : Double.NaN, unit, pages);
    }

    private static String remedy() {
        return "Open it in Fiji with the Bio-Formats importer, choose the image there and save it as one TIFF";
    }

    private static Element root(String xml) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default one writes to the error stream.
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(xml.strip()))).getDocumentElement();
        } catch (SAXException e) {
            throw new IOException("its OME-XML is damaged: " + SilentImageJ.oneLine(String.valueOf(e.getMessage())), e);
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("Every Java has this parser.", impossible);
        }
    }

    /** The page of each plane, -1 where none is named. */
    private static int[] pages(Element pixels, int[] sizes, int perPage, String fileName) throws IOException {
        int total = sizes[0] * sizes[1] * sizes[2];
        int[] pages = new int[total];
        Arrays.fill(pages, -1);
        String order = text(pixels, "DimensionOrder", "XYCZT");
        if (order.length() != AXES.length()
                || !order.startsWith("XY")
                || !order.chars().allMatch(a -> AXES.indexOf(a) >= 0)
                || order.chars().distinct().count() != AXES.length())
            throw new IOException("its OME-XML is damaged: there is no DimensionOrder '" + order + "'");
        List<Element> blocks = elements(pixels, "TiffData");
        int next = 0;
        for (Element block : blocks) {
            for (Element uuid : elements(block, "UUID"))
                if (uuid.hasAttribute("FileName")
                        && !uuid.getAttribute("FileName").equals(fileName)
                        && blocks.size() > 1
                        && isOther(blocks, fileName))
                    throw new IOException("it is an OME-TIFF of several files: planes are in "
                            + uuid.getAttribute("FileName") + ". " + remedy());
            boolean whole = !block.hasAttribute("IFD") && !block.hasAttribute("PlaneCount");
            int page = number(block, "IFD", blocks.size() > 1 ? next : 0);
            int count = number(block, "PlaneCount", whole && blocks.size() == 1 ? total : 1);
            int[] first = {number(block, "FirstZ", 0), number(block, "FirstC", 0) / perPage, number(block, "FirstT", 0)
            };
            int plane = 0;
            int stride = 1;
            for (int axis = 2; axis < AXES.length(); axis++) {
                int which = "ZCT".indexOf(order.charAt(axis));
                if (first[which] < 0 || first[which] >= sizes[which]) plane = total;
                else plane += first[which] * stride;
                stride *= sizes[which];
            }
            if (page < 0 || count < 0 || (long) plane + count > total)
                throw new IOException("its OME-XML is damaged: it names a plane beyond the image's sizes");
            for (int i = 0; i < count; i++) pages[imageJIndex(plane + i, order, sizes)] = page + i;
            next = page + count;
        }
        if (blocks.isEmpty()) for (int i = 0; i < total; i++) pages[imageJIndex(i, order, sizes)] = i;
        return pages;
    }

    /** Whether planes are named in two files at least, or in another than this: a single file may have been renamed. */
    private static boolean isOther(List<Element> blocks, String fileName) {
        return blocks.stream()
                        .flatMap(block -> elements(block, "UUID").stream())
                        .map(uuid -> uuid.getAttribute("FileName"))
                        .distinct()
                        .count()
                > 1;
    }

    /** The place among planes whose channel changes first and frame last, of a plane in the file's order. */
    private static int imageJIndex(int plane, String order, int[] sizes) {
        int[] at = new int[3];
        int rest = plane;
        for (int axis = 2; axis < AXES.length(); axis++) {
            int which = "ZCT".indexOf(order.charAt(axis));
            at[which] = rest % sizes[which];
            rest /= sizes[which];
        }
        return (at[2] * sizes[0] + at[0]) * sizes[1] + at[1];
    }

    /** From the first to the last plane of the first channel and slice, where each says when it was taken. */
    private static double meanOfPlanes(Element pixels, int frames) {
        double first = Double.NaN;
        double last = Double.NaN;
        for (Element plane : elements(pixels, "Plane")) {
            boolean firstOfFrame = plane.getAttribute("TheC").equals("0")
                    && plane.getAttribute("TheZ").equals("0");
            if (firstOfFrame && plane.getAttribute("TheT").equals("0")) first = decimal(plane, "DeltaT");
            if (firstOfFrame && plane.getAttribute("TheT").equals(String.valueOf(frames - 1)))
                last = decimal(plane, "DeltaT");
        }
        return (last - first) / (frames - 1);
    }

    private static List<Element> elements(Element within, String name) {
        NodeList found = within.getElementsByTagNameNS("*", name);
        List<Element> elements = new ArrayList<>(found.getLength());
        for (int i = 0; i < found.getLength(); i++) elements.add((Element) found.item(i));
        return elements;
    }

    private static String text(Element element, String name, String otherwise) {
        return element.hasAttribute(name) ? element.getAttribute(name).strip() : otherwise;
    }

    private static int number(Element element, String name, int otherwise) throws IOException {
        try {
            return element.hasAttribute(name)
                    ? Integer.parseInt(element.getAttribute(name).strip())
                    : otherwise;
        } catch (NumberFormatException e) {
            throw new IOException(
                    "its OME-XML is damaged: " + name + " is '" + element.getAttribute(name) + "', not a number", e);
        }
    }

    private static double decimal(Element element, String name) {
        try {
            return Double.parseDouble(text(element, name, "NaN"));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
