package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.compare.Verdict;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.findings.ThreeWayResult;
import dev.plumbline.trace.Batch;
import dev.plumbline.trace.Quantity;
import dev.plumbline.trace.SubjectRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A right network agrees in every lane, in whatever convention it is written, and whatever it shows. */
@Slow
class RightNetworksTests {
    @ParameterizedTest
    @EnumSource(CodingConvention.class)
    void agree(CodingConvention convention) {
        for (TraceLevel level : TraceLevel.values()) {
            assertAgrees(CorrectNetwork.draw(1_000 * convention.ordinal(), convention, level), level);
        }
    }

    /**
     * Of plain gradient descent, db with the learning rate in it is the right ub, and ub without it the right db. And gradients
     * that are recorded after clipping, which begins after the first steps, beside a loss that is recorded as another one. And three
     * examples in columns, which have the shape of three units in rows, beside activations in place. And a batch in another order, which
     * shows only in Z that holds A.
     */
    @ParameterizedTest
    @CsvSource({
        "DECAY_OUTSIDE_UPDATE, 2190690987",
        "RATE_IN_GRADIENT, 1228075755",
        "UPDATES_ADDED, 1313904202",
        "WEIGHTS_BEFORE_UPDATE, 3776466902"
    })
    void agreeWhereSeveralConventionsMeet(CodingConvention convention, long seed) {
        TraceLevel level = TraceLevel.EVERYTHING;
        assertAgrees(CorrectNetwork.draw(seed, convention, level), level);
    }

    /** A training that explodes from its own weights proves nothing, and is not drawn. */
    @Test
    void stayFinite() {
        CorrectNetwork right =
                CorrectNetwork.draw(3823037896L, CodingConvention.RATE_IN_GRADIENT, TraceLevel.EVERYTHING);
        try (SubjectRun run = right.network().start(right.experiment())) {
            for (Batch batch : right.experiment().batches()) {
                assertEquals(Optional.empty(), run.step(batch).orElseThrow().firstNotFinite());
            }
        }
    }

    private static void assertAgrees(CorrectNetwork right, TraceLevel level) {
        ThreeWayResult result = new ThreeWayCheck(right.experiment(), Optional.empty()).run(right.network());
        boolean isRecordedRight = result.diagnosis().misnamed().stream()
                .allMatch(finding -> finding.first().quantity() == Quantity.LOSS); // some record another loss
        assertTrue(
                result.diagnosis().training() == Verdict.AGREES && isRecordedRight,
                () -> level + ", " + right.label() + ": "
                        + result.diagnosis().findings()
                        + result.freely().freeRunning()
                        + result.freely().local());
    }
}
