package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.Menus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileSaver;
import ij.text.TextWindow;
import java.awt.Button;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.overlay.ExplanationOverlay;

/** A session in a real window of plain ImageJ: menu, dialog, overlay, TIFF. Leaves screenshots in target/screenshots. */
class WindowTest {

    private static final int PATIENCE_SECONDS = 120;
    private static final int PAINTING_MILLISECONDS = 1000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    static Path folder;

    @Test
    void explainsTheSampleFromTheMenuAndKeepsThePositionsInATiff() throws Exception {
        assumeFalse(GraphicsEnvironment.isHeadless(), "Skipped: there is no display.");
        String before = System.getProperty("plugins.dir");
        System.setProperty("plugins.dir", pluginsFolder().toString());
        ImageJ window = new ImageJ(ImageJ.EMBEDDED);
        try {
            assertEquals(
                    "org.whynot.imagej1.WhyNot(\"Explain Video...\")",
                    Menus.getCommands().get("Explain Video..."));
            session(window);
        } finally {
            WindowManager.closeAllWindows();
            EventQueue.invokeAndWait(window::dispose);
            if (before == null) System.clearProperty("plugins.dir");
            else System.setProperty("plugins.dir", before);
        }
    }

    private static void session(ImageJ window) throws Exception {
        EventQueue.invokeAndWait(() -> window.setLocation(10, 10));
        IJ.doCommand("Open Sample Video");
        ImagePlus image = await("the sample", () -> {
            ImagePlus shown = WindowManager.getCurrentImage();
            return shown != null
                            && shown.getWindow() != null
                            && shown.getWindow().isShowing()
                    ? shown
                    : null;
        });
        assertTrue(image.getNFrames() > 1, "The sample's time is on its frames.");
        EventQueue.invokeAndWait(() -> {
            image.getWindow().setLocation(10, 150);
            image.getCanvas().zoom100Percent();
            for (int i = 0; i < 4; i++) image.getCanvas().zoomIn(64, 64);
        });

        IJ.doCommand("Explain Video...");
        GenericDialog dialog = await("the dialog", () -> shown(GenericDialog.class));
        EventQueue.invokeAndWait(() -> {
            dialog.setLocation(760, 150);
            choice(dialog, "why_not").select("apoptosis");
            choice(dialog, "positive").select("mitosis");
        });
        Robot robot = new Robot();
        robot.setAutoWaitForIdle(true);
        Thread.sleep(PAINTING_MILLISECONDS);
        screenshot(robot, "dialog");
        click(
                robot,
                Arrays.stream(dialog.getButtons())
                        .filter(b -> b != null && b.getLabel().trim().equals("OK"))
                        .findFirst()
                        .orElseThrow());
        Overlay overlay =
                await("the overlay", () -> WindowManager.getCurrentImage() == null ? null : image.getOverlay());
        TextWindow table = await("the table", () -> shown(TextWindow.class));
        EventQueue.invokeAndWait(() -> table.setBounds(560, 150, 700, 180));

        Set<Integer> frames = new HashSet<>();
        for (Roi roi : overlay) {
            // The legend is seen in every frame.
            if ("legend".equals(roi.getProperty(ExplanationOverlay.MARK))) continue;
            assertTrue(frame(roi) >= 1 && frame(roi) <= image.getNFrames(), roi.toString());
            frames.add(frame(roi));
        }
        int middle =
                frames.stream().sorted().skip(frames.size() / 2).findFirst().orElseThrow();
        EventQueue.invokeAndWait(() -> {
            image.setT(middle);
            Window log = WindowManager.getWindow("Log");
            if (log != null) log.setBounds(560, 360, 700, 120);
        });
        Thread.sleep(PAINTING_MILLISECONDS);
        screenshot(robot, "explained");
        assertFalse(frames.isEmpty());

        Path tiff = folder.resolve("explained.tif");
        assertTrue(new FileSaver(image).saveAsTiff(tiff.toString()));
        ImagePlus again = IJ.openImage(tiff.toString());
        assertNotNull(again.getOverlay());
        assertEquals(overlay.size(), again.getOverlay().size());
        for (int i = 0; i < overlay.size(); i++) {
            assertEquals(
                    overlay.get(i).getTPosition(), again.getOverlay().get(i).getTPosition());
            assertEquals(overlay.get(i).getName(), again.getOverlay().get(i).getName());
            assertEquals(overlay.get(i).getBounds(), again.getOverlay().get(i).getBounds());
        }

        // The same by macro, in the same window: our overlay is replaced, not doubled.
        WindowManager.setTempCurrentImage(image);
        IJ.runMacro("run(\"Explain Video...\", \"model=cells positive=mitosis why_not=apoptosis\");");
        assertEquals(overlay.size(), image.getOverlay().size());
        image.changes = false;
    }

    /** In a stack with one channel and one slice ImageJ itself keeps the plain position, which is the frame. */
    private static int frame(Roi roi) {
        return roi.getTPosition() > 0 ? roi.getTPosition() : roi.getPosition();
    }

    /** A folder in which ImageJ finds our menu entries; the classes are on the class path already. */
    private static Path pluginsFolder() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("WhyNot_.jar")))) {
            jar.putNextEntry(new JarEntry("plugins.config"));
            Files.copy(Path.of("plugins.config"), jar);
        }
        return plugins;
    }

    private static Choice choice(GenericDialog dialog, String name) {
        for (Object field : dialog.getChoices())
            if (((Component) field).getName().equals(name)) return (Choice) field;
        throw new AssertionError("The dialog has no field '" + name + "'.");
    }

    private static <W extends Window> W shown(Class<W> type) {
        for (Window window : Window.getWindows())
            if (type.isInstance(window) && window.isShowing()) return type.cast(window);
        return null;
    }

    private static <T> T await(String what, Supplier<T> supplier) throws InterruptedException {
        for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
            T found = supplier.get();
            if (found != null) return found;
            Thread.sleep(100);
        }
        throw new AssertionError("Waited in vain for " + what + ".");
    }

    private static void click(Robot robot, Button button) {
        Point corner = button.getLocationOnScreen();
        Dimension size = button.getSize();
        robot.mouseMove(corner.x + size.width / 2, corner.y + size.height / 2);
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    }

    private static void screenshot(Robot robot, String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        ImageIO.write(
                robot.createScreenCapture(new Rectangle(0, 0, 1280, 800)),
                "png",
                SCREENSHOTS.resolve(name + ".png").toFile());
    }
}
