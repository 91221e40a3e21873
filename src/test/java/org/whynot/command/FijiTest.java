package org.whynot.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import net.imagej.legacy.OpenerOfFiji;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.io.IOPlugin;
import org.scijava.io.IOService;
import org.scijava.module.Module;
import org.scijava.module.ModuleInfo;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;
import org.whynot.frontend.CommandCatalog;

/** What Fiji expects of commands and openers, as far as SciJava's own services show it. */
class FijiTest {

    @TempDir
    Path folder;

    private Context context;

    @BeforeEach
    void prepare() {
        context = new Context(CommandService.class, TaskService.class, IOService.class, PluginService.class);
    }

    @AfterEach
    void dispose() {
        context.dispose();
        WindowManager.setTempCurrentImage(null);
    }

    /** A macro's options belong to threads of this name. */
    private static <T> T inMacro(String options, Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            if (options != null) Macro.setOptions(options);
            return work.call();
        });
        new Thread(task, "Run$_test").start();
        return task.get(1, TimeUnit.MINUTES);
    }

    /** The parameters that a dialog would ask for when a macro runs a command with options; null for a click in the menu. */
    private List<String> askedFor(String label, String options) throws Exception {
        ModuleInfo info = new CommandCatalog(context).find(label);
        return inMacro(options, () -> {
            Module module = info.createModule();
            MacroDefaults defaults = new MacroDefaults();
            defaults.process(module);
            List<String> asked = new ArrayList<>();
            for (String name : CommandCatalog.parameters(info).keySet())
                if (!module.isInputResolved(name)) asked.add(name);
            String image = CommandCatalog.imageParameter(info);
            assertTrue(image == null || !module.isInputResolved(image));
            return asked;
        });
    }

    @Test
    void checkInstallationAsksNothingWhenItIsClicked() throws Exception {
        assertEquals(List.of(), askedFor("Check Installation", null));
        assertTrue(askedFor("Simulate Cells...", null).contains("output"));
    }

    @Test
    void aMacroWithOptionsIsAskedOnlyForWhatHasNoDefault() throws Exception {
        assertEquals(List.of(), askedFor("Explain Video...", "model=cells why_not=apoptosis"));
        assertEquals(List.of("input", "output"), askedFor("Explain Folder...", "model=cells"));
        assertEquals(List.of("dataset", "output"), askedFor("Train Classifier...", "epochs=3"));
    }

    @Test
    void aClickInTheMenuIsAskedForEverything() throws Exception {
        List<String> all = List.copyOf(CommandCatalog.parameters(new CommandCatalog(context).find("Explain Video..."))
                .keySet());
        assertEquals(all, askedFor("Explain Video...", null));
        assertEquals(all, askedFor("Explain Video...", " "));
    }

    @Test
    void aMistypedNameIsNotIgnored() throws Exception {
        Module module = new CommandCatalog(context).find("Explain Video...").createModule();
        MacroDefaults defaults = new MacroDefaults();
        inMacro("image=clip explanation=5", () -> {
            defaults.process(module);
            return null;
        });
        assertTrue(defaults.isCanceled());
        assertTrue(defaults.getCancelReason().contains("Did you mean 'explanations'?"), defaults.getCancelReason());
    }

    @Test
    void theDefaultsComeAfterTheOptionsWereReadAndBeforeTheDialog() {
        PluginInfo<?> info = context.service(PluginService.class).getPlugin(MacroDefaults.class);
        // Fiji's own: reads the options at twice VERY_HIGH, takes the active image at VERY_HIGH + 1; SciJava's defaults
        // at VERY_HIGH.
        assertTrue(info.getPriority() < org.scijava.Priority.VERY_HIGH);
        assertTrue(info.getPriority() > org.scijava.Priority.HIGH);
    }

    @Test
    void withoutWindowsAnOpenedImageIsTheCurrentOne() throws Exception {
        assumeTrue(GraphicsEnvironment.isHeadless());
        CommandModule sample = run(OpenSampleVideo.class, Map.of());
        assertSame(sample.getOutput("video"), WindowManager.getCurrentImage());
        CommandModule opened = run(OpenVideo.class, Map.of("path", clip("a.mkv").toFile()));
        ImagePlus image = (ImagePlus) opened.getOutput("video");
        assertSame(image, WindowManager.getCurrentImage());
        image.close();
    }

    private CommandModule run(Class<? extends WhyNotCommand> command, Map<String, Object> inputs) throws Exception {
        CommandModule module =
                context.service(CommandService.class).run(command, true, inputs).get(2, TimeUnit.MINUTES);
        assertFalse(module.isCanceled(), module::getCancelReason);
        return module;
    }

    @Test
    void fijisOpenerAsksUsFirstAndGetsTheImageShown() throws Exception {
        assumeTrue(GraphicsEnvironment.isHeadless());
        PluginService plugins = context.service(PluginService.class);
        PluginInfo<?> info = plugins.getPlugin(VideoOpener.class);
        assertTrue(info.is("eager"));
        IOPlugin<?> opener = (IOPlugin<?>) plugins.createInstance(info);
        // A '#' would end a URI's path.
        String path = clip("a clip#1.mkv").toString();
        ImagePlus returned = (ImagePlus) OpenerOfFiji.interceptOpenImage(opener, path);
        assertNull(WindowManager.getCurrentImage());
        ImagePlus shown = (ImagePlus) OpenerOfFiji.interceptFileOpen(opener, path);
        assertSame(shown, WindowManager.getCurrentImage());
        assertEquals("a clip#1.mkv", shown.getTitle());
        returned.close();
        shown.close();
    }

    @Test
    void aScriptGetsAnImageThatIsNotShown() throws Exception {
        ImagePlus image = (ImagePlus)
                context.service(IOService.class).open(clip("clip.mkv").toString());
        assertEquals(5, image.getNFrames());
        assertNull(WindowManager.getCurrentImage());
        image.close();
    }

    private Path clip(String name) throws Exception {
        Path file = folder.resolve(name);
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), 64, 48, 0);
                Frame frame = new Frame(64, 48, Frame.DEPTH_UBYTE, 3)) {
            recorder.setVideoCodecName("ffv1");
            recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
            recorder.setFrameRate(20);
            recorder.start();
            for (int i = 0; i < 5; i++) recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
        }
        return file;
    }

    /** Cancels every task that starts. */
    public static final class Impatient {

        /** For SciJava's event service. */
        @EventHandler
        public void onEvent(TaskEvent event) {
            if (!event.getTask().isDone() && !event.getTask().isCanceled())
                event.getTask().cancel("Enough.");
        }
    }

    @Test
    void whoCancelsIsNotToldSo() throws Exception {
        Impatient impatient = new Impatient();
        context.service(EventService.class).subscribe(impatient);
        Map<String, Object> inputs =
                new HashMap<>(Map.of("output", folder.resolve("cells").toFile(), "videos", 40));
        CommandModule module = context.service(CommandService.class)
                .run(SimulateCells.class, true, inputs)
                .get(2, TimeUnit.MINUTES);
        assertTrue(module.isCanceled());
        assertNull(module.getCancelReason());
        assertFalse(Files.exists(folder.resolve("cells/videos.csv")));
    }
}
