package org.whynot.overlay;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.gui.TextRoi;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.whynot.explain.Answer;
import org.whynot.explain.Evidence;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.video.Box;

/**
 * An answer as an ImageJ overlay: in every frame of a tube a rectangle and a label, at the frame's own position.
 *
 * <pre>{@code
 * ExplanationOverlay.show(answer, image, false); // again: replaces what it drew before, leaves the user's own elements
 * ExplanationOverlay.remove(image);
 * }</pre>
 *
 * <p>Elements of one explanation have one colour and one name ({@link ExplanationStyle}) and carry it in properties
 * (see {@link #MARK}), which stay when the image is saved as a TIFF file. Rectangles of evidence against are dashed; ImageJ
 * doesn't save dashes, so after opening such a file only name and label show it.
 */
public final class ExplanationOverlay {

    /**
     * The ROI property that marks an element as ours; its value is {@code box}, {@code label},
     * {@code legend} or {@code heat}. The others, of boxes and labels, are {@code whynot.evidence}, {@code whynot.rank}, {@code whynot.attribute}, {@code whynot.score},
     * {@code whynot.counterfactuality}, {@code whynot.frame} (0-based) and, in sampled frames, {@code whynot.contribution}.
     */
    public static final String MARK = "whynot.element";

    /** The property that holds the 0-based frame of a box or label, whatever position it is given. */
    static final String FRAME = "whynot.frame";

    private static final String HEAT = "heat";

    /** The value of {@link #MARK} of a legend's elements. */
    static final String LEGEND = "legend";

    /** What a label lies on: dark, so that every one of our colours can be read, but lets the image through. */
    static final Color GROUND = new Color(0, 0, 0, 180);

    private ExplanationOverlay() {}

    /**
     * Draws an answer over its video and takes away what was drawn for an earlier answer.
     *
     * @param answer what to draw
     * @param image the video that was explained
     * @param timeOnSlices true if the image's slices, not its frames, were taken as time
     * @throws IllegalArgumentException if the image has another size than the answer's video
     */
    public static void show(Answer answer, ImagePlus image, boolean timeOnSlices) {
        show(answer, ExplanationStyle.of(answer), Optional.empty(), image, timeOnSlices);
    }

    /**
     * Draws some of an answer's explanations, each in the colour it has among all of them.
     *
     * @param answer what they are of
     * @param shown some of {@link ExplanationStyle#of} this answer, in that order
     * @param strong the one whose boxes are drawn with thicker lines
     * @param image the video that was explained
     * @param timeOnSlices true if the image's slices, not its frames, were taken as time
     * @throws IllegalArgumentException if the image has another size than the answer's video
     */
    public static void show(
            Answer answer,
            List<ExplanationStyle> shown,
            Optional<ExplanationStyle> strong,
            ImagePlus image,
            boolean timeOnSlices) {
        checkSame(answer, image, timeOnSlices);
        Overlay overlay = withoutOurs(image.getOverlay());
        for (Roi element : elements(answer, shown)) {
            if (strong.isPresent() && element.getName().equals(strong.get().name()) && isBox(element))
                thicken(element, strong.get());
            setPosition(element, image, timeOnSlices);
            overlay.add(element);
        }
        image.setHideOverlay(false);
        image.setOverlay(overlay);
    }

    /** Goes to a frame with a tube if none is visible in the one that the image shows. */
    public static void showTube(Answer answer, ImagePlus image, boolean timeOnSlices) {
        int frame = (timeOnSlices ? image.getZ() : image.getT()) - 1;
        int wanted = answer.frameWithTube(frame) + 1;
        if (wanted == frame + 1) return;
        if (timeOnSlices) image.setPosition(image.getC(), wanted, image.getT());
        else image.setPosition(image.getC(), image.getZ(), wanted);
    }

    /** Takes away everything that {@link #show} drew and nothing else. */
    public static void remove(ImagePlus image) {
        if (image.getOverlay() == null) return;
        Overlay overlay = withoutOurs(image.getOverlay());
        image.setOverlay(overlay.size() == 0 ? null : overlay);
    }

    /**
     * Exchanges the heat map: an element below the boxes, marked with the value {@code heat}, in a single frame.
     *
     * @param heat the image, or empty to take it away
     * @param frame where it is visible, 0-based
     * @param image to draw on
     * @param timeOnSlices true if the image's slices, not its frames, were taken as time
     */
    public static void showHeat(Optional<ImageRoi> heat, int frame, ImagePlus image, boolean timeOnSlices) {
        Overlay before = image.getOverlay();
        if (before == null && heat.isEmpty()) return;
        Overlay overlay = withoutOurs(before);
        heat.ifPresent(roi -> {
            roi.setProperty(MARK, HEAT);
            roi.setName("WhyNot heat map");
            roi.setPosition(frame + 1);
            setPosition(roi, image, timeOnSlices);
            overlay.add(roi);
        });
        if (before != null)
            for (Roi roi : before) if (isOurs(roi) && !HEAT.equals(roi.getProperty(MARK))) overlay.add(roi);
        image.setOverlay(overlay.size() == 0 ? null : overlay);
    }

    /** Whether an overlay element or ROI was made by us. */
    public static boolean isOurs(Roi roi) {
        return roi.getProperty(MARK) != null;
    }

    /**
     * The rectangles of an answer, exact boxes of the tubes, a stack position each; by explanation, then frame.
     *
     * @return one for every frame between a tube's first and last
     */
    static List<Roi> boxes(Answer answer) {
        List<Roi> boxes = new ArrayList<>();
        for (ExplanationStyle style : ExplanationStyle.of(answer)) {
            Explanation explanation = style.explanation();
            for (int frame = explanation.firstFrame(); frame <= explanation.lastFrame(); frame++) {
                Roi roi = rectangle(style, explanation.boxAt(frame).orElseThrow(), answer, frame);
                roi.setPosition(frame + 1);
                boxes.add(roi);
            }
        }
        return boxes;
    }

    /** Rectangles and labels by frame, labels above rectangles, each at the stack position frame + 1; then the legend, at none. */
    private static List<Roi> elements(Answer answer, List<ExplanationStyle> styles) {
        int width = answer.video().width();
        int height = answer.video().height();
        boolean numbers = Label.isNumberEnough(width, height);
        Optional<OverlayLegend> legend = OverlayLegend.of(styles, width, height, numbers);
        // Where there is no room for a legend either, the table and the elements' names show what the numbers are.
        List<List<Label>> variants = styles.stream()
                .map(style -> Label.variants(numbers ? style.tag() : style.label(), width, height))
                .toList();
        LabelLayout layout = new LabelLayout(
                width, height, legend.map(OverlayLegend::box).stream().toList());
        // On a small image, which is shown enlarged, a pixel is more than the line.
        double line = lineWidth(width, height) - 1;
        List<Roi> elements = new ArrayList<>();
        for (int frame = 0; frame < answer.video().frames(); frame++) {
            List<LabelLayout.Request> requests = new ArrayList<>();
            for (int i = 0; i < styles.size(); i++) {
                Optional<Box> box = styles.get(i).explanation().boxAt(frame);
                if (box.isEmpty()) continue;
                requests.add(new LabelLayout.Request(i, box.get(), variants.get(i)));
            }
            // The weakest first, so that the strongest lies on top.
            for (int i = requests.size() - 1; i >= 0; i--) {
                LabelLayout.Request request = requests.get(i);
                Box box = insideFrame(request.box(), answer).inset(TubePainter.inset(requests, i, line));
                Roi roi = rectangle(styles.get(request.id()), box, answer, frame);
                roi.setPosition(frame + 1);
                elements.add(roi);
            }
            List<Optional<LabelLayout.Placed>> places = layout.place(requests);
            for (int i = 0; i < requests.size(); i++) {
                if (places.get(i).isEmpty()) continue;
                Roi roi = text(styles.get(requests.get(i).id()), places.get(i).get(), frame);
                roi.setPosition(frame + 1);
                elements.add(roi);
            }
        }
        legend.ifPresent(l -> elements.addAll(l.elements()));
        return elements;
    }

    private static Roi rectangle(ExplanationStyle style, Box box, Answer answer, int frame) {
        Roi roi = new Roi(box.x(), box.y(), box.width(), box.height());
        float lineWidth = lineWidth(answer.video().width(), answer.video().height());
        // As wide on the screen at every zoom: enlarging a small image must not make thick bars of its boxes.
        roi.setUnscalableStrokeWidth(lineWidth);
        if (style.dashed()) roi.setStroke(dashes(lineWidth));
        setProperties(roi, style, "box", frame);
        for (TubeBox sampled : style.explanation().tube())
            if (sampled.frame() == frame)
                roi.setProperty("whynot.contribution", Double.toString(sampled.contribution()));
        return roi;
    }

    /** Whether an overlay element or ROI is a box of a tube, drawn by us or edited since. */
    static boolean isBox(Roi element) {
        return "box".equals(element.getProperty(MARK));
    }

    /** The name of the tube that a box belongs to, whatever the ROI is called now. */
    static String tubeName(Roi box) {
        return ExplanationStyle.name(
                Evidence.of(box.getProperty("whynot.evidence")),
                Integer.parseInt(box.getProperty("whynot.rank")),
                box.getProperty("whynot.attribute"));
    }

    private static void thicken(Roi box, ExplanationStyle style) {
        float lineWidth = 2.5f * box.getStrokeWidth();
        box.setUnscalableStrokeWidth(lineWidth);
        if (style.dashed()) box.setStroke(dashes(lineWidth));
    }

    private static Roi text(ExplanationStyle style, LabelLayout.Placed place, int frame) {
        Label label = place.label();
        TextRoi roi = new TextRoi((double) place.x(), (double) place.y(), label.text(), label.font());
        roi.setAntialiased(true);
        roi.setFillColor(GROUND);
        setProperties(roi, style, "label", frame);
        return roi;
    }

    private static void setProperties(Roi roi, ExplanationStyle style, String element, int frame) {
        Explanation explanation = style.explanation();
        roi.setName(style.name());
        roi.setStrokeColor(style.color());
        roi.setProperty(MARK, element);
        roi.setProperty("whynot.evidence", explanation.evidence().word());
        roi.setProperty("whynot.rank", Integer.toString(explanation.rank()));
        roi.setProperty("whynot.attribute", explanation.label());
        roi.setProperty("whynot.score", Double.toString(explanation.score()));
        roi.setProperty("whynot.counterfactuality", Double.toString(explanation.counterfactuality()));
        roi.setProperty(FRAME, Integer.toString(frame));
    }

    /** Line width, pixels of the screen or the flattened image. */
    static float lineWidth(int width, int height) {
        return (float) Math.min(4, Math.max(1, Math.sqrt((double) width * height) / 400));
    }

    static BasicStroke dashes(float lineWidth) {
        float dash = 3 + 2 * lineWidth;
        return new BasicStroke(
                lineWidth, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {dash, dash * 0.8f}, 0);
    }

    /** A line on the frame's right or lower edge would be drawn just outside it. */
    private static Box insideFrame(Box box, Answer answer) {
        float line = lineWidth(answer.video().width(), answer.video().height());
        double margin = line / 2;
        double left = Math.max(box.x(), Math.floor(margin));
        double top = Math.max(box.y(), Math.floor(margin));
        double right = Math.min(box.right(), answer.video().width() - Math.ceil(margin));
        double bottom = Math.min(box.bottom(), answer.video().height() - Math.ceil(margin));
        return new Box(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    }

    /** Turns the stack position frame + 1 into the image's own: visible in every channel, and slice, of the frame. */
    private static void setPosition(Roi roi, ImagePlus image, boolean timeOnSlices) {
        boolean isHyperStack = image.getNChannels() > 1 || image.isHyperStack();
        if (isHyperStack) setHyperStackPosition(roi, timeOnSlices);
    }

    /**
     * Turns the stack position frame + 1 into a position on the axis of time alone, which ImageJ's ROI Manager and overlays
     * understand on every hyperstack; a plain one they take for a slice where there are several.
     */
    static void setHyperStackPosition(Roi roi, boolean timeOnSlices) {
        int time = roi.getPosition();
        if (time == 0) return;
        if (timeOnSlices) roi.setPosition(0, time, 0);
        else roi.setPosition(0, 0, time);
    }

    private static Overlay withoutOurs(Overlay before) {
        if (before == null) return new Overlay();
        // A copy keeps the user's label settings and leaves the shown overlay whole until it is exchanged.
        Overlay overlay = before.create();
        for (Roi roi : before) if (!isOurs(roi)) overlay.add(roi);
        return overlay;
    }

    private static void checkSame(Answer answer, ImagePlus image, boolean timeOnSlices) {
        int frames = timeOnSlices ? image.getNSlices() : image.getNFrames();
        Answer.VideoInfo video = answer.video();
        if (image.getWidth() != video.width() || image.getHeight() != video.height() || frames < video.frames())
            throw new IllegalArgumentException(
                    "The explanation is of a video of " + video.width() + "x" + video.height()
                            + " pixels and " + video.frames() + " frames, but the image '" + image.getTitle() + "' has "
                            + image.getWidth() + "x" + image.getHeight() + " pixels and " + frames
                            + (timeOnSlices ? " slices" : " frames")
                            + ". It was changed, or is another one: explain it again.");
    }
}
