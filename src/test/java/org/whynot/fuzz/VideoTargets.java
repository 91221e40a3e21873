package org.whynot.fuzz;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.whynot.fuzz.FuzzTarget.Kind;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;
import org.whynot.video.file.TestEncoder;

/** Videos of every codec and container that can be written here, and TIFF stacks. */
final class VideoTargets {

    static final Map<String, FuzzTargets.Making> ALL = new LinkedHashMap<>();

    private static final int FRAMES = 14;
    /** A frame that a damaged header makes larger than this is not read: Java's memory is another matter. */
    private static final int LARGEST_FRAME = 20_000_000;

    static {
        encoded("H.264 in MP4", "clip.mp4", new TestEncoder("libopenh264", "mp4"));
        encoded(
                "H.264 in fragmented MP4",
                "clip.mp4",
                new TestEncoder("libopenh264", "mp4").option("movflags", "frag_keyframe+empty_moov"));
        encoded("H.264 in Matroska", "clip.mkv", new TestEncoder("libopenh264", "matroska"));
        encoded("MPEG-4 in AVI", "clip.avi", new TestEncoder("mpeg4", "avi").bFrames(2));
        encoded("MPEG-4 in MOV", "clip.mov", new TestEncoder("mpeg4", "mov").bFrames(2));
        encoded("MPEG-2 in Matroska", "clip.mkv", new TestEncoder("mpeg2video", "matroska").bFrames(2));
        encoded(
                "MPEG-4 with sound in MP4",
                "clip.mp4",
                new TestEncoder("mpeg4", "mp4").bFrames(2).sound(1));
        encoded("MPEG-4 turned in MP4", "clip.mp4", new TestEncoder("mpeg4", "mp4").turn(90));
        encoded("Animation in MOV", "clip.mov", new TestEncoder("qtrle", "mov").format(avutil.AV_PIX_FMT_RGB24));
        encoded("Ut Video in AVI", "clip.avi", new TestEncoder("utvideo", "avi").format(avutil.AV_PIX_FMT_YUV422P));
        encoded("Motion JPEG in AVI", "clip.avi", jpeg("avi"));
        encoded("Motion JPEG in MOV", "clip.mov", jpeg("mov"));
        encoded("raw in AVI", "clip.avi", new TestEncoder("rawvideo", "avi"));
        encoded("FFV1 in Matroska", "clip.mkv", new TestEncoder("ffv1", "matroska"));
        encoded(
                "FFV1 of 16 bits in Matroska",
                "clip.mkv",
                new TestEncoder("ffv1", "matroska").format(avutil.AV_PIX_FMT_GRAY16LE));
        encoded("ProRes in MOV", "clip.mov", new TestEncoder("prores_ks", "mov").format(avutil.AV_PIX_FMT_YUV422P10LE));
        encoded("VP8 in WebM", "clip.webm", new TestEncoder("libvpx", "webm").option("deadline", "realtime"));
        encoded(
                "VP9 in WebM",
                "clip.webm",
                new TestEncoder("libvpx-vp9", "webm")
                        .option("deadline", "realtime")
                        .option("cpu-used", "8"));
        encoded(
                "AV1 in MP4",
                "clip.mp4",
                new TestEncoder("libsvtav1", "mp4").option("preset", "12").size(96, 64));
        encoded("PNG in MOV", "clip.mov", new TestEncoder("png", "mov").format(avutil.AV_PIX_FMT_RGB24));
        encoded("HuffYUV in AVI", "clip.avi", new TestEncoder("huffyuv", "avi").format(avutil.AV_PIX_FMT_YUV422P));
        ALL.put("TIFF stack", folder -> {
            ImagePlus image = IJ.createImage("clip", "16-bit ramp", 48, 32, FRAMES);
            image.setDimensions(1, 1, FRAMES);
            Path file = folder.resolve("clip.tif");
            IJ.saveAsTiff(image, file.toString());
            return target("TIFF stack", file);
        });
        ALL.put("RGB TIFF stack", folder -> {
            Path file = folder.resolve("clip.tif");
            IJ.saveAsTiff(IJ.createImage("clip", "RGB ramp", 48, 32, FRAMES), file.toString());
            return target("RGB TIFF stack", file);
        });
        shared("OME-TIFF", "ome_mitosis.ome.tif");
        shared("BigTIFF", "t_big.tif");
        shared("RGB TIFF of 48 bits", "t_rgb48.tif");
    }

    private VideoTargets() {}

    private static TestEncoder jpeg(String container) {
        return new TestEncoder("mjpeg", container)
                .format(avutil.AV_PIX_FMT_YUVJ420P)
                .colour(avutil.AVCOL_SPC_SMPTE170M, true, false);
    }

    private static void encoded(String name, String file, TestEncoder encoder) {
        ALL.put(name, folder -> target(name, encoder.write(folder.resolve(file), FRAMES)));
    }

    /** A file of the inputs beside the repository, where they are. */
    private static void shared(String name, String file) {
        Path original = Path.of(System.getProperty("whynot.data", "../shared/data"), "inputs", file);
        if (Files.isRegularFile(original))
            ALL.put(name, folder -> target(name, Files.write(folder.resolve(file), Files.readAllBytes(original))));
    }

    private static FuzzTarget target(String name, Path file) {
        return new FuzzTarget(name, file.getParent(), List.of(file), Kind.VIDEO, VideoTargets::read);
    }

    /** All frames forward, then one before, as a user who moves a slider. */
    private static void read(Path file) throws IOException {
        try (Video video = VideoFiles.open(file)) {
            if (video.frameLength() > LARGEST_FRAME) return;
            byte[] rgb = new byte[video.frameLength()];
            int frames = Math.min(video.frames(), 4 * FRAMES);
            for (int frame = 0; frame < frames; frame++) video.read(frame, rgb);
            video.read(frames / 2, rgb);
        }
    }
}
