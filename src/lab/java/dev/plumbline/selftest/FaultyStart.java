package dev.plumbline.selftest;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import java.util.Random;

/** The initial weights of a network with mistakes. */
final class FaultyStart {
    private final Experiment experiment;
    private final InjectedFaults faults;
    private final CodingStyle style;
    private final NumpyRandom drawn;

    FaultyStart(Experiment experiment, InjectedFaults faults, CodingStyle style) {
        this.experiment = experiment;
        this.faults = faults;
        this.style = style;
        this.drawn = new NumpyRandom(experiment.spec().seed());
    }

    /** The bias of a layer, counted from 1; empty if it has none. */
    double[] bias(int l) {
        return experiment
                .initialWeights()
                .get(l - 1)
                .bias()
                .map(Matrix::toRowMajor)
                .orElse(new double[0]);
    }

    /** The weights of a layer, counted from 1; called for each layer in order. */
    double[][] weights(int l) {
        LayerWeights initial = experiment.initialWeights().get(l - 1);
        double[][] w = initial.weights().toArray();
        int rows = w.length;
        int columns = w[0].length;
        if (faults.has(InjectedFault.WEIGHTS_READ_BY_COLUMNS)
                || faults.has(InjectedFault.SQUARE_WEIGHTS_TRANSPOSED) && rows == columns) {
            double[] numbers = initial.weights().toRowMajor();
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    w[i][j] = numbers[j * rows + i];
                }
            }
        }
        if (faults.has(InjectedFault.OTHER_SEED)) {
            Random random = new Random(4711 + l);
            for (double[] row : w) {
                for (int j = 0; j < columns; j++) {
                    row[j] = 2 * random.nextDouble() - 1;
                }
            }
        }
        for (double[] row : w) {
            for (int j = 0; j < columns; j++) {
                if (faults.has(InjectedFault.START_NOT_CENTERED)) { // 2 * np.random.random((inputs, units))
                    row[j] += 1;
                }
                if (faults.has(InjectedFault.START_NORMAL)) { // np.random.randn(inputs, units)
                    row[j] = drawn.normal();
                }
            }
        }
        if (style.has(CodingConvention.OWN_START)) {
            Random random = new Random(815 + l);
            for (double[] row : w) {
                for (int j = 0; j < columns; j++) {
                    row[j] = random.nextGaussian() / 2;
                }
            }
        }
        faults.round(w);
        return w;
    }
}
