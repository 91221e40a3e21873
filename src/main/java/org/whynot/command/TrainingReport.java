package org.whynot.command;

import ij.IJ;
import ij.macro.Interpreter;
import java.awt.Desktop;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.whynot.dataset.Balance;
import org.whynot.dataset.DataSet;
import org.whynot.frontend.FrontEnd;
import org.whynot.model.ModelFolders;
import org.whynot.train.TrainingLog;
import org.whynot.train.TrainingWatcher;
import org.whynot.util.StagedFiles;

/**
 * What a user sees of a training: before it, how its data are balanced; while it runs, one line per epoch and its curves, in
 * windows where there is a display, and in two files beside the output ({@code output.training.csv}, {@code .png}) everywhere;
 * after it, the curves and the balance in the model folder.
 */
final class TrainingReport implements TrainingWatcher {

    private final String part;
    private final Balance balance;
    private final String name;
    private final Path table;
    private final Path picture;
    private final FrontEnd to;
    private final boolean window = IJ.getInstance() != null && !GraphicsEnvironment.isHeadless();
    private final AtomicReference<List<Curves>> toDraw = new AtomicReference<>();
    private final CurveWindows windows;
    private List<Curves> last = List.of();
    private int told;
    private boolean fails;

    /**
     * Tells how the data are balanced.
     *
     * @param part {@code classifier} or {@code explainer}
     * @param data what is learned from
     * @param output the model folder that will be made
     * @param to the front end that is notified
     */
    TrainingReport(String part, DataSet data, Path output, FrontEnd to) {
        this(part, Balance.of(data), output, to);
        balance.summary().forEach(to::note);
        balance.findings().forEach(to::note);
    }

    private TrainingReport(String part, Balance balance, Path output, FrontEnd to) {
        this.part = part;
        this.to = to;
        this.balance = balance;
        Path place = output.toAbsolutePath().normalize();
        name = String.valueOf(place.getFileName());
        windows = new CurveWindows(name);
        table = place.resolveSibling(name + ".training.csv");
        picture = place.resolveSibling(name + ".training.png");
    }

    /** The report of the next step of the same training, of whose balance has been told. */
    TrainingReport next(String nextPart) {
        return new TrainingReport(nextPart, balance, table.resolveSibling(name), to);
    }

    @Override
    public void changed(TrainingLog log) {
        last = curves(log);
        if (window && !Interpreter.isBatchMode() && toDraw.getAndSet(last) == null)
            EventQueue.invokeLater(() -> windows.draw(toDraw.getAndSet(null)));
        if (log.epochs() == told) return;
        told = log.epochs();
        to.note(log.lastInWords() + ".");
        if (fails) return;
        try {
            write(table, log.csv().getBytes(StandardCharsets.UTF_8));
            write(picture, png());
        } catch (IOException e) {
            // A training of hours must not end for its image.
            fails = true;
            to.note("The curves can't be written beside the output: " + e.getMessage() + ". The training continues.");
        }
    }

    /**
     * Puts the curves and the balance into the finished model folder and hands over the result.
     *
     * @param folder the model folder
     * @param sentence the result
     */
    void complete(Path folder, String sentence) {
        keep(folder);
        ModelFolders.add(folder);
        to.result(sentence);
        to.written(folder);
    }

    /** Puts the curves and the balance into the finished model folder. */
    void keep(Path folder) {
        try {
            write(folder.resolve(part + "-balance.csv"), balance.csv().getBytes(StandardCharsets.UTF_8));
            Files.deleteIfExists(table);
            Files.deleteIfExists(picture);
            if (!last.isEmpty()) write(folder.resolve(part + "-training.png"), png());
        } catch (IOException e) {
            to.note("The model is whole, but not all about its training could be written: " + e.getMessage() + ".");
        }
    }

    /** Shows a page in the user's browser, where there are a browser and a person before it. */
    static void open(Path page) {
        if (IJ.getInstance() == null || GraphicsEnvironment.isHeadless() || Interpreter.isBatchMode()) return;
        if (!Desktop.isDesktopSupported() || !Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) return;
        try {
            Desktop.getDesktop().browse(page.toUri());
        } catch (IOException e) {
            // The page was named; it can be opened by hand.
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        StagedFiles.write(file.toAbsolutePath().getParent(), file.getFileName().toString(), content);
    }

    private byte[] png() throws IOException {
        try {
            return Curves.png(last.stream().map(curves -> curves.plot(name)).toList());
        } catch (RuntimeException | LinkageError | InternalError e) {
            // Java can't draw on a system without fonts, and reports it in many ways.
            throw new IOException("curves can't be drawn on this system (" + e + ")", e);
        }
    }

    /** The columns by what they measure: what is a share has an axis of its own, the rate has none. */
    private static List<Curves> curves(TrainingLog log) {
        double[] epochs = log.values("epoch");
        Curves losses = new Curves("epoch", epochs, "nats");
        Curves accuracies = new Curves("epoch", epochs, "share").range(0, 1);
        boolean shares = false;
        for (String column : log.columns()) {
            boolean share = column.endsWith("_accuracy");
            shares |= share;
            if (share) accuracies.add(column.replace('_', ' '), log.values(column));
            else if (!column.equals("epoch") && !column.equals("rate"))
                losses.add(column.replace('_', ' '), log.values(column));
        }
        return shares ? List.of(losses, accuracies) : List.of(losses);
    }
}
