package org.whynot.frontend.imagej1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.PlotWindow;
import java.awt.Choice;
import java.awt.TextField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.whynot.explain.Answer;
import org.whynot.model.ModelCard;
import org.whynot.overlay.LastAnswer;
import org.whynot.simulation.CellSimulator;
import org.whynot.simulation.SimulationSettings;
import org.whynot.util.NeedsDisplay;
import org.whynot.util.Progress;

/**
 * From a folder per class with 60 movies to an explained video by three menu entries of plain ImageJ, with a real mouse and
 * real keys. Leaves screenshots in target/screenshots.
 */
@NeedsDisplay
class MoviesToAnswerWindowTest {

    private static final int MOVIES = 60;
    /** Rows of a usual screen, pixels. */
    private static final int SCREEN = 1080;

    @TempDir
    Path folder;

    @Test
    void trainModelOpenVideoExplainVideo() throws Exception {
        new CellSimulator(new SimulationSettings(MOVIES, 10, 48, 48, 3, 0)).write(folder, Progress.SILENT);
        Path movies = folder.resolve("videos");
        try (WindowSession session = new WindowSession(folder)) {
            Path model = train(session, movies);
            ImagePlus image = open(session, movies);
            Answer answer = explain(session, image);
            assertEquals(model.getFileName().toString(), answer.model().name());
            assertTrue(ModelCard.read(model)
                    .classes()
                    .containsAll(answer.prediction().stream().map(c -> c.name()).toList()));
            // There are no attributes, so the tubes have no words.
            assertEquals("", answer.explanations().get(0).attribute());
            assertEquals(List.of(), session.wrecks());
        }
    }

    private Path train(WindowSession session, Path movies) throws Exception {
        session.menu("WhyNot", "Train Model...");
        GenericDialog dialog = dialog();
        fill(session, dialog, "dataset", movies.toString());
        fill(session, dialog, "name", "mine");
        fill(session, dialog, "output", folder.toString());
        fill(session, dialog, "minutes", "0.1");
        Screen.capture(dialog, "movies-1-train");
        assertTrue(dialog.getHeight() < SCREEN, "height " + dialog.getHeight());
        session.ok(dialog);
        Path model = folder.resolve("mine");
        PlotWindow curves = WindowSession.await(
                "the curves",
                () -> WindowSession.shown(PlotWindow.class, w -> w.getTitle().equals("Training of mine: loss")));
        WindowSession.awaitThat("the end of the training", () -> log().contains("Written: " + model + "\n"));
        assertTrue(Files.isRegularFile(model.resolve("report").resolve("report.html")));
        assertTrue(log().contains("were drawn for testing (seed 0), each as a group of its own."), log());
        assertTrue(log().contains("Trained a model; it is right on "), log());
        PlotWindow accuracy =
                WindowSession.shown(PlotWindow.class, w -> w.getTitle().equals("Training of mine: accuracy"));
        assertFalse(curves.getBounds().intersects(accuracy.getBounds()), "The one covers the other.");
        session.tidy();
        Screen.capture("movies-2-curves");
        return model;
    }

    private static ImagePlus open(WindowSession session, Path movies) throws Exception {
        Path video;
        try (Stream<Path> files = Files.list(movies.resolve("mitosis"))) {
            video = files.filter(f -> f.toString().endsWith(".avi"))
                    .sorted()
                    .toList()
                    .get(0);
        }
        session.menu("WhyNot", "Open Video...");
        GenericDialog dialog = dialog();
        fill(session, dialog, "path", video.toString());
        session.ok(dialog);
        ImagePlus image = WindowSession.await(
                "the video", () -> WindowSession.shownImage() == null || isPlot() ? null : WindowSession.shownImage());
        assertEquals(10, image.getNFrames());
        return image;
    }

    private static boolean isPlot() {
        return WindowSession.shownImage().getWindow() instanceof PlotWindow;
    }

    private static Answer explain(WindowSession session, ImagePlus image) throws Exception {
        session.menu("WhyNot", "Explain Video...");
        GenericDialog dialog = dialog();
        Choice model = (Choice) WindowSession.named(dialog, "model");
        int mine = IntStream.range(0, model.getItemCount())
                .filter(i -> model.getItem(i).equals("mine"))
                .findFirst()
                .orElseThrow();
        session.input().choose(model, mine);
        assertFalse(WindowSession.named(dialog, "problem").isShowing());
        session.ok(dialog);
        WindowSession.awaitThat("the answer", () -> LastAnswer.of(image).isPresent() && image.getOverlay() != null);
        session.tidy();
        WindowSession.onEvents(() -> {
            image.getWindow().setLocation(20, 160);
            image.getCanvas().setMagnification(1);
            for (int i = 0; i < 6; i++) image.getCanvas().zoomIn(0, 0);
        });
        Screen.capture(image.getWindow(), "movies-3-explained");
        return LastAnswer.of(image).orElseThrow().answer();
    }

    private static GenericDialog dialog() throws Exception {
        GenericDialog dialog = WindowSession.await("the dialog", () -> WindowSession.shown(GenericDialog.class));
        WindowSession.awaitModal(dialog);
        WindowSession.onEvents(() -> dialog.setLocation(300, 160));
        return dialog;
    }

    private static void fill(WindowSession session, GenericDialog dialog, String name, String text) {
        session.input().type((TextField) WindowSession.named(dialog, name), text);
    }

    private static String log() {
        return String.valueOf(IJ.getLog());
    }
}
