package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Slow;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two mistakes of which the second is made within the first, or in the same formula. */
@Slow
class PairsOfMistakesTests {

    /** Among the hypotheses for it is a state that layers share, and another optimizer in one of them. */
    @Test
    void aSharedStateIsNotReadByTheFormulaOfAnotherOptimizer() {
        assertEquals(
                DiagnosisBenchmark.Verdict.NAMED,
                new DiagnosisBenchmark(7219).mutated(19).verdict());
    }

    /** A divisor of infinity where a gradient is 0; a norm that is infinite where a tensor is NaN. */
    @ParameterizedTest
    @CsvSource({"194", "257", "35"})
    void whatIsNotANumberIsNoReason(int mutation) {
        assertEquals(
                DiagnosisBenchmark.Verdict.NAMED,
                new DiagnosisBenchmark(7219).mutated(mutation).verdict());
    }

    /** The numbers are drawn in another way and then read in another order; or the initial biases are never updated. */
    @ParameterizedTest
    @CsvSource({
        "WEIGHTS_READ_BY_COLUMNS, START_NOT_CENTERED, 5501, 1",
        "WEIGHTS_READ_BY_COLUMNS, START_NOT_CENTERED, 5501, 27",
        "BIAS_NOT_UPDATED, OTHER_SEED, 2203, 29"
    })
    void areNamedInTheInitialWeights(InjectedFault one, InjectedFault other, long seed, int network) {
        assertVerdict(DiagnosisBenchmark.Verdict.NAMED, one, other, seed, network);
    }

    @ParameterizedTest
    @CsvSource({
        "NESTEROV_FOR_CLASSICAL, VELOCITY_SHARED, 5501, 9",
        "ADAM_NOT_CORRECTED, SCHEDULE_TWICE, 5501, 17",
        "SCHEDULE_LATE, ADAM_TIME_PER_PARAMETER, 2203, 11",
        "ADAM_EPSILON, ADAM_TIME_PER_PARAMETER, 2203, 12"
    })
    void areNamedInOneOptimizerStep(InjectedFault one, InjectedFault other, long seed, int network) {
        assertVerdict(DiagnosisBenchmark.Verdict.NAMED, one, other, seed, network);
    }

    @ParameterizedTest
    @CsvSource({
        "SLOPE_OF_ACTIVATED, GLOBAL_NORM, 5501, 16",
        "SLOPE_PLUS, UPDATED_PER_EXAMPLE, 5501, 5",
        "L2_DOUBLED, UPDATED_PER_EXAMPLE, 2203, 21"
    })
    void areNamedWhereOneIsOfTheStepAsAWhole(InjectedFault one, InjectedFault other, long seed, int network) {
        assertVerdict(DiagnosisBenchmark.Verdict.NAMED, one, other, seed, network);
    }

    /** Of the squared error, the slope of softmax as of a sigmoid is a(1 - a) times it, and so is that slope once more. */
    @ParameterizedTest
    @CsvSource("ERROR_SQUARED, SLOPE_EXTRA, 2203, 9")
    void areNamedAmongOthersWhereTheNumbersAreEqual(InjectedFault one, InjectedFault other, long seed, int network) {
        assertVerdict(DiagnosisBenchmark.Verdict.AMONG, one, other, seed, network);
    }

    /** The slope at 0 of an example whose inputs are all 0, so that no weight shows it. */
    @ParameterizedTest
    @CsvSource({"RELU_AT_ZERO, DIVIDED_BY_DATA_SET, 16013, 35", "RELU_AT_ZERO, SLOPE_OF_ACTIVATED, 16013, 24"})
    void areNamedWhereTheWeightsShowOnlyOne(InjectedFault one, InjectedFault other, long seed, int network) {
        assertVerdict(DiagnosisBenchmark.Verdict.NAMED, one, other, seed, network);
    }

    private static void assertVerdict(
            DiagnosisBenchmark.Verdict expected, InjectedFault one, InjectedFault other, long seed, int network) {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(seed).inject(Set.of(one, other), TraceLevel.EVERYTHING, network);
        assertEquals(expected, outcome.verdict(), outcome.injected() + ": " + outcome.diagnosed());
    }
}
