package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Identity;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import dev.plumbline.spec.Loss.HalfSquaredError;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Words;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** DL4J against the reference with every optimizer and every learning rate, in both precisions, over 27 steps. */
class OptimizerTests {
    private static final int EPOCHS = 9;
    private static final int STEPS = 27;

    private static Stream<NetworkSpec> networks(Optimizer optimizer, Precision precision) {
        if (optimizer.rate().isEmpty()) {
            return Stream.of(network(optimizer, precision));
        }
        return Arrays.stream(ScheduleUnit.values())
                .flatMap(per -> Words.rates(per).stream())
                .map(rate -> network(optimizer.withRate(rate), precision));
    }

    /** Three layers, one without bias and one with its own learning rate; batches of 4, 4 and 3. */
    private static NetworkSpec network(Optimizer optimizer, Precision precision) {
        return Network.define(
                optimizer + " " + precision,
                net -> net.inputs(3)
                        .dense(4, new Tanh())
                        .dense(3, new Tanh(), layer -> {
                            layer.bias(false);
                            optimizer.rate().ifPresent(rate -> layer.learningRate(0.005));
                        })
                        .dense(2, new Identity())
                        .init(new GlorotUniform())
                        .seed(3)
                        .loss(new HalfSquaredError(), Reduction.MEAN)
                        .precision(precision)
                        .training(
                                optimizer,
                                training -> training.epochs(EPOCHS).batchSize(4).shuffle(true))
                        .data(
                                RandomNetworks.normal(new NumpyRandom(1), 11, 3).toArray(),
                                RandomNetworks.normal(new NumpyRandom(2), 11, 2).toArray()));
    }

    @TestFactory
    Stream<DynamicTest> bothEnginesAgreeOnEveryOptimizerWithEveryLearningRate() {
        return Words.withConstants(Words.all(Optimizer.class)).stream()
                .flatMap(optimizer ->
                        Arrays.stream(Precision.values()).flatMap(precision -> networks(optimizer, precision)))
                .map(spec -> DynamicTest.dynamicTest(spec.name(), () -> {
                    CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(Experiment.of(spec));

                    assertTrue(result.agrees(), () -> result.firstDifference().toString());
                    assertEquals(STEPS, result.freeRunning().steps(), "steps compared freely");
                }));
    }
}
