package org.whynot.explain;

import java.util.List;
import java.util.Locale;
import org.whynot.util.Json;

/**
 * How an explanation compares with chance: its tube is erased, and so are random tubes of the same layer, shape and length.
 *
 * <p>The <i>contrast drop</i> is by how much {@code log p(positive) - log p(negative)} falls when a tube is erased; for a video of
 * one clip that is by how much {@code logit(positive) - logit(negative)} falls. A tube for the positive class beats a random one
 * if its drop is larger, a tube against it if its drop is smaller.
 *
 * @param drop the contrast drop of the explanation's tube
 * @param randomDrops those of the random tubes, in the order in which they were drawn; at least one
 * @param beaten how many of the random tubes it beats
 * @param p how probable it is that a random tube would do as well: {@code (1 + random tubes not beaten) / (1 + random tubes)}
 * @param resolution the smallest p that so many random tubes can give, {@code 1 / (1 + random tubes)}
 * @param level an explanation with a larger p is no better than chance
 * @param shiftIou mean IoU of the tube with the best tube of the same attribute in the video without its first frame, 0 to 1; null
 *     where there is no such video, or no such tube to compare with
 * @param cropIou the same in the video cropped by 1/{@value #CROP} of its size on each side
 */
public record Confidence(
        double drop,
        List<Double> randomDrops,
        int beaten,
        double p,
        double resolution,
        double level,
        @Json.MayBeMissing Double shiftIou,
        @Json.MayBeMissing Double cropIou) {

    /** An explanation with a larger p is no better than chance. */
    public static final double LEVEL = 0.05;
    /** The fewest random tubes that can give a p of {@link #LEVEL}. */
    public static final int LEAST = 19;
    /** The most random tubes. */
    public static final int MOST = 99;
    /** The part of the video's width and height that is cropped on each side to see whether a tube is stable. */
    public static final int CROP = 32;

    /** Copies the list. */
    public Confidence {
        randomDrops = List.copyOf(randomDrops);
    }

    /**
     * Compares a tube with random ones.
     *
     * @param evidence of the tube, {@link Evidence#FOR} or {@link Evidence#AGAINST}
     * @param drop its contrast drop
     * @param randomDrops those of the random tubes, at least one
     */
    static Confidence of(Evidence evidence, double drop, List<Double> randomDrops) {
        int sign = evidence == Evidence.AGAINST ? -1 : 1;
        int tubes = randomDrops.size();
        int beaten = (int)
                randomDrops.stream().filter(other -> sign * drop > sign * other).count();
        return new Confidence(
                drop, randomDrops, beaten, (1.0 + tubes - beaten) / (1 + tubes), 1.0 / (1 + tubes), LEVEL, null, null);
    }

    /** The same with what became of the tube in changed videos. */
    Confidence stable(Double inShifted, Double inCropped) {
        return new Confidence(drop, randomDrops, beaten, p, resolution, level, inShifted, inCropped);
    }

    /** Whether random tubes rarely do as well. */
    public boolean isBetterThanChance() {
        return p <= level;
    }

    /** The mean contrast drop of the random tubes. */
    public double randomDrop() {
        return randomDrops.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** {@code beats 19 of 19 random tubes, p 0.05}. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "beats %d of %d random tubes, p %s",
                beaten,
                randomDrops.size(),
                String.format(Locale.ROOT, "%.3f", p).replaceFirst("0{1,2}$", ""));
    }
}
