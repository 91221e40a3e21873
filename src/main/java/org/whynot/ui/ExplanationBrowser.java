package org.whynot.ui;

import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import java.awt.BorderLayout;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import javax.swing.Action;
import javax.swing.JFrame;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import org.whynot.door.MacroLine;
import org.whynot.explain.Answer;
import org.whynot.explain.ClassProbability;
import org.whynot.explain.ClassifiedVideo;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.Question;
import org.whynot.model.ModelFolders;
import org.whynot.model.RegionShape;
import org.whynot.overlay.AnswerFiles;
import org.whynot.overlay.HeatMap;
import org.whynot.overlay.LastAnswer;
import org.whynot.tube.TubeSpace;
import org.whynot.video.Progress;
import org.whynot.video.TimeAxis;

/**
 * A window beside an image that answers "why this, and not that?" for every class at a click, shows each tube in time, and erases
 * it to see whether the classifier minds.
 *
 * <pre>{@code
 * LastAnswer.of(image).ifPresent(last -> ExplanationBrowser.open(image, last)); // on the event thread
 * }</pre>
 *
 * <p>Everything but painting is done on other threads ({@link VideoWorker}, {@link ImageView}), which end with the window. When
 * the image is closed the window stays, without what needs the image. For the event thread only.
 */
public final class ExplanationBrowser extends JFrame implements VideoWorker.Listener {

    /** How many explanations of each kind are asked for: as many as fit without scrolling. */
    private static final int EXPLANATIONS = 5;

    private static final Map<ImagePlus, ExplanationBrowser> OPEN = new WeakHashMap<>();

    /** The scores of one attribute and pair in a layer and shape, and what was known of the video when they were asked for. */
    private record Heat(Explanation explanation, HeatMap map) {}

    private final LastAnswer last;
    private final ImageView view;
    private final VideoWorker worker;
    private final BrowserPanel panel;
    private final transient ImageListener listener = new Follower();
    private Answer answer;
    private Optional<Heat> heat = Optional.empty();
    private PairMatrixWindow matrix;

    /**
     * Opens the window on an image, or brings the one to the front that is open.
     *
     * @param image that was explained
     * @param last its last answer
     */
    public static ExplanationBrowser open(ImagePlus image, LastAnswer last) {
        ExplanationBrowser browser = OPEN.get(image);
        if (browser == null || !browser.isDisplayable() || browser.worker.isClosed()) {
            browser = new ExplanationBrowser(image, last);
            OPEN.put(image, browser);
            Window beside = image.getWindow();
            Windows.show(browser, beside);
        }
        browser.toFront();
        return browser;
    }

    private ExplanationBrowser(ImagePlus image, LastAnswer last) {
        super("Why? " + image.getTitle());
        this.last = last;
        answer = last.answer();
        view = new ImageView(image, last.timeOnSlices());
        worker = new VideoWorker(
                image, last.timeOnSlices(), last.model(), last.device(), SwingUtilities::invokeLater, this);
        int step = answer.video().framesUsed().size() > 1
                ? answer.video().framesUsed().get(1)
                : 1;
        panel = new BrowserPanel(view.frames(), step, this::go);
        setName("explanation browser");
        setJMenuBar(menu());
        add(panel, BorderLayout.CENTER);
        panel.onAsk(this::ask);
        panel.onShow(this::drawOverlay);
        panel.onSelect(this::select);
        panel.onHeat(this::showHeat);
        panel.setButtons(action("Check it"), action("All pairs"), action("Copy sentence"), action("Save all..."));
        panel.setAnswer(answer, Optional.empty());
        panel.setFrame(view.frame());
        ImagePlus.addImageListener(listener);
        pack();
        // The model looks at the video as soon as the window is there, so that the first click is answered at once.
        worker.ask("answer", (video, progress) -> video.prediction(), this::classified);
    }

    private void classified(List<ClassProbability> prediction) {
        panel.setReady();
        if (!prediction.equals(answer.prediction()))
            failed("The image is not as it was when it was explained: the answers here are about what it shows now.");
        ask();
    }

    /** Asks for what is chosen in the window. */
    private void ask() {
        Optional<Question> question = panel.question(EXPLANATIONS);
        if (question.isEmpty() || worker.isClosed()) return;
        worker.ask(
                "answer",
                (video, progress) -> {
                    Answer found = video.answer(question.get(), progress);
                    view.show(
                            found,
                            Set.copyOf(found.explanations()),
                            found.explanations().stream().findFirst());
                    return found;
                },
                this::answered);
    }

    private void answered(Answer found) {
        answer = found;
        LastAnswer.keep(view.image(), new LastAnswer(found, last.timeOnSlices(), last.model(), last.device()));
        panel.setAnswer(found, Optional.empty());
        select();
    }

    /** Draws the tubes that have a tick, the selected one thicker. */
    private void drawOverlay() {
        Answer drawn = answer;
        Set<Explanation> shown = panel.shown();
        Optional<Explanation> highlighted = panel.selected();
        worker.ask(
                "overlay",
                (video, progress) -> {
                    view.show(drawn, shown, highlighted);
                    return true;
                },
                done -> drawHeat());
    }

    /** Goes to the strongest frame of the selected explanation and highlights its tube. */
    private void select() {
        panel.selected().ifPresent(e -> go(e.strongestFrame()));
        drawOverlay();
    }

    private void go(int frame) {
        if (!worker.isClosed()) view.go(frame);
    }

    private void showHeat() {
        if (panel.isHeat()) drawHeat();
        else if (!worker.isClosed()) view.hideHeat();
    }

    private void drawHeat() {
        Optional<Explanation> chosen = panel.selected();
        if (!panel.isHeat() || chosen.isEmpty() || worker.isClosed()) return;
        Explanation e = chosen.get();
        Optional<Heat> known = heat.filter(h -> h.explanation().equals(e));
        Answer of = answer;
        double opacity = panel.opacity();
        worker.ask(
                "heat",
                (video, progress) -> {
                    Heat now = known.isPresent() ? known.get() : new Heat(e, heatMap(video, of, e, progress));
                    int frame = view.frame();
                    ImageRoi roi = now.map()
                            .at(
                                    frame,
                                    opacity,
                                    view.image().getWidth(),
                                    view.image().getHeight());
                    view.showHeat(roi, frame);
                    return now;
                },
                now -> heat = Optional.of(now));
    }

    /** The scores of an explanation's attribute, in the layer and the shape of its tube. */
    private static HeatMap heatMap(ClassifiedVideo video, Answer answer, Explanation e, Progress progress)
            throws IOException {
        TubeSpace space = video.space();
        int attribute = video.card().attributes().indexOf(e.attribute());
        int shape = video.card().shapes().indexOf(new RegionShape(e.shapeRows(), e.shapeColumns()));
        int plane = (attribute * space.layers() + e.layer()) * space.shapes() + shape;
        int cells = space.cellsPerFrame();
        float[] scores = new float[space.frames() * cells];
        video.scores(
                answer.positive(),
                answer.negative(),
                0,
                space.frames(),
                (numbers, offset, clip, first, frames) -> System.arraycopy(
                        numbers, offset + plane * clip.frames() * cells, scores, first * cells, frames * cells),
                progress);
        return new HeatMap(scores, space.rows(), space.columns(), video.sampling(), video.geometry());
    }

    private void check() {
        Optional<Explanation> chosen = panel.selected();
        if (chosen.isEmpty()) return;
        Answer of = answer;
        worker.ask("check", (video, progress) -> video.check(of, chosen.get(), progress), check -> {
            if (answer != of) return;
            List<Explanation> explanations = new ArrayList<>(of.explanations());
            explanations.replaceAll(e -> e.equals(chosen.get()) ? check.explanation() : e);
            answer = of.with(explanations);
            panel.replace(answer, check.after());
            drawOverlay();
        });
    }

    private void openMatrix() {
        if (matrix == null || !matrix.isDisplayable()) {
            matrix = new PairMatrixWindow(view.image().getTitle(), worker, this::goTo);
            Windows.show(matrix, this);
        }
        matrix.toFront();
    }

    /** Shows another pair, as if its classes had been chosen. */
    private void goTo(Answer pair) {
        panel.choose(pair.positive(), pair.negative());
        ask();
    }

    private void save() {
        Answer saved = answer;
        Windows.chooseFolder(this, "Save all")
                .ifPresent(folder -> worker.ask(
                        "save",
                        (video, progress) ->
                                AnswerFiles.write(saved, video.video(), folder, macroLine(saved), progress),
                        files -> panel.say("Written: " + files.size() + " files to " + folder)));
    }

    private String macroLine(Answer of) {
        Map<String, Object> words = new LinkedHashMap<>();
        words.put("model", ModelFolders.word(last.model()));
        words.put("positive", of.positive());
        words.put("why_not", of.negative());
        words.put("explanations", of.settings().explanations());
        words.put("evidence", panel.evidence().word());
        words.put("window", of.settings().window().word());
        words.put("time_axis", (last.timeOnSlices() ? TimeAxis.SLICES : TimeAxis.FRAMES).word());
        words.put("device", last.device());
        return MacroLine.run("Explain Video...", words);
    }

    @Override
    public void progress(double fraction, String message) {
        panel.progress(fraction, message);
    }

    @Override
    public void failed(String sentence) {
        panel.say(sentence);
    }

    private JMenuBar menu() {
        JMenu file = new JMenu("File");
        file.setMnemonic('F');
        for (String name : List.of("Copy sentence", "Copy macro line", "Save all...", "Close")) file.add(action(name));
        JMenu ask = new JMenu("Ask");
        ask.setMnemonic('A');
        for (String name : List.of("For", "Against", "For and against", "All pairs", "Stop")) ask.add(action(name));
        JMenu tube = new JMenu("Tube");
        tube.setMnemonic('T');
        for (String name : List.of("Next", "Previous", "Strongest frame", "Show or hide", "Check it", "Heat map"))
            tube.add(action(name));
        JMenuBar bar = new JMenuBar();
        bar.add(file);
        bar.add(ask);
        bar.add(tube);
        return bar;
    }

    private Action action(String name) {
        return switch (name) {
            case "Copy sentence" ->
                Windows.action(
                        name, KeyEvent.VK_C, Windows.menuKey(KeyEvent.VK_T), () -> panel.copy(answer.sentence()));
            case "Copy macro line" ->
                Windows.action(
                        name, KeyEvent.VK_M, Windows.menuKey(KeyEvent.VK_M), () -> panel.copy(macroLine(answer)));
            case "Save all..." -> Windows.action(name, KeyEvent.VK_S, Windows.menuKey(KeyEvent.VK_S), this::save);
            case "Close" -> Windows.action(name, KeyEvent.VK_W, Windows.menuKey(KeyEvent.VK_W), this::dispose);
            case "For" ->
                Windows.action(
                        name, KeyEvent.VK_F, Windows.menuKey(KeyEvent.VK_1), () -> panel.setEvidence(Evidence.FOR));
            case "Against" ->
                Windows.action(
                        name, KeyEvent.VK_A, Windows.menuKey(KeyEvent.VK_2), () -> panel.setEvidence(Evidence.AGAINST));
            case "For and against" ->
                Windows.action(
                        name, KeyEvent.VK_B, Windows.menuKey(KeyEvent.VK_3), () -> panel.setEvidence(Evidence.BOTH));
            case "All pairs" -> Windows.action(name, KeyEvent.VK_P, Windows.menuKey(KeyEvent.VK_P), this::openMatrix);
            case "Stop" ->
                Windows.action(name, KeyEvent.VK_O, KeyStroke.getKeyStroke(KeyEvent.VK_ESCAPE, 0), worker::cancel);
            case "Next" ->
                Windows.action(name, KeyEvent.VK_N, Windows.menuKey(KeyEvent.VK_DOWN), () -> panel.moveSelection(1));
            case "Previous" ->
                Windows.action(name, KeyEvent.VK_R, Windows.menuKey(KeyEvent.VK_UP), () -> panel.moveSelection(-1));
            case "Strongest frame" -> Windows.action(name, KeyEvent.VK_G, Windows.menuKey(KeyEvent.VK_G), this::select);
            case "Show or hide" ->
                Windows.action(name, KeyEvent.VK_H, Windows.menuKey(KeyEvent.VK_D), panel::toggleSelected);
            case "Check it" -> Windows.action(name, KeyEvent.VK_K, Windows.menuKey(KeyEvent.VK_K), this::check);
            default -> Windows.action(name, KeyEvent.VK_E, Windows.menuKey(KeyEvent.VK_E), panel::toggleHeat);
        };
    }

    /** Ends the threads and frees the model; tubes stay drawn, the heat map goes. */
    @Override
    public void dispose() {
        if (!worker.isClosed()) {
            view.hideHeat();
            shut();
        }
        if (matrix != null) matrix.dispose();
        super.dispose();
    }

    private void shut() {
        ImagePlus.removeImageListener(listener);
        worker.close();
        view.close();
        OPEN.remove(view.image());
    }

    /** The worker, for tests that wait for its end. */
    VideoWorker worker() {
        return worker;
    }

    /** Follows what happens to the image, on whichever thread ImageJ says so. */
    private final class Follower implements ImageListener {

        private int frame = -1;

        @Override
        public void imageOpened(ImagePlus image) {}

        @Override
        public void imageClosed(ImagePlus image) {
            if (image != view.image()) return;
            SwingUtilities.invokeLater(() -> {
                shut();
                panel.setImageGone("The image was closed. The sentence can still be copied.");
            });
        }

        @Override
        public void imageUpdated(ImagePlus image) {
            if (image != view.image()) return;
            int shown = view.frame();
            if (shown == frame) return;
            frame = shown;
            SwingUtilities.invokeLater(() -> {
                panel.setFrame(shown);
                drawHeat();
            });
        }
    }
}
