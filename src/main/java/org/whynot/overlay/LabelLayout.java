package org.whynot.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.whynot.video.Box;

/**
 * Finds a location for the label of every box of a frame: inside the frame, on no other label, beside its own box and off the
 * others where possible.
 *
 * <p>Greedy: labels are placed one after another, the most important first, each where it costs least. One layout serves
 * one video, frame after frame: a label stays on the side of its box where it was as long as that is about as good, so that
 * labels don't jump about.
 */
final class LabelLayout {

    /**
     * A box that wants a label.
     *
     * @param id the same number for the same tube in every frame
     * @param box pixels of the frame
     * @param variants the ways to write the label, the best first
     */
    record Request(int id, Box box, List<Label> variants) {}

    /**
     * A label at its location.
     *
     * @param label what is written
     * @param x left edge, pixels
     * @param y top edge, pixels
     */
    record Placed(Label label, int x, int y) {
        Box box() {
            return new Box(x, y, label.width(), label.height());
        }
    }

    /** A location, the side of the box that it is on, and which of the label's variants stands there. */
    private record Candidate(Placed place, int side, int variant) {}

    /** What covering all of a label's ground with another tube's box costs, in label heights of distance. */
    private static final double COST_OF_OTHER_BOX = 4;
    /** The same for the label's own box. */
    private static final double COST_OF_OWN_BOX = 1.5;
    /** What another side of the box, or another variant, than in the frame before costs. */
    private static final double COST_OF_JUMP = 1;
    /** What the next side costs compared with the one before it in the order of preference. */
    private static final double COST_OF_SIDE = 0.1;
    /** What the next way to write a label costs compared with the one before it, which is larger or has fewer lines. */
    private static final double COST_OF_VARIANT = 0.4;

    /** Locations beside or in the box; locations anywhere else count as one more side. */
    private static final int SIDES = 8;

    private final int width;
    private final int height;
    private final List<Box> always;
    private final Map<Integer, Candidate> before = new HashMap<>();

    /**
     * @param width of the frames, pixels
     * @param height of the frames, pixels
     */
    LabelLayout(int width, int height) {
        this(width, height, List.of());
    }

    /**
     * @param width of the frames, pixels
     * @param height of the frames, pixels
     * @param taken where no label may lie, in every frame
     */
    LabelLayout(int width, int height, List<Box> taken) {
        this.width = width;
        this.height = height;
        always = List.copyOf(taken);
    }

    /**
     * Places the labels of the next frame.
     *
     * @param requests the most important first
     * @return in the same order; empty where no room was left
     */
    List<Optional<Placed>> place(List<Request> requests) {
        List<Box> taken = new ArrayList<>(always);
        List<Optional<Placed>> places = new ArrayList<>();
        for (Request request : requests) {
            Optional<Candidate> best = best(request, requests, taken);
            best.ifPresent(candidate -> {
                taken.add(candidate.place().box());
                before.put(request.id(), candidate);
            });
            places.add(best.map(Candidate::place));
        }
        return places;
    }

    private Optional<Candidate> best(Request request, List<Request> all, List<Box> taken) {
        Optional<Candidate> beside = cheapest(request, all, taken, label -> beside(label, request.box()));
        // Only a crowded frame has no room beside the box, so the many locations all over the frame are seldom tried.
        return beside.isPresent() ? beside : cheapest(request, all, taken, this::anywhere);
    }

    private Optional<Candidate> cheapest(
            Request request, List<Request> all, List<Box> taken, Function<Label, List<Placed>> places) {
        Candidate last = before.get(request.id());
        Candidate best = null;
        double lowest = Double.POSITIVE_INFINITY;
        for (int variant = 0; variant < request.variants().size(); variant++) {
            List<Placed> tried = places.apply(request.variants().get(variant));
            for (int side = 0; side < tried.size(); side++) {
                Box ground = tried.get(side).box();
                if (!isFree(ground, taken)) continue;
                Candidate candidate = new Candidate(tried.get(side), Math.min(side, SIDES), variant);
                double cost = cost(ground, request, all) + COST_OF_SIDE * candidate.side() + COST_OF_VARIANT * variant;
                if (last != null && (last.side() != candidate.side() || last.variant() != variant))
                    cost += COST_OF_JUMP;
                if (cost < lowest) {
                    lowest = cost;
                    best = candidate;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private double cost(Box ground, Request request, List<Request> all) {
        double dx =
                gap(ground.x(), ground.right(), request.box().x(), request.box().right());
        double dy = gap(
                ground.y(), ground.bottom(), request.box().y(), request.box().bottom());
        double cost = Math.hypot(dx, dy) / ground.height();
        for (Request other : all)
            cost += ground.overlap(other.box())
                    / ground.area()
                    * (other == request ? COST_OF_OWN_BOX : COST_OF_OTHER_BOX);
        return cost;
    }

    /** Above, below, inside at the top, inside at the bottom, to the right, to the left; moved into the frame. */
    private List<Placed> beside(Label label, Box box) {
        double alignedRight = box.right() - label.width();
        double above = box.y() - label.height();
        double insideBottom = box.bottom() - label.height();
        double leftOf = box.x() - label.width();
        List<Placed> places = new ArrayList<>();
        places.add(inFrame(label, box.x(), above));
        places.add(inFrame(label, alignedRight, above));
        places.add(inFrame(label, box.x(), box.bottom() + 1));
        places.add(inFrame(label, alignedRight, box.bottom() + 1));
        places.add(inFrame(label, box.right() + 1, box.y()));
        places.add(inFrame(label, leftOf, box.y()));
        places.add(inFrame(label, box.x(), box.y()));
        places.add(inFrame(label, box.x(), insideBottom));
        return places;
    }

    /** A grid over the frame, for crowded frames. */
    private List<Placed> anywhere(Label label) {
        List<Placed> places = new ArrayList<>();
        int down = Math.max(1, label.height() / 2);
        int across = Math.max(1, label.width() / 4);
        for (int y = 0; y < height - label.height() + down; y += down)
            for (int x = 0; x < width - label.width() + across; x += across) places.add(inFrame(label, x, y));
        return places;
    }

    private Placed inFrame(Label label, double x, double y) {
        return new Placed(label, (int) Math.max(0, Math.min(Math.floor(x), width - label.width())), (int)
                Math.max(0, Math.min(Math.floor(y), height - label.height())));
    }

    private static boolean isFree(Box ground, List<Box> taken) {
        for (Box other : taken) if (ground.overlap(other) > 0) return false;
        return true;
    }

    private static double gap(double low, double high, double otherLow, double otherHigh) {
        return Math.max(0, Math.max(otherLow - high, low - otherHigh));
    }
}
