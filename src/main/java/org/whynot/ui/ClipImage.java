package org.whynot.ui;

import ij.IJ;
import ij.ImageListener;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.gui.ImageWindow;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.RoiListener;
import ij.gui.TextRoi;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.event.KeyListener;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.swing.Timer;
import org.whynot.dataset.Segment;
import org.whynot.explain.Answer;
import org.whynot.labelling.Clip;
import org.whynot.labelling.KeyBox;
import org.whynot.overlay.ExplanationStyle;
import org.whynot.video.Box;

/**
 * The image window in which a clip is shown: its boxes as they will be used, its crop, and the region that becomes a box of the chosen
 * attribute. On the event thread.
 *
 * <p>While an attribute is chosen, the region is its box: it follows the frames, and where it is drawn or dragged, it becomes a box that
 * was set on that frame.
 */
final class ClipImage implements ImageListener, RoiListener, KeyListener {

    /** What becomes of what is done in the image. */
    interface Listener {
        /** A box was drawn, on the clip with an id. */
        void boxDrawn(String id, KeyBox box);

        /** Another frame is shown, 0-based. */
        void frameShown(int frame);

        /** A key was pressed; whether it means something. */
        boolean pressed(KeyEvent e);

        /** The window was closed by the user. */
        void imageClosed();
    }

    /** A region that did not change for so long is drawn, milliseconds. */
    private static final int SETTLED = 150;

    /** Who takes the focus later than this after an image was opened wants it, milliseconds. */
    private static final int OPENING = 700;

    /** Words that begin so near to each other would cover each other, in sizes of letters. */
    private static final int NEAR = 8;

    private static final int SMALLEST = 2;
    /** Width of a line, pixels of the screen: ImageJ does not enlarge it with the image. */
    private static final float LINE = 2;
    /** Dashes and what is between them, pixels of the screen. */
    private static final float[] DASHES = {6, 4};

    private final Listener listener;
    private final Timer settled;
    private ImagePlus image;
    private String video = "";
    private Clip clip;
    private List<String> attributes = List.of();
    private String chosen = "";
    private Optional<Answer> proposed = Optional.empty();
    private boolean proposedShown;
    /** Where words are drawn, x and y of each. */
    private final List<double[]> lines = new ArrayList<>();

    private int track;
    private int frame;
    private boolean adjusting;
    private boolean drawn;

    ClipImage(Listener listener) {
        this.listener = listener;
        settled = new Timer(SETTLED, e -> settled());
        settled.setRepeats(false);
    }

    /** The image that is shown. */
    Optional<ImagePlus> image() {
        return Optional.ofNullable(image);
    }

    /** Whether a clip's file is the one that is shown. */
    boolean shows(Clip other) {
        return image != null && other.video().equals(video);
    }

    /** The frame of the file that is shown, 0-based. */
    int frame() {
        return frame;
    }

    /**
     * Shows another file, in the place of the one before.
     *
     * @param opened not shown yet
     * @param owner gets the keyboard back where it had it
     */
    void open(ImagePlus opened, Clip of, Window owner) {
        boolean hadFocus = owner.isFocused();
        Point place = image == null || image.getWindow() == null
                ? null
                : image.getWindow().getLocation();
        close();
        image = opened;
        video = of.video();
        clip = null;
        frame = frameOf(opened);
        adjusting = true;
        opened.show();
        adjusting = false;
        ImageWindow window = opened.getWindow();
        if (window == null) return;
        Docking.enlarge(opened);
        if (place != null) window.setLocation(place);
        for (Component part : List.of(window, opened.getCanvas())) {
            part.removeKeyListener(IJ.getInstance());
            part.addKeyListener(this);
        }
        ImagePlus.addImageListener(this);
        Roi.addRoiListener(this);
        if (hadFocus) giveBack(window, owner);
    }

    /** A window that opens takes the focus, sooner or later; whoever works by keys goes on where he was. */
    private static void giveBack(Window opened, Window owner) {
        WindowAdapter once = new WindowAdapter() {
            @Override
            public void windowGainedFocus(WindowEvent e) {
                opened.removeWindowFocusListener(this);
                owner.toFront();
                owner.requestFocus();
            }
        };
        opened.addWindowFocusListener(once);
        Timer late = new Timer(OPENING, e -> opened.removeWindowFocusListener(once));
        late.setRepeats(false);
        late.start();
        owner.toFront();
        owner.requestFocus();
    }

    /** Shows a clip of the file: its first frame, if the one that is shown is not of it. */
    void show(Clip other) {
        boolean isOther = clip == null || !clip.id().equals(other.id());
        commit();
        clip = other;
        if (image == null) return;
        boolean isOutside = frame < other.segment().start() || frame >= other.stopIn(frames());
        if (isOther && isOutside) goTo(other.segment().start());
        draw();
    }

    /** Shows a clip after it was changed. */
    void update(Clip changed) {
        clip = changed;
        if (image != null) draw();
    }

    /** Chooses the attribute whose boxes are drawn; empty for none. */
    void choose(List<String> known, String attribute, int object) {
        commit();
        attributes = known;
        chosen = attribute;
        track = object;
        if (image != null) draw();
    }

    /** Draws what a model proposes for the clip, or nothing, and shows the frame that supports it most. */
    void propose(Optional<Answer> answer) {
        boolean isOther = !answer.equals(proposed) || !proposedShown;
        proposed = answer;
        proposedShown = image != null && clip != null;
        if (!proposedShown) return;
        draw();
        if (isOther && answer.isPresent() && !answer.get().explanations().isEmpty())
            goTo(clip.segment().start() + answer.get().explanations().get(0).strongestFrame());
    }

    /** As the video is read from the file: slices are time only where there is a single frame. */
    private static boolean isTimeOnSlices(ImagePlus image) {
        return image.getNFrames() == 1 && image.getNSlices() > 1;
    }

    /** The frame that an image shows, 0-based. */
    private static int frameOf(ImagePlus image) {
        return (isTimeOnSlices(image) ? image.getSlice() : image.getFrame()) - 1;
    }

    /** How many frames the file has that is shown. */
    int frames() {
        return isTimeOnSlices(image) ? image.getNSlices() : image.getNFrames();
    }

    /** Shows a frame, 0-based; the nearest there is. */
    void goTo(int wanted) {
        if (image == null) return;
        commit();
        int place = Math.max(0, Math.min(wanted, frames() - 1));
        if (isTimeOnSlices(image)) image.setPosition(image.getC(), place + 1, image.getT());
        else image.setPosition(image.getC(), image.getZ(), place + 1);
        shown(place);
    }

    /** The region, if it encloses anything. */
    Optional<Rectangle> region() {
        Roi roi = image == null ? null : image.getRoi();
        if (roi == null || !roi.isArea()) return Optional.empty();
        Rectangle bounds = roi.getBounds().intersection(new Rectangle(0, 0, image.getWidth(), image.getHeight()));
        return bounds.isEmpty() ? Optional.empty() : Optional.of(bounds);
    }

    private void shown(int now) {
        if (now == frame && clip != null && !drawn) return;
        if (now != frame) commit();
        frame = now;
        draw();
        listener.frameShown(now);
    }

    /** The region did not change for a while. Drawing anew would take it from the mouse that still holds it. */
    private void settled() {
        Roi roi = image == null ? null : image.getRoi();
        if (roi != null && roi.getState() != Roi.NORMAL) settled.restart();
        else commit();
    }

    /** What was drawn becomes a box. */
    private void commit() {
        settled.stop();
        if (!drawn) return;
        drawn = false;
        if (chosen.isEmpty() || clip == null || image == null) return;
        String id = clip.id();
        region().filter(r -> r.width >= SMALLEST && r.height >= SMALLEST)
                .map(r -> new KeyBox(chosen, track, frame, new Box(r.x, r.y, r.width, r.height), false))
                .ifPresent(box -> listener.boxDrawn(id, box));
    }

    /** Draws everything anew for the frame that is shown. */
    private void draw() {
        if (clip == null || image.getProcessor() == null) return;
        Overlay overlay = new Overlay();
        lines.clear();
        if (clip.segment().isCropped())
            overlay.add(outline(
                    new Roi(
                            clip.segment().x(),
                            clip.segment().y(),
                            clip.segment().width(),
                            clip.segment().height()),
                    Color.WHITE,
                    false));
        boolean inside = frame >= clip.segment().start() && frame < clip.stopIn(frames());
        for (int i = 0; i < attributes.size() && inside; i++) drawAttribute(attributes.get(i), i, overlay);
        if (inside && proposed.isPresent()) drawProposed(proposed.get(), overlay);
        if (!inside) overlay.add(text("not in the clip", 3, 3, Color.WHITE));
        adjusting = true;
        image.setOverlay(overlay);
        if (!chosen.isEmpty()) {
            Optional<Box> box = inside ? clip.boxAt(chosen, track, frame) : Optional.empty();
            if (box.isEmpty()) image.deleteRoi();
            else {
                Roi roi = new Roi(
                        box.get().x(),
                        box.get().y(),
                        box.get().width(),
                        box.get().height());
                boolean isSet = clip.keyAt(chosen, track, frame).isPresent();
                image.setRoi(outline(roi, color(attributes.indexOf(chosen)), !isSet));
            }
        }
        adjusting = false;
    }

    /** Tubes are in frames and pixels of the clip. */
    private void drawProposed(Answer answer, Overlay overlay) {
        Segment segment = clip.segment();
        double inset = 0;
        for (ExplanationStyle style : ExplanationStyle.of(answer)) {
            Optional<Box> here = style.explanation().boxAt(frame - segment.start());
            if (here.isEmpty()) continue;
            // Tubes are often in the same place: each is drawn inside the one before.
            Box box = here.get().inset(inset);
            inset += (LINE + 1) / magnification();
            double x = box.x() + segment.x();
            double y = box.y() + segment.y();
            overlay.add(outline(new Roi(x, y, box.width(), box.height()), style.color(), style.dashed()));
            overlay.add(text(style.label(), x, y, style.color()));
        }
    }

    private void drawAttribute(String attribute, int place, Overlay overlay) {
        clip.boxes().stream()
                .filter(k -> k.attribute().equals(attribute))
                .mapToInt(KeyBox::track)
                .distinct()
                .forEach(object -> clip.boxAt(attribute, object, frame).ifPresent(box -> {
                    boolean isSet = clip.keyAt(attribute, object, frame).isPresent();
                    Roi roi = new Roi(box.x(), box.y(), box.width(), box.height());
                    overlay.add(outline(roi, color(place), !isSet));
                    String label = object == 0 ? attribute : attribute + " " + (object + 1);
                    overlay.add(text(label, box.x(), box.y(), color(place)));
                }));
    }

    private Roi outline(Roi roi, Color color, boolean dashed) {
        roi.setStrokeColor(color);
        roi.setStroke(
                dashed
                        ? new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0)
                        : new BasicStroke(LINE));
        return roi;
    }

    private Roi text(String words, double x, double y, Color color) {
        double size = 12 / magnification();
        double line = 1.4 * size;
        double top = free(lines, x, Math.max(0, y - line), line, NEAR * size);
        lines.add(new double[] {x, top});
        TextRoi text = new TextRoi(words, x, top, new Font("SansSerif", Font.PLAIN, 1));
        text.setFont(text.getCurrentFont().deriveFont((float) size));
        text.setStrokeColor(color);
        text.setFillColor(new Color(0, 0, 0, 150));
        return text;
    }

    /**
     * Where words can be written without covering others.
     *
     * @param lines where others are, x and y of each
     * @param top where these would be best
     * @param line height of a line
     * @param near words that begin so near to each other can cover each other
     * @return the y of the uppermost free line from there down
     */
    static double free(List<double[]> lines, double x, double top, double line, double near) {
        double free = top;
        for (double[] other : lines.stream()
                .filter(o -> Math.abs(o[0] - x) < near)
                .sorted(Comparator.comparingDouble(o -> o[1]))
                .toList()) if (Math.abs(other[1] - free) < line) free = other[1] + line;
        return free;
    }

    private double magnification() {
        ImageCanvas canvas = image.getCanvas();
        return canvas == null ? 1 : canvas.getMagnification();
    }

    /** The colour of an attribute by its place. */
    static Color color(int place) {
        return ExplanationStyle.color(place);
    }

    @Override
    public void roiModified(ImagePlus changed, int what) {
        if (adjusting || chosen.isEmpty() || changed == null || changed != image) return;
        if (what == RoiListener.DELETED) return;
        EventQueue.invokeLater(() -> {
            drawn = true;
            settled.restart();
        });
    }

    @Override
    public void imageOpened(ImagePlus opened) {}

    @Override
    public void imageUpdated(ImagePlus updated) {
        if (updated != image || adjusting) return;
        int now = frameOf(updated);
        if (now != frame)
            EventQueue.invokeLater(() -> {
                if (updated == image) shown(now);
            });
    }

    @Override
    public void imageClosed(ImagePlus closed) {
        if (closed != image) return;
        EventQueue.invokeLater(() -> {
            if (closed != image) return;
            forget();
            listener.imageClosed();
        });
    }

    @Override
    public void keyPressed(KeyEvent e) {
        if (!listener.pressed(e) && IJ.getInstance() != null) IJ.getInstance().keyPressed(e);
    }

    @Override
    public void keyTyped(KeyEvent e) {
        listener.pressed(e);
    }

    @Override
    public void keyReleased(KeyEvent e) {
        if (IJ.getInstance() != null) IJ.getInstance().keyReleased(e);
    }

    private void forget() {
        settled.stop();
        drawn = false;
        ImagePlus.removeImageListener(this);
        Roi.removeRoiListener(this);
        image = null;
        video = "";
        proposedShown = false;
    }

    /** Closes the window. */
    void close() {
        ImagePlus last = image;
        if (last == null) return;
        commit();
        forget();
        last.changes = false;
        last.close();
    }
}
