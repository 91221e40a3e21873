package org.whynot.ui;

import java.awt.EventQueue;
import java.awt.GridLayout;
import java.util.List;
import java.util.Optional;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import org.whynot.dataset.Segment;
import org.whynot.labelling.Agreement;
import org.whynot.labelling.Candidates;
import org.whynot.labelling.Clip;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;
import org.whynot.ui.LabelController.Work;
import org.whynot.video.Video;
import org.whynot.video.VideoFiles;

/** What the labelling window asks before it does something. */
final class LabelDialogs {

    private static final int USUAL_LENGTH = 100;
    private static final int USUAL_GAP = 20;

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

    /** Asks for another name of the chosen attribute or class. */
    void rename() {
        LabelPanel.Name attribute = controller.panel.attributes.getSelectedValue();
        LabelPanel.Name chosen = attribute != null ? attribute : controller.panel.classes.getSelectedValue();
        if (chosen == null) {
            controller.say("Choose the class or attribute first: click on it.");
            return;
        }
        text("Rename", "New name of " + chosen.name() + ":", chosen.name())
                .ifPresent(name -> controller.act("Rename " + chosen.name(), l -> l.renamed(chosen.name(), name)));
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
            JSpinner length = new JSpinner(new SpinnerNumberModel(Math.min(USUAL_LENGTH, frames), 1, frames, 1));
            JSpinner step = new JSpinner(new SpinnerNumberModel(Math.min(USUAL_LENGTH, frames), 1, frames, 1));
            if (asked(
                    "Split regularly",
                    List.of("Frames in a clip", "Frames from start to start"),
                    List.of(length, step)))
                split(clip, Candidates.regular(frames, (int) length.getValue(), (int) step.getValue()));
        });
    }

    /** Asks how far apart motions must be, and looks for them. */
    void splitByMotion() {
        controller.current().ifPresent(clip -> {
            JSpinner gap = new JSpinner(new SpinnerNumberModel(USUAL_GAP, 0, 100_000, 1));
            if (!asked("Split by motion", List.of("Quiet frames that end a clip"), List.of(gap))) return;
            int frames = (int) gap.getValue();
            controller.work(Work.SEGMENTS, progress -> {
                try (Video video = VideoFiles.open(controller.project.file(clip))) {
                    List<Segment> found = Candidates.moving(video, frames, progress);
                    EventQueue.invokeLater(() -> split(clip, found));
                }
            });
        });
    }

    private void split(Clip clip, List<Segment> segments) {
        if (segments.isEmpty()) controller.say("Nothing moves in " + clip.video() + ", so it was not split.");
        else
            controller.act(
                    "Split " + clip.id() + " into " + segments.size() + " clips",
                    (Labels l) -> l.split(clip.id(), segments));
    }

    private boolean asked(String title, List<String> words, List<JSpinner> spinners) {
        JPanel rows = new JPanel(new GridLayout(0, 2, 8, 4));
        for (int i = 0; i < words.size(); i++) {
            JLabel label = new JLabel(words.get(i));
            label.setLabelFor(spinners.get(i));
            rows.add(label);
            rows.add(spinners.get(i));
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
