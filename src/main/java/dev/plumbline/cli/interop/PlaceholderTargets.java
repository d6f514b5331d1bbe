package dev.plumbline.cli.interop;

import dev.plumbline.math.Matrix;
import dev.plumbline.spec.LossRules;
import dev.plumbline.spec.NetworkSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Targets for random inputs: the network's outputs, changed where the loss does not allow them.
 *
 * @param spec the network
 */
record PlaceholderTargets(NetworkSpec spec) {

    /** Returns a row of targets for each row of outputs. */
    Matrix of(Matrix outputs) {
        double[][] rows = outputs.toArray();
        for (int i = 0; i < rows.length; i++) {
            rows[i] = allowed(rows[i]);
        }
        return Matrix.of(rows);
    }

    private double[] allowed(double[] outputs) {
        double[] signs =
                Arrays.stream(outputs).map(output -> output < 0 ? -1 : 1).toArray();
        double[] first = new double[outputs.length];
        first[0] = 1;
        double[] inside = Arrays.stream(outputs)
                .map(output -> Double.isFinite(output) ? Math.min(Math.max(output, 0), 1) : 0)
                .toArray();
        return List.of(outputs, inside, first, signs).stream()
                .filter(row -> Arrays.stream(row).allMatch(Double::isFinite))
                .filter(row -> LossRules.problemOfTargets(spec.loss(), row).isEmpty())
                .findFirst()
                .orElse(first);
    }
}
