package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.io.IOService;
import org.scijava.io.location.FileLocation;
import org.scijava.task.TaskService;
import org.whynot.frontend.SampleVideo;

/** Videos through SciJava's own doors, a real context: the IOService that Fiji asks, and the command. */
class VideoOpenerTest {

    @TempDir
    static Path folder;

    private static Context context;
    private static Path clip;

    @BeforeAll
    static void prepare() throws Exception {
        context = new Context(CommandService.class, TaskService.class, IOService.class);
        clip = folder.resolve("a clip.mkv");
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(clip.toFile(), 64, 48, 0);
                Frame frame = new Frame(64, 48, Frame.DEPTH_UBYTE, 3)) {
            recorder.setVideoCodecName("ffv1");
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(20);
            recorder.start();
            for (int i = 0; i < 15; i++) recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
        }
    }

    @AfterAll
    static void dispose() {
        context.dispose();
    }

    @Test
    void theServiceOpensAVideoAsAStackInTime() throws IOException {
        ImagePlus image = assertInstanceOf(
                ImagePlus.class, context.service(IOService.class).open(clip.toString()));
        assertEquals(15, image.getNFrames());
        assertEquals("a clip.mkv", image.getTitle());
        assertEquals(0.05, image.getCalibration().frameInterval, 1e-9);
        image.close();
    }

    @Test
    void filesThatImageJOpensAreLeftToIt() throws IOException {
        IOService service = context.service(IOService.class);
        Path avi = folder.resolve("sample.avi");
        try (var sample = SampleVideo.class.getResourceAsStream("/sample/" + SampleVideo.NAME)) {
            Files.copy(sample, avi);
        }
        assertNull(service.getOpener(new FileLocation(avi.toFile())));
        assertNull(service.getOpener(
                new FileLocation(Files.createFile(folder.resolve("stack.tif")).toFile())));
        assertNull(
                service.getOpener(new FileLocation(folder.resolve("missing.mp4").toFile())));
        assertTrue(service.getOpener(new FileLocation(clip.toFile())) instanceof VideoOpener);
        // One that ImageJ would fail on is ours.
        Path cut = folder.resolve("cut.avi");
        byte[] whole = Files.readAllBytes(avi);
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertTrue(service.getOpener(new FileLocation(cut.toFile())) instanceof VideoOpener);
    }

    @Test
    void aFileThatIsNoVideoIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
        String said = assertThrows(IOException.class, () -> context.service(IOService.class)
                        .open(text.toString()))
                .getMessage();
        assertTrue(said.contains("text.mp4"), said);
    }

    private static CommandModule run(Map<String, Object> inputs) throws Exception {
        return context.service(CommandService.class)
                .run(OpenVideo.class, true, inputs)
                .get(1, TimeUnit.MINUTES);
    }

    @Test
    void theCommandOpensItToo() throws Exception {
        CommandModule module = run(Map.of("path", clip.toFile(), "cache_mb", 20));
        assertFalse(module.isCanceled(), module::getCancelReason);
        ImagePlus image = (ImagePlus) module.getOutput("video");
        assertEquals(15, image.getNFrames());
        assertTrue(image.getStack().isVirtual());
        image.close();
    }

    @Test
    void theCommandSaysWhatIsWrong() throws Exception {
        CommandModule module = run(Map.of("path", folder.resolve("none.mp4").toFile()));
        assertTrue(module.getCancelReason().startsWith("There is no file"), module.getCancelReason());
        module = run(Map.of("path", clip.toFile(), "cache_mb", 0));
        assertTrue(module.getCancelReason().startsWith("cache_mb=0 is out of range"), module.getCancelReason());
        module = run(Map.of("cache_mb", 10));
        assertTrue(module.isCanceled());
        assertNull(module.getOutput("video"));
    }
}
