package dev.plumbline.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Sample;
import dev.plumbline.compare.Difference;
import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Precision;
import dev.plumbline.spec.Reduction;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.NotFinite;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Numbers of a million, rows of zeros, identical rows and single examples, with every activation and loss. Both engines
 * agree, or the check reports the first NaN or infinity and its side. A build tests a third of the networks; the slow tests, all.
 */
class SaturationTests {
    private static final DifferentialTester TRIALS = new DifferentialTester(new ReferenceEngine(), new Dl4jEngine());

    private static final Predicate<NetworkSpec> SAMPLE = Sample.oneIn(3);

    /** The examples and the initial weights. */
    private enum Numbers {
        LARGE_INPUTS(new Initializer.Uniform(-1, 1), 1e6, 6),
        ALL_LARGE(new Initializer.Uniform(-1e6, 1e6), 1e6, 6),
        SINGLE_EXAMPLE(new Initializer.Uniform(-1e6, 1e6), 1, 1),
        ONLY_ZEROS(new Initializer.Uniform(-1e6, 1e6), 0, 6);

        private final Initializer weights;
        private final double size;
        private final int examples;

        Numbers(Initializer weights, double size, int examples) {
            this.weights = weights;
            this.size = size;
            this.examples = examples;
        }

        /** Six rows: the second is zero, and the last two are identical. */
        private double[][] inputs() {
            double[][] rows = Matrix.wrap(examples, 4, new NumpyRandom(2).uniform(-size, size, examples * 4))
                    .toArray();
            if (examples > 1) {
                rows[1] = new double[4];
                rows[5] = rows[4].clone();
            }
            return rows;
        }

        private double[][] targets() {
            Matrix raw = Matrix.wrap(examples, 3, new NumpyRandom(3).uniform(0.1, 0.9, examples * 3));
            double[][] rows = raw.div(raw.sum(1)).toArray();
            if (examples > 1) {
                rows[5] = rows[4].clone();
            }
            return rows;
        }
    }

    @TestFactory
    Stream<DynamicTest> bothEnginesAgreeOrItIsSaidWhereANumberIsNotFinite() {
        return Words.all(Activation.class).stream()
                .flatMap(activation -> Stream.of(Precision.values())
                        .map(precision -> DynamicTest.dynamicTest(
                                activation + " " + precision,
                                () -> assertEquals(List.of(), problems(activation, precision)))));
    }

    private static List<String> problems(Activation activation, Precision precision) {
        return Words.all(Loss.class).stream()
                .flatMap(loss -> Stream.of(Numbers.values())
                        .map(numbers -> network(activation, loss, precision, numbers))
                        .flatMap(Optional::stream))
                .filter(SAMPLE)
                .map(SaturationTests::problem)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> problem(NetworkSpec spec) {
        FuzzResult trial = TRIALS.of(spec);
        Optional<Difference> first = trial.firstDifference();
        boolean right = switch (trial.outcome()) {
            case AGREES -> true;
            case FAILS_ON_BOTH, KNOWN, BEYOND_F32 -> first.isPresent() && isFirst(spec, first.get());
            case DISAGREES -> false;
        };
        return right ? Optional.empty() : Optional.of(spec.name() + ": " + trial.outcome() + " " + trial.message());
    }

    /** Whether the engine alone has no NaN or infinity before the reported difference. */
    private static boolean isFirst(NetworkSpec spec, Difference found) {
        Optional<Key> alone = firstNotFinite(spec, new Dl4jEngine());
        boolean evaluated = found.detail().contains("evaluated");
        return evaluated
                || !Double.isFinite(found.actual()) && alone.equals(Optional.of(found.key()))
                || Double.isFinite(found.actual())
                        && alone.map(key -> key.compareTo(found.key()) > 0).orElse(true);
    }

    private static Optional<Key> firstNotFinite(NetworkSpec spec, Engine engine) {
        Experiment experiment = Experiment.of(spec);
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                Optional<NotFinite> found = run.step(batch).firstNotFinite();
                if (found.isPresent()) {
                    return found.map(NotFinite::key);
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<NetworkSpec> network(
            Activation activation, Loss loss, Precision precision, Numbers numbers) {
        Loss clipped = loss instanceof Loss.BinaryCrossEntropy && precision == Precision.F32
                ? new Loss.BinaryCrossEntropy(1e-6)
                : loss;
        try {
            return Optional.of(Network.define(
                    activation + " " + loss + " " + precision + " " + numbers,
                    net -> net.inputs(4)
                            .dense(5, activation)
                            .dense(3, activation)
                            .init(numbers.weights)
                            .loss(clipped, Reduction.MEAN)
                            .precision(precision)
                            .training(new Sgd(1e-3), training -> training.epochs(2))
                            .data(numbers.inputs(), numbers.targets())));
        } catch (InvalidSpecException invalid) {
            return Optional.empty();
        }
    }
}
