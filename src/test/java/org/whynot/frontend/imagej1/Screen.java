package org.whynot.frontend.imagej1;

import java.awt.AWTException;
import java.awt.EventQueue;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures of the screen in {@code target/screenshots}, in the screen's own pixels, taken once everything is painted. */
public final class Screen {

    /** How long the screen must stay the same before its picture is taken, and how long that is waited for. */
    private static final Duration STILL = Duration.ofMillis(120);

    private static final Duration PAINTING = Duration.ofSeconds(2);
    /** Pixels around the windows. */
    private static final int MARGIN = 10;

    private static final Path FOLDER = Path.of("target", "screenshots");

    private Screen() {}

    /** Writes the part of the screen that windows are on to NAME.png. */
    public static void capture(String name) throws Exception {
        Rectangle part = new Rectangle();
        // What is being done may move a window yet.
        EventQueue.invokeAndWait(() -> {
            for (Window window : Window.getWindows()) if (window.isShowing()) part.add(window.getBounds());
        });
        capture(part, name);
    }

    /** Writes a window and some pixels around it to NAME.png. */
    public static void capture(Window window, String name) throws IOException, AWTException {
        capture(window.getBounds(), name);
    }

    private static void capture(Rectangle part, String name) throws IOException, AWTException {
        part.grow(MARGIN, MARGIN);
        BufferedImage image = still(
                part.intersection(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize())));
        Files.createDirectories(FOLDER);
        ImageIO.write(image, "png", FOLDER.resolve(name + ".png").toFile());
    }

    /** A part of the screen once it does not change any more. */
    private static BufferedImage still(Rectangle part) throws AWTException {
        Robot robot = new Robot();
        long end = System.nanoTime() + PAINTING.toNanos();
        BufferedImage before = pixels(robot, part);
        while (true) {
            robot.delay((int) STILL.toMillis());
            BufferedImage now = pixels(robot, part);
            if (System.nanoTime() > end || Arrays.equals(values(before), values(now))) return now;
            before = now;
        }
    }

    private static BufferedImage pixels(Robot robot, Rectangle part) {
        robot.waitForIdle();
        Image[] variants = robot.createMultiResolutionScreenCapture(part)
                .getResolutionVariants()
                .toArray(Image[]::new);
        return (BufferedImage) variants[variants.length - 1];
    }

    private static int[] values(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
