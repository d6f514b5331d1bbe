package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.trace.Engine;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.OptimizerState;
import dev.plumbline.trace.TrainingState;
import dev.plumbline.yaml.YamlReader;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens in a step that is not compared shows in the next one that is. */
class SkippedStepsTests {
    private static Experiment experiment(String activation, String precision, int units) {
        return Experiment.of(YamlReader.read("""
                        inputs: 3
                        layers:
                          - dense: { units: %d, activation: %s }
                          - dense: { units: 2, activation: sigmoid }
                        init: { uniform: { low: -1, high: 1 } }
                        precision: %s
                        loss: squared_error
                        reduction: mean
                        training:
                          optimizer: { momentum: { learning_rate: 0.1, momentum: 0.7 } }
                          batch_size: 3
                          epochs: 40
                        compare: { every: 10 }
                        data:
                          inputs: [[0, 0.3, 1], [0, 1, 0.2], [1, 0, 1], [1, 0.7, 1], [0.5, 0.1, 0.9], [0.2, 0.2, 0.4], [1, 1, 0]]
                          targets: [[0.1, 0.9], [0.8, 0.2], [0.7, 0.6], [0.2, 0.1], [0.3, 0.5], [0.6, 0.4], [0.9, 0.8]]
                        """.formatted(units, activation, precision), "net.yaml")
                .spec());
    }

    private static CheckResult check(Experiment experiment, Engine engine) {
        return new Check(new ReferenceEngine(), engine).run(experiment);
    }

    /** An engine whose state changes after one step. */
    private static Engine altered(long where, UnaryOperator<TrainingState> change) {
        return new AlteredTraining((step, before, after) -> step == where ? change.apply(after) : after);
    }

    private static TrainingState withoutMomentum(TrainingState state) {
        return new TrainingState(
                state.weights(),
                state.optimizers().stream()
                        .map(own -> new OptimizerState(
                                own.weights().stream().map(m -> m.times(0)).toList(),
                                own.bias().stream().map(m -> m.times(0)).toList()))
                        .toList());
    }

    private static TrainingState withHalvedWeights(TrainingState state) {
        LayerWeights first = state.weights().get(0);
        return state.with(List.of(
                new LayerWeights(first.weights().times(0.5), first.bias()),
                state.weights().get(1)));
    }

    private static void requireFound(long compared, CheckResult result) {
        assertEquals(Verdict.DIFFERS, result.verdict());
        Difference first = result.firstDifference().orElseThrow();
        assertEquals(compared - 1, first.key().step());
        assertTrue(first.detail().contains("which are not compared one by one"), first.detail());
    }

    @ParameterizedTest
    @CsvSource({"tanh, f64", "relu, f64", "tanh, f32"})
    void findsThatTheMomentumIsLost(String activation, String precision) {
        requireFound(20, check(experiment(activation, precision, 5), altered(18, SkippedStepsTests::withoutMomentum)));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 15, 18})
    void findsThatWeightsAreHalved(long step) {
        requireFound(20, check(experiment("tanh", "f64", 5), altered(step, SkippedStepsTests::withHalvedWeights)));
    }

    @ParameterizedTest
    @CsvSource({"tanh, f64", "relu, f64", "tanh, f32", "relu, f32"})
    void aRightTrainingAgrees(String activation, String precision) {
        CheckResult result = check(experiment(activation, precision, 5), new Dl4jEngine());

        assertEquals(
                Verdict.AGREES, result.verdict(), () -> result.firstDifference().toString());
        assertTrue(result.replaysSkipped());
    }

    @Test
    void theStepsOfALargeNetworkAreNotReplayed() {
        CheckResult result = check(experiment("tanh", "f64", 10_000), new ReferenceEngine());

        assertFalse(result.replaysSkipped());
    }
}
