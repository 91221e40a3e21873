package org.whynot.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.whynot.video.TestVideos.read;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.AVI_Writer;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.ImgFactory;
import net.imglib2.img.array.ArrayImgFactory;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.cell.CellImgFactory;
import net.imglib2.img.planar.PlanarImgFactory;
import net.imglib2.type.NativeType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.IntType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.integer.UnsignedShortType;
import net.imglib2.type.numeric.real.DoubleType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.util.Intervals;
import net.imglib2.view.Views;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.video.file.TestEncoder;

/** The same video in whatever kind of image it is: equal to the last bit. */
class SameVideoTest {

    private static final int W = 13;
    private static final int H = 9;
    private static final int T = 5;
    private static final Display BYTES = new Display.Range(0, 255);

    @TempDir
    Path folder;

    /** The value of a pixel, 0 to 255. */
    private static int value(int x, int y, int c, int t) {
        return new Random((((long) x * 31 + y) * 31 + c) * 31 + t).nextInt(256);
    }

    private static <P extends NativeType<P> & RealType<P>> Img<P> filled(ImgFactory<P> factory, int channels) {
        Img<P> image = factory.create(W, H, channels, T);
        var cursor = image.localizingCursor();
        while (cursor.hasNext()) {
            cursor.fwd();
            cursor.get()
                    .setReal(value(
                            cursor.getIntPosition(0),
                            cursor.getIntPosition(1),
                            cursor.getIntPosition(2),
                            cursor.getIntPosition(3)));
        }
        return image;
    }

    private static void add(
            Map<String, Video> videos, String name, RandomAccessibleInterval<? extends RealType<?>> image) {
        videos.put(name, new Video(name, image, BYTES, 1));
    }

    /** Every kind of image and view with the same pixels. */
    private static Map<String, Video> images(int channels) {
        Map<String, Video> videos = new LinkedHashMap<>();
        Img<UnsignedByteType> bytes = filled(new ArrayImgFactory<>(new UnsignedByteType()), channels);
        add(videos, "ArrayImg", bytes);
        add(videos, "PlanarImg", filled(new PlanarImgFactory<>(new UnsignedByteType()), channels));
        add(videos, "CellImg", filled(new CellImgFactory<>(new UnsignedByteType(), 4, 5, 2, 3), channels));
        add(videos, "shorts", filled(new ArrayImgFactory<>(new UnsignedShortType()), channels));
        add(videos, "ints", filled(new CellImgFactory<>(new IntType(), 7), channels));
        add(videos, "floats", filled(new PlanarImgFactory<>(new FloatType()), channels));
        add(videos, "doubles", filled(new ArrayImgFactory<>(new DoubleType()), channels));
        add(
                videos,
                "permuted",
                Views.permute(Views.permute(copied(Views.permute(Views.permute(bytes, 0, 3), 1, 2)), 1, 2), 0, 3));
        add(videos, "rotated", Views.zeroMin(Views.rotate(copied(Views.zeroMin(Views.rotate(bytes, 1, 0))), 0, 1)));
        add(videos, "elsewhere", Views.translate(bytes, 5, -3, 2, 70));
        Img<UnsignedByteType> large = ArrayImgs.unsignedBytes(2 * W, 3 * H, channels, 2 * T);
        RandomAccessibleInterval<UnsignedByteType> sub = Views.subsample(large, 2, 3, 1, 2);
        fill(bytes, sub);
        add(videos, "sub-sampled", sub);
        Img<UnsignedByteType> wide = ArrayImgs.unsignedBytes(W + 3, H + 2, channels, T + 1);
        RandomAccessibleInterval<UnsignedByteType> part =
                Views.interval(wide, Intervals.createMinSize(2, 1, 0, 1, W, H, channels, T));
        fill(bytes, Views.zeroMin(part));
        add(videos, "a part", part);
        videos.put(
                "lazy",
                new Video(
                        "lazy",
                        LazyFrames.ofBytes(W, H, channels, T, (t, pixels) -> {
                            for (int i = 0; i < W * H * channels; i++)
                                ((byte[]) pixels)[i] = (byte) value(i % W, i / W % H, i / W / H, t);
                        }),
                        BYTES,
                        1));
        return videos;
    }

    private static RandomAccessibleInterval<UnsignedByteType> copied(RandomAccessibleInterval<UnsignedByteType> image) {
        Img<UnsignedByteType> copy = ArrayImgs.unsignedBytes(image.dimensionsAsLongArray());
        fill(image, copy);
        return copy;
    }

    private static void fill(
            RandomAccessibleInterval<UnsignedByteType> from, RandomAccessibleInterval<UnsignedByteType> to) {
        var source = Views.flatIterable(from).cursor();
        for (UnsignedByteType pixel : Views.flatIterable(to)) pixel.set(source.next());
    }

    private static void assertSame(Map<String, Video> videos, int channels) throws IOException {
        assertTrue(videos.size() > 12);
        for (Map.Entry<String, Video> kind : videos.entrySet()) {
            Video video = kind.getValue();
            assertEquals(T, video.frames(), kind.getKey());
            for (int t = 0; t < T; t++) {
                float[] expected = new float[3 * W * H];
                for (int i = 0; i < expected.length; i++)
                    expected[i] = value(i % W, i / W % H, i / W / H % channels, t) / 255f;
                assertArrayEquals(expected, read(video, t), kind.getKey() + ", frame " + t);
            }
        }
    }

    private static ImagePlus grey(int bits) {
        ImageStack stack = new ImageStack(W, H);
        for (int t = 0; t < T; t++) {
            var ip =
                    switch (bits) {
                        case 8 -> new ByteProcessor(W, H);
                        case 16 -> new ShortProcessor(W, H);
                        default -> new FloatProcessor(W, H);
                    };
            for (int i = 0; i < W * H; i++) ip.setf(i, value(i % W, i / W, 0, t));
            stack.addSlice(ip);
        }
        ImagePlus image = new ImagePlus("grey", stack);
        image.setDimensions(1, 1, T);
        image.setDisplayRange(0, 255);
        return image;
    }

    private static Video shown(ImagePlus image) {
        return ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
    }

    @Test
    void grey() throws IOException {
        Map<String, Video> videos = images(1);
        add(videos, "X, Y, T", Views.hyperSlice(filled(new ArrayImgFactory<>(new UnsignedByteType()), 1), 2, 0));
        for (int bits : new int[] {8, 16, 32}) videos.put(bits + " bit image", shown(grey(bits)));
        Path file = folder.resolve("grey.avi");
        new AVI_Writer().writeImage(grey(8), file.toString(), AVI_Writer.NO_COMPRESSION, 90);
        try (Video decoded = VideoFiles.open(file)) {
            videos.put("file", decoded);
            assertSame(videos, 1);
        }
    }

    @Test
    void colours() throws IOException {
        Map<String, Video> videos = images(3);
        ImageStack stack = new ImageStack(W, H);
        ImageStack planes = new ImageStack(W, H);
        for (int t = 0; t < T; t++) {
            ColorProcessor ip = new ColorProcessor(W, H);
            for (int i = 0; i < W * H; i++)
                ip.set(i, value(i % W, i / W, 0, t) << 16 | value(i % W, i / W, 1, t) << 8 | value(i % W, i / W, 2, t));
            stack.addSlice(ip);
            for (int c = 1; c <= 3; c++) planes.addSlice(new ByteProcessor(W, H, ip.getChannel(c)));
        }
        ImagePlus rgb = new ImagePlus("rgb", stack);
        rgb.setDimensions(1, 1, T);
        videos.put("RGB image", shown(rgb));
        ImagePlus channels = new ImagePlus("composite", planes);
        channels.setDimensions(3, 1, T);
        CompositeImage composite = new CompositeImage(channels, CompositeImage.COMPOSITE);
        LUT[] luts = new LUT[3];
        for (int c = 0; c < 3; c++) {
            luts[c] = LUT.createLutFromColor(new Color[] {Color.red, Color.green, Color.blue}[c]);
            luts[c].min = 0;
            luts[c].max = 255;
        }
        composite.setLuts(luts);
        videos.put("composite image", shown(composite));
        Path file = new TestEncoder("ffv1", "matroska")
                .format(avutil.AV_PIX_FMT_BGR0)
                .size(W, H)
                .picture(t -> (int[]) stack.getProcessor(t + 1).getPixels())
                .write(folder.resolve("colours.mkv"), T);
        try (Video decoded = VideoFiles.open(file)) {
            videos.put("file", decoded);
            assertSame(videos, 3);
        }
    }
}
