package org.whynot.explain;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The scores of a region for a pair of classes, as each attribute.
 *
 * @param region its name
 * @param positive the class that is asked about
 * @param negative the class that it is compared with
 * @param firstFrame the first sampled frame of the region, 0-based
 * @param lastFrame the last one
 * @param shapeRows rows of the model's box that stands for it, cells
 * @param shapeColumns columns of that box, cells
 * @param overlap mean IoU of the region and the model's box that stands for it, 0 to 1
 * @param connected whether the region moves as slowly as the model's tubes do; if not, it may score more than the best of them
 * @param attributes every attribute, by falling score
 */
public record RegionScore(
        String region,
        String positive,
        String negative,
        int firstFrame,
        int lastFrame,
        int shapeRows,
        int shapeColumns,
        double overlap,
        boolean connected,
        List<Attribute> attributes) {

    /**
     * The region as one attribute.
     *
     * @param name the attribute; empty for a model without attributes
     * @param score sum of delta_m over the region's cells (equation 5), in the layer where it is largest
     * @param counterfactuality sigmoid of the score, 0 to 1 (equation 6)
     * @param bestScore the score of the best tube of this attribute in the video (equation 9), untrimmed
     * @param randomBelow share of random tubes of the same length and shape that score less, 0 to 1
     */
    public record Attribute(
            String name, double score, double counterfactuality, double bestScore, double randomBelow) {}

    /** Sorts the attributes. */
    public RegionScore {
        attributes = attributes.stream()
                .sorted(Comparator.comparingDouble(Attribute::score).reversed())
                .toList();
    }

    /** The strongest attribute in words, for example {@code As 'dividing nucleus' this region (frames 7 to 15) supports mitosis, not apoptosis: …}. */
    public String sentence() {
        Attribute best = attributes.get(0);
        String verb = Math.abs(best.counterfactuality() - 0.5) <= 0.1
                ? "neither supports nor contradicts"
                : best.score() > 0 ? "supports" : "contradicts";
        String region = Region.words(this.region);
        return String.format(
                Locale.ROOT,
                "%s (frames %d to %d) %s %s, not %s: score %.2f (the best tube %.2f; %.0f %% of random tubes"
                        + " have less). The nearest boxes that the model can form overlap it by an IoU of %.2f%s.",
                best.name().isEmpty()
                        ? Character.toUpperCase(region.charAt(0)) + region.substring(1)
                        : "As '" + best.name() + "' " + region,
                firstFrame + 1,
                lastFrame + 1,
                verb,
                positive,
                negative,
                best.score(),
                best.bestScore(),
                100 * best.randomBelow(),
                overlap,
                connected ? "" : "; it moves faster than the model's tubes can");
    }
}
