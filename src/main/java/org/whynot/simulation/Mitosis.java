package org.whynot.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A nucleus condenses, forms a plate, and the plate splits in two daughters that move apart and become round again.
 */
final class Mitosis extends CondensingEvent {

    /** The direction in which the daughters part, radians; the plate lies across it. */
    private final double axis;

    private final double distance;

    Mitosis(SplittableRandom random, Nucleus nucleus, int frames) {
        super(random, nucleus, frames);
        axis = Math.PI * random.nextDouble();
        distance = nucleus.radius() * (0.95 + 0.2 * random.nextDouble());
    }

    @Override
    String second() {
        return CellClass.DIVIDING;
    }

    @Override
    Pose secondPose(double frame) {
        double length = end - turn;
        double radius = nucleus.radius();
        double plate = CellEvent.ease(frame, turn, 0.2 * length);
        double split = CellEvent.ease(frame, turn + 0.25 * length, 0.65 * length);
        double relax = CellEvent.ease(frame, turn + 0.7 * length, 0.5 * length);
        double bright = nucleus.brightness();
        if (split == 0) {
            double across = radius * mix(CONDENSED_RADIUS, 0.9, plate);
            double along = radius * mix(CONDENSED_RADIUS, 0.34, plate);
            Blob middle = new Blob(
                    0,
                    0,
                    along,
                    across,
                    axis,
                    bright * mix(CONDENSED_BRIGHTNESS, 2.4, plate),
                    0.7 * nucleus.scale(),
                    nucleus.texture());
            return new Pose(List.of(middle), nucleus.cytoplasm(0, 0, radius, 1, 0));
        }
        double offset = Math.max(distance * split, 0.12 * radius);
        double across = radius * mix(mix(0.9, 0.72, split), 0.66, relax);
        double along = radius * mix(0.24, 0.56, relax);
        double signal = bright * mix(mix(2.4, 1.9, split), 1.15, relax);
        double dx = offset * StrictMath.cos(axis);
        double dy = offset * StrictMath.sin(axis);
        Blob one = new Blob(dx, dy, along, across, axis, signal, 0.7 * nucleus.scale(), nucleus.texture());
        Blob other =
                new Blob(-dx, -dy, along, across, axis + Math.PI, signal, 0.7 * nucleus.scale(), nucleus.texture());
        return new Pose(List.of(one, other), nucleus.cytoplasm(0, 0, radius, 1 + 0.6 * split, axis));
    }

    @Override
    public List<double[]> footprint() {
        return List.<double[]>of(new double[] {0, 0, distance + 0.7 * nucleus.radius()});
    }

    private static double mix(double from, double to, double fraction) {
        return from + fraction * (to - from);
    }
}
