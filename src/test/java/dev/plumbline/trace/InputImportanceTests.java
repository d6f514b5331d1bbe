package dev.plumbline.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputImportanceTests {
    private static final List<Engine> ENGINES = List.of(new ReferenceEngine(), new Dl4jEngine());
    private static final int EXAMPLES = 40;
    private static final Matrix INPUTS = Matrix.wrap(EXAMPLES, 3, new NumpyRandom(3).uniform(-1, 1, 3 * EXAMPLES));

    private static Experiment linear(Matrix targets, double... weights) {
        return Experiment.of(Network.define(
                "linear",
                net -> net.inputs(3)
                        .dense(1, new Identity(), layer -> layer.bias(false))
                        .init(new Initializer.Given(
                                List.of(List.of(weights[0]), List.of(weights[1]), List.of(weights[2])),
                                Optional.empty()))
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(new Sgd(1), 0)
                        .data(INPUTS.toArray(), targets.toArray())));
    }

    /** For y = 3 x₁ the loss is the mean of (3 x₁ of another example − 3 x₁)². */
    @Test
    void isTheRiseOfTheLossUnderNumpysPermutations() {
        Matrix targets = INPUTS.dot(Matrix.column(3, 0, 0));
        NumpyRandom random = new NumpyRandom(1);
        double sum = 0;
        for (int i = 0; i < InputImportance.PERMUTATIONS; i++) {
            int[] order = random.permutation(EXAMPLES);
            sum += targets.take(order).minus(targets).square().mean();
        }
        for (Engine engine : ENGINES) {
            List<InputImportance> importances = InputImportance.of(
                    engine,
                    linear(targets, 3, 0, 0),
                    List.of(
                            new InputImportance.Column("x1", 1),
                            new InputImportance.Column("x2", 1),
                            new InputImportance.Column("x3", 1)),
                    Metric.LOSS);
            assertEquals(sum / InputImportance.PERMUTATIONS, importances.get(0).mean(), 1e-12);
            assertTrue(importances.get(0).spread() > 0);
            assertEquals(
                    List.of(new InputImportance("x2", 0, 0), new InputImportance("x3", 0, 0)),
                    importances.subList(1, 3));
        }
    }

    /** Two inputs that always cancel out keep doing so only if their rows stay together. */
    @Test
    void theInputsOfAColumnArePermutedTogether() {
        Matrix opposite = INPUTS.dot(Matrix.of(new double[][] {{1, 1, 0}, {0, 0, 0}, {0, 0, 1}}));
        Experiment experiment =
                Experiment.of(linear(Matrix.zeros(EXAMPLES, 1), 1, -1, 0).spec(), opposite, Matrix.zeros(EXAMPLES, 1));
        for (Engine engine : ENGINES) {
            assertEquals(
                    List.of(new InputImportance("pair", 0, 0), new InputImportance("x3", 0, 0)),
                    InputImportance.of(
                            engine,
                            experiment,
                            List.of(new InputImportance.Column("pair", 2), new InputImportance.Column("x3", 1)),
                            Metric.LOSS));
        }
    }

    @Test
    void ofAnAccuracyIsWhatIsLost() {
        Matrix targets = INPUTS.dot(Matrix.column(1, 0, 0)).map(x -> x >= 0 ? 1 : 0);
        Experiment experiment = Experiment.of(Network.define(
                "sign",
                net -> net.inputs(3)
                        .dense(1, new Sigmoid(), layer -> layer.bias(false))
                        .init(new Initializer.Given(
                                List.of(List.of(9.0), List.of(0.0), List.of(0.0)), Optional.empty()))
                        .loss(new Loss.BinaryCrossEntropy(1e-12), Reduction.MEAN)
                        .training(new Sgd(1), 0)
                        .data(INPUTS.toArray(), targets.toArray())));
        for (Engine engine : ENGINES) {
            InputImportance first = InputImportance.of(
                            engine, experiment, List.of(new InputImportance.Column("x1", 3)), Metric.ACCURACY)
                    .get(0);
            assertTrue(first.mean() > 0.3 && first.mean() < 0.7, first.toString());
        }
    }
}
