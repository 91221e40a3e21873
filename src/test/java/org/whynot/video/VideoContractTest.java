package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.read;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.plugin.filter.AVI_Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.imglib2.FinalInterval;
import net.imglib2.Interval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.video.file.TestEncoder;

/** What every kind of video promises, whatever its image is and however many views lie over it. */
class VideoContractTest {

    private static final int FRAMES = 6;

    @TempDir
    static Path folder;

    /** Makes a video, each time a new one. */
    @FunctionalInterface
    private interface Maker {
        Video make() throws IOException;
    }

    /** A view of a video. */
    private record View(String name, UnaryOperator<Video> of) {}

    private static final FrameFilter CHECKER = new FrameFilter() {
        @Override
        public void apply(int frame, byte[] rgb) {
            rgb[0] = 0;
        }

        @Override
        public void apply(int frame, float[] rgb) {
            rgb[0] = 0;
        }
    };

    private static final Stream<View> views() {
        return Stream.of(
                new View("itself", video -> video),
                new View("cut", video -> video.cut(1, 4)),
                new View("cropped", video -> video.crop(2, 1, 5, 6)),
                new View("mirrored", Video::mirror),
                new View("brightened", video -> video.brighten(1.3f)),
                new View("filtered", video -> video.filter(CHECKER)),
                new View("erased", video -> video.erase(frame -> Optional.of(new Box(1, 1, 3, 4)))),
                new View("cached", video -> video.cache(1 << 20)),
                new View("cached in part", video -> video.cache(3 * video.frameLength())),
                new View("erased, cut, cropped and mirrored", video -> video.erase(
                                frame -> frame == 2 ? Optional.of(new Box(1, 1, 3, 4)) : Optional.empty())
                        .cut(1, 3)
                        .crop(1, 1, 4, 4)
                        .mirror()));
    }

    private static Video shown(ImagePlus image) {
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    private static Stream<Named<Maker>> makers() {
        return Stream.of(
                Named.of(
                        "ArrayImg of bytes",
                        () -> new Video(
                                "v",
                                ArrayImgs.unsignedBytes(bytes(9 * 8 * 3 * FRAMES), 9, 8, 3, FRAMES),
                                range(255),
                                1)),
                Named.of(
                        "X, Y, T",
                        () -> new Video(
                                "v", ArrayImgs.unsignedBytes(bytes(9 * 8 * FRAMES), 9, 8, FRAMES), range(200), 1)),
                Named.of("doubles", () -> new Video("v", ArrayImgs.doubles(9, 8, 3, FRAMES), range(1), Double.NaN)),
                Named.of("bits", () -> new Video("v", ArrayImgs.bits(9, 8, FRAMES), range(1), 1)),
                Named.of("numbers", () -> TestVideos.ramp(9, 8, FRAMES)),
                Named.of("image, 8 bit", () -> shown(TestVideos.random(8, 1, 1, FRAMES, 1))),
                Named.of("image, 16 bit", () -> shown(TestVideos.random(16, 1, 1, FRAMES, 1))),
                Named.of("image, 32 bit", () -> shown(TestVideos.random(32, 1, 1, FRAMES, 1))),
                Named.of("image, RGB", () -> shown(TestVideos.random(24, 1, 1, FRAMES, 1))),
                Named.of("image, slices", () -> shown(TestVideos.random(16, 1, FRAMES, 1, 1))),
                Named.of(
                        "image, composite",
                        () -> shown(
                                new CompositeImage(TestVideos.random(16, 3, 2, FRAMES, 1), CompositeImage.COMPOSITE))),
                Named.of(
                        "image, composite of numbers",
                        () -> shown(
                                new CompositeImage(TestVideos.random(32, 2, 1, FRAMES, 1), CompositeImage.COMPOSITE))),
                Named.of("file", () -> VideoFiles.open(clip("c.mp4", "mpeg4", "mp4"))),
                Named.of("cached file", () -> VideoFiles.open(clip("d.mp4", "mpeg4", "mp4"), 1, n -> {}, SILENT)),
                Named.of("image of a file", () -> shown(ImageFiles.openImage(clip("e.mp4", "mpeg4", "mp4")))),
                Named.of("AVI file", () -> VideoFiles.open(avi())),
                Named.of("TIFF file", () -> VideoFiles.open(tiff())));
    }

    private static final org.whynot.util.Progress SILENT = org.whynot.util.Progress.SILENT;

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Display range(double high) {
        return new Display.Range(0, high);
    }

    private static Path clip(String name, String codec, String container) throws IOException {
        return new TestEncoder(codec, container).write(folder.resolve(name), FRAMES);
    }

    private static Path avi() throws IOException {
        Path file = folder.resolve("f.avi");
        new AVI_Writer().writeImage(TestVideos.random(8, 1, 1, FRAMES, 3), file.toString(), 0, 90);
        return file;
    }

    private static Path tiff() {
        Path file = folder.resolve("g.tif");
        new ij.io.FileSaver(TestVideos.random(16, 1, 1, FRAMES, 3)).saveAsTiffStack(file.toString());
        return file;
    }

    private static Stream<org.junit.jupiter.params.provider.Arguments> kinds() {
        return makers().flatMap(maker -> views().map(
                        view -> org.junit.jupiter.params.provider.Arguments.of(maker, Named.of(view.name, view.of))));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("kinds")
    void keepsItsPromises(Maker maker, UnaryOperator<Video> view) throws Exception {
        Video source = maker.make();
        Video video = view.apply(source);
        assertTrue(!video.name().isEmpty() && video.width() > 0 && video.height() > 0 && video.frames() > 0);
        assertEquals(3 * video.width() * video.height(), video.frameLength());
        assertNotNull(video.display());
        assertArrayEquals(
                new long[] {video.width(), video.height(), video.channels(), video.frames()},
                video.image().dimensionsAsLongArray());
        assertArrayEquals(new long[4], video.image().minAsLongArray());

        // Frames are the same in any order, in bytes and numbers, and as often as they are read.
        float[][] frames = new float[video.frames()][];
        for (int n = 0; n < frames.length; n++) frames[n] = read(video, n);
        for (int n = frames.length - 1; n >= 0; n--) {
            for (float value : frames[n]) assertTrue(value >= 0 && value <= 1, "brightness " + value);
            assertArrayEquals(frames[n], read(video, n));
        }

        // The image shown by itself is the video: its pixels, through ImgLib2 alone, are those that are read.
        Video again = new Video("again", copy(video), video.display(), video.frameInterval());
        for (int n = 0; n < frames.length; n++) assertArrayEquals(frames[n], read(again, n));

        assertThrows(IndexOutOfBoundsException.class, () -> video.read(-1, new float[video.frameLength()]));
        assertThrows(IndexOutOfBoundsException.class, () -> video.read(frames.length, new byte[video.frameLength()]));
        assertThrows(IndexOutOfBoundsException.class, () -> video.read(0, new float[video.frameLength() - 1]));
        // More room than needed is left alone.
        float[] room = new float[video.frameLength() + 2];
        room[room.length - 1] = 7;
        video.read(0, room);
        assertEquals(7, room[room.length - 1]);

        var threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<float[]> frame : threads.invokeAll(IntStream.range(0, 3 * frames.length)
                    .mapToObj(n -> (java.util.concurrent.Callable<float[]>) () -> {
                        float[] rgb = new float[video.frameLength() + 1];
                        video.read(n % frames.length, rgb);
                        rgb[rgb.length - 1] = n % frames.length;
                        return rgb;
                    })
                    .toList())) {
                float[] rgb = frame.get();
                int n = (int) rgb[rgb.length - 1];
                assertArrayEquals(frames[n], java.util.Arrays.copyOf(rgb, rgb.length - 1));
            }
        } finally {
            threads.shutdownNow();
        }

        video.close();
        video.close();
        String closed = assertThrows(IOException.class, () -> read(video, 0)).getMessage();
        assertTrue(closed.contains(video.name()) && closed.contains("closed"), closed);
        if (video != source) {
            // Closing a view leaves the source open; closing the source ends its views.
            read(source, 0);
            Video other = view.apply(source);
            assertArrayEquals(frames[0], read(other, 0));
            source.close();
            assertThrows(IOException.class, () -> read(source, 0));
            assertThrows(IOException.class, () -> read(other, 0));
        }
    }

    /** The same values in an array, read pixel by pixel. */
    private static RandomAccessibleInterval<? extends RealType<?>> copy(Video video) {
        return copy(video.image());
    }

    private static <T extends RealType<?>> RandomAccessibleInterval<? extends RealType<?>> copy(
            RandomAccessibleInterval<T> image) {
        long[] size = image.dimensionsAsLongArray();
        RandomAccessibleInterval<? extends RealType<?>> target;
        Object type = image.getType();
        if (type instanceof net.imglib2.type.numeric.integer.UnsignedByteType) target = ArrayImgs.unsignedBytes(size);
        else if (type instanceof net.imglib2.type.numeric.integer.UnsignedShortType)
            target = ArrayImgs.unsignedShorts(size);
        else if (type instanceof net.imglib2.type.numeric.real.FloatType) target = ArrayImgs.floats(size);
        else target = ArrayImgs.doubles(size);
        Interval whole = new FinalInterval(size);
        var to = Views.flatIterable(target).cursor();
        var from = Views.flatIterable(Views.interval(image, whole)).cursor();
        while (to.hasNext()) to.next().setReal(from.next().getRealDouble());
        return target;
    }
}
