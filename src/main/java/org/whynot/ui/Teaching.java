package org.whynot.ui;

import java.awt.EventQueue;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javax.swing.JOptionPane;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.frontend.Messages;
import org.whynot.labelling.Clip;
import org.whynot.labelling.Labels;
import org.whynot.labelling.Teacher;
import org.whynot.model.ModelFolders;
import org.whynot.util.Progress;

/** A model at work beside the person who labels: judges clips without a class on a thread of its own, and proposes. */
final class Teaching implements AutoCloseable {

    private enum Kind {
        JUDGE
    }

    private final LabelController controller;
    private String model;
    private LatestWorker<Kind> worker;
    private volatile Teacher teacher;
    private boolean on;

    /** @param model a name or folder; empty to ask for it */
    Teaching(LabelController controller, String model) {
        this.controller = controller;
        this.model = model;
    }

    /** Whether clips are proposed classes for. */
    boolean isOn() {
        return on;
    }

    /** Whether clips are being judged. */
    boolean isBusy() {
        return worker != null && worker.isBusy();
    }

    /** Begins to judge the clips that have no class; asks for the model the first time. */
    void ask() {
        String name = model;
        if (name.isEmpty()) {
            Object[] names = ModelFolders.known().keySet().toArray();
            if (names.length == 0) {
                controller.say("There is no model yet: train or import one first.");
                return;
            }
            Object chosen = JOptionPane.showInputDialog(
                    controller.window(),
                    "The model that proposes classes:",
                    "Teach",
                    JOptionPane.PLAIN_MESSAGE,
                    null,
                    names,
                    names[0]);
            if (chosen == null) return;
            name = chosen.toString();
        }
        begin(name);
    }

    /** Begins to judge the clips that have no class. */
    void begin(String name) {
        model = name;
        if (worker == null)
            worker = new LatestWorker<>(
                    "WhyNot teacher",
                    Kind.class,
                    (fraction, message) -> {},
                    (kind, e) -> EventQueue.invokeLater(() -> failed(e)));
        on = true;
        controller.say("Opening the model " + model + ".");
        worker.put(Kind.JUDGE, progress -> judge(name, progress));
    }

    private void failed(Throwable e) {
        if (teacher == null) {
            // The model can't be opened: the next time another one is asked for.
            model = "";
            on = false;
        }
        controller.say(e instanceof CancellationException ? "Cancelled." : Messages.sentence(e));
    }

    private void judge(String name, Progress progress) throws Exception {
        if (teacher == null) teacher = Teacher.open(ModelFolders.find(name), "auto");
        List<Clip> open = controller.project.labels().clips().stream()
                .filter(c -> !c.isLabelled() && !controller.project.isMissing(c))
                .filter(c -> teacher.answer(c).isEmpty())
                .toList();
        int done = 0;
        String failed = "";
        for (Clip clip : open) {
            progress.check();
            try {
                teacher.judge(clip, controller.project.file(clip), progress);
            } catch (IOException e) {
                // One that can't be read keeps nobody from the others.
                failed = " The last that can't be judged: " + clip.id() + ". " + Messages.sentence(e);
            }
            done++;
            String said = "Judged " + done + " of " + open.size() + " clips." + failed;
            EventQueue.invokeLater(() -> judged(said));
        }
        EventQueue.invokeLater(this::next);
    }

    private void judged(String said) {
        controller.refresh();
        show();
        controller.say(said);
    }

    /** Goes to the clip without class that the model is most unsure about. */
    void next() {
        int place = controller.panel.clips.next(
                -1, clip -> !clip.isLabelled() && answer(clip).isPresent());
        if (place < 0) controller.say("There is no clip left for which a class is proposed.");
        else controller.panel.clips.choose(place);
        show();
    }

    /** Shows what is proposed for the clip that is chosen. */
    void show() {
        Optional<Answer> answer =
                controller.current().filter(c -> !c.isLabelled()).flatMap(this::answer);
        controller.panel.proposal.setText(
                answer.map(a -> proposal(a) + ".\n" + a.sentence() + "\nShift-Enter accepts; another class corrects.")
                        .orElse(""));
        controller.view.propose(answer);
    }

    /** Gives the clip the class that is proposed. */
    void accept() {
        Optional<Clip> clip = controller.current().filter(c -> !c.isLabelled());
        Optional<Answer> answer = clip.flatMap(this::answer);
        if (answer.isEmpty()) {
            controller.say("Nothing is proposed for this clip: choose Teach first.");
            return;
        }
        String name = likely(answer.get()).name();
        controller.act("Accept " + name, (Labels l) -> (l.classes().contains(name) ? l : l.withNewClass(name))
                .withClass(Set.of(clip.get().id()), name));
        next();
    }

    /** What the model said about a clip. */
    Optional<Answer> answer(Clip clip) {
        Teacher asked = teacher;
        return on && asked != null ? asked.answer(clip) : Optional.empty();
    }

    /** The clips in the order in which they are to be labelled. */
    List<Clip> sorted(List<Clip> clips) {
        Teacher asked = teacher;
        return on && asked != null ? asked.sorted(clips) : clips;
    }

    /** The most probable class and how probable it is. */
    static String proposal(Answer answer) {
        ClassProbability likely = likely(answer);
        return String.format(Locale.ROOT, "proposed: %s (%.2f)", likely.name(), likely.probability());
    }

    private static ClassProbability likely(Answer answer) {
        return answer.prediction().stream()
                .max(Comparator.comparingDouble(ClassProbability::probability))
                .orElseThrow();
    }

    /** Ends what is being judged. */
    void cancel() {
        if (worker != null) worker.cancel();
    }

    /** Frees the model when it has ended its work. */
    @Override
    public void close() {
        on = false;
        if (worker == null) return;
        worker.close(() -> {
            if (teacher != null) teacher.close();
        });
    }
}
