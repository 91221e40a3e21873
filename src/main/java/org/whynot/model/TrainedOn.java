package org.whynot.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the videos were like that a classifier was trained on, so that an input of another kind is noticed.
 *
 * @param videos how many were measured
 * @param width pixels
 * @param height pixels
 * @param sampledInterval seconds from a sampled frame to the next; null where no video states it
 * @param brightness mean over a video, 0 (black) to 1 (white)
 * @param features the classifier's features of them; null where they were not measured
 */
public record TrainedOn(
        int videos, Range width, Range height, Range sampledInterval, Range brightness, Features features) {

    /**
     * The values of all videos.
     *
     * @param least the smallest
     * @param most the largest
     */
    public record Range(double least, double most) {

        /**
         * Whether a value lies in this range, or outside by a factor of no more than {@code slack}.
         *
         * @param slack at least 1
         */
        public boolean contains(double value, double slack) {
            return value >= least / slack && value <= most * slack;
        }

        /** This range and a value. */
        Range with(double value) {
            return new Range(Math.min(least, value), Math.max(most, value));
        }

        private boolean isPossible() {
            return least >= 0 && least <= most && most < Double.POSITIVE_INFINITY;
        }
    }

    /**
     * The mean of the last feature layer over time and space, channel by channel (D).
     *
     * @param centres its mean over the training videos of each class, {@code [C][D]}, or of all, {@code [1][D]}
     * @param deviation its standard deviation around the centre of the video's class, {@code [D]}
     * @param limit the distance that 99 % of the training videos do not exceed
     * @param testVideos how many videos of the split {@code test} were measured
     * @param falseAlarms the share of them beyond the limit, 0 to 1; null without such videos
     */
    public record Features(
            List<List<Double>> centres, List<Double> deviation, double limit, int testVideos, Double falseAlarms) {

        /**
         * How far features are from the closest centre: the root mean square over the channels of the difference in standard
         * deviations.
         *
         * @param means of a video, {@code [D]}
         * @throws IllegalArgumentException if there are more or fewer channels
         */
        public double distance(double[] means) {
            if (means.length != deviation.size())
                throw new IllegalArgumentException(
                        "There are " + means.length + " features, " + deviation.size() + " are known.");
            double closest = Double.POSITIVE_INFINITY;
            for (List<Double> centre : centres) {
                double sum = 0;
                for (int d = 0; d < means.length; d++) {
                    double z = (means[d] - centre.get(d)) / deviation.get(d);
                    sum += z * z;
                }
                closest = Math.min(closest, Math.sqrt(sum / means.length));
            }
            return closest;
        }

        private boolean isPossible() {
            if (centres == null || centres.isEmpty() || deviation == null || deviation.isEmpty()) return false;
            int channels = deviation.size();
            return limit > 0
                    && deviation.stream().allMatch(d -> d != null && d > 0)
                    && centres.stream().allMatch(c -> c != null && c.size() == channels)
                    && centres.stream().flatMap(List::stream).allMatch(d -> d != null && Double.isFinite(d));
        }
    }

    /** Whether these can be facts about videos. */
    boolean isPossible() {
        return width != null
                && height != null
                && brightness != null
                && Stream.of(width, height, brightness).allMatch(Range::isPossible)
                && (sampledInterval == null || sampledInterval.isPossible())
                && (features == null || features.isPossible());
    }
}
