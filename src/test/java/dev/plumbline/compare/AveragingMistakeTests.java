package dev.plumbline.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.NetworkWords;
import dev.plumbline.reference.ReferenceEngine;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.Precision;
import dev.plumbline.trace.Experiment;
import dev.plumbline.trace.Key;
import dev.plumbline.trace.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A check of a training by several workers is trusted because it finds these. */
class AveragingMistakeTests {
    /** Rounds of 36 examples and of 1, for which two of the three workers have nothing to do. */
    private static Experiment experiment(Optimizer optimizer) {
        return AveragingNetworks.of(optimizer, 3, 3, Precision.F64);
    }

    @Test
    void findsNothingWithoutAMistake() {
        for (Optimizer optimizer : AveragingNetworks.OPTIMIZERS) {
            CheckResult result = new Check(new ReferenceEngine(), AveragingMistake.NONE).run(experiment(optimizer));
            assertTrue(result.agrees(), () -> result.firstDifference().toString());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void findsTheMistakeInTheRoundInWhichItIsMade(AveragingMistake mistake) {
        CheckResult result = new Check(new ReferenceEngine(), mistake).run(experiment(NetworkWords.adam(0.02)));
        Key first = result.firstDifference().orElseThrow().key();
        long round = switch (mistake) {
            case DIVIDED_BY_ALL -> 1; // the first with a worker that has nothing to do
            case STEPS_MISCOUNTED -> 2; // the first after a short one
            default -> 0;
        };
        assertEquals(round, first.step());
        if (mistake == AveragingMistake.STATE_LOST || mistake == AveragingMistake.STATE_NOT_AVERAGED) {
            assertEquals(Quantity.WEIGHT_STATE_1, first.quantity());
        }
        assertEquals(round, result.local().firstDifference().orElseThrow().key().step());
    }
}
