package org.whynot.imagej;

import ij.gui.Roi;
import ij.io.RoiDecoder;
import java.awt.geom.Rectangle2D;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.whynot.video.Box;

/** Files of ImageJ's ROIs: one ({@code .roi}) or several ({@code .zip}). */
public final class RoiFiles {

    /** Bytes of one ROI: a damaged zip can unpack to any size. */
    private static final int LARGEST = 32 << 20;

    /** Where the plain position is in the bytes of a ROI. */
    private static final int POSITION = 56;

    // Where ImageJ's format has what, bytes from the start.
    private static final int TYPE = 6;
    private static final int POINTS = 16;
    private static final int MANY_POINTS = 18;
    private static final int SHAPE_NUMBERS = 36;
    private static final int SUBTYPE = 48;
    private static final int HEADER2 = 60;
    private static final int HEADER = 64;
    private static final int LETTERS = HEADER + 8;
    private static final int FONT_LETTERS = HEADER + 12;
    /** From the second header on: of the name and the properties; and of an image. */
    private static final List<Integer> LENGTHS = List.of(20, 44);

    private static final List<Integer> LENGTHS_WITH_IMAGE = List.of(20, 44, 32);

    private static final int TEXT = 1;
    private static final int IMAGE = 4;
    /** Rectangles, ovals, lines and ROIs without type. */
    private static final Set<Integer> WITHOUT_POINTS = Set.of(1, 2, 3, 6);

    private RoiFiles() {}

    /**
     * A ROI without ImageJ's types.
     *
     * @param name as in the file
     * @param frame its position in time, or its plain position, 0-based; -1 if it has none
     * @param bounds pixels; without area for a point
     */
    public record Placed(String name, int frame, Box bounds) {}

    /** A ROI and the bytes that it was read from. */
    private record Decoded(Roi roi, byte[] bytes) {}

    /**
     * Reads the ROIs of a file, as ImageJ saves them.
     *
     * @throws IOException if it can't be read; the message names the file
     */
    public static List<Roi> read(Path file) throws IOException {
        return decoded(file).stream().map(Decoded::roi).toList();
    }

    private static List<Decoded> decoded(Path file) throws IOException {
        List<Decoded> rois = new ArrayList<>();
        try {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
                try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
                    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
                        if (entry.getName().endsWith(".roi")) add(rois, zip.readNBytes(LARGEST), file);
                }
            } else {
                try (InputStream in = Files.newInputStream(file)) {
                    add(rois, in.readNBytes(LARGEST), file);
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file + ".", e);
        } catch (ZipException | EOFException | CharacterCodingException e) {
            throw new IOException(file + " is damaged or cut short, so its ROIs can't be read. Save them again.", e);
        } catch (RuntimeException | OutOfMemoryError e) {
            throw new IOException(file + " holds no ROI that ImageJ can read.", e);
        }
        if (rois.isEmpty()) throw new IOException(file + " holds no ROI that ImageJ can read.");
        return rois;
    }

    private static void add(List<Decoded> rois, byte[] bytes, Path file) throws IOException {
        if (bytes.length == LARGEST)
            throw new IOException(
                    file + " holds a ROI of more than " + (LARGEST >> 20) + " MB, which is none. Save the ROIs again.");
        if (announcesTooMuch(bytes))
            throw new IOException(
                    file + " is damaged: it announces more than it holds, so its ROIs can't be read. Save them again.");
        Roi roi = RoiDecoder.openFromByteArray(bytes);
        if (roi != null) rois.add(new Decoded(roi, bytes));
    }

    /** Whether a number of points, letters or pixels, for which ImageJ makes room first, is larger than the ROI's bytes. */
    private static boolean announcesTooMuch(byte[] bytes) {
        if (bytes.length < HEADER + 2 * Long.BYTES) return false;
        ByteBuffer roi = ByteBuffer.wrap(bytes);
        boolean hasManyPoints = !WITHOUT_POINTS.contains((int) roi.get(TYPE)) && roi.getShort(POINTS) == 0;
        int subtype = roi.getShort(SUBTYPE);
        return hasManyPoints && roi.getInt(MANY_POINTS) > bytes.length
                || roi.getInt(SHAPE_NUMBERS) > bytes.length
                || subtype == TEXT && (roi.getInt(LETTERS) > bytes.length || roi.getInt(FONT_LETTERS) > bytes.length)
                || announcesTooMuch(roi, roi.getInt(HEADER2), subtype == IMAGE ? LENGTHS_WITH_IMAGE : LENGTHS);
    }

    /** The same of the second header, in which lengths of names, images and properties stand. */
    private static boolean announcesTooMuch(ByteBuffer roi, int header2, List<Integer> lengths) {
        for (int length : lengths) {
            boolean isThere = header2 > 0 && header2 <= roi.limit() - length - Integer.BYTES;
            if (isThere && roi.getInt(header2 + length) > roi.limit()) return true;
        }
        return false;
    }

    /**
     * Reads where and when the ROIs of a file are.
     *
     * @throws IOException as {@link #read} does
     */
    public static List<Placed> placed(Path file) throws IOException {
        List<Placed> placed = new ArrayList<>();
        for (Decoded decoded : decoded(file)) {
            Roi roi = decoded.roi;
            Rectangle2D bounds = roi.getFloatBounds();
            if (!Double.isFinite(bounds.getX() + bounds.getY() + bounds.getWidth() + bounds.getHeight()))
                throw new IOException(file + " is damaged: a ROI lies at no place. Save the ROIs again.");
            placed.add(new Placed(
                    roi.getName() == null ? "" : roi.getName(),
                    position(decoded) - 1,
                    new Box(
                            bounds.getX(),
                            bounds.getY(),
                            Math.max(0, bounds.getWidth()),
                            Math.max(0, bounds.getHeight()))));
        }
        return placed;
    }

    /** The position in time, 1-based; 0 if there is none. */
    private static int position(Decoded decoded) {
        if (decoded.roi.getTPosition() > 0) return decoded.roi.getTPosition();
        if (decoded.roi.getPosition() > 0) return decoded.roi.getPosition();
        // ImageJ saves the plain position of points, but does not read it.
        return decoded.bytes.length < POSITION + Integer.BYTES
                ? 0
                : ByteBuffer.wrap(decoded.bytes).getInt(POSITION);
    }
}
