package org.whynot.simulation;

import java.util.List;
import java.util.SplittableRandom;
import org.whynot.video.Box;

/**
 * The first half of mitosis and of apoptosis alike: the nucleus shrinks and brightens. What comes next distinguishes them.
 *
 * <p>Times and amounts are drawn the same way for both, so that nothing in this half gives the class away.
 */
abstract class CondensingEvent implements CellEvent {

    /** The radius that a condensed nucleus keeps, and how much brighter it is: the same chromatin on a smaller area. */
    static final double CONDENSED_RADIUS = 0.68;

    static final double CONDENSED_BRIGHTNESS = 2.0;

    final Nucleus nucleus;
    /** The frames in which condensing starts, the second part starts, and the second part is over. */
    final double start;

    final double turn;
    final double end;

    /**
     * Draws the times.
     *
     * @param frames frames of the video
     */
    CondensingEvent(SplittableRandom random, Nucleus nucleus, int frames) {
        this.nucleus = nucleus;
        double condensing = 0.2 + 0.08 * random.nextDouble();
        double second = 0.38 + 0.12 * random.nextDouble();
        double free = 1 - condensing - second;
        double first = 0.02 + (free - 0.04) * random.nextDouble();
        start = first * (frames - 1);
        turn = (first + condensing) * (frames - 1);
        end = (first + condensing + second) * (frames - 1);
    }

    /** The attribute of the second part. */
    abstract String second();

    /** The cell after condensing; {@code frame >= turn}. */
    abstract Pose secondPose(double frame);

    @Override
    public final Pose pose(double frame) {
        if (frame >= turn) return secondPose(frame);
        double p = CellEvent.ease(frame, start, turn - start);
        double r = nucleus.radius() * (1 - (1 - CONDENSED_RADIUS) * p);
        double ratio = nucleus.aspect() + (1 - nucleus.aspect()) * p;
        double signal = nucleus.brightness() * (1 + (CONDENSED_BRIGHTNESS - 1) * p);
        return new Pose(
                List.of(nucleus.at(0, 0, r, ratio, nucleus.angle(), signal)),
                nucleus.cytoplasm(0, 0, nucleus.radius(), 1, 0));
    }

    @Override
    public final String attribute(double frame) {
        if (frame < start || frame > end) return null;
        return frame < turn ? CellClass.CONDENSING : second();
    }

    /** Round the bright parts and the place where the nucleus lay: the cell is still there while its nucleus shrinks. */
    @Override
    public final Box extent(double frame, double margin) {
        return CellEvent.union(pose(frame).bounds(margin), nucleus.at(0, 0).bounds(margin));
    }
}
