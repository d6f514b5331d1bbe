package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.math.Matrix;
import dev.plumbline.math.NumpyRandom;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Initializer;
import dev.plumbline.spec.LearningRate;
import dev.plumbline.spec.LearningRate.ScheduleUnit;
import dev.plumbline.spec.Loss;
import dev.plumbline.spec.Network;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer.Sgd;
import dev.plumbline.spec.Reduction;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Words;
import dev.plumbline.trace.perturbation.PerturbableRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** With every schedule, the check finds a learning rate that differs slightly from that of the step. */
class ScheduleSensitivityTests {
    private static final double LITTLE = 1e-8;

    @Test
    void coversEverySchedule() {
        Set<Class<?>> tried =
                Words.rates(ScheduleUnit.STEP).stream().map(Object::getClass).collect(Collectors.toSet());

        assertEquals(Set.of(LearningRate.class.getPermittedSubclasses()), tried);
    }

    @TestFactory
    Stream<DynamicTest> findsARateThatIsOffByAHundredMillionth() {
        return experiments()
                .map(experiment -> DynamicTest.dynamicTest(experiment.spec().name(), () -> {
                    Engine wrong = new WrongRate((rate, step) -> rate * (1 + LITTLE));

                    assertEquals(Optional.of(new Key(0, Quantity.WEIGHT_UPDATE, 1)), firstFound(experiment, wrong));
                }));
    }

    @TestFactory
    Stream<DynamicTest> findsAScheduleThatIsOneStepLate() {
        return experiments().filter(ScheduleSensitivityTests::changes).map(experiment -> {
            List<Double> rates = rates(experiment);
            int first = firstChange(rates);
            return DynamicTest.dynamicTest(experiment.spec().name(), () -> {
                Engine late = new WrongRate((rate, step) -> rates.get((int) Math.max(0, step - 1)));

                assertEquals(Optional.of(new Key(first, Quantity.WEIGHT_UPDATE, 1)), firstFound(experiment, late));
            });
        });
    }

    private static boolean changes(Experiment experiment) {
        return rates(experiment).stream().distinct().count() > 1;
    }

    private static int firstChange(List<Double> rates) {
        int step = 1;
        while (rates.get(step).equals(rates.get(step - 1))) {
            step++;
        }
        return step;
    }

    /** The rate of each step. */
    private static List<Double> rates(Experiment experiment) {
        try (PerturbableRun run = new ReferenceEngine().start(experiment)) {
            return Stream.of(experiment.batches())
                    .flatMap(batches -> java.util.stream.StreamSupport.stream(batches.spliterator(), false))
                    .map(batch -> run.learningRate(1, batch))
                    .toList();
        }
    }

    private static Optional<Key> firstFound(Experiment experiment, Engine engine) {
        return new Check(new ReferenceEngine(), engine)
                .run(experiment)
                .firstDifference()
                .map(Difference::key);
    }

    private static Stream<Experiment> experiments() {
        return Arrays.stream(ScheduleUnit.values())
                .flatMap(per -> Words.rates(per).stream())
                .map(rate -> Experiment.of(network(rate)));
    }

    /** Of eight epochs of two steps. */
    private static NetworkSpec network(LearningRate rate) {
        return Network.define(
                rate.toString(),
                net -> net.inputs(3)
                        .dense(4, new Activation.Tanh())
                        .dense(2, new Activation.Sigmoid())
                        .init(new Initializer.GlorotUniform())
                        .seed(3)
                        .loss(new Loss.SquaredError(), Reduction.MEAN)
                        .training(new Sgd(rate), training -> training.epochs(8).batchSize(4))
                        .data(
                                RandomNetworks.normal(new NumpyRandom(1), 7, 3).toArray(),
                                RandomNetworks.normal(new NumpyRandom(2), 7, 2).toArray()));
    }

    /**
     * The reference with SGD and another learning rate.
     *
     * @param of from the right rate and the step to the wrong rate
     */
    private record WrongRate(ToDoubleBiFunction<Double, Long> of) implements Engine {
        @Override
        public String name() {
            return "at another rate";
        }

        @Override
        public Run start(Experiment experiment) {
            PerturbableRun run = new ReferenceEngine().start(experiment);
            return new DelegatingRun(run) {
                @Override
                public StepTrace step(Batch batch) {
                    return run.step(batch, (quantity, layer, tensor) -> {
                        boolean isUpdate = quantity == Quantity.WEIGHT_UPDATE || quantity == Quantity.BIAS_UPDATE;
                        return isUpdate ? atAnotherRate(tensor, run.learningRate(layer, batch), batch.step()) : tensor;
                    });
                }
            };
        }

        /** The update is rate·g. If the rate is 0, g is unknown, so the update stays 0. */
        private Matrix atAnotherRate(Matrix update, double rate, long step) {
            return rate == 0 ? update : update.times(of.applyAsDouble(rate, step) / rate);
        }
    }
}
