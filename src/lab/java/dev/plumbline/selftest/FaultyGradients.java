package dev.plumbline.selftest;

import dev.plumbline.spec.BatchSize;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import java.util.Arrays;

/** The gradients of a network with mistakes: their divisor, and whether they are reset to zero. */
final class FaultyGradients {
    private final NetworkSpec spec;
    private final InjectedFaults faults;
    private final int examples;
    private final double[][][] sumW; // for gradients that are not reset to zero
    private final double[][] sumB;

    FaultyGradients(Experiment experiment, InjectedFaults faults) {
        this.spec = experiment.spec();
        this.faults = faults;
        this.examples = experiment.inputs().rows();
        sumW = new double[spec.layers().size() + 1][][];
        sumB = new double[spec.layers().size() + 1][];
        for (int l = 1; l < sumW.length; l++) {
            int units = spec.layers().get(l - 1).units();
            sumW[l] = new double[spec.inputsOf(l - 1)][units];
            sumB[l] = new double[units];
        }
    }

    void startEpoch() {
        for (int l = 1; l < sumW.length && faults.has(InjectedFault.ACCUMULATED_OVER_EPOCH); l++) {
            FaultyNetwork.clear(sumW[l]);
            Arrays.fill(sumB[l], 0);
        }
    }

    /**
     * Computes the gradients of a layer.
     *
     * @param l the layer, counted from 1
     * @param x its inputs
     * @param dz its deltas
     * @param dw receives the gradient of the weights
     * @param db receives the gradient of the bias; empty if there is none
     */
    void compute(int l, double[][] x, double[][] dz, double[][] dw, double[] db) {
        int n = x.length;
        double divisor = divisor(n);
        for (int s = 0; s < n; s++) {
            if (faults.has(InjectedFault.GRADIENT_OF_LAST)) {
                FaultyNetwork.clear(dw);
            }
            if (faults.has(InjectedFault.GRADIENT_OF_LAST) || faults.has(InjectedFault.BIAS_GRADIENT_OF_LAST)) {
                Arrays.fill(db, 0);
            }
            for (int j = 0; j < dz[0].length; j++) {
                for (int i = 0; i < x[0].length; i++) {
                    dw[i][j] = faults.round(dw[i][j] + x[s][i] * dz[s][j] / divisor);
                }
                if (db.length > 0) {
                    db[j] = faults.round(db[j] + dz[s][j] / divisor);
                }
            }
        }
        if (faults.has(InjectedFault.GRADIENT_TRANSPOSED) && dw.length == dw[0].length) {
            double[][] turned = FaultyForward.transposed(dw);
            System.arraycopy(turned, 0, dw, 0, dw.length);
        }
        if (faults.has(InjectedFault.SCALAR_BIAS_GRADIENT) && db.length > 0) {
            double sum = 0;
            for (double value : db) {
                sum += value;
            }
            Arrays.fill(db, sum);
        }
        if (faults.has(InjectedFault.GRADIENTS_ACCUMULATED) || faults.has(InjectedFault.ACCUMULATED_OVER_EPOCH)) {
            accumulate(l, dw, db);
        }
    }

    private double divisor(int n) {
        double divisor = spec.reduction() == Reduction.MEAN ? n : 1;
        if (faults.has(InjectedFault.BATCH_SUMMED)) {
            divisor = 1;
        }
        if (faults.has(InjectedFault.BATCH_AVERAGED)) {
            divisor = n;
        }
        if (faults.has(InjectedFault.BATCH_AVERAGED_TWICE)) {
            divisor = (double) n * n;
        }
        if (faults.has(InjectedFault.FULL_BATCH_DIVISOR)
                && spec.training().batchSize() instanceof BatchSize.Examples full) {
            divisor = full.count();
        }
        if (faults.has(InjectedFault.DIVIDED_BY_DATA_SET)) {
            divisor = examples;
        }
        if (faults.has(InjectedFault.DIVIDED_BY_HALF_THE_BATCH)) {
            divisor = Math.ceil(n / 2.0);
        }
        if (faults.has(InjectedFault.INTEGER_DIVISION)) {
            divisor = 1 / n == 0 ? Double.POSITIVE_INFINITY : 1;
        }
        return divisor;
    }

    private void accumulate(int l, double[][] dw, double[] db) {
        for (int i = 0; i < dw.length; i++) {
            for (int j = 0; j < dw[0].length; j++) {
                sumW[l][i][j] += dw[i][j];
                dw[i][j] = sumW[l][i][j];
            }
        }
        for (int j = 0; j < db.length; j++) {
            sumB[l][j] += db[j];
            db[j] = sumB[l][j];
        }
    }
}
