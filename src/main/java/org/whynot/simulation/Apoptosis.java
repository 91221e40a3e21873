package org.whynot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A nucleus condenses, then breaks into four to seven small bright pieces that spread a little and fade one by one. */
final class Apoptosis extends CondensingEvent {

    /** How bright a piece still is in the end, relative to its beginning. */
    private static final double REMAINS = 0.12;

    private final Fragment[] fragments;

    /** One piece: where it ends up in radii of the nucleus, its size in radii, and when it starts to fade (0 to 1). */
    private record Fragment(double x, double y, double size, double fadeStart, double drop) {}

    Apoptosis(SplittableRandom random, Nucleus nucleus, int frames) {
        super(random, nucleus, frames);
        fragments = new Fragment[4 + random.nextInt(4)];
        double spin = 2 * Math.PI * random.nextDouble();
        for (int i = 0; i < fragments.length; i++) {
            // One piece near the middle, the others about evenly round it: a cluster, never a line.
            double distance = i == 0 ? 0.2 : 0.5 + 0.55 * random.nextDouble();
            double phi = spin + 2 * Math.PI * (i + 0.9 * random.nextDouble()) / (fragments.length - 1);
            fragments[i] = new Fragment(
                    distance * StrictMath.cos(phi),
                    distance * StrictMath.sin(phi),
                    0.16 + 0.22 * random.nextDouble(),
                    0.35 + 0.35 * random.nextDouble(),
                    0.25 * random.nextDouble());
        }
    }

    @Override
    String second() {
        return CellClass.FRAGMENTING;
    }

    @Override
    Pose secondPose(double frame) {
        double length = end - turn;
        double radius = nucleus.radius();
        double burst = CellEvent.ease(frame, turn, 0.45 * length);
        double later = CellEvent.ramp(frame, turn, length);
        List<Blob> pieces = new ArrayList<>();
        double core = 1 - CellEvent.ramp(frame, turn + 0.08 * length, 0.22 * length);
        double signal = nucleus.brightness() * CONDENSED_BRIGHTNESS;
        if (core > 0)
            pieces.add(nucleus.at(
                    0, 0, radius * CONDENSED_RADIUS * (0.45 + 0.55 * core), 1, nucleus.angle(), signal * core));
        for (Fragment f : fragments) {
            double spread = 0.3 + 0.7 * burst + 0.1 * later;
            double appear = 0.15 + 0.85 * (1 - core);
            double fade = 1 - (1 - REMAINS) * CellEvent.ease(later, f.fadeStart(), 0.98 - f.fadeStart());
            double size = radius * f.size() * (1 - f.drop() * later);
            pieces.add(nucleus.piece(
                    radius * spread * f.x(), radius * spread * f.y(), size, 1.15 * signal * appear * fade));
        }
        return new Pose(pieces, nucleus.cytoplasm(0, 0, radius * (1 - 0.15 * later), 1, 0));
    }

    @Override
    public List<double[]> footprint() {
        return List.<double[]>of(new double[] {0, 0, 1.45 * nucleus.radius()});
    }
}
