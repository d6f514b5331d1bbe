package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.DataSource;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Words;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** DL4J against the reference over the whole vocabulary: every activation, hidden and last, with every loss it fits. */
class VocabularyTests {
    private static final int OUTPUTS = 3;
    private static final int EXAMPLES = 7;

    @TestFactory
    Stream<DynamicTest> bothEnginesAgreeOnEveryPairOfActivationAndLoss() {
        return Words.all(Activation.class).stream()
                .flatMap(activation ->
                        Words.all(Loss.class).stream().flatMap(loss -> network(activation, loss).stream()))
                .map(spec -> DynamicTest.dynamicTest(
                        spec.name(), () -> agree(Experiment.of(spec, inputs(), targets(spec.loss())))));
    }

    /** Weights of one and no bias: the first pre-activations are the inputs themselves, halves from −7 to 7. */
    @TestFactory
    Stream<DynamicTest> bothEnginesTakeTheSameSideAtEveryKink() {
        double[][] inputs = IntStream.rangeClosed(-14, 14)
                .mapToObj(i -> new double[] {i / 2.0})
                .toArray(double[][]::new);
        return Words.all(Activation.class).stream()
                .map(activation -> Network.define(
                        activation.toString(),
                        net -> net.inputs(1)
                                .dense(1, activation, layer -> layer.bias(false))
                                .dense(1, new Activation.Identity(), layer -> layer.bias(false))
                                .init(new Initializer.Ones())
                                .loss(new Loss.AbsoluteError(), Reduction.SUM)
                                .training(
                                        new Sgd(0.001),
                                        training -> training.epochs(1).batchSize(1))
                                .data(inputs, new double[inputs.length][1])))
                .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> agree(Experiment.of(spec))));
    }

    private static void agree(Experiment experiment) {
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);
        assertTrue(result.hasNoDifference(), () -> experiment.spec().name() + ": " + result.firstDifference());
    }

    private static Matrix inputs() {
        return Matrix.wrap(EXAMPLES, 4, new NumpyRandom(2).uniform(-1, 1, EXAMPLES * 4));
    }

    /** Targets: distributions if the loss requires them, otherwise values that every loss accepts. */
    private static Matrix targets(Loss loss) {
        Matrix targets = Matrix.wrap(EXAMPLES, OUTPUTS, new NumpyRandom(3).uniform(0.1, 0.9, EXAMPLES * OUTPUTS));
        return loss instanceof Loss.CategoricalCrossEntropy ? targets.div(targets.sum(1)) : targets;
    }

    private static Optional<NetworkSpec> network(Activation activation, Loss loss) {
        try {
            return Optional.of(Network.define(
                    activation + " " + loss,
                    net -> net.inputs(4)
                            .dense(5, activation)
                            .dense(OUTPUTS, activation)
                            .init(new GlorotUniform())
                            .loss(loss, Reduction.MEAN)
                            .training(
                                    new Sgd(1e-4),
                                    training -> training.epochs(5).batchSize(3))
                            .data(new DataSource.Npz("given.npz", "inputs", "targets"))));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }
}
