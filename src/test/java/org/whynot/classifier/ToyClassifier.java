package org.whynot.classifier;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.Optional;
import org.whynot.video.ClipFormat;

/**
 * A classifier that looks at how much more red, green or blue there is than the other two, in three layers on grids of their
 * own; two of them have one step for four frames.
 */
public final class ToyClassifier implements VideoClassifier {

    private static final int[][] CELLS = {{4, 8, 8}, {2, 16, 8}, {4, 16, 16}};

    @Override
    public ClipFormat input() {
        return new ClipFormat(8, 64, 64, 1, ClipFormat.Resize.STRETCH, new float[3], new float[] {1, 1, 1});
    }

    @Override
    public List<String> classes() {
        return List.of("red", "green", "blue");
    }

    @Override
    public List<FeatureLayer> layers() {
        return List.of(
                new FeatureLayer("coarse in time", 3, 2, 8, 8),
                new FeatureLayer("wide", 3, 4, 4, 8),
                new FeatureLayer("coarse", 3, 2, 4, 4));
    }

    @Override
    public Output forward(NDArray clips) {
        NDArray others = clips.sum(new int[] {1}, true).sub(clips).div(2);
        NDArray excess = clips.sub(others).maximum(0);
        NDList features = new NDList();
        for (int[] cell : CELLS) {
            Shape size = new Shape(cell[0], cell[1], cell[2]);
            features.add(Pool.avgPool3d(excess, size, size, new Shape(0, 0, 0), false, true)
                    .mul(8));
        }
        return new Output(features.get(0).flatten(2, 4).mean(new int[] {2}).mul(80), features);
    }

    /** The logits are 80 times the means of the first layer. */
    @Override
    public Optional<PooledHead> pooledHead() {
        double[][] weight = new double[3][3];
        for (int c = 0; c < 3; c++) weight[c][c] = 80;
        return Optional.of(PooledHead.linear(weight, new double[3]));
    }

    @Override
    public Device device() {
        return Device.cpu();
    }

    @Override
    public String description() {
        return "toy";
    }

    @Override
    public void close() {}
}
