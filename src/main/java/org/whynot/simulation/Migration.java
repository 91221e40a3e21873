package org.whynot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A cell travels about half the image along a slightly bent path, its nucleus stretched along the path. */
final class Migration implements CellEvent {

    private final Nucleus nucleus;
    private final double start;
    private final double length;
    private final double dx;
    private final double dy;
    /** How far the path bends to the side at its middle, pixels. */
    private final double bend;

    private final double stretch;

    Migration(SplittableRandom random, Nucleus nucleus, int frames) {
        this.nucleus = nucleus.with(0.9, nucleus.aspect(), 1);
        double duration = 0.5 + 0.16 * random.nextDouble();
        start = (0.02 + (0.96 - duration) * random.nextDouble()) * (frames - 1);
        length = duration * (frames - 1);
        double direction = 2 * Math.PI * random.nextDouble();
        double distance = nucleus.scale() * (46 + 20 * random.nextDouble());
        dx = distance * StrictMath.cos(direction);
        dy = distance * StrictMath.sin(direction);
        bend = nucleus.scale() * (12 * random.nextDouble() - 6);
        stretch = 1.55 + 0.3 * random.nextDouble();
    }

    @Override
    public Pose pose(double frame) {
        // Mostly even speed: a soft start and end of a tenth each.
        double even = CellEvent.ramp(frame, start, length);
        double travelled = 0.75 * even + 0.25 * CellEvent.ease(frame, start, length);
        double[] place = place(travelled);
        double polarised = CellEvent.ease(frame, start - 0.04 * length, 0.2 * length)
                * (1 - CellEvent.ease(frame, start + 0.84 * length, 0.2 * length));
        double slope = 4 * bend * (1 - 2 * travelled);
        double norm = Math.sqrt(dx * dx + dy * dy);
        double heading = StrictMath.atan2(dy + slope * dx / norm, dx - slope * dy / norm);
        double ratio = nucleus.aspect() + (stretch - nucleus.aspect()) * polarised;
        double angle = nucleus.angle() + nearest(heading - nucleus.angle()) * polarised;
        Blob body = nucleus.at(place[0], place[1], nucleus.radius(), ratio, angle, nucleus.brightness());
        // The cytoplasm lags behind: a moving cell drags its tail.
        double lag = 0.35 * nucleus.radius() * polarised;
        Blob cytoplasm = nucleus.cytoplasm(
                place[0] - lag * StrictMath.cos(heading),
                place[1] - lag * StrictMath.sin(heading),
                nucleus.radius(),
                1 + 0.9 * polarised,
                heading);
        return new Pose(List.of(body), cytoplasm);
    }

    @Override
    public String attribute(double frame) {
        return frame >= start && frame <= start + length ? CellClass.MOVING : null;
    }

    @Override
    public List<double[]> footprint() {
        List<double[]> circles = new ArrayList<>();
        for (int i = 0; i <= 4; i++) {
            double[] place = place(i / 4.0);
            circles.add(new double[] {place[0], place[1], 1.3 * nucleus.radius()});
        }
        return circles;
    }

    /** The nucleus after a fraction of the path. */
    private double[] place(double fraction) {
        double norm = Math.sqrt(dx * dx + dy * dy);
        double side = 4 * bend * fraction * (1 - fraction);
        return new double[] {dx * (fraction - 0.5) - side * dy / norm, dy * (fraction - 0.5) + side * dx / norm};
    }

    /** The smallest turn, radians, that makes an axis parallel to one turned by {@code angle}. */
    private static double nearest(double angle) {
        return angle - Math.PI * Math.rint(angle / Math.PI);
    }
}
