package dev.plumbline.report.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.compare.Check;
import dev.plumbline.compare.CheckResult;
import dev.plumbline.compare.TamperedEngine;
import dev.plumbline.compare.Verdict;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import org.junit.jupiter.api.Test;

/** A step that is compared by its norms hides a small row; so the headline does not claim every element of every step. */
class HeadlineOfNormsTests {
    private static final Experiment EXPERIMENT = Experiment.of(Network.define("wide", net -> {
        double[][] inputs =
                Matrix.wrap(16, 8, new NumpyRandom(3).normal(0, 1, 128)).toArray();
        double[][] targets =
                Matrix.wrap(16, 1, new NumpyRandom(4).normal(0, 1, 16)).toArray();
        for (double[] row : inputs) {
            row[7] *= 1e-14;
        }
        net.inputs(8)
                .dense(16, new Activation.Tanh())
                .dense(1, new Activation.Identity())
                .init(new Initializer.GlorotUniform())
                .seed(1)
                .loss(new Loss.HalfSquaredError(), Reduction.MEAN)
                .training(new Sgd(0.1), training -> training.epochs(200))
                .data(inputs, targets)
                .report(100);
    }));

    private static CheckResult withWrongRow(long step) {
        Key where = new Key(step, Quantity.WEIGHT_GRADIENT, 1);
        return new Check(
                        new ReferenceEngine(),
                        new TamperedEngine(
                                new ReferenceEngine(),
                                trace -> TamperedEngine.replaced(trace, where, dW -> {
                                    double[][] rows = dW.toArray();
                                    for (int j = 0; j < rows[7].length; j++) {
                                        rows[7][j] = -rows[7][j];
                                    }
                                    return Matrix.of(rows);
                                })))
                .run(EXPERIMENT);
    }

    @Test
    void aWrongRowIsFoundWhereEachElementIsCompared() {
        assertEquals(Verdict.DIFFERS, withWrongRow(50).verdict());
    }

    @Test
    void elsewhereTheHeadlineSaysThatItComparesNorms() {
        CheckResult result = withWrongRow(150);
        assertEquals(Verdict.AGREES, result.verdict());

        String headline = VerdictText.of(result).headline();

        assertEquals(
                "AGREES: tampered and the reference, by element in "
                        + result.local().stepsByElement() + " of 200 steps, else by norm",
                headline);
        assertTrue(result.local().stepsByElement() < 200);
    }
}
