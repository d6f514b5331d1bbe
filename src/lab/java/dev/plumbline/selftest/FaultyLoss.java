package dev.plumbline.selftest;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;

/**
 * The loss in loops with faults, and the error for backpropagation.
 *
 * @param spec the correct network
 */
record FaultyLoss(NetworkSpec spec, InjectedFaults faults, FaultyForward forward) {
    double loss(double[][] outputs, double[][] y, double[] weights, double[][][] w) {
        double[][] a = faults.has(InjectedFault.ACTIVATION_IN_LOSS_TOO)
                ? forward.activated(outputs, spec.layers().size())
                : outputs;
        double sum = 0;
        for (int s = 0; s < a.length; s++) {
            for (int j = 0; j < a[0].length; j++) {
                sum += weights[s] * lossOf(a[s][j], y[s][j], a[0].length);
            }
        }
        double reduced = spec.reduction() == Reduction.MEAN ? sum / a.length : sum;
        if (faults.has(InjectedFault.LOSS_SCALED)) {
            reduced /= 2;
        }
        for (int l = 1; l <= spec.layers().size(); l++) {
            for (double[] row : w[l]) {
                for (double value : row) {
                    reduced += 0.5 * l2(spec.layers().get(l - 1), a.length) * value * value;
                }
            }
        }
        return faults.round(reduced);
    }

    double lossOf(double a, double y, int outputs) {
        Loss loss = faults.has(InjectedFault.OTHER_LOSS) ? new Loss.HalfSquaredError() : spec.loss();
        if (loss instanceof Loss.HalfSquaredError) {
            return 0.5 * (a - y) * (a - y);
        }
        if (loss instanceof Loss.SquaredError) {
            return (a - y) * (a - y);
        }
        if (loss instanceof Loss.MeanSquaredError) {
            return (a - y) * (a - y) / outputs;
        }
        if (loss instanceof Loss.BinaryCrossEntropy entropy) {
            double p = Math.min(Math.max(a, clip(entropy)), 1 - clip(entropy));
            return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
        }
        return -y * Math.log(Math.min(Math.max(a, 1e-10), 1 - 1e-10));
    }

    /** The derivative of the loss with respect to the outputs; with cross-entropy, combined with that of the activation. */
    double[][] error(double[][] a, double[][] y) {
        double[][] error = new double[a.length][a[0].length];
        for (int s = 0; s < a.length; s++) {
            for (int j = 0; j < a[0].length; j++) {
                double difference = faults.round(a[s][j] - y[s][j]);
                double factor = 1;
                if (spec.loss() instanceof Loss.SquaredError) {
                    factor = 2;
                }
                if (spec.loss() instanceof Loss.MeanSquaredError) {
                    factor = 2.0 / (faults.has(InjectedFault.OUTPUTS_NOT_DIVIDED) ? 1 : a[0].length);
                }
                if (faults.has(InjectedFault.OUTPUTS_DIVIDED)) {
                    factor /= a[0].length;
                }
                if (faults.has(InjectedFault.TWO_MISSING)) {
                    factor /= 2;
                }
                if (faults.has(InjectedFault.TWO_TOO_MANY)) {
                    factor *= 2;
                }
                error[s][j] = faults.round(
                        factor * (faults.has(InjectedFault.ERROR_SQUARED) ? difference * difference : difference));
                if (faults.has(InjectedFault.OTHER_LOSS_SLOPE)) {
                    error[s][j] = Math.signum(difference); // of the absolute error
                }
                if (faults.has(InjectedFault.SIGN_FLIPPED)) {
                    error[s][j] = -error[s][j];
                }
            }
        }
        if (faults.has(InjectedFault.BROADCAST)) { // (n, 1) - (n,): the mean of every output against every target
            for (int s = 0; s < a.length; s++) {
                double sum = 0;
                for (double[] target : y) {
                    sum += a[s][0] - target[0];
                }
                error[s][0] *= 0;
                error[s][0] += (spec.loss() instanceof Loss.HalfSquaredError ? 1 : 2) * sum / y.length;
            }
        }
        return error;
    }

    double[][] outputDelta(double[][] error, double[][] z, double[][] a, double[][] y) {
        boolean entropy =
                spec.loss() instanceof Loss.BinaryCrossEntropy || spec.loss() instanceof Loss.CategoricalCrossEntropy;
        if (faults.has(InjectedFault.ACTIVATION_IN_LOSS_TOO)) {
            return throughBoth(a, y);
        }
        if (!entropy) {
            return forward.throughSlope(error, z, a, spec.layers().size());
        }
        double[][] dz = new double[a.length][a[0].length];
        for (int s = 0; s < a.length; s++) {
            for (int j = 0; j < a[0].length; j++) {
                dz[s][j] = error[s][j];
                if (spec.loss() instanceof Loss.BinaryCrossEntropy binary) {
                    dz[s][j] *= clipped(a[s][j], y[s][j], clip(binary));
                }
                if (faults.has(InjectedFault.SLOPE_EXTRA)) {
                    dz[s][j] *= a[s][j] * (1 - a[s][j]);
                }
                if (faults.has(InjectedFault.SOFTMAX_DIAGONAL)) {
                    dz[s][j] = -y[s][j] / a[s][j] * a[s][j] * (1 - a[s][j]);
                }
            }
        }
        return dz;
    }

    /** The delta of cross-entropy with an activation that is applied twice. */
    double[][] throughBoth(double[][] a, double[][] y) {
        double[][] again = forward.activated(a, spec.layers().size());
        double[][] dz = new double[a.length][a[0].length];
        for (int s = 0; s < a.length; s++) {
            double sum = 0;
            for (int j = 0; j < a[0].length; j++) {
                sum += (again[s][j] - y[s][j]) * a[s][j];
            }
            boolean softmax = spec.layers().get(spec.layers().size() - 1).activation() instanceof Activation.Softmax;
            for (int j = 0; j < a[0].length; j++) {
                double da = again[s][j] - y[s][j];
                dz[s][j] = a[s][j] * (softmax ? da - sum : da * (1 - a[s][j]));
            }
        }
        return dz;
    }

    private double clip(Loss.BinaryCrossEntropy entropy) {
        return faults.has(InjectedFault.LOSS_NOT_CLIPPED) ? 0 : entropy.clip();
    }

    /** The factor of a - y if the output is clipped by the loss. */
    static double clipped(double a, double y, double clip) {
        double p = Math.min(Math.max(a, clip), 1 - clip);
        if (p == a) {
            return 1;
        }
        return a == y ? 0 : (p - y) / (a - y) * (a * (1 - a)) / (p * (1 - p));
    }

    static double l2(Layer layer, int examples) {
        return layer.regularization().map(some -> some.forBatch(examples).l2()).orElse(0.0);
    }
}
