package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.NetworkSpec;
import java.util.Optional;

/**
 * The forward pass in loops with faults, and the derivatives of the activations.
 *
 * @param spec the correct network
 */
record FaultyForward(NetworkSpec spec, InjectedFaults faults) {
    double[][] dropped(double[][] x, Optional<Matrix> mask, int l) {
        if (mask.isEmpty() || faults.has(InjectedFault.DROPOUT_FORGOTTEN)) {
            return x;
        }
        double drop = spec.layers().get(l - 1).dropout().orElseThrow().dropProbability();
        double divisor = faults.has(InjectedFault.DROPOUT_NOT_INVERTED)
                ? 1
                : faults.has(InjectedFault.DROPOUT_BY_DROP_PROBABILITY) ? drop : 1 - drop;
        double[][] kept = new double[x.length][x[0].length];
        for (int s = 0; s < x.length; s++) {
            for (int i = 0; i < x[0].length; i++) {
                kept[s][i] = x[s][i] * mask.get().get(s, i) / divisor;
            }
        }
        return kept;
    }

    double[][] weighted(double[][] x, double[][] w, double[] b) {
        double[][] z = new double[x.length][w[0].length];
        for (int s = 0; s < x.length; s++) {
            for (int j = 0; j < z[0].length; j++) {
                for (int i = 0; i < x[0].length; i++) {
                    z[s][j] = faults.round(z[s][j] + x[s][i] * w[i][j]);
                }
                if (b.length > 0 && !faults.has(InjectedFault.BIAS_FORGOTTEN)) {
                    z[s][j] = faults.round(z[s][j] + b[j]);
                }
            }
        }
        return z;
    }

    double[][] activated(double[][] z, int l) {
        if (activation(l) instanceof Activation.Softmax) {
            return faults.has(InjectedFault.SOFTMAX_WRONG_AXIS) ? transposed(softmax(transposed(z))) : softmax(z);
        }
        double[][] a = new double[z.length][z[0].length];
        for (int s = 0; s < z.length; s++) {
            for (int j = 0; j < z[0].length; j++) {
                a[s][j] = faults.round(f(z[s][j], l));
                if (faults.has(InjectedFault.ACTIVATION_TWICE)
                        && l < spec.layers().size()) {
                    a[s][j] = f(a[s][j], l);
                }
                if (faults.has(InjectedFault.ACTIVATION_FORGOTTEN)
                        && l < spec.layers().size()) {
                    a[s][j] = z[s][j];
                }
            }
        }
        return a;
    }

    double[][] softmax(double[][] z) {
        double[][] a = new double[z.length][z[0].length];
        for (int s = 0; s < z.length; s++) {
            double largest = faults.has(InjectedFault.EXPONENT_OVERFLOW) ? 0 : largest(z[s]);
            double sum = 0;
            for (int j = 0; j < z[0].length; j++) {
                a[s][j] = faults.round(Math.exp(z[s][j] - largest));
                sum = faults.round(sum + a[s][j]);
            }
            for (int j = 0; j < z[0].length; j++) {
                a[s][j] = faults.round(a[s][j] / sum);
            }
        }
        if (faults.has(InjectedFault.SOFTMAX_OVER_BATCH)) {
            overBatch(z, a);
        }
        return a;
    }

    private static double largest(double[] row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : row) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** As e / e.sum() without an axis. */
    private static void overBatch(double[][] z, double[][] a) {
        double sum = 0;
        for (int s = 0; s < z.length; s++) {
            for (int j = 0; j < z[0].length; j++) {
                a[s][j] = Math.exp(z[s][j]);
                sum += a[s][j];
            }
        }
        for (double[] row : a) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= sum;
            }
        }
    }

    double f(double z, int l) {
        Activation word = used(l);
        if (faults.has(InjectedFault.EXPONENT_OVERFLOW)) {
            double up = Math.exp(z);
            double down = Math.exp(-z);
            return word instanceof Activation.Sigmoid
                    ? up / (1 + up)
                    : word instanceof Activation.Tanh ? (up - down) / (up + down) : Math.max(0, z);
        }
        if (word instanceof Activation.Sigmoid) {
            return 1 / (1 + Math.exp(faults.has(InjectedFault.EXPONENT_SIGN) ? z : -z));
        }
        if (word instanceof Activation.Tanh) {
            return Math.tanh(z);
        }
        return word instanceof Activation.Relu ? Math.max(0, z) : z;
    }

    private Activation activation(int l) {
        return spec.layers().get(l - 1).activation();
    }

    /** The activation that the network uses. */
    private Activation used(int l) {
        return faults.has(InjectedFault.OTHER_ACTIVATION)
                        && l < spec.layers().size()
                        && activation(l) instanceof Activation.Sigmoid
                ? new Activation.Tanh()
                : activation(l);
    }

    /** f′, from z or from a, as it is usually written. */
    double slope(double z, double a, int l) {
        Activation word = faults.has(InjectedFault.OTHER_SLOPE) && used(l) instanceof Activation.Tanh
                ? new Activation.Sigmoid()
                : used(l);
        boolean smooth = word instanceof Activation.Sigmoid || word instanceof Activation.Tanh;
        if (faults.has(InjectedFault.ACTIVATION_FOR_SLOPE) && smooth) {
            return f(a, l);
        }
        if (faults.has(InjectedFault.SLOPE_PLUS) && smooth) {
            return word instanceof Activation.Sigmoid ? a * (1 + a) : 1 + a * a;
        }
        if (word instanceof Activation.Sigmoid) {
            if (faults.has(InjectedFault.SLOPE_OF_PREACTIVATION)) {
                return z * (1 - z);
            }
            if (faults.has(InjectedFault.SLOPE_OF_ACTIVATED)) {
                double again = 1 / (1 + Math.exp(-a));
                return again * (1 - again);
            }
            if (faults.has(InjectedFault.SLOPE_FACTOR_FORGOTTEN)) {
                return 1 - a;
            }
            return faults.has(InjectedFault.SLOPE_FORGOTTEN) ? 1 : a * (1 - a);
        }
        if (word instanceof Activation.Tanh) {
            if (faults.has(InjectedFault.SLOPE_OF_PREACTIVATION)) {
                return 1 - z * z;
            }
            if (faults.has(InjectedFault.SLOPE_OF_ACTIVATED)) {
                return 1 - Math.tanh(a) * Math.tanh(a);
            }
            if (faults.has(InjectedFault.SLOPE_NOT_SQUARED)) {
                return 1 - a;
            }
            return faults.has(InjectedFault.SLOPE_FORGOTTEN) ? 1 : 1 - a * a;
        }
        if (word instanceof Activation.Relu) {
            boolean open = faults.has(InjectedFault.RELU_AT_ZERO) ? z >= 0 : z > 0;
            return open || faults.has(InjectedFault.RELU_SLOPE_ONE) ? 1 : 0;
        }
        return 1;
    }

    double[][] throughSlope(double[][] da, double[][] z, double[][] a, int l) {
        double[][] dz = new double[da.length][da[0].length];
        for (int s = 0; s < da.length; s++) {
            for (int j = 0; j < da[0].length; j++) {
                boolean isLost = faults.has(InjectedFault.UPSTREAM_OVERWRITTEN)
                        && l < spec.layers().size();
                dz[s][j] = faults.round((isLost ? 1 : da[s][j]) * slope(z[s][j], a[s][j], l));
            }
        }
        return dz;
    }

    static double[][] transposed(double[][] rows) {
        return Matrix.of(rows).transpose().toArray();
    }
}
