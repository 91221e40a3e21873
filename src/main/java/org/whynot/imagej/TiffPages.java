package org.whynot.imagej;

import ij.IJ;
import ij.io.FileInfo;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.whynot.video.VideoFiles;

/**
 * The pages of a TIFF file as ImageJ describes them.
 *
 * <p>Where the first page has a description by ImageJ, ImageJ reads no other page's entries: it takes all pages to lie one behind
 * the other, as it writes them. A program that writes the file again keeps the text but not the order of the bytes, and ImageJ
 * then shows other bytes as pixels without a message. So the positions of all pages are compared with what ImageJ assumes.
 */
final class TiffPages {

    /** What a description by ImageJ begins with. */
    private static final String BY_IMAGEJ = "ImageJ=";

    private TiffPages() {}

    /** Reads the entries of every page, whatever the description of the first one says. */
    private static final class EveryPage extends TiffDecoder {

        EveryPage(Path file) {
            super(IJ.addSeparator(String.valueOf(file.getParent())), VideoFiles.fileName(file));
        }

        @Override
        public void saveImageDescription(byte[] description, FileInfo page) {
            super.saveImageDescription(description, page);
            page.nImages = 1;
        }
    }

    /**
     * The pages of a file: one entry with their number where they lie one behind the other, otherwise an entry per page.
     *
     * @param file not a BigTIFF
     * @throws IOException if it is damaged or of a kind that can't be read; a reason without its name
     */
    static FileInfo[] of(Path file) throws IOException {
        TiffDirectory.requireEnd(file);
        requireKnown(file);
        FileInfo[] pages =
                read(new TiffDecoder(IJ.addSeparator(String.valueOf(file.getParent())), VideoFiles.fileName(file)));
        boolean isOne = pages.length == 1 && pages[0].nImages > 1;
        return isOne && !isInOnePiece(file, pages[0]) ? read(new EveryPage(file)) : pages;
    }

    /** Whether the pages have a description by ImageJ, but don't lie as it says, so that ImageJ would read them wrong. */
    static boolean areApart(FileInfo[] pages) {
        return pages.length > 1 && pages[0].description != null && pages[0].description.startsWith(BY_IMAGEJ);
    }

    /** ImageJ's reasons name tags of the format and not what to do. */
    private static void requireKnown(Path file) throws IOException {
        List<TiffDirectory> first;
        try {
            first = TiffDirectory.read(file, 1);
        } catch (IOException e) {
            // ImageJ forgives more, and has its own reason otherwise.
            return;
        }
        if (first.isEmpty()) return;
        if (first.get(0).number(TiffDirectory.TILE_WIDTH, 0) != 0)
            throw new IOException(
                    "it is stored in tiles. Open it in Fiji with the Bio-Formats importer and save it as TIFF");
        if (first.get(0).number(TiffDirectory.BITS, 1) == Long.SIZE)
            throw new IOException(
                    "its pixels are numbers of 64 bits. Open it in Fiji with the Bio-Formats importer and save"
                            + " it as 32-bit TIFF");
    }

    private static FileInfo[] read(TiffDecoder decoder) throws IOException {
        FileInfo[] pages;
        try {
            pages = decoder.getTiffInfo();
        } catch (RuntimeException e) {
            throw new IOException("it is not a TIFF file, or it is damaged", e);
        }
        if (pages == null || pages.length == 0) throw new IOException("it is not a TIFF file, or it is damaged");
        return pages;
    }

    /** Files of more than 4 GB have one entry, and so have stacks that were cut out of the middle: nothing contradicts ImageJ. */
    private static boolean isInOnePiece(Path file, FileInfo first) {
        List<TiffDirectory> pages;
        try {
            pages = TiffDirectory.read(file, first.nImages);
        } catch (IOException e) {
            // A damaged list of pages does not matter where ImageJ reads the first one only.
            return true;
        }
        double step = (double) first.width * first.height * TiffFormat.bytesPerPixel(first) + first.getGap();
        for (int i = 0; i < pages.size(); i++) {
            TiffDirectory page = pages.get(i);
            if (page.number(TiffDirectory.COMPRESSION, 1) > 1) return false;
            long[] offsets = page.numbers(TiffDirectory.STRIP_OFFSETS);
            long[] bytes = page.numbers(TiffDirectory.STRIP_BYTES);
            if (offsets.length > 0 && offsets[0] != first.getOffset() + (long) (i * step)) return false;
            for (int s = 1; s < Math.min(offsets.length, bytes.length); s++)
                if (offsets[s] != offsets[s - 1] + bytes[s - 1]) return false;
        }
        return true;
    }
}
