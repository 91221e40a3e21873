package org.whynot.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.LUT;
import java.awt.Color;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** TIFF files that ImageJ's own virtual stack reads wrong or not at all: OME-TIFF, 48-bit RGB, BigTIFF. */
class TiffKindsTest {

    private static final int W = 7;
    private static final int H = 5;

    @TempDir
    Path folder;

    private final List<String> notes = new ArrayList<>();

    private static Path data(String name) {
        Path file = Path.of(System.getProperty("whynot.data", "../shared/data"), "inputs", name);
        Assumptions.assumeTrue(Files.exists(file), "no data folder (set -Dwhynot.data)");
        return file;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Red, green and blue of a corner in 255ths. */
    private static List<Integer> corner(Video video, int frame, int x, int y) throws IOException {
        float[] rgb = new float[video.frameLength()];
        video.read(frame, rgb);
        int n = video.width() * video.height();
        int at = y * video.width() + x;
        return List.of(Math.round(255 * rgb[at]), Math.round(255 * rgb[n + at]), Math.round(255 * rgb[2 * n + at]));
    }

    private static String ome(String pixels, String within) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"http://www.openmicroscopy.org/Schemas/OME/2016-06\">"
                + "<Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" Type=\"uint8\" SizeX=\"7\" SizeY=\"5\" " + pixels + ">"
                + within + "</Pixels></Image></OME>";
    }

    private static final String SIZES = "SizeC=\"2\" SizeZ=\"3\" SizeT=\"4\" DimensionOrder=\"XYCZT\" ";

    @ParameterizedTest
    @ValueSource(strings = {"XYCZT", "XYCTZ", "XYZCT", "XYZTC", "XYTCZ", "XYTZC"})
    void everyOrderOfAnOmeTiff(String order) throws IOException {
        int[] sizes = {3, 2, 4};
        Path file = new TestTiff(W, H)
                .description(ome(
                        "SizeC=\"2\" SizeZ=\"3\" SizeT=\"4\" DimensionOrder=\"" + order
                                + "\" TimeIncrement=\"250\" TimeIncrementUnit=\"ms\"",
                        "<TiffData IFD=\"0\" PlaneCount=\"24\"/>"))
                .write(file("a.ome.tif"), 24, (page, sample, pixel) -> {
                    int[] at = new int[3];
                    int rest = page;
                    for (char axis : order.substring(2).toCharArray()) {
                        int which = "ZCT".indexOf(axis);
                        at[which] = rest % sizes[which];
                        rest /= sizes[which];
                    }
                    return 100 * at[1] + 10 * at[0] + at[2];
                });
        ImagePlus image = ImageFiles.openImage(file);
        assertEquals(List.of(2, 3, 4), List.of(image.getNChannels(), image.getNSlices(), image.getNFrames()));
        for (int t = 1; t <= 4; t++)
            for (int z = 1; z <= 3; z++)
                for (int c = 1; c <= 2; c++)
                    assertEquals(
                            100 * (c - 1) + 10 * (z - 1) + t - 1,
                            image.getStack()
                                    .getProcessor(image.getStackIndex(c, z, t))
                                    .get(3));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(4, video.frames());
            assertEquals(0.25, video.frameInterval(), 1e-12);
            assertEquals(List.of(3, 3, 3), corner(video, 3, 0, 0));
        }
    }

    @Test
    void theOmeTiffOfTheIssue() throws IOException {
        try (Video video = VideoFiles.open(data("ome_mitosis.ome.tif"), notes::add);
                Video same = VideoFiles.open(data("ij_mitosis.tif"), notes::add)) {
            assertEquals(24, video.frames());
            assertEquals(0.125, video.frameInterval(), 1e-12);
            for (int t : new int[] {0, 11, 23}) assertEquals(corner(same, t, 60, 60), corner(video, t, 60, 60));
        }
    }

    @ParameterizedTest
    @CsvSource({"s, 2, 2", "ms, 500, 0.5", "\u00b5s, 40000, 0.04", "min, 3, 180", "h, 1, 3600"})
    void unitsOfTime(String unit, double increment, double seconds) throws IOException {
        Path file = new TestTiff(W, H)
                .description(ome(
                        "SizeC=\"1\" SizeZ=\"1\" SizeT=\"2\" DimensionOrder=\"XYCZT\" TimeIncrement=\"" + increment
                                + "\" TimeIncrementUnit=\"" + unit + "\"",
                        "<TiffData/>"))
                .write(file("a.ome.tif"), 2, (page, sample, pixel) -> page);
        try (Video video = VideoFiles.open(file)) {
            assertEquals(seconds, video.frameInterval(), 1e-12);
        }
    }

    @Test
    void timesOfThePlanesAndPagesInAnyOrder() throws IOException {
        Path file = new TestTiff(W, H)
                .description(ome(
                        "SizeC=\"1\" SizeZ=\"1\" SizeT=\"3\" DimensionOrder=\"XYCZT\"",
                        "<TiffData IFD=\"2\" FirstT=\"0\"/><TiffData IFD=\"0\" FirstT=\"1\"/><TiffData IFD=\"1\" FirstT=\"2\"/>"
                                + "<Plane TheC=\"0\" TheZ=\"0\" TheT=\"0\" DeltaT=\"1.5\"/>"
                                + "<Plane TheC=\"0\" TheZ=\"0\" TheT=\"2\" DeltaT=\"9.5\"/>"))
                .write(file("a.ome.tif"), 3, (page, sample, pixel) -> page);
        try (Video video = VideoFiles.open(file)) {
            assertEquals(4, video.frameInterval(), 1e-12);
            assertEquals(2, corner(video, 0, 0, 0).get(0));
            assertEquals(0, corner(video, 1, 0, 0).get(0));
        }
    }

    @Test
    void rgbPagesAreOneChannelOfAnOmeTiff() throws IOException {
        for (int bits : new int[] {8, 16}) {
            Path file = new TestTiff(W, H)
                    .pixels(bits, 3, 1)
                    .description(ome(
                            "SizeC=\"3\" SizeZ=\"1\" SizeT=\"4\" DimensionOrder=\"XYCZT\"",
                            "<Channel SamplesPerPixel=\"3\"/><TiffData IFD=\"0\" PlaneCount=\"4\"/>"))
                    .write(
                            file("a" + bits + ".ome.tif"),
                            4,
                            (page, sample, pixel) -> (50 * sample + page) * (bits == 8 ? 1 : 257));
            try (Video video = VideoFiles.open(file)) {
                assertEquals(4, video.frames());
                assertEquals(List.of(2, 52, 102), corner(video, 2, 1, 1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two images|</Pixels></Image><Image ID=\"Image:1\"><Pixels SizeC=\"1\" SizeZ=\"1\" SizeT=\"1\">|2 images",
                "files|<TiffData IFD=\"0\"><UUID FileName=\"a.ome.tif\"/></TiffData><TiffData FirstT=\"1\" IFD=\"0\"><UUID"
                        + " FileName=\"b.ome.tif\"/></TiffData>|several files: planes are in b.ome.tif",
                "companion|<BinaryOnly MetadataFile=\"x.companion.ome\"/>|several files",
                "beyond|<TiffData IFD=\"0\" PlaneCount=\"25\"/>|beyond the image's sizes",
                "missing|<TiffData IFD=\"0\" PlaneCount=\"20\"/>|24 planes",
                "damaged|<TiffData>|OME-XML is damaged"
            })
    void whatAnOmeTiffCannotHoldIsRefused(String kind, String within, String said) throws IOException {
        Path file = new TestTiff(W, H)
                .description(ome(SIZES, within))
                .write(file("a.ome.tif"), 24, (page, sample, pixel) -> page);
        String message =
                assertThrows(IOException.class, () -> VideoFiles.open(file)).getMessage();
        assertTrue(message.contains("a.ome.tif") && message.contains(said) && message.endsWith("."), message);
    }

    /** A document type could name files of this computer. */
    @Test
    void entitiesAreNotResolved() throws IOException {
        Path secret = Files.writeString(file("secret"), "4");
        String xml = ome("SizeC=\"1\" SizeZ=\"1\" SizeT=\"4\" DimensionOrder=\"XYCZT\"", "&x;")
                .replace("?><OME", "?><!DOCTYPE OME [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><OME");
        Path file = new TestTiff(W, H).description(xml).write(file("a.ome.tif"), 4, (page, sample, pixel) -> page);
        String message =
                assertThrows(IOException.class, () -> VideoFiles.open(file)).getMessage();
        assertTrue(message.contains("OME-XML is damaged"), message);
    }

    @Test
    void theColoursOfTheIssue() throws IOException {
        try (Video video = VideoFiles.open(data("t_rgb48.tif"), notes::add)) {
            assertEquals(20, video.frames());
            assertEquals(List.of(220, 30, 30), corner(video, 0, 0, 0));
            assertEquals(List.of(30, 220, 30), corner(video, 0, 159, 0));
            assertEquals(List.of(30, 30, 220), corner(video, 0, 0, 119));
            assertEquals(List.of(220, 220, 30), corner(video, 0, 159, 119));
        }
    }

    /** 8 and 16 bits a colour, interleaved and planar, both byte orders, as TIFF and BigTIFF. */
    @ParameterizedTest
    @CsvSource({
        "8, false, false, true", "8, true, false, true", "16, false, false, true", "16, true, false, true",
        "16, false, false, false", "16, true, false, false", "8, false, true, true", "16, false, true, true",
        "16, false, true, false", "16, true, true, true"
    })
    void coloursOfEveryDepth(int bits, boolean planar, boolean big, boolean little) throws IOException {
        TestTiff tiff = new TestTiff(W, H).pixels(bits, 3, 1);
        if (planar) tiff.planar();
        if (big) tiff.big();
        Path file = tiff.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .write(
                        file("a.tif"),
                        3,
                        (page, sample, pixel) ->
                                (sample == 0 ? 200 + page : sample == 1 ? pixel : 90) * (bits == 8 ? 1 : 257));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(3, video.frames());
            for (int t = 0; t < 3; t++) assertEquals(List.of(200 + t, 34, 90), corner(video, t, W - 1, H - 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1, false", "8, 3, false", "16, 3, false", "16, 1, true", "8, 3, true", "16, 3, true"})
    void rowsInStrips(int bits, int samples, boolean big) throws IOException {
        TestTiff tiff = new TestTiff(W, H).pixels(bits, samples, 1).strips(H);
        if (big) tiff.big();
        if (big && samples == 1) tiff.description("ImageJ=1.54p\nimages=2\nframes=2\nmin=0\nmax=65535\n");
        Path file = tiff.write(
                file("a.tif"), 2, (page, sample, pixel) -> (3 * pixel + 20 * sample + page) * (bits == 8 ? 1 : 257));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(2, video.frames());
            int value = 3 * (W * H - 1) + 1;
            int step = samples == 1 ? 0 : 20;
            assertEquals(List.of(value, value + step, value + 2 * step), corner(video, 1, W - 1, H - 1));
        }
    }

    /** Of red, green, blue and opacity the colours count. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void aFourthSampleIsNoColour(int bits) throws IOException {
        Path file = new TestTiff(W, H)
                .pixels(bits, 4, 1)
                .write(file("a.tif"), 2, (page, sample, pixel) -> (40 * sample + page) * (bits == 8 ? 1 : 257));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(2, video.frames());
            assertEquals(List.of(1, 41, 81), corner(video, 1, 2, 2));
        }
    }

    /** Negative values are black, as in ImageJ, and an empty first frame does not make the others white. */
    @ParameterizedTest
    @CsvSource({"16, 2", "32, 2", "32, 1", "32, 3"})
    void numbersWithSignAndOtherDepths(int bits, int format) throws IOException {
        Path file = new TestTiff(W, H)
                .pixels(bits, 1, format)
                .write(file("a.tif"), 4, (page, sample, pixel) -> page == 0 ? 0 : 300 * pixel);
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(4, video.frames());
            assertEquals(List.of(0, 0, 0), corner(video, 0, 3, 3));
            assertEquals(List.of(0, 0, 0), corner(video, 3, 0, 0));
            assertEquals(List.of(128, 128, 128), corner(video, 3, 3, 2));
            assertEquals(List.of(255, 255, 255), corner(video, 3, W - 1, H - 1));
        }
    }

    @Test
    void theBigTiffOfTheIssue() throws IOException {
        try (Video video = VideoFiles.open(data("t_big.tif"), notes::add)) {
            assertEquals(20, video.frames());
            assertEquals(160, video.width());
            assertEquals(120, video.height());
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 1, true", "16, 1, true", "16, 1, false", "32, 3, true", "32, 3, false", "32, 1, true", "64, 3, true"
    })
    void greyBigTiffsOfEveryDepth(int bits, int format, boolean little) throws IOException {
        Path file = new TestTiff(W, H)
                .big()
                .pixels(bits, 1, format)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .description(
                        "ImageJ=1.54p\nimages=6\nchannels=2\nframes=3\nhyperstack=true\nmode=grayscale\nfinterval=0.5\n")
                .write(file("a.tif"), 6, (page, sample, pixel) -> 10 * page + pixel);
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(3, video.frames());
            assertEquals(0.5, video.frameInterval());
            float[] values = new float[2 * W * H];
            if (bits >= 32) {
                video.readValues(2, values);
                assertEquals(40 + 8, values[8]);
                assertEquals(50 + 8, values[W * H + 8]);
            }
        }
    }

    /** ImageJ's text says that the pages lie one behind the other, and ImageJ believes it; a program that moved them kept the text. */
    @ParameterizedTest
    @CsvSource({
        "8, 1, 1, true, 1",
        "8, 1, 1, false, 1",
        "16, 1, 1, true, 1",
        "16, 1, 1, false, 1",
        "32, 1, 3, true, 1",
        "8, 3, 1, true, 1",
        "16, 3, 1, true, 1",
        "8, 1, 1, true, 5",
        "16, 3, 1, false, 5"
    })
    void pagesWithImageJsDescriptionLieAnywhere(int bits, int samples, int format, boolean little, int strips)
            throws IOException {
        Path file = new TestTiff(W, H)
                .pixels(bits, samples, format)
                .strips(strips)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .description("ImageJ=1.54p\nimages=4\nframes=4\nfinterval=0.5\nmin=0\nmax=255\n")
                .write(
                        file("a.tif"),
                        4,
                        (page, sample, pixel) -> (40 * page + pixel) * (bits == 16 && samples == 3 ? 257 : 1));
        try (Video video = VideoFiles.open(file, notes::add)) {
            assertEquals(4, video.frames());
            assertEquals(0.5, video.frameInterval(), 1e-12);
            for (int t = 0; t < 4; t++)
                for (int x = 0; x < W; x++)
                    assertEquals(List.of(40 * t + W + x, 40 * t + W + x, 40 * t + W + x), corner(video, t, x, 1));
        }
    }

    /** 64-bit numbers and tiles, which ImageJ does not read, are refused, whatever the description says. */
    @ParameterizedTest
    @CsvSource({"64, 1, 3, true", "64, 1, 3, false"})
    void longNumbersAreRefused(int bits, int samples, int format, boolean described) throws IOException {
        TestTiff tiff = new TestTiff(W, H).pixels(bits, samples, format);
        if (described) tiff.description("ImageJ=1.54p\nimages=4\nframes=4\n");
        Path file = tiff.write(file("a.tif"), 4, (page, sample, pixel) -> page);
        String message =
                assertThrows(IOException.class, () -> VideoFiles.open(file)).getMessage();
        assertTrue(
                message.contains("a.tif") && message.contains("64 bits") && message.endsWith("32-bit TIFF."), message);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tilesAreRefused(boolean described) throws IOException {
        TestTiff tiff = new TestTiff(W, H).tiles();
        if (described) tiff.description("ImageJ=1.54p\nimages=4\nframes=4\n");
        Path file = tiff.write(file("a.tif"), 4, (page, sample, pixel) -> page);
        String message =
                assertThrows(IOException.class, () -> VideoFiles.open(file)).getMessage();
        assertTrue(message.contains("a.tif") && message.contains("stored in tiles") && message.endsWith("."), message);
    }

    /** ImageJ's own file, two of whose pages another program exchanged in the file but not in the list of pages. */
    @Test
    void movedPagesKeepColoursAndRanges() throws IOException {
        ImageStack stack = new ImageStack(W, H);
        for (int i = 0; i < 8; i++) {
            short[] plane = new short[W * H];
            Arrays.fill(plane, (short) (1000 * (i + 1)));
            stack.addSlice("", plane);
        }
        ImagePlus saved = new ImagePlus("a", stack);
        saved.setDimensions(2, 1, 4);
        CompositeImage composite = new CompositeImage(saved, CompositeImage.COMPOSITE);
        LUT[] luts = {LUT.createLutFromColor(Color.green), LUT.createLutFromColor(Color.magenta)};
        for (int c = 0; c < 2; c++) {
            luts[c].min = 100 + c;
            luts[c].max = 9000 + c;
        }
        composite.setLuts(luts);
        Path file = file("a.tif");
        assertTrue(new FileSaver(composite).saveAsTiffStack(file.toString()));
        List<TiffDirectory> pages = TiffDirectory.read(file, 8);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(pages.get(0).isLittleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int moved = 0;
        int[] offsets = {
            (int) pages.get(3).number(TiffDirectory.STRIP_OFFSETS, 0),
            (int) pages.get(6).number(TiffDirectory.STRIP_OFFSETS, 0)
        };
        for (int at = 0; at < bytes.limit() - 12; at++)
            if (bytes.getShort(at) == TiffDirectory.STRIP_OFFSETS && bytes.getInt(at + 4) == 1)
                for (int i = 0; i < 2; i++)
                    if (bytes.getInt(at + 8) == offsets[i]) {
                        bytes.putInt(at + 8, offsets[1 - i]);
                        moved++;
                        break;
                    }
        assertEquals(2, moved);
        byte[] third = new byte[2 * W * H];
        byte[] sixth = new byte[2 * W * H];
        bytes.get(offsets[0], third)
                .get(offsets[1], sixth)
                .put(offsets[0], sixth)
                .put(offsets[1], third);
        ImagePlus opened = ImageFiles.openImage(Files.write(file, bytes.array()));
        assertEquals(List.of(2, 1, 4), List.of(opened.getNChannels(), opened.getNSlices(), opened.getNFrames()));
        for (int i = 1; i <= 8; i++)
            assertEquals(1000 * i, opened.getStack().getProcessor(i).get(3));
        for (int c = 0; c < 2; c++) {
            assertEquals(luts[c].getRGB(200), opened.getLuts()[c].getRGB(200));
            assertEquals(100 + c, opened.getLuts()[c].min);
            assertEquals(9000 + c, opened.getLuts()[c].max);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 1, is compressed", "1, 2, has 2 samples"})
    void otherBigTiffsAreRefused(int compression, int samples, String said) throws IOException {
        Path file = new TestTiff(W, H)
                .big()
                .pixels(8, samples, 1)
                .compression(compression)
                .write(file("a.tif"), 2, (page, sample, pixel) -> page);
        String message =
                assertThrows(IOException.class, () -> VideoFiles.open(file)).getMessage();
        assertTrue(message.contains("BigTIFF") && message.contains(said) && message.contains("Bio-Formats"), message);
    }

    @Test
    void aBigTiffCutShortIsRefused() throws IOException {
        byte[] whole =
                Files.readAllBytes(new TestTiff(W, H).big().write(file("whole.tif"), 4, (page, sample, pixel) -> page));
        for (int length = 0; length < whole.length; length += 37) {
            Path file = Files.write(file("a.tif"), java.util.Arrays.copyOf(whole, length));
            String message =
                    assertThrows(IOException.class, () -> VideoFiles.open(file)).getMessage();
            assertTrue(message.contains("a.tif"), message);
        }
    }
}
