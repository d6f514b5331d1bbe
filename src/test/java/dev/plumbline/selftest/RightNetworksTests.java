package dev.plumbline.selftest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.diagnose.ThreeWayCheck;
import dev.plumbline.diagnose.ThreeWayResult;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A right network agrees in every lane, in whatever convention it is written, and whatever it shows. */
@Slow
class RightNetworksTests {
    private static final int NETWORKS = 2;

    @ParameterizedTest
    @EnumSource(CodingConvention.class)
    void agree(CodingConvention habit) {
        for (TraceLevel shows : TraceLevel.values()) {
            for (int i = 0; i < NETWORKS; i++) {
                CorrectNetwork right = CorrectNetwork.draw(1_000 * habit.ordinal() + i, habit, shows);
                ThreeWayResult result = new ThreeWayCheck(right.experiment(), Optional.empty()).run(right.network());
                assertTrue(
                        result.agrees(),
                        () -> shows + ", " + right.label() + ": "
                                + result.diagnosis().findings()
                                + result.freely().freeRunning()
                                + result.freely().local());
            }
        }
    }
}
