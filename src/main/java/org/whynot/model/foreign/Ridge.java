package org.whynot.model.foreign;

import java.util.List;

/**
 * Ridge regression with an intercept: {@code y = W (x - mean x) + mean y}, the squares of W held small. With fewer samples than
 * features it is solved for the samples, so the cost is that of the smaller of the two, cubed.
 */
final class Ridge {

    private final double[][] weights;
    private final double[] meanX;
    private final double[] meanY;

    /**
     * Fits.
     *
     * @param x samples, {@code [N][D]}, at least one
     * @param y what they should give, {@code [N][C]}
     * @param strength of the regularisation, relative to the mean square of a centred feature
     */
    Ridge(List<double[]> x, List<double[]> y, double strength) {
        meanX = mean(x);
        meanY = mean(y);
        double[][] a = centred(x, meanX);
        double[][] b = centred(y, meanY);
        double square = 0;
        for (double[] row : a) for (double value : row) square += value * value;
        int n = a.length;
        int d = meanX.length;
        // The mean square of a feature times the number of samples, as the diagonal of the normal equations has it.
        double ridge = Math.max(1e-12, strength * square / d);
        weights = n < d ? ofSamples(a, b, ridge) : ofFeatures(a, b, ridge);
    }

    /** {@code [C][D]} */
    double[][] weights() {
        return weights;
    }

    private static double[][] ofFeatures(double[][] a, double[][] b, double ridge) {
        int d = a[0].length;
        double[][] normal = new double[d][d];
        double[][] right = new double[b[0].length][d];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < d; j++) {
                double value = a[i][j];
                if (value == 0) continue;
                double[] row = normal[j];
                for (int k = 0; k <= j; k++) row[k] += value * a[i][k];
                for (int c = 0; c < right.length; c++) right[c][j] += value * b[i][c];
            }
        }
        return solve(normal, right, ridge);
    }

    private static double[][] ofSamples(double[][] a, double[][] b, double ridge) {
        int n = a.length;
        int d = a[0].length;
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i++)
            for (int k = 0; k <= i; k++) for (int j = 0; j < d; j++) gram[i][k] += a[i][j] * a[k][j];
        double[][] right = new double[b[0].length][n];
        for (int i = 0; i < n; i++) for (int c = 0; c < right.length; c++) right[c][i] = b[i][c];
        double[][] dual = solve(gram, right, ridge);
        double[][] weights = new double[right.length][d];
        for (int c = 0; c < weights.length; c++)
            for (int i = 0; i < n; i++) for (int j = 0; j < d; j++) weights[c][j] += dual[c][i] * a[i][j];
        return weights;
    }

    /** Solves (A + ridge I) x = b by Cholesky's decomposition; only the lower triangle of A is read, and changed. */
    private static double[][] solve(double[][] a, double[][] right, double ridge) {
        int n = a.length;
        for (int i = 0; i < n; i++) {
            a[i][i] += ridge;
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) sum -= a[i][k] * a[j][k];
                // Rounding may take the last bit of a diagonal that is all regularisation.
                a[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / a[j][j];
            }
        }
        for (double[] b : right) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < i; k++) b[i] -= a[i][k] * b[k];
                b[i] /= a[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                for (int k = i + 1; k < n; k++) b[i] -= a[k][i] * b[k];
                b[i] /= a[i][i];
            }
        }
        return right;
    }

    /** The share of the variance of y that is not explained, 0 to about 1; more where the fit is worse than the mean. */
    double unexplained(List<double[]> x, List<double[]> y) {
        if (y.isEmpty()) return Double.NaN;
        double[] mean = mean(y);
        double residual = 0;
        double variance = 0;
        for (int i = 0; i < x.size(); i++)
            for (int c = 0; c < mean.length; c++) {
                double predicted = meanY[c];
                for (int d = 0; d < meanX.length; d++) predicted += weights[c][d] * (x.get(i)[d] - meanX[d]);
                residual += Math.pow(y.get(i)[c] - predicted, 2);
                variance += Math.pow(y.get(i)[c] - mean[c], 2);
            }
        return residual / Math.max(variance, 1e-300);
    }

    private static double[] mean(List<double[]> rows) {
        double[] mean = new double[rows.get(0).length];
        for (double[] row : rows) for (int i = 0; i < mean.length; i++) mean[i] += row[i] / rows.size();
        return mean;
    }

    private static double[][] centred(List<double[]> rows, double[] mean) {
        double[][] centred = new double[rows.size()][mean.length];
        for (int r = 0; r < centred.length; r++)
            for (int i = 0; i < mean.length; i++) centred[r][i] = rows.get(r)[i] - mean[i];
        return centred;
    }
}
