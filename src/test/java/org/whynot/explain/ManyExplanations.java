package org.whynot.explain;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.whynot.imagej.ImageFiles;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;

/**
 * Explains one video many times in one Java process and prints how the resident memory and the times develop (Linux only).
 *
 * <p>{@code main(model, video file, repetitions, yes to verify)}.
 */
public final class ManyExplanations {

    private ManyExplanations() {}

    public static void main(String[] arguments) throws IOException {
        int repetitions = Integer.parseInt(arguments[2]);
        boolean verify = arguments[3].equals("yes");
        ImagePlus image = ImageFiles.openImage(Path.of(arguments[1]));
        double[] seconds = new double[repetitions];
        try (Model model = Model.open(ModelFolders.find(arguments[0]), "cpu")) {
            Question question = new Question("predicted", "runner-up", 3, Evidence.FOR, verify);
            for (int i = 0; i < repetitions; i++) {
                long start = System.nanoTime();
                try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {})) {
                    new Explainer(model).explain(video, question, Progress.SILENT);
                }
                seconds[i] = (System.nanoTime() - start) / 1e9;
                if ((i + 1) % 100 == 0) {
                    long before = residentMegabytes();
                    // What Java has not collected yet is no leak; what stays resident after a collection may be one.
                    System.gc();
                    System.out.printf(
                            "after %4d: %d MB resident, %d MB after a collection%n",
                            i + 1, before, residentMegabytes());
                }
            }
        }
        Arrays.sort(seconds);
        System.out.printf(
                "seconds an explanation: median %.3f, 10 %% %.3f, 90 %% %.3f%n",
                seconds[repetitions / 2], seconds[repetitions / 10], seconds[repetitions * 9 / 10]);
    }

    private static long residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status")))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        return -1;
    }
}
