package org.whynot.imagej;

import com.sun.management.OperatingSystemMXBean;
import ij.ImagePlus;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.whynot.util.Progress;

/**
 * How fast a video answers: {@code VideoLatencyReport file [cache_mb]} prints the time to open it, the time of the next frame,
 * of the frame before and of a random one, and how much memory the process took.
 */
final class VideoLatencyReport {

    private static final int STEPS = 100;

    private VideoLatencyReport() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int cacheMb = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ImageFiles.defaultCacheMb();
        for (String again : new String[] {"first", "second"}) {
            long start = System.nanoTime();
            double cpu = cpu();
            ImagePlus image = ImageFiles.openImage(file, cacheMb, System.out::println, Progress.SILENT);
            System.out.printf(
                    "%s opening: %.0f ms (processor time %.0f ms), %d x %d pixels, %d frames%n",
                    again, since(start), cpu() - cpu, image.getWidth(), image.getHeight(), image.getStackSize());
            if (again.equals("second")) measure(image);
            image.close();
        }
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status))
            for (String line : Files.readAllLines(status)) if (line.startsWith("VmHWM")) System.out.println(line);
        System.out.println(
                "Java's memory: at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MB, cache " + cacheMb + " MB");
    }

    private static void measure(ImagePlus image) {
        int frames = image.getStackSize();
        Random random = new Random(1);
        int middle = frames / 2;
        time(image, "next frame", i -> middle + i);
        time(image, "frame before", i -> middle / 2 - i);
        time(image, "random frame", i -> 1 + random.nextInt(frames));
    }

    private static void time(ImagePlus image, String what, IntUnaryOperator slice) {
        double[] milliseconds = new double[STEPS];
        double cpu = cpu();
        image.getStack().getProcessor(slice.applyAsInt(0));
        for (int i = 0; i < STEPS; i++) {
            int n = slice.applyAsInt(i + 1);
            long start = System.nanoTime();
            image.getStack().getProcessor(n);
            milliseconds[i] = since(start);
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                "%s: median %.1f ms, 95 %% below %.1f ms, at most %.1f ms; processor time %.1f ms on average%n",
                what,
                milliseconds[STEPS / 2],
                milliseconds[STEPS * 95 / 100],
                milliseconds[STEPS - 1],
                (cpu() - cpu) / STEPS);
    }

    /** What all threads of this process computed so far, in milliseconds: on a busy machine the fairer measure. */
    private static double cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e6;
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
