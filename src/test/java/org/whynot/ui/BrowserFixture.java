package org.whynot.ui;

import ij.ImagePlus;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Window;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.whynot.explain.Answer;
import org.whynot.explain.Explainer;
import org.whynot.explain.Question;
import org.whynot.imagej.ImagePlusVideo;
import org.whynot.imagej.TimeAxis;
import org.whynot.model.Model;
import org.whynot.model.ModelFolders;
import org.whynot.overlay.ExplanationOverlay;
import org.whynot.overlay.LastAnswer;
import org.whynot.util.Progress;
import org.whynot.util.Wait;

/** An explained image with its browser, and what tests do to windows. */
final class BrowserFixture {

    private BrowserFixture() {}

    static LastAnswer explain(ImagePlus image, String modelName, Question question) throws Exception {
        Path folder = ModelFolders.find(modelName);
        try (ImagePlusVideo video = ImagePlusVideo.of(image, TimeAxis.AUTO, note -> {});
                Model model = Model.open(folder, "cpu")) {
            Answer answer = new Explainer(model).explain(video, question, Progress.SILENT);
            LastAnswer last = new LastAnswer(answer, video.timeOnSlices(), folder, "cpu");
            ExplanationOverlay.show(answer, image, video.timeOnSlices());
            LastAnswer.keep(image, last);
            return last;
        }
    }

    /** Runs something on the event thread and gives what it returns. */
    static <T> T onEvents(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        EventQueue.invokeLater(task);
        return Wait.forResult(task);
    }

    static void run(Runnable work) throws Exception {
        EventQueue.invokeAndWait(work);
    }

    /** Waits until something is so. */
    static void await(String what, BooleanSupplier condition) throws Exception {
        Wait.until(what, () -> {
            try {
                return onEvents(condition::getAsBoolean);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    /** The component with a name. */
    @SuppressWarnings("unchecked")
    static <C extends Component> C named(Container in, String name) {
        for (Component c : in.getComponents()) {
            if (name.equals(c.getName())) return (C) c;
            if (c instanceof Container inner) {
                C found = named(inner, name);
                if (found != null) return found;
            }
        }
        return null;
    }

    /** What a window shows, in its pixels on the screen. */
    static void screenshot(Window window, String name) throws Exception {
        run(() -> {
            double scale =
                    window.getGraphicsConfiguration().getDefaultTransform().getScaleX();
            BufferedImage picture = new BufferedImage(
                    (int) (window.getWidth() * scale), (int) (window.getHeight() * scale), BufferedImage.TYPE_INT_RGB);
            java.awt.Graphics2D g = picture.createGraphics();
            g.scale(scale, scale);
            window.printAll(g);
            g.dispose();
            File file = new File("target/screenshots/" + name + ".png");
            file.getParentFile().mkdirs();
            try {
                ImageIO.write(picture, "png", file);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    static long browserThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(VideoSession.THREAD)
                        || thread.getName().startsWith("WhyNot image"))
                .count();
    }
}
