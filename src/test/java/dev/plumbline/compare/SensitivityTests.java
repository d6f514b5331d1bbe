package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.compare.rounding.RoundingBounds;
import dev.plumbline.math.Matrix;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.Run;
import dev.plumbline.trace.StepTrace;
import dev.plumbline.trace.Tutorial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The smallest mistake that the check finds. */
@Slow
class SensitivityTests {
    private static final double ALWAYS_FOUND = 2e-9;

    /** The error of a single element, as a multiple of its bound. */
    private static final double BOUNDS = 4;

    /** After 20,000 iterations the tutorial's last gradient is a millionth of its terms. */
    private static final double CONVERGED = 1e-8;

    /** The same for a gradient that is a hundred-thousandth of its terms, or for an outer derivative as small. */
    private static final double CANCELLED = 1e-7;

    private static final int RANDOM_NETWORKS = 6;

    static LongStream seeds() {
        return LongStream.range(0, RANDOM_NETWORKS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void findsAnErrorOfTwoBillionthsInAnyTensor(long seed) {
        Experiment experiment = Experiment.of(RandomNetworks.of(seed));
        long step = experiment.steps() / 2;

        assertEquals(List.of(), missed(experiment, step, tensor -> tensor.times(1 + ALWAYS_FOUND)));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 9, 25})
    void findsAnyElementThatIsFourBoundsOff(long seed) {
        Experiment experiment = Experiment.of(RandomNetworks.of(seed));

        assertEquals(List.of(), missedElements(experiment, experiment.steps() / 2));
    }

    @Test
    void findsItInTheTrainedNetworkOfTheTutorial() {
        for (long step : List.of(0L, 1_000L)) {
            Experiment experiment = Experiment.of(Tutorial.threeLayer(5, (int) step + 1));

            assertEquals(List.of(), missed(experiment, step, tensor -> tensor.times(1 + ALWAYS_FOUND)));
            assertEquals(List.of(), missedElements(experiment, step));
        }
        Experiment converged = Experiment.of(Tutorial.threeLayer(5, 8_001));
        assertEquals(List.of(), missed(converged, 8_000, tensor -> tensor.times(1 + CONVERGED)));
    }

    @ParameterizedTest
    @EnumSource(names = {"IDENTICAL_ROWS", "TINY_LEARNING_RATE", "WIDTHS_OF_ONE"})
    void findsItInNetworksThatAreHardToCompare(HardNetworks network) {
        Experiment experiment = network.make(Precision.F64);
        // Not the last step: a network of widths of one hits its target to the last digits, and nothing is left to
        // find.
        long step = Math.min(3, experiment.steps() - 1);

        assertEquals(List.of(), missed(experiment, step, tensor -> tensor.times(1 + ALWAYS_FOUND)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TEN_SIGMOID_LAYERS", "CHAOTIC"})
    void findsALargerErrorWhereMuchCancels(HardNetworks network) {
        Experiment experiment = network.make(Precision.F64);

        assertEquals(List.of(), missed(experiment, experiment.steps() - 1, tensor -> tensor.times(1 + CANCELLED)));
    }

    @Test
    void findsAWrongSignEvenWhereRoundingIsAsLargeAsItCanBe() {
        for (HardNetworks network : List.of(HardNetworks.CANCELLING, HardNetworks.TEN_LAYERS_OF_TINY_WEIGHTS)) {
            Experiment experiment = network.make(Precision.F64);

            assertEquals(List.of(), missed(experiment, 7, Matrix::unaryMinus), network::toString);
        }
    }

    @Test
    void aChaoticTrainingHidesNoMistake() {
        Experiment experiment = HardNetworks.CHAOTIC.make(Precision.F64);
        CheckResult right = new Check(new ReferenceEngine(), HandWrittenEngine.right()).run(experiment);
        assertTrue(right.agrees());
        assertTrue(right.freeRunning().steps() < 100, "it is chaotic");

        Key late = new Key(experiment.steps() - 1, Quantity.DELTA, 2);
        CheckResult wrong = new Check(
                        new ReferenceEngine(),
                        TamperedEngine.with(HandWrittenEngine.right(), late, tensor -> tensor.times(1 + CANCELLED)))
                .run(experiment);

        assertFalse(wrong.agrees());
        assertEquals(late, wrong.firstDifference().orElseThrow().key());
    }

    /** The missed errors in the largest, the median and the smallest element of each tensor of a step. */
    private static List<String> missedElements(Experiment experiment, long step) {
        RoundingBounds bounds = boundsOf(experiment, step);
        List<String> missed = new ArrayList<>();
        StepTrace trace = stepOf(experiment, step);
        for (Key key : trace.keys()) {
            Matrix tensor = trace.get(key).orElseThrow();
            Matrix allowed = bounds.of(key.quantity(), key.layer());
            List<Integer> places = placesBySize(tensor);
            for (int place : new TreeSet<>(List.of(0, places.size() / 2, places.size() - 1))) {
                int row = places.get(place) / tensor.columns();
                int column = places.get(place) % tensor.columns();
                double distance = BOUNDS * allowed.get(row, column);
                CheckResult result = new Check(
                                new ReferenceEngine(),
                                TamperedEngine.with(
                                        new ReferenceEngine(),
                                        key,
                                        honest -> TamperedReference.moved(honest, row, column, distance)))
                        .run(experiment);
                Optional<Difference> first = result.firstDifference();
                boolean isFound = first.filter(found -> found.key().equals(key)
                                && found.row() == row
                                && found.column() == column
                                && found.beyond() == 1)
                        .isPresent();
                if (!isFound) {
                    missed.add(key + " [" + row + "," + column + "]: " + first);
                }
            }
        }
        return missed;
    }

    private static List<Integer> placesBySize(Matrix tensor) {
        double[] values = tensor.toRowMajor();
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.abs(values[i])))
                .toList();
    }

    private static RoundingBounds boundsOf(Experiment experiment, long step) {
        try (Run run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                if (batch.step() == step) {
                    return RoundingBounds.of(new ReferenceEngine(), experiment, run.state(), batch);
                }
                run.step(batch);
            }
        }
        throw new IllegalArgumentException("there is no step " + step);
    }

    /** The tensors of a step in which a change is missed, without tensors of zeros, which no factor changes. */
    static List<Key> missed(Experiment experiment, long step, UnaryOperator<Matrix> change) {
        List<Key> missed = new ArrayList<>();
        StepTrace trace = stepOf(experiment, step);
        for (Key key : trace.keys()) {
            if (trace.get(key).orElseThrow().norm() > 0) {
                CheckResult result = new Check(
                                new ReferenceEngine(), TamperedEngine.with(new ReferenceEngine(), key, change))
                        .run(experiment);
                if (result.agrees()
                        || !result.firstDifference().orElseThrow().key().equals(key)) {
                    missed.add(key);
                }
            }
        }
        return missed;
    }

    private static StepTrace stepOf(Experiment experiment, long step) {
        try (Run run = new ReferenceEngine().start(experiment)) {
            for (Batch batch : experiment.batches()) {
                StepTrace trace = run.step(batch);
                if (batch.step() == step) {
                    return trace;
                }
            }
        }
        throw new IllegalArgumentException("there is no step " + step);
    }
}
