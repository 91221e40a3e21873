package org.whynot.ui;

import java.awt.EventQueue;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.Timer;
import org.whynot.frontend.Messages;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;

/** Saves labels on a thread of its own, tries again where that fails, and shows how it stands. On the event thread. */
final class LabelSaver implements AutoCloseable {

    private enum Kind {
        SAVE
    }

    /** After this time saving is tried again, milliseconds. */
    private static final int AGAIN = 5000;

    private final LabelProject project;
    private final JLabel shown;
    private final Consumer<String> said;
    private final LatestWorker<Kind> worker;
    private final Timer again = new Timer(AGAIN, e -> save());

    /**
     * @param shown says whether everything is saved
     * @param said receives why it can't be
     */
    LabelSaver(LabelProject project, JLabel shown, Consumer<String> said) {
        this.project = project;
        this.shown = shown;
        this.said = said;
        again.setRepeats(false);
        worker = new LatestWorker<>(
                "WhyNot labels: saving",
                Kind.class,
                (fraction, message) -> {},
                (kind, e) -> EventQueue.invokeLater(() -> failed(e)));
    }

    /** Saves what has changed. */
    void save() {
        shown.setText("Saving ...");
        worker.put(Kind.SAVE, progress -> {
            project.save();
            EventQueue.invokeLater(this::show);
        });
    }

    /** Shows how many clips are labelled, if everything is saved. */
    void show() {
        if (!project.isSaved()) return;
        again.stop();
        Labels labels = project.labels();
        shown.setText(labels.labelled() + " of " + labels.clips().size() + " labelled, "
                + project.ready().size() + " in the data set; saved");
    }

    private void failed(Throwable e) {
        if (e instanceof CancellationException) return;
        shown.setText("NOT SAVED");
        said.accept(Messages.sentence(e));
        again.restart();
    }

    /** Saves what is not saved yet, asks what to do where that fails, and gives the folder to others. */
    @Override
    public void close() {
        again.stop();
        while (!project.isSaved())
            try {
                project.save();
            } catch (IOException e) {
                String[] answers = {"Try again", "Close without saving"};
                int answer = JOptionPane.showOptionDialog(
                        null,
                        e.getMessage(),
                        "Label Videos",
                        JOptionPane.DEFAULT_OPTION,
                        JOptionPane.WARNING_MESSAGE,
                        null,
                        answers,
                        answers[0]);
                if (answer == 1) break;
            }
        worker.close(() -> {
            try {
                project.close();
            } catch (IOException e) {
                // The lock ends with the program.
                EventQueue.invokeLater(() -> said.accept(e.getMessage()));
            }
        });
    }
}
