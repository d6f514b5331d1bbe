package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.plumbline.Slow;
import dev.plumbline.diagnose.findings.Mistake;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The diagnosis names what is injected, and accuses no right network. */
@Slow
class DiagnosisBenchmarkTests {
    private static final int NETWORKS = 1;

    private final DiagnosisBenchmark test = new DiagnosisBenchmark(1);

    /** A tensor times an unexplained constant is no cause, and a loss without the penalty is a convention. */
    @Test
    void injectsEveryKnownMistake() {
        Set<Mistake> injected =
                Stream.of(InjectedFault.values()).map(InjectedFault::mistake).collect(Collectors.toSet());
        Set<Mistake> others = EnumSet.allOf(Mistake.class);
        others.removeAll(injected);
        assertEquals(Set.of(Mistake.SCALED, Mistake.LOSS_WITHOUT_PENALTY), others);
    }

    @ParameterizedTest
    @EnumSource(InjectedFault.class)
    void namesEveryMistakeOfWhichItSeesEverything(InjectedFault fault) {
        for (int i = 0; i < NETWORKS; i++) {
            DiagnosisBenchmark.Outcome outcome = test.inject(Set.of(fault), TraceLevel.EVERYTHING, i);
            assertEquals(
                    DiagnosisBenchmark.Verdict.NAMED,
                    outcome.verdict(),
                    fault + ", network " + i + ": " + outcome.diagnosed());
        }
    }

    @ParameterizedTest
    @EnumSource(CodingConvention.class)
    void accusesNoRightNetwork(CodingConvention convention) {
        for (TraceLevel level : TraceLevel.values()) {
            for (int i = 0; i < NETWORKS; i++) {
                assertEquals("nothing", test.right(convention, level, i).diagnosed(), level + ", network " + i);
            }
        }
    }

    /** Its masks show in Z alone, unless Z holds A or A what dropout left. */
    @ParameterizedTest
    @EnumSource(names = {"ACTIVATION_IN_PLACE", "ACTIVATION_AFTER_DROPOUT"})
    void namesOwnMasksWhereZOrAIsOverwritten(CodingConvention convention) {
        DiagnosisBenchmark.Outcome outcome =
                test.inject(InjectedFault.OWN_MASKS, Set.of(convention), TraceLevel.EVERYTHING, 0);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** Each changes the penalty of a layer, and none undoes what the other does. */
    @ParameterizedTest
    @EnumSource(
            value = InjectedFault.class,
            names = {"L2_MISSING", "L2_HALVED", "L2_DOUBLED"})
    void namesTwoMistakesInOnePenalty(InjectedFault fault) {
        for (int i = 0; i < NETWORKS; i++) {
            DiagnosisBenchmark.Outcome outcome =
                    test.inject(Set.of(fault, InjectedFault.L2_ON_BIAS), TraceLevel.EVERYTHING, i);
            assertEquals(
                    DiagnosisBenchmark.Verdict.NAMED,
                    outcome.verdict(),
                    outcome.injected() + ": " + outcome.diagnosed());
        }
    }

    /** A weight whose input is nothing: only the steps that follow tell it from another one. */
    @Test
    void findsInitialWeightsThatTheForwardPassDoesNotTell() {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(3).inject(Set.of(InjectedFault.OTHER_SEED), TraceLevel.EVERYTHING, 17);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** With Nesterov's momentum, with Adam, with momentum: what is remembered of the first step shows in the second. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8, 13})
    void findsInitialWeightsWhereOnlyWeightsAreShown(int network) {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(2).inject(Set.of(InjectedFault.OTHER_SEED), TraceLevel.WEIGHTS, network);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** With Adam, and units that are off in the second step, of which its update tells no more than the sign of the first. */
    @Test
    void findsInitialWeightsOfUnitsThatAreOff() {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(3).inject(Set.of(InjectedFault.OTHER_SEED), TraceLevel.WEIGHTS, 15);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** A sum for a mean looks like a division that is left to the update; it is not taken for that, and a strange rate. */
    @ParameterizedTest
    @ValueSource(ints = {0, 13, 66})
    void namesASumThatGoesUphill(int network) {
        DiagnosisBenchmark.Outcome outcome = new DiagnosisBenchmark(3)
                .inject(Set.of(InjectedFault.BATCH_SUMMED, InjectedFault.ASCENT), TraceLevel.EVERYTHING, network);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** All weights are square here, and transposed at the start; from a single step that is also a way to write them. */
    @Test
    void doesNotTakeWeightsThatAreTransposedOnceForAWayToWriteThem() {
        DiagnosisBenchmark.Outcome outcome = new DiagnosisBenchmark(3)
                .inject(Set.of(InjectedFault.SQUARE_WEIGHTS_TRANSPOSED), TraceLevel.EVERYTHING, 13);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** As if the examples had been taken in another order; but all that follows is in the given one. */
    @Test
    void doesNotTakeReversedRowsOfOneTensorForAnotherOrderOfTheExamples() {
        DiagnosisBenchmark.Outcome outcome = new DiagnosisBenchmark(6001).mutated(20);
        assertEquals("rows reversed in Z1", outcome.injected());
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    @Test
    void aMistakeThatMovesWeightsIsNotMissedWhereOnlyTheyAreShown() {
        for (InjectedFault fault :
                Set.of(InjectedFault.SLOPE_FORGOTTEN, InjectedFault.BATCH_SUMMED, InjectedFault.UPDATED_WEIGHTS)) {
            DiagnosisBenchmark.Outcome outcome = test.inject(Set.of(fault), TraceLevel.WEIGHTS, 0);
            assertNotEquals(DiagnosisBenchmark.Verdict.MISSED, outcome.verdict(), fault.label());
        }
    }

    /** Only the first gradient is clipped: other initial weights would fit too, but need as many numbers as there are. */
    @Test
    void namesOneMistakeOfTheFirstStepBeforeOtherInitialWeights() {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(5301).inject(Set.of(InjectedFault.GLOBAL_NORM), TraceLevel.WEIGHTS, 0);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** In one step of the training, the inputs of the step before were all 0. */
    @Test
    void namesStaleActivationsThatAreZeroOnce() {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(5301).inject(Set.of(InjectedFault.STALE_ACTIVATIONS), TraceLevel.EVERYTHING, 4);
        assertEquals(DiagnosisBenchmark.Verdict.NAMED, outcome.verdict(), outcome.diagnosed());
    }

    /** The first update of Adam hardly depends on the gradient, so that many formulas come close to it. */
    @Test
    void namesNoActivationForAnUpdateThatManyFormulasComeCloseTo() {
        DiagnosisBenchmark.Outcome outcome = test.inject(Set.of(InjectedFault.OWN_MASKS), TraceLevel.WEIGHTS, 0);
        assertEquals("unexplained", outcome.diagnosed());
    }

    /** Where the update changes no slope, the slope after it is no explanation. */
    @Test
    void updatedWeightsAreNamedAloneWhereTheSlopeIsTheSameAfterTheUpdate() {
        for (int network : new int[] {4, 6}) {
            DiagnosisBenchmark.Outcome outcome = new DiagnosisBenchmark(4202)
                    .inject(Set.of(InjectedFault.UPDATED_WEIGHTS), TraceLevel.EVERYTHING, network);
            assertEquals("updated weights", outcome.diagnosed());
        }
    }

    /** Other masks give nearly the same sum, as where an activation is close to 0. */
    @Test
    void ofOwnMasksWithTheSameSumTheOneIsTakenThatTheDeltasShow() {
        DiagnosisBenchmark.Outcome outcome =
                new DiagnosisBenchmark(4203).inject(Set.of(InjectedFault.OWN_MASKS), TraceLevel.EVERYTHING, 3);
        assertEquals("own masks", outcome.diagnosed());
    }

    /** A gradient that is always 0 is not one of activations that happened to be 0 in the step before. */
    @Test
    void staleActivationsThatAreZeroAreNoReason() {
        assertEquals(
                DiagnosisBenchmark.Verdict.NAMED,
                new DiagnosisBenchmark(4203).mutated(99).verdict());
    }
}
