package org.whynot.ui;

import java.awt.EventQueue;
import java.awt.GridLayout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.JTextField;
import javax.swing.SpinnerNumberModel;
import org.whynot.dataset.Segment;
import org.whynot.labelling.Agreement;
import org.whynot.labelling.Candidates;
import org.whynot.labelling.Clip;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;
import org.whynot.ui.LabelController.Work;
import org.whynot.util.Progress;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** What the labelling window asks before it does something. */
final class LabelDialogs {

    private static final int USUAL_LENGTH = 100;
    private static final int USUAL_GAP = 20;
    /** Width of the field for a name, columns. */
    private static final int USUAL_NAME = 20;

    private final LabelController controller;

    LabelDialogs(LabelController controller) {
        this.controller = controller;
    }

    private Optional<String> text(String title, String question, String before) {
        Object answer = JOptionPane.showInputDialog(
                controller.window(), question, title, JOptionPane.PLAIN_MESSAGE, null, null, before);
        return Optional.ofNullable(answer).map(Object::toString);
    }

    /** Asks for the name of a class. */
    void newClass() {
        text("New class", "Name of the class:", "")
                .ifPresent(name -> controller.act("New class " + name.strip(), l -> l.withNewClass(name)));
    }

    /** Asks for the name of an attribute. */
    void newAttribute() {
        text("New attribute", "Name of the attribute:", "")
                .ifPresent(name -> controller.act("New attribute " + name.strip(), l -> l.withNewAttribute(name)));
    }

    /**
     * A name that can be changed.
     *
     * @param isClass whether it is that of a class, else of an attribute: one of each may have the same
     * @param name as it is now
     */
    record Known(boolean isClass, String name) {

        /**
         * Labels with another name instead.
         *
         * @throws IllegalArgumentException if the other can't be used; a sentence
         */
        Labels renamed(Labels labels, String other) {
            return isClass ? labels.renamedClass(name, other) : labels.renamedAttribute(name, other);
        }

        @Override
        public String toString() {
            return (isClass ? "class " : "attribute ") + name;
        }
    }

    /** The names of all classes, then of all attributes. */
    static List<Known> known(Labels labels) {
        return Stream.concat(
                        labels.classes().stream().map(name -> new Known(true, name)),
                        labels.attributes().stream().map(name -> new Known(false, name)))
                .toList();
    }

    /** Asks which class or attribute gets another name, and for that; begins with the one that is selected. */
    void rename() {
        List<Known> known = known(controller.project.labels());
        if (known.isEmpty()) {
            controller.say("There is no class or attribute yet. Ctrl+N adds a class, Ctrl+T an attribute.");
            return;
        }
        JTextField name = new JTextField(USUAL_NAME);
        JComboBox<Known> which = new JComboBox<>(known.toArray(Known[]::new));
        which.addActionListener(
                e -> name.setText(known.get(which.getSelectedIndex()).name()));
        which.setSelectedItem(selected(known));
        if (!asked("Rename", List.of("Class or attribute", "New name"), List.of(which, name))) return;
        Known chosen = known.get(which.getSelectedIndex());
        controller.act("Rename " + chosen, l -> chosen.renamed(l, name.getText()));
    }

    private Known selected(List<Known> known) {
        LabelPanel.Name attribute = controller.panel.attributes.getSelectedValue();
        LabelPanel.Name ofClass = controller.panel.classes.getSelectedValue();
        if (attribute != null) return new Known(false, attribute.name());
        return ofClass != null ? new Known(true, ofClass.name()) : known.get(0);
    }

    /** Asks for the group of the chosen clips. */
    void group() {
        String before = controller.current().map(Clip::group).orElse("");
        text("Group", "Animal, dish or day of the chosen clips; clips of one group are never split:", before)
                .ifPresent(name -> controller.act("Group " + name.strip(), l -> l.withGroup(controller.ids(), name)));
    }

    /** Asks how long the segments are to be. */
    void splitRegularly() {
        controller.current().ifPresent(clip -> {
            int frames = controller.project.size(clip).frames();
            if (frames == 0) {
                controller.say("The length of the video is not known yet: wait for its thumbnail.");
                return;
            }
            if (!isInside(clip)) return;
            int most = clip.stopIn(frames) - clip.segment().start();
            JSpinner length = new JSpinner(new SpinnerNumberModel(Math.min(USUAL_LENGTH, most), 1, most, 1));
            JSpinner step = new JSpinner(new SpinnerNumberModel(Math.min(USUAL_LENGTH, most), 1, most, 1));
            if (asked(
                    "Split regularly",
                    List.of("Frames in a clip", "Frames from start to start"),
                    List.of(length, step)))
                split(clip, regular(clip, frames, (int) length.getValue(), (int) step.getValue()));
        });
    }

    /** Asks how far apart motions must be, and looks for them. */
    void splitByMotion() {
        controller.current().filter(this::isInside).ifPresent(clip -> {
            JSpinner gap = new JSpinner(new SpinnerNumberModel(USUAL_GAP, 0, 100_000, 1));
            if (!asked("Split by motion", List.of("Quiet frames that end a clip"), List.of(gap))) return;
            int frames = (int) gap.getValue();
            controller.work(Work.SEGMENTS, progress -> {
                try (Video video = VideoFiles.open(controller.project.file(clip))) {
                    List<Segment> found = moving(clip, video, frames, progress);
                    EventQueue.invokeLater(() -> split(clip, found));
                }
            });
        });
    }

    /** Whether a clip is inside its video; else says what to do. */
    private boolean isInside(Clip clip) {
        boolean isInside = !clip.exceeds(controller.project.size(clip));
        if (!isInside)
            controller.say("The clip " + clip.id() + " reaches beyond its video, so it can't be split:"
                    + " correct its start, stop or crop first.");
        return isInside;
    }

    /**
     * Parts of a clip of equal length.
     *
     * @param frames of the video file
     * @param length of a part, frames, at least 1
     * @param step from the start of one to that of the next, frames, at least 1
     * @return whole frames of the video file, in order
     * @throws IllegalArgumentException if length or step is less than 1
     */
    static List<Segment> regular(Clip clip, int frames, int length, int step) {
        int start = clip.segment().start();
        return inFile(Candidates.regular(clip.stopIn(frames) - start, length, step), start);
    }

    /**
     * The parts of a clip in which something moves, inside its crop.
     *
     * @param video the whole file
     * @param gap quiet frames that end a part, at least 0
     * @return whole frames of the video file, in order
     * @throws IOException if the clip reaches beyond the video, or a frame can't be read
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    static List<Segment> moving(Clip clip, Video video, int gap, Progress progress) throws IOException {
        return inFile(
                Candidates.moving(clip.segment().of(video), gap, progress),
                clip.segment().start());
    }

    /** Frames of a clip as those of its video file. */
    private static List<Segment> inFile(List<Segment> segments, int start) {
        return segments.stream()
                .map(s -> Segment.frames(s.start() + start, s.stop() + start))
                .toList();
    }

    private void split(Clip clip, List<Segment> segments) {
        if (segments.isEmpty()) controller.say("Nothing moves in the clip " + clip.id() + ", so it was not split.");
        else
            controller.act(
                    "Split " + clip.id() + " into " + segments.size() + " clips",
                    (Labels l) -> l.split(clip.id(), segments));
    }

    private boolean asked(String title, List<String> words, List<? extends JComponent> fields) {
        JPanel rows = new JPanel(new GridLayout(0, 2, 8, 4));
        for (int i = 0; i < words.size(); i++) {
            JLabel label = new JLabel(words.get(i));
            label.setLabelFor(fields.get(i));
            rows.add(label);
            rows.add(fields.get(i));
        }
        return JOptionPane.showConfirmDialog(
                        controller.window(), rows, title, JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE)
                == JOptionPane.OK_OPTION;
    }

    /** Asks for somebody else's folder, and shows how far the labels agree. */
    void compare() {
        Windows.choose(controller.panel, new Windows.Wanted("Compare", "compare_labels", true), "")
                .ifPresent(folder -> controller.work(Work.COMPARE, progress -> {
                    Labels mine = controller.project.labels();
                    Labels theirs = LabelProject.read(folder, progress);
                    Agreement agreement = Agreement.of(mine, theirs);
                    EventQueue.invokeLater(() -> AgreementWindow.open(agreement, folder, this::choose));
                }));
    }

    private void choose(String id) {
        int place = controller.panel.clips.next(-1, clip -> clip.id().equals(id));
        if (place >= 0) controller.panel.clips.choose(place);
    }
}
