package org.whynot.ui;

import ij.ImagePlus;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.Action;
import javax.swing.DefaultListModel;
import javax.swing.RepaintManager;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.PairMatrix;
import org.whynot.explain.Question;
import org.whynot.overlay.ExplanationStyle;
import org.whynot.overlay.ExplanationTable;
import org.whynot.overlay.LastAnswer;
import org.whynot.ui.VideoSession.Kind;

/** What the browser does: turns clicks into work of the {@link VideoSession} and the {@link ImageView}, and shows what comes back. */
final class BrowserController implements VideoSession.Listener, ImageView.Listener {

    /** Hears how long it took from a click on a class to the end of the repaint that shows the answer. */
    interface LatencyListener {
        void answered(long nanoseconds);
    }

    final BrowserPanel panel;
    private final Map<BrowserAction, Action> actions = new EnumMap<>(BrowserAction.class);
    private final Map<Explanation, List<ClassProbability>> verified = new HashMap<>();
    private final ImagePlus image;
    private final LastAnswer last;
    private final VideoSession session;
    private final ImageView view;
    private final BrowserPairs pairs;
    private final AnswerSaver saver;
    private final Runnable closeWindow;
    private LatencyListener latency = nanoseconds -> {};
    private Optional<HeatMap> heat = Optional.empty();
    private Answer answer;
    /** What is asked about from now on. */
    private Evidence evidence;
    /** What the shown answer is about. */
    private Evidence answerEvidence;

    private boolean adjusting;
    private boolean usable = true;

    /**
     * On the event thread.
     *
     * @param closeWindow closes the window that the panel is in
     */
    BrowserController(ImagePlus image, LastAnswer last, Runnable closeWindow) {
        this.image = image;
        this.last = last;
        this.closeWindow = closeWindow;
        fillActions();
        panel = new BrowserPanel(actions);
        evidence = evidence(last.answer());
        session = VideoSession.of(image, last, EventQueue::invokeLater, this);
        view = new ImageView(image, last.timeOnSlices(), this);
        pairs = new BrowserPairs(image, session, this::pairChosen, () -> say(""));
        saver = new AnswerSaver(panel, session, this::say);
        fillPositives();
        show(last.answer());
        panel.plot.mark(view.frame());
        panel.whyNot.addListSelectionListener(e -> {
            if (!e.getValueIsAdjusting() && !adjusting) ask();
        });
        panel.positive.addActionListener(e -> {
            if (!adjusting) positiveChosen();
        });
        panel.rows.getSelectionModel().addListSelectionListener(e -> {
            if (!e.getValueIsAdjusting() && !adjusting) rowChosen(true);
        });
        panel.rows.setTicked(this::draw);
        panel.plot.setWanted(view::goTo);
        panel.opacity.addChangeListener(e -> view.show(heat, opacity()));
        warmUp();
    }

    private static Evidence evidence(Answer answer) {
        boolean for_ = !answer.of(Evidence.FOR).isEmpty();
        boolean against = !answer.of(Evidence.AGAINST).isEmpty();
        return for_ && against ? Evidence.BOTH : against ? Evidence.AGAINST : Evidence.FOR;
    }

    private void fillActions() {
        action(BrowserAction.FOR, () -> evidenceChosen(Evidence.FOR));
        action(BrowserAction.AGAINST, () -> evidenceChosen(Evidence.AGAINST));
        action(BrowserAction.BOTH, () -> evidenceChosen(Evidence.BOTH));
        action(BrowserAction.STRONGEST, () -> rowChosen(true));
        action(BrowserAction.TICK, () -> panel.rows.tickSelected());
        action(BrowserAction.VERIFY, this::verify);
        action(BrowserAction.HEAT, this::heat);
        action(BrowserAction.PAIRS, this::allPairs);
        action(BrowserAction.TABLE, () -> ExplanationTable.of(answer).show("Explanations of " + image.getTitle()));
        action(BrowserAction.SENTENCE, () -> copy(answer.sentence(), "The sentence is on the clipboard."));
        action(BrowserAction.MACRO, () -> copy(macro(), "The macro line is on the clipboard: " + macro()));
        action(BrowserAction.SAVE, () -> saver().all(answer, macro()));
        action(BrowserAction.FIGURE, () -> saver().figure(answer));
        action(BrowserAction.CANCEL, () -> {
            if (!session.cancel()) return;
            say("Cancelled.");
            showQuestion();
        });
        action(BrowserAction.CLOSE, () -> this.closeWindow.run());
    }

    private void action(BrowserAction which, Runnable work) {
        actions.put(which, which.action(work));
    }

    /** What a user can do, for menus, keys and tests. */
    Action action(BrowserAction which) {
        return actions.get(which);
    }

    /** The answer that is shown. */
    Answer answer() {
        return answer;
    }

    /** Whether it was opened for this answer. */
    boolean isOn(LastAnswer other) {
        return last == other;
    }

    /** Whether work is running. */
    boolean isBusy() {
        return session.isBusy();
    }

    void setLatencyListener(LatencyListener listener) {
        latency = listener;
    }

    private void fillPositives() {
        adjusting = true;
        last.answer().prediction().forEach(c -> panel.positive.addItem(c.name()));
        adjusting = false;
    }

    /** Looks at the video beforehand, so that the first click is answered as fast as the others. */
    private void warmUp() {
        Question question =
                question(answer.positive(), answer.negative()).withConfidence(0).withRefinement(false);
        say("Classifying the video, so that later answers come at once.");
        session.ask(Kind.ANSWER, (video, progress) -> video.answer(question, progress), same -> {
            if (!same.video().sha256().equals(last.answer().video().sha256())) {
                say("The image has changed since it was explained: this is the answer about it as it is now.");
                show(same);
            } else say("Ready. Choose another class to ask why it was not that one.");
        });
    }

    private Question question(String positive, String negative) {
        return last.answer().settings().question(positive, negative, evidence);
    }

    private void positiveChosen() {
        String positive = String.valueOf(panel.positive.getSelectedItem());
        String negative = answer.prediction().stream()
                .map(ClassProbability::name)
                .filter(name -> !name.equals(positive))
                .findFirst()
                .orElseThrow();
        ask(positive, negative, () -> {});
    }

    private void evidenceChosen(Evidence wanted) {
        evidence = wanted;
        ask(answer.positive(), answer.negative(), () -> {});
    }

    private void ask() {
        String negative = panel.whyNot.getSelectedValue();
        if (negative != null) ask(answer.positive(), negative, () -> {});
    }

    private void ask(String positive, String negative, Runnable then) {
        if (!usable) return;
        long start = System.nanoTime();
        Question question = question(positive, negative);
        session.ask(Kind.ANSWER, (video, progress) -> video.answer(question, progress), found -> {
            show(found);
            say("");
            draw();
            int frame = found.frameWithTube(view.frame());
            if (frame != view.frame()) view.goTo(frame);
            then.run();
            RepaintManager.currentManager(panel).paintDirtyRegions();
            latency.answered(System.nanoTime() - start);
        });
    }

    /** Shows an answer in all parts of the window. */
    private void show(Answer shown) {
        answer = shown;
        answerEvidence = evidence;
        panel.sentence.setText(sentenceStart(shown.sentence()));
        panel.showWarnings(shown.warnings());
        panel.prediction.show(shown.prediction(), List.of(), shown.positive(), shown.negative());
        showQuestion();
        verified.clear();
        adjusting = true;
        panel.rows.show(shown);
        adjusting = false;
        rowChosen(false);
    }

    /** Shows the classes and the evidence that the answer is about, which are not those that were asked for if nothing came of it. */
    private void showQuestion() {
        Answer shown = answer;
        evidence = answerEvidence;
        adjusting = true;
        panel.positive.setSelectedItem(shown.positive());
        DefaultListModel<String> others = (DefaultListModel<String>) panel.whyNot.getModel();
        List<String> names = shown.prediction().stream()
                .map(ClassProbability::name)
                .filter(name -> !name.equals(shown.positive()))
                .toList();
        if (!names.equals(java.util.Collections.list(others.elements()))) {
            others.clear();
            others.addAll(names);
        }
        panel.whyNot.setSelectedValue(shown.negative(), true);
        for (Map.Entry<BrowserAction, Evidence> radio : Map.of(
                        BrowserAction.FOR, Evidence.FOR,
                        BrowserAction.AGAINST, Evidence.AGAINST,
                        BrowserAction.BOTH, Evidence.BOTH)
                .entrySet()) actions.get(radio.getKey()).putValue(Action.SELECTED_KEY, radio.getValue() == evidence);
        adjusting = false;
    }

    private static String sentenceStart(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** Follows the selected row with plot, bars, heat map and image. */
    private void rowChosen(boolean go) {
        Optional<ExplanationStyle> style = panel.rows.selected();
        panel.plot.show(panel.rows.shown(), style, answer.video().frames());
        boolean any = style.isPresent() && usable;
        for (BrowserAction which :
                List.of(BrowserAction.STRONGEST, BrowserAction.TICK, BrowserAction.VERIFY, BrowserAction.HEAT))
            actions.get(which).setEnabled(any);
        showVerification();
        if (!any) return;
        if (go) view.goTo(style.get().explanation().strongestFrame());
        if (go) draw();
        if (heatWanted()) heat();
    }

    private void draw() {
        panel.plot.show(
                panel.rows.shown(), panel.rows.selected(), answer.video().frames());
        if (usable)
            view.show(
                    new ImageView.Tubes(answer, panel.rows.shown(), panel.rows.selected()),
                    heatWanted() ? heat : Optional.empty(),
                    opacity());
    }

    private void verify() {
        Optional<ExplanationStyle> style = panel.rows.selected();
        if (style.isEmpty() || !usable) return;
        Explanation e = style.get().explanation();
        Answer about = answer;
        session.ask(
                Kind.VERIFY,
                (video, progress) -> video.erased(e::boxAt, e.firstFrame(), e.lastFrame(), progress),
                after -> {
                    if (about != answer) return;
                    verified.put(e, after);
                    panel.rows.verified(
                            e, probability(after, answer.positive()), probability(after, answer.negative()));
                    showVerification();
                    say("");
                });
    }

    private static double probability(List<ClassProbability> all, String name) {
        return all.stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow()
                .probability();
    }

    private void showVerification() {
        Optional<Explanation> e = panel.rows.selected().map(ExplanationStyle::explanation);
        List<ClassProbability> after = e.map(verified::get).orElse(null);
        panel.verifiedTitle.setText(
                after == null
                        ? "Verify: erase the chosen tube and classify again"
                        : "Verified: before (pale) and after erasing '"
                                + e.get().label() + "' (full)");
        panel.verified.show(
                after == null ? List.of() : answer.prediction(),
                after == null ? List.of() : after,
                answer.positive(),
                answer.negative());
    }

    private boolean heatWanted() {
        return Boolean.TRUE.equals(actions.get(BrowserAction.HEAT).getValue(Action.SELECTED_KEY));
    }

    private double opacity() {
        return panel.opacity.getValue() / 100.0;
    }

    private void heat() {
        Optional<ExplanationStyle> style = panel.rows.selected();
        if (!heatWanted() || style.isEmpty() || !usable) {
            heat = Optional.empty();
            panel.heatKey.setVisible(false);
            if (usable) view.show(heat, opacity());
            return;
        }
        Answer about = answer;
        session.ask(
                Kind.HEAT,
                (video, progress) -> HeatMap.of(
                        video, about.positive(), about.negative(), style.get().explanation(), progress),
                map -> {
                    if (!heatWanted() || !usable) return;
                    heat = Optional.of(map);
                    panel.heatKey.show(map.largest());
                    panel.heatKey.setVisible(true);
                    view.show(heat, opacity());
                    say("");
                });
    }

    private void allPairs() {
        pairs.show(answer.prediction().stream().map(ClassProbability::name).toList());
    }

    private void pairChosen(PairMatrix.Cell cell) {
        if (evidence == Evidence.AGAINST) evidence = Evidence.FOR;
        ask(cell.positive(), cell.negative(), () -> view.goTo(cell.best().strongestFrame()));
    }

    private void copy(String words, String said) {
        StringSelection selection = new StringSelection(words);
        Toolkit.getDefaultToolkit().getSystemClipboard().setContents(selection, selection);
        say(said);
    }

    /** The macro line that gives the shown answer again. */
    String macro() {
        return MacroOptions.of(answer, evidence, last);
    }

    /** Writes the files of answers. */
    AnswerSaver saver() {
        return saver;
    }

    private void say(String sentence) {
        panel.status.setText(sentence);
        panel.status.setToolTipText(sentence.isEmpty() ? null : sentence);
        panel.bar.setVisible(false);
    }

    @Override
    public void progress(double fraction, String message) {
        if (!usable) return;
        panel.bar.setVisible(true);
        panel.bar.setValue((int) (1000 * fraction));
        if (!message.isEmpty()) panel.status.setText(message);
    }

    @Override
    public void failed(Kind kind, String sentence) {
        if (!usable) return;
        if (sentence.isEmpty()) {
            if (!session.isBusy()) panel.bar.setVisible(false);
            return;
        }
        say(sentence);
        if (kind == Kind.ANSWER) showQuestion();
    }

    @Override
    public void frameShown(int frame) {
        panel.plot.mark(frame);
        if (heatWanted() && heat.isPresent()) view.show(heat, opacity());
    }

    @Override
    public void closed() {
        String sentence = "The image '" + image.getTitle() + "' was closed. The answer can still be read and copied.";
        // While it is being closed it may have seemed to be changed.
        if (usable) problem(sentence);
        else say(sentence);
    }

    @Override
    public void problem(String sentence) {
        if (!usable) return;
        usable = false;
        for (BrowserAction which : List.of(
                BrowserAction.FOR,
                BrowserAction.AGAINST,
                BrowserAction.BOTH,
                BrowserAction.STRONGEST,
                BrowserAction.TICK,
                BrowserAction.VERIFY,
                BrowserAction.HEAT,
                BrowserAction.PAIRS,
                BrowserAction.SAVE,
                BrowserAction.FIGURE)) actions.get(which).setEnabled(false);
        for (java.awt.Component c : List.of(panel.whyNot, panel.positive, panel.opacity)) c.setEnabled(false);
        say(sentence);
        free();
    }

    /** Whether the image is still there and the one that was explained. */
    boolean isUsable() {
        return usable;
    }

    private void free() {
        session.close();
        view.close();
        pairs.close();
    }

    /** Ends the threads and frees the model; the window is gone then. */
    void close() {
        usable = false;
        free();
    }
}
