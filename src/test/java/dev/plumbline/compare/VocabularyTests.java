package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.DataSource;
import dev.plumbline.spec.Draft;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.Vocabulary;
import dev.plumbline.trace.Experiment;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** DL4J against the reference over the whole vocabulary: every activation, hidden and last, with every loss it fits. */
class VocabularyTests {
    private static final int OUTPUTS = 3;
    private static final int EXAMPLES = 7;

    private static Stream<Object> words(Class<?> family) {
        return Vocabulary.of(family).entries().stream()
                .map(entry -> Draft.of(entry.schema().orElseThrow().type()).finish());
    }

    @TestFactory
    Stream<DynamicTest> bothEnginesAgreeOnEveryPairOfActivationAndLoss() {
        return words(Activation.class)
                .flatMap(activation ->
                        words(Loss.class).flatMap(loss -> network((Activation) activation, (Loss) loss).stream()))
                .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> agree(spec)));
    }

    private static void agree(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec, inputs(), targets(spec.loss()));
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);
        assertTrue(result.agrees(), () -> spec.name() + ": " + result.firstDivergence());
    }

    private static Matrix inputs() {
        return Matrix.wrap(EXAMPLES, 4, new NumpyRandom(2).normal(0, 0.6, EXAMPLES * 4));
    }

    /** Distributions where a loss takes nothing else, and otherwise what every loss takes. */
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
                                    new Sgd(0.01),
                                    training -> training.epochs(5).batchSize(3))
                            .data(new DataSource.Npz("given.npz", "inputs", "targets"))));
        } catch (InvalidSpecException doNotGoTogether) {
            return Optional.empty();
        }
    }
}
