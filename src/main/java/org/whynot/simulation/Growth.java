package org.whynot.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** A nucleus swells to about half as much again in diameter and keeps its place. */
final class Growth implements CellEvent {

    private final Nucleus nucleus;
    private final double start;
    private final double length;
    private final double factor;

    Growth(SplittableRandom random, Nucleus nucleus, int frames) {
        this.nucleus = nucleus.with(0.84, nucleus.aspect(), 1.05);
        double duration = 0.52 + 0.14 * random.nextDouble();
        start = (0.02 + (0.96 - duration) * random.nextDouble()) * (frames - 1);
        length = duration * (frames - 1);
        factor = 1.5 + 0.15 * random.nextDouble();
    }

    @Override
    public Pose pose(double frame) {
        double p = 0.6 * CellEvent.ramp(frame, start, length) + 0.4 * CellEvent.ease(frame, start, length);
        double r = nucleus.radius() * (1 + (factor - 1) * p);
        double signal = nucleus.brightness() * (1 - 0.15 * p);
        Blob body = nucleus.at(0, 0, r, nucleus.aspect(), nucleus.angle(), signal);
        return new Pose(List.of(body), nucleus.cytoplasm(0, 0, r, 1, 0));
    }

    @Override
    public String attribute(double frame) {
        return frame >= start && frame <= start + length ? CellClass.GROWING : null;
    }

    @Override
    public List<double[]> footprint() {
        return List.<double[]>of(new double[] {0, 0, 1.12 * factor * nucleus.radius()});
    }
}
