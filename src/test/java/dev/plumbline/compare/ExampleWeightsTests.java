package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Loss.CategoricalCrossEntropy;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Words;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Examples with weights. */
class ExampleWeightsTests {
    private static final int EXAMPLES = 6;
    private static final double[] WEIGHTS = {0.25, 0, 3, 1, 0.1, 1e3};

    @TestFactory
    Stream<DynamicTest> bothEnginesAgreeOnEveryLoss() {
        return Words.all(Loss.class).stream()
                .flatMap(loss -> Stream.of(Reduction.values())
                        .flatMap(reduction -> Stream.of(Precision.values())
                                .map(precision -> network(loss, reduction, precision, WEIGHTS))))
                .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> {
                    CheckResult result = check(Experiment.of(spec), new Dl4jEngine());
                    assertTrue(result.agrees(), () -> result.firstDifference().toString());
                }));
    }

    @Test
    void weightsOfOneChangeNoBit() {
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            for (Loss loss : Words.all(Loss.class)) {
                NetworkSpec weighted = network(loss, Reduction.MEAN, Precision.F64, 1, 1, 1, 1, 1, 1);
                NetworkSpec plain = network(loss, Reduction.MEAN, Precision.F64);
                assertEquals(
                        trained(engine, Experiment.of(plain)),
                        trained(engine, Experiment.of(weighted)),
                        loss::toString);
            }
        }
    }

    @Test
    void anIntegerWeightRepeatsTheExample() {
        double[][] inputs = {{1, 2}, {-1, 0.5}};
        double[][] targets = {{0.25}, {0.75}};
        NetworkSpec weighted = define(net -> net.data(inputs, targets, 2, 1));
        NetworkSpec repeated = define(net -> net.data(
                new double[][] {inputs[0], inputs[0], inputs[1]}, new double[][] {targets[0], targets[0], targets[1]}));

        double[] one = trained(new ReferenceEngine(), Experiment.of(weighted))
                .get(0)
                .weights()
                .toRowMajor();
        double[] other = trained(new ReferenceEngine(), Experiment.of(repeated))
                .get(0)
                .weights()
                .toRowMajor();
        for (int i = 0; i < one.length; i++) {
            assertEquals(other[i], one[i], 1e-15);
        }
    }

    @Test
    void theMeanDividesByTheExamplesNotByTheirWeights() {
        Experiment experiment =
                Experiment.of(network(new HalfSquaredError(), Reduction.MEAN, Precision.F64, 2, 2, 2, 2, 2, 2));
        Experiment plain = Experiment.of(network(new HalfSquaredError(), Reduction.MEAN, Precision.F64));
        Matrix heavy = firstStep(experiment).get(Quantity.LOSS, 2).orElseThrow();

        assertEquals(firstStep(plain).get(Quantity.LOSS, 2).orElseThrow().times(2), heavy);
    }

    @Test
    void findsAnEngineThatIgnoresTheWeights() {
        Experiment experiment = Experiment.of(network(new HalfSquaredError(), Reduction.SUM, Precision.F64, WEIGHTS));

        CheckResult result = check(experiment, new Forgetful());

        assertFalse(result.agrees());
        assertEquals(
                "step 0, layer 2, loss",
                result.firstDifference().orElseThrow().key().toString());
    }

    /** The reference, without the weights of examples. */
    private static final class Forgetful implements Engine {
        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public Run start(Experiment experiment) {
            return new DelegatingRun(new ReferenceEngine().start(experiment)) {
                @Override
                public StepTrace step(Batch batch) {
                    return super.step(new Batch(
                            batch.step(), batch.epoch(), batch.startsEpoch(), batch.inputs(), batch.targets()));
                }
            };
        }
    }

    private static CheckResult check(Experiment experiment, Engine engine) {
        return new Check(new ReferenceEngine(), engine).run(experiment);
    }

    private static StepTrace firstStep(Experiment experiment) {
        try (Run run = new ReferenceEngine().start(experiment)) {
            return run.step(experiment.batches().iterator().next());
        }
    }

    private static List<LayerWeights> trained(Engine engine, Experiment experiment) {
        try (Run run = engine.start(experiment)) {
            experiment.batches().forEach(run::step);
            return run.weights();
        }
    }

    private static NetworkSpec define(java.util.function.Consumer<Network> data) {
        return Network.define("weighted", net -> {
            net.inputs(2)
                    .dense(1, new Sigmoid())
                    .init(new GlorotUniform())
                    .loss(new HalfSquaredError(), Reduction.SUM)
                    .training(new Sgd(0.5), training -> training.epochs(20));
            data.accept(net);
        });
    }

    /** A network without weights of the examples. */
    private static NetworkSpec network(Loss loss, Reduction reduction, Precision precision, double... weights) {
        Activation last = loss instanceof CategoricalCrossEntropy ? new Softmax() : new Sigmoid();
        Matrix inputs = Matrix.wrap(EXAMPLES, 3, new NumpyRandom(2).uniform(-1, 1, EXAMPLES * 3));
        Matrix raw = Matrix.wrap(EXAMPLES, 2, new NumpyRandom(3).uniform(0.1, 0.9, EXAMPLES * 2));
        Matrix targets = raw.div(raw.sum(1)); // a distribution, which categorical cross-entropy requires
        return Network.define(loss + " " + reduction + " " + precision, net -> {
            net.inputs(3)
                    .dense(4, new Tanh())
                    .dense(2, last)
                    .init(new GlorotUniform())
                    .loss(clipped(loss, precision), reduction)
                    .precision(precision)
                    .training(
                            new Sgd(1e-3),
                            training -> training.epochs(5).batchSize(4).shuffle(true));
            if (weights.length == 0) {
                net.data(inputs.toArray(), targets.toArray());
            } else {
                net.data(inputs.toArray(), targets.toArray(), weights);
            }
        });
    }

    private static Loss clipped(Loss loss, Precision precision) {
        return loss instanceof Loss.BinaryCrossEntropy && precision == Precision.F32
                ? new Loss.BinaryCrossEntropy(1e-6)
                : loss;
    }
}
