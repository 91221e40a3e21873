package org.whynot.evaluate;

import java.util.List;

/**
 * The numbers that the paper reports (Kanehira, Takemoto, Inayoshi, Harada, CVPR 2019), on its own data sets and annotations; to
 * stand beside ours, never to be mixed with them.
 *
 * @param name of the data set
 * @param videos table 1
 * @param classes table 1
 * @param attributes table 1
 * @param boxes table 1
 * @param drop positive drop: baseline, proposed (table 2)
 * @param conceptBaseline concept accuracy top 1, 3, 5 of the baseline (table 3)
 * @param concept the same of the proposed method
 * @param negativeBaseline negative class accuracy, top 3, three hardest, of the baseline with 1, 2, 3 fully connected layers
 *     (table 4)
 * @param negative the same of the proposed method
 */
record PaperFigures(
        String name,
        int videos,
        int classes,
        int attributes,
        int boxes,
        double[] drop,
        double[] conceptBaseline,
        double[] concept,
        double[] negativeBaseline,
        double[] negative) {

    /** Both data sets of the paper. */
    static final List<PaperFigures> ALL = List.of(
            new PaperFigures(
                    "Olympic Sports",
                    783,
                    16,
                    39,
                    949,
                    new double[] {0.76, 0.89},
                    new double[] {0.02, 0.07, 0.12},
                    new double[] {0.13, 0.38, 0.59},
                    new double[] {0.45, 0.44, 0.46},
                    new double[] {0.62, 0.64, 0.59}),
            new PaperFigures(
                    "UCF101-24",
                    3204,
                    24,
                    40,
                    6128,
                    new double[] {0.68, 0.88},
                    new double[] {0.02, 0.07, 0.13},
                    new double[] {0.14, 0.41, 0.65},
                    new double[] {0.45, 0.43, 0.44},
                    new double[] {0.64, 0.62, 0.61}));
}
