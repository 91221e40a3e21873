package org.whynot.classifier;

import java.util.List;

/**
 * What a classifier makes of the mean of its first feature layer over all cells: one fully connected layer or more, with a ReLU
 * between them. With it a forward pass can be continued from changed features, at the cost of some products.
 *
 * <pre>{@code
 * PooledHead head = classifier.pooledHead().orElseThrow();
 * double[] logits = head.logits(meanOfFeatures);
 * }</pre>
 *
 * @param weights of every layer, {@code [to][from]}; the last has one row per class
 * @param biases of every layer, {@code [to]}
 */
public record PooledHead(List<double[][]> weights, List<double[]> biases) {

    /** @throws IllegalArgumentException if the layers don't fit each other */
    public PooledHead {
        weights = List.copyOf(weights);
        biases = List.copyOf(biases);
        if (weights.isEmpty() || weights.size() != biases.size())
            throw new IllegalArgumentException("A head needs as many biases as layers, and at least one.");
        for (int i = 0; i < weights.size(); i++)
            if (weights.get(i).length != biases.get(i).length
                    || i > 0 && weights.get(i)[0].length != weights.get(i - 1).length)
                throw new IllegalArgumentException("Layer " + (i + 1) + " of a head does not fit the one before.");
    }

    /** A single layer. */
    public static PooledHead linear(double[][] weight, double[] bias) {
        return new PooledHead(List.<double[][]>of(weight), List.of(bias));
    }

    /** Channels of the feature layer (D). */
    public int channels() {
        return weights.get(0)[0].length;
    }

    /**
     * Continues the forward pass.
     *
     * @param means of the features over all cells of a clip, {@code [D]}
     * @return {@code [C]}
     */
    public double[] logits(double[] means) {
        double[] x = means;
        for (int layer = 0; layer < weights.size(); layer++) {
            double[] y = new double[biases.get(layer).length];
            for (int row = 0; row < y.length; row++) {
                y[row] = biases.get(layer)[row] + dot(weights.get(layer)[row], x);
                if (layer < weights.size() - 1) y[row] = Math.max(0, y[row]);
            }
            x = y;
        }
        return x;
    }

    /**
     * The derivative of every logit with respect to the means: the product of the layers, rows of hidden units that are closed
     * left out.
     *
     * @param means {@code [D]}
     * @return {@code [C][D]}
     */
    public double[][] gradient(double[] means) {
        double[] x = means;
        double[][] product = null;
        for (int layer = 0; layer < weights.size(); layer++) {
            double[][] weight = weights.get(layer);
            double[] y = new double[weight.length];
            double[][] next = product == null ? copy(weight) : multiply(weight, product);
            for (int row = 0; row < weight.length; row++) {
                y[row] = biases.get(layer)[row] + dot(weight[row], x);
                if (layer < weights.size() - 1 && y[row] <= 0) {
                    y[row] = 0;
                    next[row] = new double[next[row].length];
                }
            }
            product = next;
            x = y;
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double[][] multiply(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++)
            for (int k = 0; k < b.length; k++) for (int j = 0; j < b[k].length; j++) product[i][j] += a[i][k] * b[k][j];
        return product;
    }

    private static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) copy[i] = matrix[i].clone();
        return copy;
    }
}
