package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.TrainingState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AveragingTests {

    static Stream<Arguments> trainings() {
        return AveragingNetworks.OPTIMIZERS.stream()
                .flatMap(optimizer -> Stream.of(1, 2, 3, 4)
                        .flatMap(workers -> Stream.of(1, 5).map(often -> Arguments.of(optimizer, workers, often))));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void dl4jAgreesWithTheReferenceAfterEveryRound(Optimizer optimizer, int workers, int frequency) {
        for (Precision precision : Precision.values()) {
            Experiment experiment = AveragingNetworks.of(optimizer, workers, frequency, precision);
            CheckResult result = new Check(new ReferenceEngine(), new Dl4jEngine()).run(experiment);
            assertTrue(result.agrees(), () -> result.firstDifference().toString());
            assertEquals(experiment.steps(), result.local().steps());
            assertEquals(experiment.steps(), result.freeRunning().steps());
        }
    }

    @Test
    void oneWorkerIsATrainingByOneBitForBit() {
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            for (Optimizer optimizer : AveragingNetworks.OPTIMIZERS) {
                for (int frequency : new int[] {1, 5}) {
                    Experiment alone = without(Optional.empty(), optimizer, true, 37);
                    Experiment one = without(
                            Optional.of(new Distributed(1, frequency, Optional.empty(), true)),
                            optimizer,
                            frequency == 1, // the masks of a round are drawn before it, in another order
                            37);
                    Experiment same = frequency == 1 ? alone : without(Optional.empty(), optimizer, false, 37);
                    assertEquals(trained(engine, same), trained(engine, one));
                }
            }
        }
    }

    private static Experiment without(
            Optional<Distributed> distributed, Optimizer optimizer, boolean drops, int examples) {
        return AveragingNetworks.of(optimizer, Precision.F64, examples, drops, distributed, 4);
    }

    @Test
    void workersThatAverageAfterEachStepOfSgdAreOneWithTheJointBatch() {
        Optimizer sgd = new Optimizer.Sgd(0.3);
        for (Engine engine : List.of(new ReferenceEngine(), new Dl4jEngine())) {
            for (int workers = 2; workers <= 4; workers++) {
                int examples = 24 * workers;
                Distributed all = new Distributed(workers, 1, Optional.empty(), true);
                Experiment together =
                        AveragingNetworks.of(sgd, Precision.F64, examples, true, Optional.empty(), 4 * workers);
                Experiment apart = AveragingNetworks.of(sgd, Precision.F64, examples, true, Optional.of(all), 4);
                double[] one = LayerWeights.flat(trained(engine, together).weights());
                double[] averaged = LayerWeights.flat(trained(engine, apart).weights());
                Matrix expected = Matrix.row(one);
                assertTrue(Matrix.row(averaged).normOfDifference(expected) <= 1e-14 * expected.norm());
            }
        }
    }

    @Test
    void withoutTheUpdaterEachRoundBeginsWithTheInitialOptimizerState() {
        Distributed forgetful = new Distributed(2, 5, Optional.empty(), false);
        for (Optimizer optimizer : AveragingNetworks.OPTIMIZERS) {
            Experiment experiment = AveragingNetworks.of(optimizer, Precision.F64, 37, true, Optional.of(forgetful), 4);
            assertTrue(new Check(new ReferenceEngine(), new Dl4jEngine())
                    .run(experiment)
                    .agrees());
            List<TrainingState> after =
                    List.of(trained(new ReferenceEngine(), experiment), trained(new Dl4jEngine(), experiment));
            after.forEach(state -> state.optimizers()
                    .forEach(layer -> layer.weights().forEach(array -> assertEquals(0, array.norm()))));
        }
    }

    private static TrainingState trained(Engine engine, Experiment experiment) {
        try (Run run = engine.start(experiment)) {
            for (Batch batch : experiment.batches()) {
                run.train(batch);
            }
            return run.state();
        }
    }
}
