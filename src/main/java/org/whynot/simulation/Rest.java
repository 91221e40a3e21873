package org.whynot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A cell that does nothing. Some look, in any single frame, like a cell in the middle of an event: long as if it moved, large
 * as if it had grown, small and bright as if it condensed, double as if it had divided, in pieces as if it had just died. Only
 * that nothing changes tells them from the real ones.
 */
final class Rest implements CellEvent {

    /** What a resting cell looks like. */
    enum Appearance {
        PLAIN,
        LONG,
        LARGE,
        COMPACT,
        DOUBLE,
        FRAGMENTS,
        OUT_OF_FOCUS
    }

    private final Pose pose;
    private final double reach;
    private final Appearance look;

    Rest(SplittableRandom random, Nucleus nucleus, Appearance look) {
        this.look = look;
        double radius = nucleus.radius();
        List<Blob> chromatin = new ArrayList<>();
        Nucleus body =
                switch (look) {
                    case LONG -> nucleus.with(0.92, 1.55 + 0.3 * random.nextDouble(), 1);
                    case LARGE -> nucleus.with(1.22, nucleus.aspect(), 0.9);
                    case COMPACT -> nucleus.with(0.7, 1.05, 1.7 + 0.3 * random.nextDouble());
                    case DOUBLE -> nucleus.with(0.64, 1.2, 1.15);
                    default -> nucleus;
                };
        switch (look) {
            case DOUBLE -> {
                double dx = 0.8 * radius * StrictMath.cos(nucleus.angle());
                double dy = 0.8 * radius * StrictMath.sin(nucleus.angle());
                double across = nucleus.angle() + Math.PI / 2;
                chromatin.add(body.at(dx, dy, body.radius(), 1.2, across, body.brightness()));
                chromatin.add(body.at(-dx, -dy, body.radius(), 1.2, across + Math.PI, body.brightness()));
            }
            case FRAGMENTS -> {
                int pieces = 3 + random.nextInt(4);
                for (int i = 0; i < pieces; i++) {
                    double phi = 2 * Math.PI * (i + 0.9 * random.nextDouble()) / pieces;
                    double distance = radius * (0.35 + 0.6 * random.nextDouble());
                    chromatin.add(nucleus.piece(
                            distance * StrictMath.cos(phi),
                            distance * StrictMath.sin(phi),
                            radius * (0.16 + 0.2 * random.nextDouble()),
                            0.9 + 0.9 * random.nextDouble()));
                }
            }
            case OUT_OF_FOCUS -> {
                double edge = nucleus.scale() * (3 + 1.5 * random.nextDouble());
                chromatin.add(new Blob(
                        0,
                        0,
                        1.1 * radius,
                        1.1 * radius / nucleus.aspect(),
                        nucleus.angle(),
                        0.55 * nucleus.brightness(),
                        edge,
                        NucleusTexture.SMOOTH));
            }
            default -> chromatin.add(body.at(0, 0));
        }
        pose = new Pose(chromatin, nucleus.cytoplasm(0, 0, Math.max(radius, body.radius()), 1, 0));
        var box = pose.bounds(0);
        reach = Math.max(box.width(), box.height()) / 2 + 2 * nucleus.scale();
    }

    @Override
    public Pose pose(double frame) {
        return pose;
    }

    @Override
    public String attribute(double frame) {
        return switch (look) {
            case FRAGMENTS -> CellClass.STILL_FRAGMENTS;
            case OUT_OF_FOCUS -> CellClass.OUT_OF_FOCUS;
            default -> CellClass.RESTING;
        };
    }

    @Override
    public List<double[]> footprint() {
        return List.<double[]>of(new double[] {0, 0, reach});
    }
}
