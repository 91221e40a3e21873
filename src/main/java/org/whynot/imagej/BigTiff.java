package org.whynot.imagej;

import ij.IJ;
import ij.io.FileInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.whynot.video.VideoFiles;

/** Pages of a BigTIFF file as ImageJ describes pages, as far as its reader gets at their pixels: uncompressed, in one piece. */
final class BigTiff {

    private static final int UNCOMPRESSED = 1;
    private static final int WHITE_IS_ZERO = 0;
    private static final int PALETTE = 3;
    private static final int SIGNED = 2;
    private static final int FLOAT = 3;
    private static final int SEPARATE = 2;
    private static final long LARGEST_OFFSET = 0xffffffffL;

    private BigTiff() {}

    /**
     * The pages of a file.
     *
     * @throws IOException if one is damaged or of a kind that can't be read; a reason without the file's name
     */
    static FileInfo[] pages(Path file) throws IOException {
        List<TiffDirectory> pages = TiffDirectory.read(file, Integer.MAX_VALUE);
        if (pages.isEmpty()) throw new IOException("it is a BigTIFF without pages");
        FileInfo[] infos = new FileInfo[pages.size()];
        for (int i = 0; i < infos.length; i++) infos[i] = page(file, pages.get(i), i + 1);
        return infos;
    }

    private static FileInfo page(Path file, TiffDirectory page, int number) throws IOException {
        long width = page.number(TiffDirectory.WIDTH, 0);
        long height = page.number(TiffDirectory.HEIGHT, 0);
        TiffFormat.requireSize(width, height);
        if (page.number(TiffDirectory.TILE_WIDTH, 0) != 0) throw refused(number, "is stored in tiles");
        if (page.number(TiffDirectory.COMPRESSION, UNCOMPRESSED) != UNCOMPRESSED)
            throw refused(number, "is compressed");
        FileInfo info = new FileInfo();
        info.fileFormat = FileInfo.TIFF;
        info.directory = IJ.addSeparator(String.valueOf(file.getParent()));
        info.fileName = VideoFiles.fileName(file);
        info.width = (int) width;
        info.height = (int) height;
        info.nImages = 1;
        info.samplesPerPixel = (int) page.number(TiffDirectory.SAMPLES, 1);
        info.fileType = type(page, info.samplesPerPixel, number);
        info.intelByteOrder = page.isLittleEndian();
        info.whiteIsZero = page.number(TiffDirectory.INTERPRETATION, 1) == WHITE_IS_ZERO;
        info.description = page.description();
        long[] offsets = page.numbers(TiffDirectory.STRIP_OFFSETS);
        long[] bytes = page.numbers(TiffDirectory.STRIP_BYTES);
        if (offsets.length == 0 || offsets.length != bytes.length)
            throw new IOException("it is a damaged BigTIFF: page " + number + " does not say where its pixels are");
        for (int s = 1; s < offsets.length; s++)
            if (offsets[s] != offsets[s - 1] + bytes[s - 1]) throw refused(number, "lies in separate pieces");
        info.longOffset = offsets[0];
        info.rowsPerStrip = info.height;
        if (info.fileType == FileInfo.RGB48) {
            if (offsets[0] > LARGEST_OFFSET) throw refused(number, "has 48-bit colours and lies beyond 4 GB");
            // ImageJ takes the place of such pixels from here, as a number without sign.
            info.stripOffsets = new int[] {(int) offsets[0]};
            info.stripLengths = new int[] {info.width * info.height * info.getBytesPerPixel()};
        }
        return info;
    }

    private static int type(TiffDirectory page, int samples, int number) throws IOException {
        long[] bits = page.numbers(TiffDirectory.BITS);
        long depth = bits.length == 0 ? 1 : bits[0];
        long format = page.number(TiffDirectory.SAMPLE_FORMAT, 1);
        boolean separate = page.number(TiffDirectory.PLANAR, 1) == SEPARATE;
        boolean alike = Arrays.stream(bits).allMatch(b -> b == depth);
        boolean palette = page.number(TiffDirectory.INTERPRETATION, 1) == PALETTE;
        if (alike && samples == 3 && format != FLOAT) {
            if (depth == 8) return separate ? FileInfo.RGB_PLANAR : FileInfo.RGB;
            if (depth == 16) return separate ? FileInfo.RGB48_PLANAR : FileInfo.RGB48;
        }
        if (samples == 1 && !palette) {
            if (depth == 8 && format == 1) return FileInfo.GRAY8;
            if (depth == 16 && format != FLOAT)
                return format == SIGNED ? FileInfo.GRAY16_SIGNED : FileInfo.GRAY16_UNSIGNED;
            if (depth == 32)
                return format == FLOAT
                        ? FileInfo.GRAY32_FLOAT
                        : format == SIGNED ? FileInfo.GRAY32_INT : FileInfo.GRAY32_UNSIGNED;
            if (depth == 64 && format == FLOAT) return FileInfo.GRAY64_FLOAT;
        }
        throw refused(
                number,
                "has " + samples + " samples of " + depth + " bits per pixel" + (palette ? " and a palette" : ""));
    }

    private static IOException refused(int page, String reason) {
        return new IOException(
                "it is a BigTIFF whose page " + page + " " + reason + "; of BigTIFF files, uncompressed grey and"
                        + " RGB pages can be read. Open it in Fiji with the Bio-Formats importer and save it as TIFF, or, if it is"
                        + " larger than 4 GB, as AVI");
    }
}
