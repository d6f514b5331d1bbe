package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import java.util.Random;

/** The examples as a network with mistakes takes them: its inputs and targets, their weights, and the dropout masks. */
record FaultyExamples(Experiment experiment, InjectedFaults faults) {
    /**
     * Replaces inputs and targets by those that the network reads by mistake.
     *
     * @param examplesSeen the number of examples of the earlier steps
     */
    void misread(double[][] x, double[][] y, int examplesSeen) {
        int n = x.length;
        if (faults.has(InjectedFault.SHUFFLED)) {
            double[][] allInputs = experiment.inputs().toArray();
            double[][] allTargets = experiment.targets().toArray();
            for (int s = 0; s < n; s++) { // in reverse order
                int at = allInputs.length - 1 - (examplesSeen + s) % allInputs.length;
                x[s] = allInputs[at];
                y[s] = allTargets[at];
            }
        }
        for (int s = 0; s < n; s++) {
            // As where one of two files has a header, and both are read without.
            if (faults.has(InjectedFault.TARGETS_ONE_ROW_OFF)) {
                double[][] all = experiment.targets().toArray();
                y[s] = all[(examplesSeen + s + 1) % all.length];
            }
            if (faults.has(InjectedFault.LABELS_OFF_BY_ONE)) {
                double[] off = new double[y[s].length];
                for (int j = 0; j < off.length; j++) {
                    off[(j + 1) % off.length] = y[s][j];
                }
                y[s] = off;
            }
        }
    }

    /** The batch with masks that the network draws itself. */
    Batch withOwnMasks(Batch batch) {
        Random random = new Random(batch.step());
        return batch.withMasks(batch.masks().stream()
                .map(mask -> mask.map(all -> all.map(each -> random.nextBoolean() ? 1 : 0)))
                .toList());
    }

    /** The weight of each example, which multiplies its loss. */
    double[] weights(Batch batch) {
        return batch.weights()
                .map(Matrix::toRowMajor)
                .orElse(Matrix.ones(batch.size(), 1).toRowMajor());
    }

    /** Errors or deltas, one row for each example, times its weight. */
    double[][] weighted(double[][] rows, Batch batch) {
        if (batch.weights().isEmpty() || faults.has(InjectedFault.EXAMPLE_WEIGHTS_FORGOTTEN)) {
            return rows;
        }
        double[] weights = weights(batch);
        double[][] weighted = new double[rows.length][rows[0].length];
        for (int s = 0; s < rows.length; s++) {
            for (int j = 0; j < rows[0].length; j++) {
                weighted[s][j] = faults.round(weights[s] * rows[s][j]);
            }
        }
        return weighted;
    }
}
