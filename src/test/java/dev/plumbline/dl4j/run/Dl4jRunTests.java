package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.Dl4jEngine;
import dev.plumbline.dl4j.HandWritten;
import dev.plumbline.dl4j.SampleNetworks;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Metric;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Evaluation;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.LayerWeights;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Dl4jRunTests {
    /**
     * Two correct calculations differ by rounding errors of 1e-16 for numbers near 1; 200 steps add up a few hundred of
     * them.
     */
    private static final double CLOSE = 1e-13;

    private static Stream<NetworkSpec> samples() {
        return Stream.of(Precision.values()).flatMap(SampleNetworks::all);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void trainsToTheSameBitsAsAHandWrittenLoop(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        HandWritten expected = new HandWritten(experiment);
        try (Run run = new Dl4jEngine().start(experiment)) {
            assertArrayEquals(expected.parameters(), HandWritten.parametersOf(run.weights()), 0);
            for (Batch batch : experiment.batches()) {
                expected.fit(batch);
                run.step(batch);
                assertArrayEquals(
                        expected.parameters(),
                        HandWritten.parametersOf(run.weights()),
                        0,
                        () -> "after step " + batch.step());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void probesChangeNothing(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Dl4jRun observed = new Dl4jRun(experiment, true);
                Dl4jRun unobserved = new Dl4jRun(experiment, false)) {
            for (Batch batch : experiment.batches()) {
                observed.step(batch);
                unobserved.step(batch);
                assertEquals(unobserved.weights(), observed.weights(), () -> "after step " + batch.step());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void recordsWhatTheReferenceRecordsInTheSameShapes(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Run dl4j = new Dl4jEngine().start(experiment);
                Run reference = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace actual = dl4j.step(batch);
                StepTrace expected = reference.step(batch);
                assertEquals(expected.keys(), actual.keys());
                for (Key key : expected.keys()) {
                    assertEquals(shape(expected, key), shape(actual, key), key::toString);
                }
            }
        }
    }

    private static String shape(StepTrace trace, Key key) {
        return trace.get(key).orElseThrow().shape();
    }

    @ParameterizedTest
    @MethodSource("doubles")
    void agreesWithTheReferenceInEveryTensor(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Run dl4j = new Dl4jEngine().start(experiment);
                Run reference = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace actual = dl4j.step(batch);
                StepTrace expected = reference.step(batch);
                for (Key key : expected.keys()) {
                    assertClose(expected.get(key).orElseThrow(), actual.get(key).orElseThrow(), key.toString());
                }
            }
        }
    }

    private static Stream<NetworkSpec> doubles() {
        return Stream.concat(Stream.of(SampleNetworks.tutorial(Precision.F64, 200)), SampleNetworks.all(Precision.F64));
    }

    private static void assertClose(Matrix expected, Matrix actual, String what) {
        double difference = expected.maxAbsDifference(actual);
        assertTrue(difference <= CLOSE, () -> what + " differs by " + difference);
    }

    @ParameterizedTest
    @MethodSource("doubles")
    void evaluatesAsTheReferenceDoes(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Run dl4j = new Dl4jEngine().start(experiment);
                Run reference = new ReferenceEngine().start(experiment)) {
            Evaluation actual = dl4j.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
            Evaluation expected =
                    reference.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
            assertClose(expected.outputs(), actual.outputs(), "outputs");
            assertAll(Stream.of(Metric.values())
                    .map(metric ->
                            () -> assertEquals(expected.metric(metric), actual.metric(metric), CLOSE, metric::name)));
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void evaluatingBetweenStepsChangesNothing(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Run evaluated = new Dl4jEngine().start(experiment);
                Run undisturbed = new Dl4jEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                evaluated.evaluate(experiment.inputs(), experiment.targets(), experiment.exampleWeights());
                evaluated.step(batch);
                undisturbed.step(batch);
            }
            assertEquals(undisturbed.weights(), evaluated.weights());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void continuesFromRestoredWeights(NetworkSpec spec) {
        Experiment experiment = Experiment.of(spec);
        try (Dl4jRun first = new Dl4jRun(experiment);
                Dl4jRun second = new Dl4jRun(experiment)) {
            for (Batch batch : experiment.batches()) {
                List<LayerWeights> before = first.weights();
                List<LayerWeights> after = recordedWeights(first.step(batch), spec);
                assertEquals(first.weights(), after);
                second.restore(before);
                assertEquals(before, second.weights());
                assertEquals(after, recordedWeights(second.step(batch), spec));
            }
        }
    }

    private static List<LayerWeights> recordedWeights(StepTrace trace, NetworkSpec spec) {
        return Stream.iterate(1, layer -> layer + 1)
                .limit(spec.layers().size())
                .map(layer -> new LayerWeights(
                        trace.get(Quantity.WEIGHTS, layer).orElseThrow(), trace.get(Quantity.BIAS, layer)))
                .toList();
    }

    @Test
    void tensorsOfAStepOutliveTheNext() {
        Experiment experiment = Experiment.of(SampleNetworks.withBiases(Precision.F64));
        try (Run run = new Dl4jEngine().start(experiment);
                Run again = new Dl4jEngine().start(experiment)) {
            Batch batch = experiment.batches().iterator().next();
            StepTrace kept = run.step(batch);
            run.step(batch);
            StepTrace same = again.step(batch);
            for (Key key : same.keys()) {
                assertEquals(same.get(key), kept.get(key), key::toString);
            }
        }
    }
}
