package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation.Sigmoid;
import dev.plumbline.spec.Activation.Softmax;
import dev.plumbline.spec.Activation.Tanh;
import dev.plumbline.spec.Initializer.GlorotUniform;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.data.ClassWeight;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Classes with weights: each example has the weight of its class. */
class ClassWeightTests {
    private static final double[][] INPUTS = {{1, 2}, {-1, 0.5}, {0.25, 0}, {1, 1}};
    private static final double[][] ONE_OF_THREE = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}};
    private static final double[][] YES_OR_NO = {{0}, {1}, {0}, {0}};
    private static final double[] BALANCED_OF_THREE = {4 / 6.0, 4 / 3.0, 4 / 3.0, 4 / 6.0};
    private static final double[] BALANCED_OF_TWO = {4 / 6.0, 2, 4 / 6.0, 4 / 6.0};

    @ParameterizedTest
    @EnumSource
    void areExampleWeightsToTheBitInBothEngines(Precision precision) {
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            assertEquals(
                    trained(
                            engine,
                            softmax(precision, net -> net.data(INPUTS, ONE_OF_THREE, BALANCED_OF_THREE), none())),
                    trained(engine, softmax(precision, net -> net.data(INPUTS, ONE_OF_THREE), balanced())));
            assertEquals(
                    trained(engine, sigmoid(net -> net.data(INPUTS, YES_OR_NO, BALANCED_OF_TWO), none())),
                    trained(engine, sigmoid(net -> net.data(INPUTS, YES_OR_NO), balanced())));
            assertEquals(
                    trained(engine, sigmoid(net -> net.data(INPUTS, YES_OR_NO, 0.5, 3, 0.5, 0.5), none())),
                    trained(engine, sigmoid(net -> net.data(INPUTS, YES_OR_NO), byClass("1", 3, "0", 0.5))));
            assertNotEquals(
                    trained(engine, sigmoid(net -> net.data(INPUTS, YES_OR_NO), none())),
                    trained(engine, sigmoid(net -> net.data(INPUTS, YES_OR_NO), balanced())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCheckAgrees(Precision precision) {
        NetworkSpec spec = softmax(precision, net -> net.data(INPUTS, ONE_OF_THREE), balanced());
        CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(Experiment.of(spec));
        assertTrue(result.agrees(), () -> result.firstDifference().toString());
    }

    @Test
    void theExperimentSaysWhichWeights() {
        NetworkSpec spec = sigmoid(net -> net.data(INPUTS, YES_OR_NO), balanced());
        assertEquals(
                byClass("0", 4 / 6.0, "1", 2),
                Experiment.of(spec).spec().training().classWeight());
    }

    @Test
    void needClasses() {
        assertEquals(
                "training.class_weight: the targets are no classes: the training part has a target of 0.5",
                refusal(sigmoid(net -> net.data(INPUTS, new double[][] {{0}, {0.5}, {1}, {1}}), balanced())));
        assertEquals(
                "training.class_weight: the training part has no example of the class `1`",
                refusal(sigmoid(net -> net.data(INPUTS, new double[][] {{0}, {0}, {0}, {0}}), balanced())));
        assertEquals(
                "training.class_weight.weights.no: the data have no class `no`",
                refusal(sigmoid(net -> net.data(INPUTS, YES_OR_NO), byClass("yes", 1, "no", 1))));
        InvalidSpecException both = assertThrows(
                InvalidSpecException.class,
                () -> sigmoid(net -> net.data(INPUTS, YES_OR_NO, BALANCED_OF_TWO), balanced()));
        assertEquals("training.class_weight", both.problems().get(0).path());
    }

    private static String refusal(NetworkSpec spec) {
        Problem problem = assertThrows(InvalidSpecException.class, () -> Experiment.of(spec))
                .problems()
                .get(0);
        return problem.path() + ": " + problem.message();
    }

    private static Optional<ClassWeight> none() {
        return Optional.empty();
    }

    private static Optional<ClassWeight> balanced() {
        return Optional.of(new ClassWeight.Balanced());
    }

    private static Optional<ClassWeight> byClass(String first, double ofFirst, String second, double ofSecond) {
        return Optional.of(new ClassWeight.ByClass(new TreeMap<>(Map.of(first, ofFirst, second, ofSecond))));
    }

    private static NetworkSpec softmax(Precision precision, Consumer<Network> data, Optional<ClassWeight> weight) {
        return define(
                net -> {
                    net.dense(3, new Softmax()).loss(new Loss.CategoricalCrossEntropy(), Reduction.MEAN);
                    data.accept(net.precision(precision));
                },
                weight);
    }

    private static NetworkSpec sigmoid(Consumer<Network> data, Optional<ClassWeight> weight) {
        return define(
                net -> {
                    net.dense(1, new Sigmoid()).loss(new Loss.HalfSquaredError(), Reduction.SUM);
                    data.accept(net);
                },
                weight);
    }

    private static NetworkSpec define(Consumer<Network> rest, Optional<ClassWeight> weight) {
        return Network.define("classes", net -> {
            net.inputs(2).dense(4, new Tanh()).init(new GlorotUniform());
            net.training(new Sgd(0.1), plan -> {
                plan.epochs(5).batchSize(2);
                weight.ifPresent(plan::classWeight);
            });
            rest.accept(net);
        });
    }

    private static List<LayerWeights> trained(Engine engine, NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Run run = engine.start(experiment)) {
            experiment.batches().forEach(run::step);
            return run.weights();
        }
    }
}
