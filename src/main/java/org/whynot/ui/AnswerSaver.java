package org.whynot.ui;

import java.awt.Component;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.swing.JComboBox;
import javax.swing.JOptionPane;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import org.whynot.explain.Answer;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.FigureFormat;
import org.whynot.overlay.Montage;
import org.whynot.ui.VideoSession.Kind;

/** Saves answers of one session, after asking where. */
final class AnswerSaver {

    private static final int KEY_FRAMES = 4;

    private final Component parent;
    private final VideoSession session;
    private final Consumer<String> said;

    /**
     * @param parent what the dialogs are in front of
     * @param said receives a message about what was written
     */
    AnswerSaver(Component parent, VideoSession session, Consumer<String> said) {
        this.parent = parent;
        this.session = session;
        this.said = said;
    }

    /**
     * Asks for a folder, and saves all files of an answer there.
     *
     * @param macro the macro line that gives the same answer
     */
    void all(Answer answer, String macro) {
        Windows.chooseFolder(parent, "Save all").ifPresent(folder -> all(answer, macro, folder));
    }

    /** Saves all files of an answer. */
    void all(Answer answer, String macro, Path folder) {
        session.ask(
                Kind.SAVE,
                (video, progress) -> AnswerFiles.write(answer, video.video(), folder, macro, progress),
                files -> said.accept(files.size() + " files were written to " + folder + "."));
    }

    /** Asks for number of frames, format and folder, and saves an answer as a figure. */
    void figure(Answer answer) {
        JComboBox<FigureFormat> format = new JComboBox<>(FigureFormat.values());
        format.setName("format");
        SpinnerNumberModel frames = new SpinnerNumberModel(KEY_FRAMES, 1, Montage.MOST_FRAMES, 1);
        Object[] questions = {"Key frames", new JSpinner(frames), "Format", format};
        if (JOptionPane.showConfirmDialog(parent, questions, "Save figure", JOptionPane.OK_CANCEL_OPTION)
                != JOptionPane.OK_OPTION) return;
        FigureFormat chosen = (FigureFormat) format.getSelectedItem();
        int count = frames.getNumber().intValue();
        Windows.chooseFolder(parent, "Save figure").ifPresent(folder -> figure(answer, folder, count, chosen));
    }

    /** Saves an answer as a figure. */
    void figure(Answer answer, Path folder, int frames, FigureFormat format) {
        session.ask(
                Kind.FIGURE,
                (video, progress) ->
                        Montage.of(answer, video.video(), frames, progress).write(folder, format),
                file -> said.accept("Written: " + file));
    }
}
