package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.Formulas;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The Huber loss with errors on both sides of delta. */
class HuberTests {
    private static final int EXAMPLES = 7;
    private static final double[] WEIGHTS = {1, 0.5, 2, 0, 3, 1.25, 0.1};

    /** Errors of −3, 1/4, 1/2 and 8, of which one equals delta; every number is exact. */
    @Test
    void isHalfASquareUpToDeltaAndALineBeyond() {
        Matrix a = Matrix.row(-3, 0.25, 2, 9);
        Matrix y = Matrix.row(0, 0, 1.5, 1);
        double sum = 0.5 * (3 - 0.25) + 0.03125 + 0.125 + 0.5 * (8 - 0.25);

        assertEquals(Matrix.row(sum), Formulas.loss(new Loss.Huber(0.5), a, y));
        assertEquals(Matrix.row(sum / 4), Formulas.loss(new Loss.MeanHuber(0.5), a, y));
        assertEquals(Matrix.row(-0.5, 0.25, 0.5, 0.5), Formulas.lossGradient(new Loss.Huber(0.5), a, y));
        assertEquals(Matrix.row(-0.5, 0.25, 0.5, 0.5).div(4), Formulas.lossGradient(new Loss.MeanHuber(0.5), a, y));
    }

    @Test
    void isHalfTheSquaredErrorWhereDeltaIsLarge() {
        Matrix a = Matrix.row(-3, 0.25, 2, 9);
        Matrix y = Matrix.row(0, 0.3, 1.7, 1);

        assertEquals(Formulas.loss(new Loss.HalfSquaredError(), a, y), Formulas.loss(new Loss.Huber(8), a, y));
        assertEquals(a.minus(y), Formulas.lossGradient(new Loss.Huber(8), a, y));
    }

    @TestFactory
    Stream<DynamicTest> bothEnginesAgreeOnOutliers() {
        return Stream.of(new Activation.Identity(), new Activation.Softmax())
                .flatMap(last -> Stream.of(0.001, 0.3, 2.0, 1e9)
                        .flatMap(delta -> Stream.of(new Loss.Huber(delta), new Loss.MeanHuber(delta)))
                        .flatMap(loss -> Stream.of(Precision.values())
                                .flatMap(precision -> Stream.of(Reduction.values())
                                        .flatMap(reduction -> Stream.of(true, false)
                                                .map(weighted ->
                                                        network(last, loss, precision, reduction, weighted))))))
                .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> {
                    CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(Experiment.of(spec));
                    assertTrue(result.agrees(), () -> result.firstDifference().toString());
                }));
    }

    private static NetworkSpec network(
            Activation last, Loss loss, Precision precision, Reduction reduction, boolean weighted) {
        double[][] inputs = Matrix.wrap(EXAMPLES, 3, new NumpyRandom(2).uniform(-1, 1, EXAMPLES * 3))
                .toArray();
        double[][] targets = Matrix.wrap(EXAMPLES, 2, new NumpyRandom(3).uniform(-1, 1, EXAMPLES * 2))
                .toArray();
        targets[1] = new double[] {9, -40};
        targets[5] = new double[] {-7, 0};
        String name = String.join(
                " ",
                List.of(last.toString(), loss.toString(), precision.toString(), reduction.toString(), "" + weighted));
        return Network.define(name, net -> {
            net.inputs(3)
                    .dense(4, new Activation.Tanh())
                    .dense(2, last)
                    .init(new GlorotUniform())
                    .loss(loss, reduction)
                    .precision(precision)
                    .training(
                            new Sgd(0.05),
                            training -> training.epochs(6).batchSize(3).shuffle(true));
            if (weighted) {
                net.data(inputs, targets, WEIGHTS);
            } else {
                net.data(inputs, targets);
            }
        });
    }
}
