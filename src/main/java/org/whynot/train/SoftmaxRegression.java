package org.whynot.train;

import java.util.Arrays;
import org.whynot.util.Progress;

/**
 * Multinomial logistic regression with an L2 penalty, {@code p(c|x) = softmax(W x + b)_c}, for a last layer on frozen features.
 *
 * <p>Features are standardised; the loss is convex and its gradient's slope is known, so Nesterov's accelerated descent with a
 * fixed step ends where any other method would. Nothing is drawn: the same input gives the same weights.
 */
final class SoftmaxRegression {

    private static final int ITERATIONS = 200;
    /** Smaller deviations count as this share of the mean one: a channel that hardly varies must not decide alone. */
    private static final double SMALLEST_DEVIATION = 0.1;

    private final double[][] weights;
    private final double[] biases;

    private SoftmaxRegression(double[][] weights, double[] biases) {
        this.weights = weights;
        this.biases = biases;
    }

    /** W, {@code [C][F]}. */
    double[][] weights() {
        return weights;
    }

    /** b, {@code [C]}. */
    double[] biases() {
        return biases;
    }

    /**
     * Fits.
     *
     * @param x samples, {@code [N][F]}, at least one
     * @param labels {@code [N]}, 0 to {@code classes - 1}
     * @param importance of each sample, {@code [N]}, positive
     * @param classes C
     * @param penalty lambda of {@code mean loss + lambda / 2 * |W|^2} for standardised features, positive
     * @param progress asked whether to stop
     */
    static SoftmaxRegression fit(
            double[][] x, int[] labels, double[] importance, int classes, double penalty, Progress progress) {
        int n = x.length;
        int features = x[0].length;
        double[] mean = new double[features];
        double[] deviation = new double[features];
        double all = Arrays.stream(importance).sum();
        for (int i = 0; i < n; i++) for (int f = 0; f < features; f++) mean[f] += importance[i] / all * x[i][f];
        for (int i = 0; i < n; i++)
            for (int f = 0; f < features; f++)
                deviation[f] += importance[i] / all * (x[i][f] - mean[f]) * (x[i][f] - mean[f]);
        double typical = 0;
        for (int f = 0; f < features; f++) {
            deviation[f] = Math.sqrt(deviation[f]);
            typical += deviation[f] / features;
        }
        if (typical == 0) typical = 1;
        for (int f = 0; f < features; f++) deviation[f] = Math.max(deviation[f], SMALLEST_DEVIATION * typical);
        double[][] z = new double[n][features];
        double square = 1;
        for (int i = 0; i < n; i++)
            for (int f = 0; f < features; f++) {
                z[i][f] = (x[i][f] - mean[f]) / deviation[f];
                square += importance[i] / all * z[i][f] * z[i][f];
            }
        // The curvature of the softmax loss is at most half the mean square of its input (Boehning 1992).
        double step = 1 / (square / 2 + penalty);
        double[][] w = new double[classes][features + 1];
        double[][] ahead = new double[classes][features + 1];
        double momentum = 1;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            progress.check();
            double[][] gradient = gradient(z, labels, importance, all, ahead, penalty);
            double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            for (int c = 0; c < classes; c++)
                for (int f = 0; f <= features; f++) {
                    double moved = ahead[c][f] - step * gradient[c][f];
                    ahead[c][f] = moved + (momentum - 1) / next * (moved - w[c][f]);
                    w[c][f] = moved;
                }
            momentum = next;
        }
        double[][] weights = new double[classes][features];
        double[] biases = new double[classes];
        for (int c = 0; c < classes; c++) {
            biases[c] = w[c][features];
            for (int f = 0; f < features; f++) {
                weights[c][f] = w[c][f] / deviation[f];
                biases[c] -= weights[c][f] * mean[f];
            }
        }
        return new SoftmaxRegression(weights, biases);
    }

    /** Of the mean loss and the penalty; the last column is that of the bias, which has no penalty. */
    private static double[][] gradient(
            double[][] z, int[] labels, double[] importance, double all, double[][] w, double penalty) {
        int classes = w.length;
        int features = w[0].length - 1;
        double[][] gradient = new double[classes][features + 1];
        for (int i = 0; i < z.length; i++) {
            double[] p = new double[classes];
            for (int c = 0; c < classes; c++) p[c] = dot(w[c], z[i]) + w[c][features];
            softmax(p);
            for (int c = 0; c < classes; c++) {
                double error = importance[i] / all * (p[c] - (labels[i] == c ? 1 : 0));
                for (int f = 0; f < features; f++) gradient[c][f] += error * z[i][f];
                gradient[c][features] += error;
            }
        }
        for (int c = 0; c < classes; c++) for (int f = 0; f < features; f++) gradient[c][f] += penalty * w[c][f];
        return gradient;
    }

    /** p(c|x), {@code [C]}. */
    double[] probabilities(double[] x) {
        double[] p = new double[biases.length];
        for (int c = 0; c < p.length; c++) p[c] = dot(weights[c], x) + biases[c];
        softmax(p);
        return p;
    }

    /** Over the length of the second. */
    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int f = 0; f < b.length; f++) sum += a[f] * b[f];
        return sum;
    }

    private static void softmax(double[] values) {
        double largest = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (int c = 0; c < values.length; c++) sum += values[c] = Math.exp(values[c] - largest);
        for (int c = 0; c < values.length; c++) values[c] /= sum;
    }
}
