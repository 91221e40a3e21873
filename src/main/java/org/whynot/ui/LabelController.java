package org.whynot.ui;

import ij.ImagePlus;
import java.awt.EventQueue;
import java.awt.Rectangle;
import java.awt.event.KeyEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.swing.Action;
import javax.swing.JList;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;
import org.whynot.dataset.Segment;
import org.whynot.frontend.Messages;
import org.whynot.imagej.ImageFiles;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.labelling.LabelProject;
import org.whynot.labelling.Labels;
import org.whynot.labelling.SplitProposal;

/** What the labelling window does: turns keys and clicks into acts of the {@link LabelProject}, and saves after each of them. */
final class LabelController implements ClipImage.Listener {

    /** What is done in the background; of each the latest request counts. */
    enum Work {
        OPEN,
        SEGMENTS,
        COMPARE
    }

    /** So many clips before and after those that can be seen get their images beforehand. */
    private static final int AROUND = 1000;

    final LabelPanel panel;
    final LabelProject project;
    final ClipImage view = new ClipImage(this);
    private final Map<LabelAction, Action> actions = new EnumMap<>(LabelAction.class);
    private final LatestWorker<Work> worker;
    private final LabelSaver saver;
    private final LabelBindings keys;
    private final ClipThumbnails thumbnails;
    private final BoxActions boxes = new BoxActions(this);
    private final LabelDialogs dialogs = new LabelDialogs(this);
    private final Teaching teaching;
    private ToolWindow window;
    private boolean isShowing;
    /** The clips in the order of the list. */
    private volatile List<Clip> shown = List.of();

    /** The places of the clips that can be seen. */
    private volatile int first;

    private volatile int last;

    /**
     * @param model the name or folder of the model that teaches; empty to ask for it
     */
    LabelController(LabelProject project, String model) {
        this.project = project;
        teaching = new Teaching(this, model);
        fillActions();
        panel = new LabelPanel(actions);
        worker = new LatestWorker<>(
                "WhyNot labels",
                Work.class,
                (fraction, message) -> EventQueue.invokeLater(() -> say(message)),
                (kind, e) -> EventQueue.invokeLater(() -> failed(e)));
        saver = new LabelSaver(project, panel.saved, this::say);
        thumbnails = new ClipThumbnails(
                project,
                this::wantedImage,
                (clip, problem) -> EventQueue.invokeLater(() -> {
                    panel.clips.repaint();
                    if (!problem.isEmpty()) say(problem);
                }));
        panel.clips.setSources(thumbnails::of, this::remark);
        panel.clips.addListSelectionListener(e -> {
            if (!e.getValueIsAdjusting() && !panel.clips.isAdjusting()) chosen();
        });
        panel.attributes.addListSelectionListener(e -> {
            if (!e.getValueIsAdjusting()) boxes.attributeChosen();
        });
        onClick(panel.classes, 1, name -> giveClass(name.name()));
        onClick(panel.attributes, 2, name -> toggle(name.name()));
        ((JViewport) panel.clips.getParent()).addChangeListener(e -> {
            first = panel.clips.getFirstVisibleIndex();
            last = panel.clips.getLastVisibleIndex();
            thumbnails.refresh();
        });
        keys = new LabelBindings(this);
        refresh();
        if (!project.labels().clips().isEmpty()) panel.clips.choose(0);
        if (!project.notes().isEmpty()) say(String.join(" ", project.notes()));
    }

    private static void onClick(JList<LabelPanel.Name> list, int clicks, Consumer<LabelPanel.Name> work) {
        list.addMouseListener(new MouseAdapter() {
            @Override
            public void mouseClicked(MouseEvent e) {
                int place = list.locationToIndex(e.getPoint());
                if (SwingUtilities.isLeftMouseButton(e) && e.getClickCount() == clicks && place >= 0)
                    work.accept(list.getModel().getElementAt(place));
            }
        });
    }

    private void fillActions() {
        action(LabelAction.NEW_CLASS, dialogs::newClass);
        action(LabelAction.NEW_ATTRIBUTE, dialogs::newAttribute);
        action(LabelAction.RENAME, dialogs::rename);
        action(LabelAction.UNDO, () -> undone(project.undo(), "Undone: "));
        action(LabelAction.REDO, () -> undone(project.redo(), "Done again: "));
        action(LabelAction.COMPARE, dialogs::compare);
        action(LabelAction.CLOSE, () -> window.close());
        action(LabelAction.SHOW, () -> {
            isShowing = true;
            chosen();
        });
        action(LabelAction.NEXT, this::next);
        action(LabelAction.BACK, () -> view.goTo(view.frame() - 1));
        action(LabelAction.FORWARD, () -> view.goTo(view.frame() + 1));
        action(LabelAction.BACK_10, () -> view.goTo(view.frame() - 10));
        action(LabelAction.FORWARD_10, () -> view.goTo(view.frame() + 10));
        action(LabelAction.START, () -> cut(true));
        action(LabelAction.STOP, () -> cut(false));
        action(LabelAction.SPLIT, dialogs::splitRegularly);
        action(LabelAction.MOTION, dialogs::splitByMotion);
        action(LabelAction.CROP, this::crop);
        action(LabelAction.UNCROP, () -> act("Whole frame", l -> l.withCrop(ids(), new Rectangle())));
        action(LabelAction.REMOVE, () -> act("Remove from list", l -> l.without(ids())));
        action(LabelAction.KEY, boxes::setHere);
        action(LabelAction.NO_KEY, boxes::removeHere);
        action(LabelAction.END, boxes::endHere);
        action(LabelAction.OBJECT, boxes::otherObject);
        action(LabelAction.NO_BOX, () -> {
            worker.cancel();
            teaching.cancel();
            panel.attributes.clearSelection();
        });
        action(LabelAction.GROUP, dialogs::group);
        action(LabelAction.TRAIN, () -> giveSplit("train"));
        action(LabelAction.TEST, () -> giveSplit("test"));
        action(LabelAction.VALIDATION, () -> giveSplit("validation"));
        action(LabelAction.PROPOSED, () -> giveSplit(""));
        action(LabelAction.KEEP, () -> act("Keep splits", l -> l.withProposedSplits(SplitProposal.USUAL)));
        action(LabelAction.TEACH, teaching::ask);
        action(LabelAction.ACCEPT, teaching::accept);
    }

    private void action(LabelAction which, Runnable work) {
        actions.put(which, which.action(work));
    }

    /** What a user can do, for menus, keys and tests. */
    Action action(LabelAction which) {
        return actions.get(which);
    }

    @Override
    public boolean pressed(KeyEvent e) {
        return keys.pressed(e);
    }

    /** Gives a class to the chosen clips; empty takes it away. */
    void giveClass(String name) {
        boolean wasProposed = teaching.isOn() && panel.clips.chosenIds().size() == 1 && !name.isEmpty();
        act(name.isEmpty() ? "No class" : "Class " + name, l -> l.withClass(ids(), name));
        if (wasProposed) teaching.next();
    }

    /** Gives an attribute to the chosen clips, or takes it from them where all have it. */
    void toggle(String name) {
        List<Clip> clips = panel.clips.getSelectedValuesList();
        boolean has = clips.stream().allMatch(c -> c.attributes().contains(name));
        act((has ? "Not " : "") + name, l -> l.withAttribute(ids(), name, !has));
        int place = project.labels().attributes().indexOf(name);
        if (has) panel.attributes.clearSelection();
        else panel.attributes.setSelectedIndex(place);
    }

    private void giveSplit(String split) {
        act(split.isEmpty() ? "Split as proposed" : "Split " + split, l -> l.withSplit(ids(), split));
    }

    /** The ids of the chosen clips. */
    Set<String> ids() {
        return panel.clips.chosenIds();
    }

    /** The clip that is shown: the first of those that are chosen. */
    Optional<Clip> current() {
        return Optional.ofNullable(panel.clips.getSelectedValue());
    }

    /** The clip that is shown in the image, if it is; else says what to do. */
    Optional<Clip> shown() {
        Optional<Clip> clip = current().filter(view::shows);
        if (clip.isEmpty()) say("Show the clip first: press Space.");
        return clip;
    }

    /** Does something to the labels, shows and saves them. */
    void act(String what, UnaryOperator<Labels> change) {
        try {
            if (!project.act(what, change)) return;
            say(what + ".");
            changed();
        } catch (IllegalArgumentException e) {
            say(e.getMessage());
        }
    }

    private void undone(Optional<String> what, String said) {
        say(what.map(w -> said + w + ".").orElse("There is nothing to undo or do again."));
        if (what.isPresent()) changed();
    }

    private void changed() {
        refresh();
        saver.save();
    }

    private void failed(Throwable e) {
        say(e instanceof CancellationException ? "Cancelled." : Messages.sentence(e));
    }

    /** Shows the labels as they are now. */
    void refresh() {
        Labels labels = project.labels();
        shown = teaching.sorted(labels.clips());
        if (panel.clips.show(shown, SplitProposal.USUAL.of(labels))) chosen();
        else panel.show(labels, panel.clips.getSelectedValuesList());
        current().filter(view::shows).ifPresent(view::update);
        boxes.attributeChosen();
        saver.show();
        thumbnails.refresh();
    }

    private void chosen() {
        panel.show(project.labels(), panel.clips.getSelectedValuesList());
        teaching.show();
        if (isShowing) current().ifPresent(this::open);
    }

    private void next() {
        int place = panel.clips.next(panel.clips.getMaxSelectionIndex(), clip -> !clip.isLabelled());
        if (place < 0) say("All clips have a class.");
        else panel.clips.choose(place);
    }

    /** Shows a clip in the image window. */
    private void open(Clip clip) {
        if (project.isMissing(clip)) {
            say("The video " + clip.video() + " is missing.");
            return;
        }
        if (view.shows(clip)) {
            view.show(clip);
            boxes.attributeChosen();
            return;
        }
        worker.put(Work.OPEN, progress -> {
            ImagePlus image = ImageFiles.openImage(
                    project.file(clip),
                    ImageFiles.defaultCacheMb(),
                    note -> EventQueue.invokeLater(() -> say(note)),
                    progress);
            EventQueue.invokeLater(() -> opened(image, clip));
        });
    }

    private void opened(ImagePlus image, Clip clip) {
        Optional<Clip> now = current().filter(c -> c.video().equals(clip.video()));
        if (now.isEmpty() || !window.isDisplayable()) {
            image.close();
            return;
        }
        view.open(image, clip, window);
        view.show(now.get());
        boxes.attributeChosen();
        teaching.show();
        window.dock(image.getWindow());
        say("Frame " + (view.frame() + 1) + " of " + view.frames() + ".");
    }

    private void cut(boolean isStart) {
        shown().ifPresent(clip -> {
            Segment s = clip.segment();
            int start = isStart ? view.frame() : s.start();
            int stop = isStart ? s.stop() : view.frame() + 1;
            if (isStart && stop > 0 && stop <= start) stop = 0;
            if (!isStart && stop <= start) start = 0;
            Segment other = new Segment(start, stop, s.x(), s.y(), s.width(), s.height());
            act(
                    isStart ? "Start at frame " + (start + 1) : "Stop after frame " + stop,
                    l -> l.withSegment(clip.id(), other));
        });
    }

    private void crop() {
        if (shown().isEmpty()) return;
        Optional<Rectangle> region = view.region();
        if (region.isEmpty()) say("Draw a region on the image first: it becomes the crop of the chosen clips.");
        else act("Crop", l -> l.withCrop(ids(), region.get()));
    }

    @Override
    public void boxDrawn(String id, KeyBox box) {
        if (project.labels().clip(id).isPresent()) boxes.set(id, box);
        else say("The clip " + id + " is not on the list any more, so it gets no box: choose another clip.");
    }

    @Override
    public void frameShown(int frame) {
        say("Frame " + (frame + 1) + " of " + view.frames() + ".");
    }

    @Override
    public void imageClosed() {
        isShowing = false;
    }

    /** What the model proposes, or what is wrong with a clip, for the list. */
    private String remark(Clip clip) {
        if (project.isMissing(clip)) return "the file is missing: " + clip.video();
        if (clip.exceeds(project.size(clip))) return "reaches beyond the video";
        return teaching.answer(clip)
                .filter(a -> !clip.isLabelled())
                .map(Teaching::proposal)
                .orElse("");
    }

    /** Lets a model, given by its name or folder, propose classes. */
    void teach(String model) {
        teaching.begin(model);
    }

    /** Says something in the line at the bottom. */
    void say(String sentence) {
        panel.status.setText(sentence.isEmpty() ? " " : sentence);
        panel.status.setToolTipText(sentence);
    }

    /** Does work in the background. */
    void work(Work kind, LatestWorker.Job job) {
        worker.put(kind, job);
    }

    /** The window that this is in. */
    ToolWindow window() {
        return window;
    }

    void setWindow(ToolWindow newWindow) {
        window = newWindow;
    }

    /** Whether a clip has its thumbnail, or can't have one. */
    boolean hasImage(Clip clip) {
        return thumbnails.isKnown(clip);
    }

    /** Whether everything is saved and no work runs. */
    boolean isIdle() {
        return project.isSaved() && !worker.isBusy() && !teaching.isBusy();
    }

    /** The first clip that can be seen and has no image; then one near it. Asked on the thread that makes them. */
    private Optional<Clip> wantedImage() {
        Optional<Clip> visible = withoutImage(first, last);
        return visible.isPresent() ? visible : withoutImage(first - AROUND, last + AROUND);
    }

    private Optional<Clip> withoutImage(int least, int most) {
        List<Clip> clips = shown;
        int from = Math.max(0, Math.min(least, clips.size()));
        int to = Math.max(from, Math.min(most + 1, clips.size()));
        return clips.subList(from, to).stream()
                .filter(c -> !thumbnails.isKnown(c))
                .findFirst();
    }

    /** Saves what is not saved, and ends all threads. */
    void close() {
        view.close();
        thumbnails.close();
        teaching.close();
        worker.close(() -> {});
        saver.close();
    }
}
