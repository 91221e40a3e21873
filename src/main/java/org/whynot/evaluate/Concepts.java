package org.whynot.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.whynot.dataset.FrameBox;
import org.whynot.dataset.Sample;
import org.whynot.explain.Explanation;
import org.whynot.explain.TubeBox;
import org.whynot.video.Box;

/**
 * Where the attributes of one video truly are, and how well a region fits each of them (section 4.3).
 *
 * <p>The IoU of a region with an attribute is the mean over the frames in which either has a box; of several boxes the best pair
 * counts. Where a person drew boxes in a few frames only and the others were interpolated, {@link Labels#KEYFRAMES} uses
 * those few frames alone; an attribute without such a mixture is labelled in every frame either way.
 */
final class Concepts {

    /** Which boxes count as true. */
    enum Labels {
        /** All boxes. */
        ALL,
        /** Those that nobody interpolated. */
        KEYFRAMES
    }

    /**
     * How well a region shows an attribute.
     *
     * @param iou of the region with the attribute; NaN where the video has no box of it
     * @param rank of the attribute among those of the video by IoU, 1 the best; 0 where the video has no box of it or the IoU is 0
     */
    record Fit(double iou, int rank) {
        /** Of a region that has no attribute, or a video without boxes. */
        static final Fit NONE = new Fit(Double.NaN, 0);

        /** Whether the attribute is among the first k: 1 or 0. */
        int hit(int k) {
            return rank >= 1 && rank <= k ? 1 : 0;
        }
    }

    /** Stands for whichever attribute. */
    static final String ANYTHING = "";

    private final int frames;
    private final Map<String, Map<Integer, List<Box>>> boxes = new LinkedHashMap<>();
    /** Attributes of which only the frames with a box are labelled. */
    private final Map<String, Boolean> sparse = new LinkedHashMap<>();

    /**
     * @param sample a video; its attributes without boxes take no part
     * @param frames of the video
     */
    Concepts(Sample sample, int frames, Labels labels) {
        this.frames = frames;
        sample.boxes().forEach((attribute, all) -> {
            boolean mixed =
                    all.stream().anyMatch(FrameBox::keyframe) && !all.stream().allMatch(FrameBox::keyframe);
            boolean only = mixed && labels == Labels.KEYFRAMES;
            Map<Integer, List<Box>> places = new LinkedHashMap<>();
            for (FrameBox box : all)
                if (!only || box.keyframe())
                    places.computeIfAbsent(box.frame(), f -> new ArrayList<>()).add(box.box());
            boxes.put(attribute, places);
            sparse.put(attribute, only);
        });
    }

    /**
     * The boxes of all attributes together, under the name {@link #ANYTHING}: where a method points that names no attribute.
     *
     * @param sample a video
     * @param frames of the video
     */
    static Concepts ofAnything(Sample sample, int frames) {
        List<FrameBox> all = new ArrayList<>();
        sample.boxes().values().forEach(all::addAll);
        Sample merged = new Sample(
                sample.id(),
                sample.classIndex(),
                sample.path(),
                sample.split(),
                sample.attributes(),
                all.isEmpty() ? Map.of() : Map.of(ANYTHING, all),
                sample.actors(),
                sample.size());
        return new Concepts(merged, frames, Labels.ALL);
    }

    /** Whether the video has a box of any attribute. */
    boolean isEmpty() {
        return boxes.isEmpty();
    }

    /** The attributes with boxes in this video. */
    List<String> attributes() {
        return List.copyOf(boxes.keySet());
    }

    /** The boxes of an attribute in a frame (0-based), pixels of the video. */
    List<Box> at(String attribute, int frame) {
        return boxes.getOrDefault(attribute, Map.of()).getOrDefault(frame, List.of());
    }

    /** Whether it is known for a frame if and where an attribute is there. */
    boolean isLabelled(String attribute, int frame) {
        return boxes.containsKey(attribute)
                && (!sparse.get(attribute) || boxes.get(attribute).containsKey(frame));
    }

    /** The IoU of a region with every attribute that has boxes. */
    Map<String, Double> ious(VideoPart region) {
        List<List<Box>> own = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) own.add(region.at(frame));
        Map<String, Double> ious = new LinkedHashMap<>();
        for (String attribute : boxes.keySet()) ious.put(attribute, iou(own, attribute));
        return ious;
    }

    private double iou(List<List<Box>> own, String attribute) {
        double sum = 0;
        int counted = 0;
        for (int frame = 0; frame < frames; frame++) {
            List<Box> truth = at(attribute, frame);
            if (!isLabelled(attribute, frame) || own.get(frame).isEmpty() && truth.isEmpty()) continue;
            counted++;
            double best = 0;
            for (Box a : own.get(frame)) for (Box b : truth) best = Math.max(best, a.iou(b));
            sum += best;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    /**
     * The pointing game: whether the centre of the explanation's strongest box lies inside a true box of its attribute. Only boxes in
     * frames that are labelled take part.
     *
     * @return 1 or 0; NaN where the video has no box of the attribute, or the tube no labelled frame
     */
    double pointing(Explanation explanation) {
        TubeBox strongest = null;
        for (TubeBox box : explanation.tube())
            if (isLabelled(explanation.attribute(), box.frame())
                    && (strongest == null || box.contribution() > strongest.contribution())) strongest = box;
        if (strongest == null) return Double.NaN;
        double x = strongest.box().x() + strongest.box().width() / 2;
        double y = strongest.box().y() + strongest.box().height() / 2;
        return at(explanation.attribute(), strongest.frame()).stream()
                        .anyMatch(b -> b.x() <= x && x < b.right() && b.y() <= y && y < b.bottom())
                ? 1
                : 0;
    }

    /**
     * The rank of an attribute among the attributes of a video.
     *
     * @param ious as {@link #ious} gives them
     * @param attribute any
     */
    static Fit fit(Map<String, Double> ious, String attribute) {
        Double own = ious.get(attribute);
        if (own == null) return Fit.NONE;
        int rank = 1;
        for (double other : ious.values()) if (other > own) rank++;
        return new Fit(own, own > 0 ? rank : 0);
    }

    /**
     * The share of hits of an attribute that is drawn at random, exactly: how many attributes are among the first k, by the number
     * of attributes to draw from.
     *
     * @param ious as {@link #ious} gives them
     * @param choices the attributes to draw from
     */
    static double chance(Map<String, Double> ious, List<String> choices, int k) {
        int hits = 0;
        for (String choice : choices) hits += fit(ious, choice).hit(k);
        return hits / (double) choices.size();
    }
}
